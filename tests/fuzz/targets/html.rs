//! Any markup is rendered; words between tags that show them stand in the text, each once and in order.
#![no_main]

mod parts;
mod pieces;

use gongwen::{Format, ReadOptions};
use libfuzzer_sys::fuzz_target;

/// Markup of which no part hides anything.
const TAGS: &[&str] = &[
    "<p>",
    "</p>",
    "<p class=MsoNormal style='margin:0cm'>",
    "<div>",
    "</div>",
    "<div class=\"nav\">",
    "<div id=zoom>",
    "<div class=content>",
    "<div class='TRS_Editor'>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th>",
    "</th>",
    "<td rowspan=2>",
    "<td colspan='3'>",
    "<td rowspan=9999 colspan=9999>",
    "<tbody>",
    "</tbody>",
    "<ul>",
    "</ul>",
    "<ol>",
    "<ol start=3>",
    "<ol type=a>",
    "</ol>",
    "<li>",
    "<li value=7>",
    "</li>",
    "<h1>",
    "</h1>",
    "<h3>",
    "</h3>",
    "<b>",
    "</b>",
    "<strong>",
    "</strong>",
    "<a href=#>",
    "</a>",
    "<br>",
    "<br/>",
    "<hr>",
    "<span>",
    "</span>",
    "<font size=4>",
    "</font>",
    "<o:p>",
    "</o:p>",
    "<pre>",
    "</pre>",
    "<sup>",
    "</sup>",
    "<sub>",
    "</sub>",
    "<center>",
    "</center>",
    "<section>",
    "</section>",
    "<article>",
    "</article>",
    "<nav>",
    "</nav>",
    "<header>",
    "</header>",
    "<footer>",
    "</footer>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<form>",
    "</form>",
    "<body>",
    "</body>",
    "<html>",
    "</html>",
    "<img src=a.png>",
    "<!-- 注 -->",
    "<!DOCTYPE html>",
    "\n",
    " ",
    "&nbsp;",
    "&emsp;",
    "\t",
];

/// Markup that hides what stands inside, and markup that is broken.
const ODD: &[&str] = &[
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<head>",
    "</head>",
    "<textarea>",
    "</textarea>",
    "<noscript>",
    "</noscript>",
    "<template>",
    "</template>",
    "<iframe>",
    "</iframe>",
    "<select>",
    "<option>",
    "</select>",
    "<ruby>",
    "<rt>",
    "</rt>",
    "<rp>",
    "</rp>",
    "</ruby>",
    "<div style=\"display:none\">",
    "<p hidden>",
    "<input type=hidden value=甲>",
    "<svg>",
    "</svg>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!--[if gte mso 9]>",
    "<![endif]-->",
    "<",
    ">",
    "</",
    "&",
    "&lt",
    "&#",
    "&#x4E2D;",
    "&#0;",
    "&#13;",
    "&copy",
    "<p class=\"",
    "'",
    "\"",
    "<?xml",
    "<plaintext>",
    "<a\u{0}b>",
    "\u{C}",
    "\r\n",
    "\r",
];

fuzz_target!(|data: &[u8]| {
    let [times, choice, rest @ ..] = data else { return };
    let options = ReadOptions { format: Format::Html, encoding: Some("utf-8") };
    if choice % 4 == 0 {
        shown(rest, parts::times(*times, 8 * rest.len()), options);
        return;
    }
    let Some(page) = pieces::text(&data[1..], &[TAGS, ODD, pieces::PIECES]) else { return };
    if let Ok(source) = gongwen::read(page.repeat(parts::times(*times, page.len())).as_bytes(), options) {
        parts::check(source);
    }
});

/// A page of words and of markup that hides none: the words are what is read.
fn shown(data: &[u8], times: usize, options: ReadOptions<'_>) {
    let (mut page, mut words) = (String::new(), String::new());
    for (i, &b) in data.iter().cycle().take(data.len() * times).enumerate() {
        let b = usize::from(b);
        if b < TAGS.len() {
            page.push_str(TAGS[b]);
        } else {
            let word = char::from_u32(0x4E00 + (b * 80 + i % 80) as u32).expect("a Chinese character");
            page.push(word);
            words.push(word);
        }
    }
    let source = gongwen::read(page.as_bytes(), options).expect("UTF-8 without a byte order mark");
    let read: String = source.as_str().chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).collect();
    assert_eq!(read, words, "{page:?}");
    parts::check(source);
}
