//! The steps together.

use super::*;

fn normal(text: &str) -> String {
    Normaliser::new(NormaliseConfig::default()).unwrap().normalise(text).text().to_owned()
}

#[test]
fn traps_of_conversion() {
    for (traditional, simplified) in [
        ("乾隆年間，乾縣餅乾", "乾隆年间，乾县饼干"),
        ("瞭望塔，瞭解情況", "瞭望塔，了解情况"),
        ("宮商角徵羽，徵求意見", "宫商角徵羽，征求意见"),
        ("聲名狼藉，感到慰藉，以此為藉口", "声名狼藉，感到慰藉，以此为借口"),
        ("錢鍾書與鍾南山", "钱锺书与钟南山"),
        ("樊於期，於丹，關於", "樊於期，于丹，关于"),
        ("反覆答覆，覆蓋率", "反复答复，覆盖率"),
        ("著作成效顯著，原著，名著，著名", "著作成效显著，原著，名著，著名"),
        ("圍繞著重點任務，隨著時間，沿著道路", "围绕着重点任务，随着时间，沿着道路"),
        ("著力推進，著重抓好，著手編著，執著", "着力推进，着重抓好，着手编著，执着"),
        ("瀋陽", "沈阳"),
        ("皇后在後宮", "皇后在后宫"),
        ("颱風，臺灣，一台機器，天台", "台风，台湾，一台机器，天台"),
        ("這裡，鄉里，公里", "这里，乡里，公里"),
        ("坏", "坏"),
    ] {
        assert_eq!(normal(traditional), simplified);
    }
}

#[test]
fn simplified_text_is_left_alone() {
    let text = "成效显著，原著名著，围绕着重点，着力点，乾隆，瞭望，慰藉，皇后，里程，系统，发展，台湾，乾县，锺书，见微知著，拚搏，狼藉，反覆，原著";
    assert_eq!(normal(text), text);
}

#[test]
fn scripts() {
    let n = Normaliser::new(NormaliseConfig::default()).unwrap();
    for (text, script) in [
        ("政府工作报告", Script::Simplified),
        ("政府工作報告", Script::Traditional),
        ("人民政府", Script::None),
        ("", Script::None),
        ("工作报告\n工作報告", Script::Mixed),
        ("群众、峰会、里程、台湾、乾隆", Script::Simplified),
    ] {
        assert_eq!(n.script(text), script, "{text}");
    }
}
