//! Glosses as the converter left them, made by its own mechanism, and glosses that people wrote.

use super::*;
use crate::offsets::Normalised;

fn strip(text: &str) -> String {
    let mut normal = Normalised::identity(text);
    normal.then(edits(text));
    normal.into_string()
}

/// Sentences of reports in Traditional script.
const SENTENCES: [&str; 24] = [
    "我們為您準備了各鄉鎮的總結範文，歡迎閱讀。",
    "維護當地平安穩定，引導村民參與環境整治。",
    "恰當地運用這些優勢，發揮這個組織的作用。",
    "學校、學生與當地運輸業會商，學業與創業並重。",
    "學業、會議、會場，我們為您準備學習資料。",
    "全縣經濟總量穩步擴張，產業結構繼續優化。",
    "加強幹部隊伍建設，嚴肅紀律，轉變作風。",
    "認真聽取代表意見，辦理議案建議，督促落實。",
    "農業機械協會組織農民參觀示範園區。",
    "實現財政總收入歷史性跨越，稅務徵管規範有序。",
    "開展環境綜合整治，關閉污染企業，恢復濕地。",
    "醫療衛生事業發展迅速，農村養老保險參保率達標。",
    "鐵路、橋樑、電網等項目進展順利，現場監督從嚴。",
    "組織職業技能競賽，獎勵優秀勞動者，營造氛圍。",
    "圖書館、體育場、廣場舞臺全部對外開放。",
    "幫助貧困戶脫貧，為殘疾人購買護理設備。",
    "擴大對外貿易，擴建倉儲設施，暢通運輸線路。",
    "檢查糧食儲備，處理違規案件，保護耕地紅線。",
    "規劃設計論證充分，專業團隊負責實施，進度較快。",
    "節約資源，減少浪費，廣泛動員社會各階層參與。",
    "黨風廉政責任層層傳導，問責機制運轉順暢。",
    "創業園區孵化項目，風險補償資金發揮槓桿效應。",
    "聯繫選區選民，視察龍頭企業，徵求群眾意見。",
    "總結經驗，糾正偏差，續寫新時期發展篇章。",
];

#[test]
fn what_a_converter_left_goes() {
    assert_eq!(
        strip("學(xué)校創(chuàng)建（2）所,（1）業(yè)務(wù)培訓(xùn)；創（chuàng）新"),
        "學校創建（2）所,（1）業務培訓；創新"
    );
}

/// Every character that a gloss can follow, with every reading that the table has of it.
#[test]
fn every_character_and_reading_is_stripped() {
    let glossable: Vec<_> = READINGS.iter().filter(|&&(c, _)| can_be_glossed(c)).collect();
    assert!(glossable.len() > 2000, "{}", glossable.len());
    let mut stripped = 0;
    for page in glossable.chunks(53) {
        let (mut glossed, mut plain) = (String::new(), String::new());
        for (n, &&(c, readings)) in page.iter().enumerate() {
            // Neutral tones have no mark, and so no rule can tell them from a label.
            for reading in readings.split(' ').filter(|r| r.chars().filter(|&c| is_toned(c)).count() == 1) {
                let (open, close) = if n % 2 == 0 { ('(', ')') } else { ('（', '）') };
                glossed += &format!("工{c}{open}{reading}{close}作，");
                plain += &format!("工{c}作，");
                stripped += 1;
            }
        }
        assert_eq!(strip(&glossed), plain);
    }
    assert!(stripped > 2500, "{stripped}");
}

#[test]
fn whole_pages_are_restored() {
    let plain = SENTENCES.join("\n");
    for (open, close) in [('(', ')'), ('（', '）')] {
        let mut glosses = 0;
        let mut glossed = String::new();
        for c in plain.chars() {
            glossed.push(c);
            let reading = readings(c).split(' ').next_back().filter(|r| r.chars().any(is_toned));
            if let Some(reading) = reading.filter(|_| can_be_glossed(c)) {
                glossed.extend([open]);
                glossed += reading;
                glossed.extend([close]);
                glosses += 1;
            }
        }
        assert!(glosses > 150, "{glosses}");
        assert_eq!(strip(&glossed), plain);
        assert!(edits(&strip(&glossed)).is_empty());
    }
}

#[test]
fn what_people_wrote_stays() {
    for text in [
        "重(chóng)庆市",
        "六安（lù）市",
        "會(kuài)計科目",
        "重(chóng)庆市、六安（lù）市、會(kuài)計",
        "蔚(yù)縣、單(shàn)縣、樂(lè)都",
        // Teaching text: not every occurrence is glossed.
        "學(xué)會這些字：學習、學生、學校，會(huì)議、會場、會見，業(yè)務、業主",
        // First mentions.
        "錢鍾(zhōng)書、陳寅恪(kè)、鍾山；鍾先生、鍾家、劉歆(xīn)",
        // Numbering and labels.
        "(1)學習(a)會議(b)業務(c)",
        "學(一)會(二)業(三)",
        "學（xue）會（hui）業（ye）",
        "學(XUÉ)會(HUÌ)業(YÈ)",
        // Simplified characters.
        "创(chuàng)建，业(yè)务，学(xué)校：简体字的注音",
        // Too few.
        "學(xué)、學(xué)",
        // No readings of them.
        "學(xiào)、學(xiào)、學(xiào)：不是它的讀音",
        // Words and not syllables.
        "學(xuéxí)會(huìyì)業(yèwù)務",
        "學(café)會(né)業(à)",
        // A question.
        "這樣好嗎?à)",
    ] {
        assert_eq!(strip(text), text);
    }
}

/// What the faulty tool makes of a text: GBK bytes matched without alignment, then read two by two; a pair that is no
/// character gives a question mark.
fn damage(text: &str, glosses: &[(char, &str)]) -> String {
    let (bytes, _, _) = GBK.encode(text);
    let keys: Vec<(Vec<u8>, &str)> =
        glosses.iter().map(|(c, r)| (GBK.encode(&c.to_string()).0.into_owned(), *r)).collect();
    let (mut out, mut i) = (Vec::new(), 0);
    while i < bytes.len() {
        match keys.iter().find(|(k, _)| bytes[i..].starts_with(k)) {
            Some((key, reading)) => {
                out.extend_from_slice(key);
                out.extend_from_slice(b"(");
                out.extend_from_slice(&GBK.encode(reading).0);
                out.extend_from_slice(b")");
                i += key.len();
            }
            None => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    let mut text = String::new();
    let mut rest = &out[..];
    while let Some(&lead) = rest.first() {
        let length = if lead <= 0x80 || rest.len() == 1 { 1 } else { 2 };
        match (lead, GBK.decode_without_bom_handling_and_without_replacement(&rest[..length])) {
            (0x80, _) => text.push('€'),
            (_, Some(c)) => text += &c,
            (_, None) => text.push('?'),
        }
        rest = &rest[length..];
    }
    text
}

#[test]
fn misaligned_glosses_are_mended() {
    // Any character may be one that the tool glosses: for each pair of neighbours whose inner bytes make one, it does.
    let (mut cases, mut mended, mut spoiled) = (0, 0, Vec::new());
    for sentence in SENTENCES {
        let chars: Vec<char> = sentence.chars().collect();
        for pair in chars.windows(2) {
            let (Some((_, Some(second))), Some((first, Some(_)))) = (gbk(pair[0]), gbk(pair[1])) else {
                continue;
            };
            let key = [second, first];
            let Some(c) = GBK.decode_without_bom_handling_and_without_replacement(&key) else { continue };
            let Some(c) = c.chars().next().filter(|&c| can_be_glossed(c)) else { continue };
            let Some(reading) = readings(c).split(' ').find(|r| r.chars().any(is_toned)) else { continue };
            let glosses = [(c, reading), ('學', "xué"), ('業', "yè"), ('會', "huì")];
            // A second line with the aligned glosses that tell the page, and some of its words.
            let text = format!("{sentence}\n學習業務，開會，參與");
            let damaged = damage(&text, &glosses);
            if !damaged.contains('?') {
                continue;
            }
            cases += 1;
            // The stop and the line feed behind a run of whole pairs are lost for good: a question mark tells so.
            let lost = text.replace("。\n", "?");
            match strip(&damaged) {
                t if t == text || t == lost => mended += 1,
                t => spoiled.push(format!("{c} {reading}: {damaged} -> {t}")),
            }
        }
    }
    // Of two common characters with one reading and one first byte, the page may have neither elsewhere.
    assert!(cases >= 25 && mended * 20 >= cases * 19, "{mended} of {cases}\n{}", spoiled.join("\n"));
}

#[test]
fn a_misaligned_gloss_is_proof_by_itself() {
    let text = "維護當地平安穩定。";
    let damaged = damage(text, &[('數', "shù")]);
    assert!(damaged.contains("?shù)"), "{damaged}");
    assert_eq!(strip(&damaged), text);
}

/// What the tool makes of an indented line: its spaces, misread, leave a byte that no character has.
fn damaged_line(text: &str, glosses: &[(char, &str)]) -> String {
    let spaced = damage(&format!("　{text}"), glosses);
    let (bytes, _, _) = GBK.encode(&spaced);
    let mut out = String::from(" ?");
    let mut rest = &bytes[1..];
    while let Some(&lead) = rest.first() {
        let length = if lead < 0x80 || rest.len() == 1 { 1 } else { 2 };
        match GBK.decode_without_bom_handling_and_without_replacement(&rest[..length]) {
            Some(c) => out += &c,
            None => out.push('?'),
        }
        rest = &rest[length..];
        // What is read as one byte ends the misalignment.
        if lead < 0x80 {
            out += &GBK.decode_without_bom_handling(rest).0;
            break;
        }
    }
    out
}

#[test]
fn indents_that_swallowed_a_byte_are_mended() {
    let page = "學(xué)習(xí)業(yè)務(wù)，參(cān)與。";
    let mut cases = 0;
    for number in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"] {
        for line in ["產品要升級", "開展活動", "們開會"] {
            let line = format!("（{number}）{line}");
            let damaged = damaged_line(&line, &[]);
            // Pairs without end are no run that could be mended.
            if !damaged.chars().skip(2).any(|c| c.is_ascii()) {
                continue;
            }
            cases += 1;
            let expected = format!("學習業務，參與。\n {line}");
            assert_eq!(strip(&format!("{page}\n{damaged}")), expected, "{damaged}");
            let dropped: String =
                damaged.chars().filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c)).collect();
            assert_eq!(strip(&format!("{page}\n{dropped}")), expected, "{dropped}");
        }
    }
    assert!(cases >= 20, "{cases}");
}

#[test]
fn questions_and_stops_are_left_alone() {
    let page = "學(xué)習(xí)業(yè)務(wù)，參(cān)與。";
    let plain = "學習業務，參與。";
    for line in ["?。", "?。這是甚麼?", " ?。說明a", "問題?。ㄒ唬┙a"] {
        assert_eq!(strip(&format!("{page}\n{line}\n")), format!("{plain}\n{line}\n"));
    }
    // One line of nothing else: looked back through for each, it would take minutes.
    let line = "?。".repeat(200_000);
    assert!(strip(&format!("{page}\n{line}")).ends_with(&line));
}
