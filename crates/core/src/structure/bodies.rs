//! What a title says of the body that issued its document: the name, and the level of government.
//!
//! A table of patterns over titles, apart from those over the lines of a text: names of bodies end with characters
//! that stand in every line (局, 部, 委), so that no filter would spare the text from them. Linear in the title.

use super::pattern::Patterns;
use crate::document::Level;
use crate::error::Error;

/// What a row tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// Who issued the document.
    Issuer,
    /// That the title begins with no body.
    Other,
    /// The level of the body.
    Level(Level),
}

/// The patterns.
#[derive(Debug)]
pub(super) struct Bodies {
    patterns: Patterns<Says>,
}

impl Bodies {
    /// Reads the table.
    pub(super) fn load() -> Result<Self, Error> {
        let patterns = Patterns::load(
            "structure/bodies.tsv",
            include_str!("../../data/structure/bodies.tsv"),
            &["field", "pattern"],
            |row| {
                let says = match row.get("field") {
                    "issuer" => Says::Issuer,
                    "other" => Says::Other,
                    "nation" => Says::Level(Level::National),
                    "town" => Says::Level(Level::Town),
                    "county" => Says::Level(Level::County),
                    "city" => Says::Level(Level::City),
                    "province" => Says::Level(Level::Province),
                    _ => return Err(row.error("no such field")),
                };
                Ok((says, row.need("pattern")?.to_owned()))
            },
        )?;
        Ok(Self { patterns })
    }

    /// The body with whose name `title` begins.
    pub(super) fn issuer<'t>(&self, title: &'t str) -> Option<&'t str> {
        let rows = || self.patterns.rows(self.patterns.filter().of(title));
        if rows().any(|(says, p)| *says == Says::Other && p.is_match(title)) {
            return None;
        }
        let mut names =
            rows().filter(|(says, _)| *says == Says::Issuer).filter_map(|(_, p)| p.captures(title));
        // 医院, 县委: a word for any such body names none.
        names.next()?.name("i").map(|m| m.as_str()).filter(|n| n.chars().count() > 2)
    }

    /// The level of the body that a title or a body's name tells, from the town up.
    pub(super) fn level(&self, title: &str) -> Option<Level> {
        let rows = self.patterns.rows(self.patterns.filter().of(title));
        let mut levels = rows.filter_map(|(says, p)| match says {
            Says::Level(level) => p.is_match(title).then_some(*level),
            _ => None,
        });
        levels.next()
    }

    /// Whether only a document of the nation's own bodies is called so.
    pub(super) fn is_national(&self, title: &str) -> bool {
        self.level(title) == Some(Level::National)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_begin_with_a_body() {
        let bodies = Bodies::load().unwrap();
        let cases = [
            ("岚川县农业农村局2023年度工作总结", Some("岚川县农业农村局")),
            ("中共岚川县委2024年工作要点", Some("中共岚川县委")),
            ("政协岚川县委员会2024年工作要点", Some("政协岚川县委员会")),
            ("共青团岚川县委2022年工作要点", Some("共青团岚川县委")),
            ("岚川县人大常委会2024年工作要点", Some("岚川县人大常委会")),
            ("岚川县第三小学2023-2024学年工作计划", Some("岚川县第三小学")),
            ("岚川水泥集团上半年工作总结", Some("岚川水泥集团")),
            ("岚川县交通局党组2023年工作报告", Some("岚川县交通局")),
            ("岚川县2023年工作总结", None),
            ("医院2023年工作计划", None),
            ("创建文明学校2023年工作计划", None),
            ("关于加强医院2023年工作的意见", None),
            ("2023年岚川县教育局工作总结", None),
        ];
        for (title, name) in cases {
            assert_eq!(bodies.issuer(title), name, "{title}");
        }
    }

    #[test]
    fn titles_that_tell_a_level() {
        let bodies = Bodies::load().unwrap();
        let cases = [
            ("教育部2022年工作要点", Some(Level::National)),
            ("2023年全国档案系统工作要点", Some(Level::National)),
            ("中共岚川县委2024年工作要点", None),
            ("岚川县霁溪镇2020年工作总结", Some(Level::Town)),
            ("霁溪街道2021年工作总结", Some(Level::Town)),
            ("小城镇2021年建设规划", None),
            ("在全县防汛会议上的讲话", Some(Level::County)),
            ("区委宣传部工作计划", Some(Level::County)),
            ("区域经济工作计划", None),
            ("在全市教育大会上的发言", Some(Level::City)),
            ("市场监管工作计划", None),
            ("省直机关工作要点", Some(Level::Province)),
        ];
        for (title, level) in cases {
            assert_eq!(bodies.level(title), level, "{title}");
        }
    }
}
