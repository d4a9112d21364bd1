//! The summary of a run, on the terminal and as `report.html`.

mod common;

use common::{metrics, page, page_called, place};
use gongwen::{ArticleId, Cluster, Edtf, Family, Kind, Member, Metric, Reason, Relation, Reuse, Role};
use gongwen_report::{ErrorRecord, Summary};

fn edtf(text: &str) -> Option<Edtf> {
    Some(text.parse().unwrap())
}

fn deadline(date: &str) -> Metric {
    let base = metrics().remove(0);
    Metric { kind: Kind::Deadline, min: None, unit: None, edtf: edtf(date), ..base }
}

fn reuse() -> Reuse {
    let member = |doc, relation, container| Member {
        place: place(doc, 1, 6, 50),
        relation,
        similarity: 0.9,
        container,
        why: None,
    };
    Reuse {
        clusters: vec![Cluster {
            representative: 0,
            reason: Reason::Longest,
            members: vec![
                member(0, Relation::Exact, None),
                member(1, Relation::Contained, Some((0, Some(ArticleId(1))))),
            ],
        }],
        passages: Vec::new(),
        boilerplate: vec![Family {
            text: "全年走訪<b>不少於".into(),
            template: "全年走訪不少於".into(),
            documents: 2,
            occurrences: vec![place(0, 1, 27, 34), place(1, 1, 27, 34)],
            ..Family::default()
        }],
        unmasked: Vec::new(),
    }
}

fn filled() -> Summary {
    let mut summary = Summary::new().titled("青山 <2024>");
    let docs = [page(), page_called("b.txt")];
    for doc in &docs {
        let mut found = metrics();
        found.extend([deadline("2024-06-30"), deadline("XXXX-04-30"), deadline("2023-36")]);
        summary.add_page(doc, &found);
    }
    summary.add_reuse(&reuse(), &docs.each_ref().map(|d| d.id()));
    summary.add_error(&ErrorRecord {
        file: "c.pdf".into(),
        place: None,
        message: "is <PDF>, not text".into(),
    });
    summary
}

fn html(summary: &Summary) -> String {
    let mut out = Vec::new();
    summary.write_html(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Every element that is opened is closed, in order.
fn assert_balanced(html: &str) {
    const VOID: [&str; 4] = ["meta", "br", "input", "!DOCTYPE"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(i) = rest.find('<') {
        let tag = &rest[i + 1..];
        let end = tag.find('>').expect("a tag ends");
        let name = tag[..end].split([' ', '\n']).next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => {
                assert_eq!(open.pop(), Some(name), "closed before {:.60}", &rest[i..].escape_debug());
            }
            None if VOID.contains(&name) => {}
            None => open.push(name),
        }
        rest = &tag[end + 1..];
        if let name @ ("style" | "script") = name {
            rest = &rest[rest.find(&format!("</{name}")).expect("it ends")..];
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn the_terminal_shows_the_figures() {
    let text = filled().render_text(60);
    let line = |start: &str| {
        text.lines().find(|l| l.starts_with(start)).unwrap_or_else(|| panic!("{start}\n{text}"))
    };
    assert_eq!(line("pages"), "pages        2 read, 1 failed");
    assert_eq!(line("articles"), "articles     4  other 2, plan 2");
    assert_eq!(line("clusters"), "clusters     1, copies 1");
    // 7 of the 67 code points of each page's articles.
    assert_eq!(line("boilerplate"), "boilerplate  10.4 % of the articles' characters, families 1");
    assert_eq!(line("count"), "count                2         2         0         4");
    assert_eq!(line("all"), "all                 10         2         0        12");
    let dates: Vec<_> = text.lines().filter(|l| l.contains("全年走訪不少於1200戶")).collect();
    assert!(dates[0].starts_with("  2023-36 "), "{text}");
    assert!(dates[2].starts_with("  2024-06-30 "));
    assert!(dates[4].starts_with("  XXXX-04-30 "));
}

#[test]
fn deadlines_can_begin_on_a_day() {
    let mut summary = Summary::new().as_of("2024-01-01").unwrap();
    summary.add_page(&page(), &[deadline("2023-36"), deadline("2024"), deadline("XXXX-04-30")]);
    let text = summary.render_text(80);
    assert!(text.contains("deadlines from 2024-01-01 on"));
    assert!(!text.contains("2023-36"), "{text}");
    assert!(text.contains("  2024        ") && text.contains("  XXXX-04-30  "), "{text}");
    // It is left out of the list, not of the counts.
    assert_eq!(summary.metrics(), 3);
    assert!(html(&summary).contains("期限与日程自 2024-01-01 起"));
}

#[test]
fn a_year_that_lost_its_digits_does_not_lead_the_deadlines() {
    let mut summary = Summary::new();
    summary.add_page(&page(), &[deadline("0403-12"), deadline("2024-06-30")]);
    let text = summary.render_text(80);
    let at = |date: &str| text.find(date).unwrap_or_else(|| panic!("no {date} in {text}"));
    assert!(at("2024-06-30") < at("0403-12"));
}

#[test]
fn the_report_is_well_formed_and_escaped() {
    let page = html(&filled());
    assert_balanced(&page);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"zh-Hans\">"));
    for text in
        ["青山 &lt;2024&gt;", "文選/a,&quot;b&quot;.txt", "走訪&lt;b&gt;不少於", "is &lt;PDF&gt;, not text"]
    {
        assert!(page.contains(text), "{text}");
    }
    assert!(page.contains("全年走訪不少於<mark>1200戶</mark>，増收6.50%。"));
    assert!(page.contains("≥1200戶"));
    assert!(page.contains("<tr lang=\"zh-Hant\">"));
    for outside in ["http:", "https:", "//cdn", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}: the report needs nothing else");
    }
}

#[test]
fn an_empty_run_has_a_report() {
    let page = html(&Summary::new());
    assert_balanced(&page);
    assert!(page.contains("没有期限"));
    assert!(Summary::new().render_text(80).starts_with("pages        0 read, 0 failed\n"));
}

#[test]
fn large_runs_say_what_is_not_shown() {
    let mut summary = Summary::new();
    let doc = page();
    let target = metrics().remove(0);
    let many = vec![target.clone(); 700];
    summary.add_page(&doc, &many);
    // Common indicators come first, however late they stand.
    summary.add_page(&doc, &[Metric { indicator_id: Some("gdp"), indicator: Some("末尾".into()), ..target }]);
    for i in 0..1200 {
        summary.add_page(&page_called(&format!("{i}.txt")), &[]);
    }
    let page = html(&summary);
    assert!(page.contains("这里列出 600 条，共 701 条；其余见 <code>metrics.jsonl</code>"));
    assert!(page.contains("这里列出 1,000 条，共 1,202 条；其余见 <code>pages.jsonl</code>"));
    assert!(page.find("末尾").unwrap() < page.find(">走訪<").unwrap());
    assert!(page.len() < 2_000_000, "{}", page.len());
}

#[test]
fn common_indicators_show_their_range() {
    let mut summary = Summary::new();
    let ratio = |value: &str, role, change| Metric {
        min: Some(value.parse().unwrap()),
        max: None,
        indicator_id: Some("gdp_growth"),
        indicator: Some("生产总值".into()),
        change: Some(change),
        role,
        ..metrics().remove(1)
    };
    use gongwen::Change::{Down, Up};
    let found = [
        ratio("6.50", Role::Target, Up),
        ratio("5", Role::Target, Up),
        ratio("1.2", Role::Actual, Down),
        // Another unit is counted, not compared.
        Metric { unit: Some("倍".into()), ..ratio("90", Role::Target, Up) },
    ];
    summary.add_page(&page(), &found);
    summary.add_page(&page(), &found[..1]);
    let page = html(&summary);
    assert_balanced(&page);
    let row = page.lines().find(|l| l.contains("gdp_growth")).unwrap();
    for cell in [">2</span>", ">4</td>", ">5 ～ 6.5</td>", ">-1.2</td>", "<td>%</td>"] {
        assert!(row.contains(cell), "{cell} in {row}");
    }
    assert!(Summary::new().as_of("June").is_err());
}

#[test]
fn figures_are_counted_by_role() {
    let mut summary = Summary::new();
    let reference = Metric { role: Role::Reference, ..metrics().remove(1) };
    summary.add_page(&page(), &[reference]);
    let text = summary.render_text(80);
    assert!(text.contains("ratio                0         0         1         1"), "{text}");
    assert_eq!(summary.counts()["metrics"], 1);
    assert_eq!(html(&summary), html(&summary.clone()));
}
