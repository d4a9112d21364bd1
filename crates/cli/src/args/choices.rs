//! Closed choices, and the values of the library that they stand for.

use clap::ValueEnum;

/// A closed choice on the command line that stands for a value of the library.
macro_rules! choice {
    ($(#[$attr:meta])* $name:ident => $target:ty { $($(#[$of:meta])* $variant:ident => $value:expr),+ $(,)? }) => {
        $(#[$attr])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
        pub(crate) enum $name { $($(#[$of])* $variant),+ }
        impl From<$name> for $target {
            fn from(choice: $name) -> Self {
                match choice { $($name::$variant => $value),+ }
            }
        }
    };
}

choice!(#[derive(Default)] Script => gongwen::Target { #[default] Simplified => gongwen::Target::Simplified, Traditional => gongwen::Target::Traditional });
choice!(Region => gongwen::Vocabulary { Tw => gongwen::Vocabulary::Taiwan, Hk => gongwen::Vocabulary::HongKong });
choice!(Step => gongwen::EditKind {
    Width => gongwen::EditKind::Width,
    Script => gongwen::EditKind::Script,
    Space => gongwen::EditKind::Space,
    Gloss => gongwen::EditKind::Gloss,
    Mask => gongwen::EditKind::Mask,
    Noise => gongwen::EditKind::Noise,
});
choice!(#[derive(Default)] Granularity => gongwen::Granularity {
    #[default]
    Fine => gongwen::Granularity::Fine,
    Coarse => gongwen::Granularity::Coarse,
    Search => gongwen::Granularity::Search,
});
choice!(#[derive(Default)] Method => gongwen::KeywordMethod {
    #[default]
    Tfidf => gongwen::KeywordMethod::TfIdf,
    Textrank => gongwen::KeywordMethod::TextRank,
});
choice!(#[derive(Default)] Unit => gongwen::Unit {
    #[default]
    Article => gongwen::Unit::Article,
    Page => gongwen::Unit::Page,
    Paragraph => gongwen::Unit::Paragraph,
});
choice!(Kind => gongwen::Kind {
    Count => gongwen::Kind::Count,
    Measure => gongwen::Kind::Measure,
    Money => gongwen::Kind::Money,
    Ratio => gongwen::Kind::Ratio,
    Duration => gongwen::Kind::Duration,
    Deadline => gongwen::Kind::Deadline,
    Date => gongwen::Kind::Date,
});
choice!(Role => gongwen::Role {
    Target => gongwen::Role::Target,
    Actual => gongwen::Role::Actual,
    Reference => gongwen::Role::Reference,
});

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    #[default]
    Auto,
    Text,
    Html,
    Jsonl,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// Aligned columns, for people
    Table,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values
    Csv,
    /// Apache Parquet, to a file
    Parquet,
    /// Excel, to a file
    Xlsx,
    /// Plain text (decode, normalise, clean, segment)
    Text,
}
