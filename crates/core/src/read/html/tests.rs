//! Pieces of pages as they are in the wild, and what is read of them.

use super::*;
use crate::tables::Table;
use proptest::prelude::*;

#[test]
fn openings() {
    for html in
        ["<!DOCTYPE html>", "\n <html lang=zh>", "<!-- x --><p>", "<P>一", "<?xml version='1.0'?>", "<br/>x"]
    {
        assert!(is_markup(html), "{html}");
    }
    for text in ["<通知>", "一<p>", "<1万元", "", "<", "<<", "<abc@example.com>", "<b"] {
        assert!(!is_markup(text), "{text}");
    }
}

#[test]
fn what_is_rendered() {
    for (html, text) in [
        ("<p>一、 目标</p><p>全年\n办理<b>12</b>件</p>", "一、 目标\n全年办理12件\n"),
        ("<style>p{}</style><script>if(a<b)x()</script>正<!-- 注 -->文<noscript>无</noscript>", "正文\n"),
        ("<table><tr><td>甲<td> 乙 <tr><th>1</th><th>2&nbsp;</th></table>", "甲\t乙\n1\t2\u{A0}\n"),
        ("a<br>b<br/>c &lt;d&gt; &#20013; &amp", "a\nb\nc <d> 中 &\n"),
        ("<pre>一\n  二</pre>三", "一\n  二\n三\n"),
        ("<ul><li>一<li>二</ul>", "一\n二\n"),
        ("<div>一<div>二</div>三</div>", "一\n二\n三\n"),
        ("<tr><td><p>单元</p><p>格</p></td><td>二</td></tr>", "单元 格\t二\n"),
        ("GDP\n growth <i>5</i> %", "GDP growth 5 %\n"),
        ("", ""),
    ] {
        assert_eq!(render(html).0, text, "{html}");
    }
}

#[test]
fn cases() {
    let table = Table::parse("cases.tsv", include_str!("cases.tsv"), &["case", "html", "text"]).unwrap();
    table.unique("case").unwrap();
    let mut failed = Vec::new();
    for row in table.rows() {
        let plain =
            |field: &str| row.get(field).replace("\\n", "\n").replace("\\t", "\t").replace('␣', "\u{A0}");
        let (read, text) = (render(&plain("html")).0, plain("text"));
        if read.trim_end_matches('\n') != text.trim_end_matches('\n') {
            failed.push(format!("{}\n  read {read:?}\n  not  {text:?}", row.get("case")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_layout_table_keeps_its_lines() {
    let line = "建设重点项目，推进各项工作。".repeat(6);
    let html = format!("<table><tr><td>菜单</td><td><p>{line}</p><p>{line}</p></td><td>右</td></tr></table>");
    assert_eq!(render(&html).0, format!("菜单\n{line}\n{line}\n右\n"));
}

#[test]
fn what_the_markup_said() {
    let (text, blocks) = render(
        "<html><head><title>某 局</title></head><body><div class='site-nav'><a href=/>首页</a></div>\
         <div id=zoom><h2>计划</h2><p><strong>一是</strong>学</p></div></body></html>",
    );
    let said: Vec<_> = blocks.iter().map(|b| (b.markup, &text[b.at.range()])).collect();
    assert_eq!(
        said,
        [
            (Markup::PageTitle, "某 局"),
            (Markup::Frame, "首页"),
            (Markup::Link, "首页"),
            (Markup::Main, "计划\n一是学"),
            (Markup::Heading(2), "计划"),
            (Markup::Bold, "一是"),
        ]
    );
}

#[test]
fn depth_and_open_ends_do_no_harm() {
    // What was opened too deep to be remembered closes nothing that is remembered.
    let deep = format!(
        "<div id=main>{}底{}</div><div id=footer>脚</div>",
        "<div>".repeat(9_000),
        "</div>".repeat(9_000)
    );
    let (text, blocks) = render(&deep);
    let at = |m| blocks.iter().find(|b| b.markup == m).map(|b| &text[b.at.range()]);
    assert_eq!((at(Markup::Main), at(Markup::Frame)), (Some("底"), Some("脚")));
    // Nor do paragraphs that are never closed fill the stack.
    let open = format!("<div id=main>{}</div><div id=footer>脚</div>", "<p>段<b>落".repeat(900));
    let (text, blocks) = render(&open);
    assert_eq!(blocks.iter().filter(|b| b.markup == Markup::Frame).count(), 1);
    assert!(text.ends_with("\n脚\n") && text.lines().count() == 901);
    let deep = "<div><b>".repeat(20_000) + "底" + &"</b></div>".repeat(10);
    assert_eq!(render(&deep).0, "底\n");
    for open in ["<p", "<!--", "<a href='", "&#", "<table><td>", "</p></p></td>", "<script>", "<title>一"] {
        render(open);
    }
}

#[test]
fn running_text_that_is_hidden_is_kept() {
    let text = "推进各项工作，抓好督查落实。".repeat(12);
    for html in [
        format!("<div style='display:none' id=zoom><p>{text}</p></div>"),
        format!("<div hidden><div hidden><p>{text}</p><span hidden>甲</span></div></div>"),
        format!("<template><p>{text}</p></template>"),
        format!("<table><tr style='display:none'><td>{text}</td></tr></table>"),
    ] {
        assert_eq!(render(&html).0, format!("{text}\n"), "{html}");
    }
    // What is cut leaves nothing behind: not a block, not a line, not the beginning of what goes on.
    let (text, blocks) =
        render("<div id=zoom><p hidden>甲<b>乙</b></p><p>丙</p></div><div class=nav hidden>丁</div>");
    assert_eq!((text.as_str(), blocks.len()), ("丙\n", 1));
    assert_eq!(blocks[0], Block { at: Span::new(0, 3), markup: Markup::Main });
}

#[test]
fn a_long_cell_of_a_table_stays_in_its_row() {
    let duty = "压实责任，逐项销号。".repeat(20);
    let html = format!(
        "<table><tr><th>任务</th><th>单位</th></tr><tr><td><p>{duty}</p><p>{duty}</p></td><td>某局</td></tr></table>"
    );
    assert_eq!(render(&html).0, format!("任务\t单位\n{duty} {duty}\t某局\n"));
}

#[test]
fn blocks_begin_and_end_with_their_text() {
    let (text, blocks) =
        render("甲 <b> 乙 </b> 丙<table><tr><td></td><td> <a href=#> 丁 </a> </td></tr></table>");
    assert_eq!(text, "甲 乙 丙\n\t丁\n");
    let said: Vec<_> = blocks.iter().map(|b| (b.markup, &text[b.at.range()])).collect();
    assert_eq!(said, [(Markup::Bold, "乙"), (Markup::Row, "丁"), (Markup::Link, "丁")]);
}

/// Markup that hides nothing, whatever order it comes in.
const SHOWN: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div class=nav>",
    "<div id=zoom>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "<td rowspan=3>",
    "<td colspan=2>",
    "</td>",
    "<th>",
    "<ul>",
    "</ul>",
    "<ol>",
    "</ol>",
    "<li>",
    "</li>",
    "<b>",
    "</b>",
    "<a href=#>",
    "</a>",
    "<span>",
    "</span>",
    "<h2>",
    "</h2>",
    "<br>",
    "<hr>",
    "<pre>",
    "</pre>",
    "<sup>",
    "</sup>",
    "<article>",
    "</article>",
    "<nav>",
    "</nav>",
    "<dl>",
    "<dd>",
    "</dl>",
    "<font>",
    "<o:p>",
    "<!-- 注 -->",
    " ",
    "\n",
    "&nbsp;",
    "<body>",
    "</body>",
    "<section>",
    "</section>",
    "<rt>",
    "</rt>",
    "<select>",
    "</select>",
];

proptest! {
    #[test]
    fn no_word_is_lost(pieces in proptest::collection::vec(0..SHOWN.len() + 30, 0..120)) {
        let (mut html, mut words) = (String::new(), String::new());
        for (i, &piece) in pieces.iter().enumerate() {
            match SHOWN.get(piece) {
                Some(tag) => html.push_str(tag),
                None => {
                    let word = char::from_u32(0x5000 + i as u32).unwrap();
                    html.push(word);
                    words.push(word);
                }
            }
        }
        let (text, blocks) = render(&html);
        let read: String = text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).collect();
        prop_assert_eq!(read, words, "{}", html);
        let mut last = 0;
        for block in blocks {
            prop_assert!(block.at.start() >= last);
            last = block.at.start();
            let shown = text.get(block.at.range()).expect("character boundaries");
            prop_assert!(!shown.is_empty() && shown.trim_matches(['\n', '\t', ' ']) == shown, "{:?} of {}", shown, html);
        }
    }
}

#[test]
fn a_row_that_waits_for_its_second_cell_sees_its_text_move() {
    let text = |html: &str| render(html).0;
    assert_eq!(text("<p><nav><rt>甲<td>乙<section>丙</nav><td>丁</td>"), "(甲乙 丙)\n\t丁\n");
    let hidden = "<p>甲</p><table><tr><td style='display:none'>乙<br>丙</td><td>丁</td></tr></table>";
    assert_eq!(text(hidden), "甲\n\t丁\n");
}
