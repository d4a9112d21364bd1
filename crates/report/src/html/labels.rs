//! The names of the contract in Chinese, for people.

/// The label of a name; a name without one stands for itself.
pub(super) fn label(name: &str) -> &str {
    match name {
        "count" => "数量",
        "measure" => "计量",
        "money" => "金额",
        "ratio" => "比率",
        "duration" => "时长",
        "deadline" => "期限",
        "date" => "日期",
        "target" => "目标",
        "actual" => "完成",
        "reference" => "参照",
        "exact" => "完全相同",
        "near" => "近似",
        "contained" => "包含",
        "plan" => "计划",
        "summary" => "总结",
        "scheme" => "方案",
        "report" => "报告",
        "speech" => "讲话",
        "notice" => "通知",
        "essay" => "文章",
        "other" => "其他",
        "simplified" => "简体",
        "traditional" => "繁体",
        "mixed" => "混合",
        "none" => "—",
        name => name,
    }
}
