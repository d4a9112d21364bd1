//! The parts of the report, each a heading, a note and a table.

use super::labels::label;
use super::{Escaped, grouped, language, percent};
use crate::exact::Exact;
use crate::summary::{At, ClusterRow, MetricRow, Proof, Summary};
use gongwen::{Kind, Role, plain};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

/// The roles in the order of columns.
const ROLES: [Role; 3] = [Role::Target, Role::Actual, Role::Reference];

impl Summary {
    pub(super) fn head(&self, out: &mut String, title: &str) -> fmt::Result {
        write!(
            out,
            "<header>\n<h1>{}</h1>\n<p>{} 个页面，{} 篇文章，{} 个数据项",
            Escaped(title),
            grouped(self.pages() as u64),
            grouped(self.totals.articles),
            grouped(self.metrics())
        )?;
        if let Some((day, _)) = &self.as_of {
            write!(out, "；期限与日程自 {} 起", Escaped(day))?;
        }
        out.push_str("</p>\n<nav aria-label=\"目录\">");
        for (id, name, n) in [
            ("overview", "概览", None),
            ("deadlines", "期限", Some(self.deadlines.seen())),
            ("indicators", "指标", Some(self.indicators.len())),
            ("targets", "目标", Some(self.targets.seen())),
            ("formulas", "套话", Some(self.totals.families)),
            ("clusters", "重复", Some(self.clusters.seen())),
            ("pages", "页面", Some(self.pages())),
            ("errors", "错误", Some(self.errors.seen())),
        ] {
            write!(out, "<a href=\"#{id}\">{name}")?;
            if let Some(n) = n {
                write!(out, " <small>{}</small>", grouped(n as u64))?;
            }
            out.push_str("</a>");
        }
        out.push_str("</nav>\n</header>\n");
        Ok(())
    }

    pub(super) fn overview(&self, out: &mut String) -> fmt::Result {
        let t = &self.totals;
        out.push_str("<section id=\"overview\">\n<h2>概览</h2>\n<div class=\"cards\">\n");
        let mut card = |name: &str, figure: String, note: String, class: &str| {
            writeln!(
                out,
                "<div class=\"card {class}\"><span>{name}</span><b>{figure}</b><small>{}</small></div>",
                Escaped(&note)
            )
        };
        let failed = self.failed() as u64;
        card("页面", grouped(self.pages() as u64), format!("{} 字", grouped(t.chars)), "")?;
        card("失败", grouped(failed), "未能处理的输入".into(), if failed > 0 { "bad" } else { "" })?;
        card("文章", grouped(t.articles), listed(&t.kinds, 3), "")?;
        card(
            "数据项",
            grouped(self.metrics()),
            format!("其中目标 {}", grouped(self.of_role(Role::Target))),
            "",
        )?;
        card(
            "重复组",
            grouped(self.clusters.seen() as u64),
            format!("{} 份副本，{} 对相同段落", grouped(t.copies as u64), grouped(t.passages as u64)),
            "",
        )?;
        card(
            "套话占比",
            percent(t.boilerplate_chars, t.article_chars),
            format!("{} 组重复语句", grouped(t.families as u64)),
            "",
        )?;
        card("页面杂质", percent(t.furniture, t.chars), "导航、广告、来源标注等".into(), "")?;
        card("遮蔽处", grouped(t.masks), "xx、×、** 等".into(), "")?;
        out.push_str("</div>\n<div class=\"pair\">\n");
        self.matrix_table(out)?;
        self.shares(out)?;
        out.push_str("</div>\n</section>\n");
        Ok(())
    }

    fn of_role(&self, role: Role) -> u64 {
        self.totals.metrics.iter().filter(|((_, r), _)| *r == role).map(|(_, n)| n).sum()
    }

    /// Kinds × roles, the size of each count as a bar.
    fn matrix_table(&self, out: &mut String) -> fmt::Result {
        let count = |kind, role| self.totals.metrics.get(&(kind, role)).copied().unwrap_or(0);
        let most = self.totals.metrics.values().max().copied().unwrap_or(0).max(1);
        out.push_str(
            "<div class=\"scroll\"><table class=\"matrix\">\n<caption>数据项：类别与作用</caption>\n",
        );
        out.push_str("<thead><tr><th>类别</th>");
        for role in ROLES {
            write!(out, "<th>{}</th>", label(role.name()))?;
        }
        out.push_str("<th class=\"n\">合计</th></tr></thead>\n<tbody>\n");
        for kind in Kind::ALL {
            write!(out, "<tr><th>{}</th>", label(kind.name()))?;
            for role in ROLES {
                let n = count(kind, role);
                bar(out, n, most, role.name())?;
            }
            let all: u64 = ROLES.iter().map(|&role| count(kind, role)).sum();
            writeln!(out, "<td class=\"n\">{}</td></tr>", grouped(all))?;
        }
        out.push_str("</tbody>\n<tfoot><tr><th>合计</th>");
        for role in ROLES {
            write!(out, "<td>{}</td>", grouped(self.of_role(role)))?;
        }
        writeln!(out, "<td class=\"n\">{}</td></tr></tfoot>\n</table></div>", grouped(self.metrics()))
    }

    /// Encodings, scripts and kinds of articles, as shares.
    fn shares(&self, out: &mut String) -> fmt::Result {
        let t = &self.totals;
        out.push_str("<div class=\"shares\">\n");
        for (name, counts) in [("编码", &t.encodings), ("字形", &t.scripts), ("文体", &t.kinds)] {
            let all = counts.values().sum::<u64>().max(1);
            write!(out, "<table class=\"matrix\">\n<caption>{name}</caption>\n<tbody>\n")?;
            for (value, n) in most_first(counts).into_iter().take(8) {
                write!(out, "<tr><th>{}</th>", Escaped(label(value)))?;
                bar(out, n, all, "plain")?;
                out.push_str("</tr>\n");
            }
            out.push_str("</tbody></table>\n");
        }
        out.push_str("</div>\n");
        Ok(())
    }

    pub(super) fn deadline_section(&self, out: &mut String) -> fmt::Result {
        open(out, "deadlines", "期限与日程", "目标类期限按到期日排列，年份不明的在后。")?;
        let deadlines = self.deadlines.sorted();
        if deadlines.is_empty() {
            out.push_str("<p class=\"empty\">没有期限。</p>\n");
        } else {
            metric_table(out, &deadlines, &["到期", "原文", "事项", "地区", "依据", "出处"], deadline_cells)?;
            note(out, deadlines.len(), self.deadlines.seen(), "metrics.jsonl")?;
        }
        let dates = self.dates.sorted();
        if !dates.is_empty() {
            out.push_str("<details><summary>安排的日期</summary>\n");
            metric_table(out, &dates, &["日期", "原文", "事项", "地区", "依据", "出处"], deadline_cells)?;
            note(out, dates.len(), self.dates.seen(), "metrics.jsonl")?;
            out.push_str("</details>\n");
        }
        close(out)
    }

    pub(super) fn indicator_section(&self, out: &mut String) -> fmt::Result {
        open(
            out,
            "indicators",
            "常见指标",
            "各页面的目标与完成值落在什么范围；只比较同一单位的数，下降记为负。",
        )?;
        if self.indicators.is_empty() {
            out.push_str("<p class=\"empty\">没有识别出常见指标。</p>\n");
            return close(out);
        }
        let most = self.indicators.values().map(|i| i.pages).max().unwrap_or(1) as u64;
        let heads = ["指标", "页面数", "目标", "目标范围", "完成", "完成范围", "单位"];
        table(out, &heads, &[2, 3, 4, 5])?;
        let mut rows: Vec<_> = self.indicators.iter().collect();
        rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.pages));
        for (id, row) in rows {
            write!(out, "<tr><td class=\"what\"><b>{}</b> <small>{id}</small></td>", Escaped(&row.name))?;
            bar(out, row.pages as u64, most, "plain")?;
            for spread in [&row.targets, &row.actuals] {
                write!(out, "<td class=\"n\">{}</td><td class=\"n\">", grouped(spread.count))?;
                match spread.between {
                    None => out.push('—'),
                    Some((low, high)) if low == high => out.push_str(&plain(low)),
                    Some((low, high)) => write!(out, "{} ～ {}", plain(low), plain(high))?,
                }
                out.push_str("</td>");
            }
            writeln!(out, "<td>{}</td></tr>", Escaped(row.unit.as_deref().unwrap_or("")))?;
        }
        end_table(out);
        close(out)
    }

    pub(super) fn target_section(&self, out: &mut String) -> fmt::Result {
        open(
            out,
            "targets",
            "目标",
            "计划、要求、承诺的数值，常见指标在前。数值照原文，≥、≤ 为上下限，按折算后的数排序。",
        )?;
        let rows = self.targets.sorted();
        if rows.is_empty() {
            out.push_str("<p class=\"empty\">没有数值目标。</p>\n");
        } else {
            metric_table(
                out,
                &rows,
                &["指标", "目标值", "类别", "时间", "地区", "依据", "出处"],
                target_cells,
            )?;
            note(out, rows.len(), self.targets.seen(), "metrics.jsonl")?;
        }
        close(out)
    }

    pub(super) fn formula_section(&self, out: &mut String) -> fmt::Result {
        open(out, "formulas", "重复最多的语句", "在几个页面中出现过，出现几次。")?;
        if self.families.is_empty() {
            out.push_str("<p class=\"empty\">没有重复的语句。</p>\n");
            return close(out);
        }
        let most = self.families.iter().map(|f| f.documents).max().unwrap_or(1) as u64;
        table(out, &["页面数", "次数", "语句", "出处"], &[1])?;
        for f in &self.families {
            out.push_str("<tr>");
            bar(out, f.documents as u64, most, "plain")?;
            write!(out, "<td class=\"n\">{}</td>", grouped(f.occurrences as u64))?;
            write!(out, "<td class=\"proof\">{}</td><td class=\"at\">", Escaped(&f.text))?;
            for (i, place) in f.places.iter().enumerate() {
                if i > 0 {
                    out.push_str("<br>");
                }
                at(out, place)?;
            }
            if f.occurrences > f.places.len() {
                write!(out, "<br><i>另 {} 处</i>", grouped((f.occurrences - f.places.len()) as u64))?;
            }
            out.push_str("</td></tr>\n");
        }
        end_table(out);
        note(out, self.families.len(), self.totals.families, "boilerplate.jsonl")?;
        close(out)
    }

    pub(super) fn cluster_section(&self, out: &mut String) -> fmt::Result {
        open(out, "clusters", "重复的文章", "谁抄了谁：成员多的组在前，相似度以代表或容器为准。")?;
        let clusters = self.clusters.sorted();
        if clusters.is_empty() {
            out.push_str("<p class=\"empty\">没有重复的文章。</p>\n");
        }
        for (i, cluster) in clusters.iter().enumerate() {
            cluster_details(out, cluster, i < 3)?;
        }
        note(out, clusters.len(), self.clusters.seen(), "clusters.jsonl")?;
        close(out)
    }

    pub(super) fn page_section(&self, out: &mut String) -> fmt::Result {
        open(out, "pages", "页面", "杂质为导航、广告、来源标注等占全页字数的比例。")?;
        let rows = self.pages.sorted();
        let heads = ["页面", "编码", "字形", "字数", "杂质", "文章", "遮蔽", "数据项", "说明"];
        table(out, &heads, &[3, 4, 5, 6, 7])?;
        for p in &rows {
            write!(out, "<tr><td class=\"at\"><b>{}</b>", Escaped(&p.doc))?;
            if let Some(title) = &p.title {
                write!(out, "<br><span lang=\"{}\">{}</span>", language(p.script), Escaped(title))?;
            }
            write!(out, "</td><td>{}</td><td>{}</td>", Escaped(p.encoding), label(p.script.name()))?;
            write!(out, "<td class=\"n\">{}</td>", grouped(p.chars as u64))?;
            write!(out, "<td class=\"n\">{}</td>", percent(p.furniture as u64, p.chars as u64))?;
            for n in [p.articles, p.masks, p.metrics] {
                write!(out, "<td class=\"n\">{}</td>", grouped(n as u64))?;
            }
            out.push_str("<td>");
            if p.malformed > 0 {
                write!(out, "<span class=\"tag bad\">{} 处无法解码</span> ", p.malformed)?;
            }
            if let Some(repaired) = p.repaired {
                write!(out, "<span class=\"tag\">乱码已还原：{}</span>", Escaped(repaired))?;
            }
            out.push_str("</td></tr>\n");
        }
        end_table(out);
        note(out, rows.len(), self.pages.seen(), "pages.jsonl")?;
        close(out)
    }

    pub(super) fn error_section(&self, out: &mut String) -> fmt::Result {
        open(out, "errors", "错误", "未能处理的文件或行。")?;
        let rows = self.errors.sorted();
        if rows.is_empty() {
            out.push_str("<p class=\"empty\">没有错误。</p>\n");
            return close(out);
        }
        table(out, &["文件", "位置", "原因"], &[])?;
        for e in &rows {
            let place = e.place.as_deref().unwrap_or("");
            let (file, message) = (Escaped(&e.file), Escaped(&e.message));
            writeln!(
                out,
                "<tr><td class=\"at\"><b>{file}</b></td><td>{}</td><td>{message}</td></tr>",
                Escaped(place)
            )?;
        }
        end_table(out);
        note(out, rows.len(), self.errors.seen(), "errors.jsonl")?;
        close(out)
    }
}

fn open(out: &mut String, id: &str, title: &str, about: &str) -> fmt::Result {
    writeln!(out, "<section id=\"{id}\">\n<h2>{title}</h2>\n<p class=\"about\">{about}</p>")
}

fn close(out: &mut String) -> fmt::Result {
    out.write_str("</section>\n")
}

/// Begins a table that can be sorted and filtered; `numbers` are the columns of numbers.
fn table(out: &mut String, heads: &[&str], numbers: &[usize]) -> fmt::Result {
    out.push_str("<div class=\"scroll\"><table class=\"data\">\n<thead><tr>");
    for (i, head) in heads.iter().enumerate() {
        let class = if numbers.contains(&i) { " class=\"n\"" } else { "" };
        write!(out, "<th scope=\"col\"{class}>{head}</th>")?;
    }
    out.write_str("</tr></thead>\n<tbody>\n")
}

fn end_table(out: &mut String) {
    out.push_str("</tbody></table></div>\n");
}

/// Says how many rows there are besides those shown.
fn note(out: &mut String, shown: usize, all: usize, file: &str) -> fmt::Result {
    if all > shown {
        let (shown, all) = (grouped(shown as u64), grouped(all as u64));
        writeln!(out, "<p class=\"more\">这里列出 {shown} 条，共 {all} 条；其余见 <code>{file}</code>。</p>")
    } else {
        Ok(())
    }
}

fn metric_table(
    out: &mut String,
    rows: &[&MetricRow],
    heads: &[&str],
    cells: fn(&mut String, &MetricRow) -> fmt::Result,
) -> fmt::Result {
    table(out, heads, &[])?;
    for row in rows {
        write!(out, "<tr lang=\"{}\">", language(row.script))?;
        cells(out, row)?;
        write!(out, "<td class=\"region\">{}</td>", Escaped(row.region.as_deref().unwrap_or("")))?;
        proof(out, &row.proof)?;
        out.push_str("<td class=\"at\">");
        at(out, &At { doc: row.doc.clone(), article: row.article, start: Some(row.start), title: None })?;
        out.push_str("</td></tr>\n");
    }
    end_table(out);
    Ok(())
}

fn deadline_cells(out: &mut String, row: &MetricRow) -> fmt::Result {
    let (date, indicator) = (row.edtf.as_deref().unwrap_or("—"), row.indicator.as_deref().unwrap_or("—"));
    write!(out, "<td class=\"date\">{}</td>", Escaped(date))?;
    write!(
        out,
        "<td class=\"date\">{}</td><td class=\"what\">{}</td>",
        Escaped(&row.value),
        Escaped(indicator)
    )
}

fn target_cells(out: &mut String, row: &MetricRow) -> fmt::Result {
    let known = |year: &&str| *year != "XXXX";
    let time = row.edtf.as_deref().or(row.year.as_deref()).filter(known).unwrap_or("—");
    write!(out, "<td class=\"what\">{}</td>", Escaped(row.indicator.as_deref().unwrap_or("—")))?;
    write!(out, "<td class=\"value\" data-v=\"{}\">", row.order.as_deref().unwrap_or(""))?;
    write!(out, "{}</td><td class=\"word\">{}</td>", Escaped(&row.value), label(row.kind.name()))?;
    write!(out, "<td class=\"date\">{}</td>", Escaped(time))
}

/// The sentence, with the figure in it marked.
fn proof(out: &mut String, proof: &Proof) -> fmt::Result {
    let (before, rest) = proof.text.split_at(proof.core.start);
    let (core, after) = rest.split_at(proof.core.len());
    write!(out, "<td class=\"proof\">{}", Escaped(before))?;
    if !core.is_empty() {
        write!(out, "<mark>{}</mark>", Escaped(core))?;
    }
    write!(out, "{}</td>", Escaped(after))
}

/// A place: the page, the article where there are several, the offset.
fn at(out: &mut String, at: &At) -> fmt::Result {
    write!(out, "<b>{}</b>", Escaped(&at.doc))?;
    if let Some(article) = at.article {
        write!(out, " <small title=\"文章序号，自 0 起\">#{article}</small>")?;
    }
    if let Some(start) = at.start {
        write!(out, " <small title=\"字符偏移\">@{start}</small>")?;
    }
    if let Some(title) = &at.title {
        write!(out, "<span class=\"title\">{}</span>", Escaped(title))?;
    }
    Ok(())
}

/// A count with a bar as long as its share of `most`.
fn bar(out: &mut String, n: u64, most: u64, class: &str) -> fmt::Result {
    let length = n as f64 * 100.0 / most.max(1) as f64;
    write!(
        out,
        "<td class=\"bar\" data-v=\"{n}\"><span class=\"{class}\" style=\"--w:{length:.1}%\">{}</span></td>",
        grouped(n)
    )
}

fn cluster_details(out: &mut String, cluster: &ClusterRow, open: bool) -> fmt::Result {
    write!(
        out,
        "<details class=\"cluster\"{}><summary><b>第 {} 组</b> {} 个成员，代表：",
        if open { " open" } else { "" },
        cluster.cluster,
        grouped(cluster.count as u64)
    )?;
    at(out, &At { title: None, ..cluster.representative.clone() })?;
    if let Some(title) = &cluster.representative.title {
        write!(out, " {}", Escaped(title))?;
    }
    out.push_str("</summary>\n");
    table(out, &["成员", "关系", "相似度", "字数", "所在"], &[3])?;
    for m in &cluster.members {
        out.push_str(if m.representative {
            "<tr class=\"first\"><td class=\"at\">"
        } else {
            "<tr><td class=\"at\">"
        });
        at(out, &m.place)?;
        let relation = if m.representative { "代表" } else { label(m.relation) };
        write!(out, "</td><td><span class=\"tag {}\">{relation}</span></td>", m.relation)?;
        let similarity = Exact::rounded(m.similarity, 4);
        write!(
            out,
            "<td class=\"bar\" data-v=\"{0}\"><span class=\"plain\" style=\"--w:{1:.1}%\">{0}</span></td>",
            plain(similarity.0),
            (m.similarity * 100.0).clamp(0.0, 100.0)
        )?;
        write!(out, "<td class=\"n\">{}</td><td class=\"at\">", grouped(m.chars as u64))?;
        if let Some(container) = &m.container {
            at(out, container)?;
        }
        out.push_str("</td></tr>\n");
    }
    end_table(out);
    note(out, cluster.members.len(), cluster.count, "clusters.jsonl")?;
    out.push_str("</details>\n");
    Ok(())
}

fn most_first<'c>(counts: &'c BTreeMap<&'static str, u64>) -> Vec<(&'c str, u64)> {
    let mut counts: Vec<(&str, u64)> = counts.iter().map(|(name, n)| (*name, *n)).collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}

fn listed(counts: &BTreeMap<&'static str, u64>, most: usize) -> String {
    let shown = most_first(counts).into_iter().take(most);
    shown.map(|(name, n)| format!("{} {}", label(name), grouped(n))).collect::<Vec<_>>().join("，")
}
