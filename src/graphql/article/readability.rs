//! How texts read, as it is shown.

use async_graphql::SimpleObject;

use crate::domain;
use crate::graphql::sets::{HealthAspect, ReadingBand, ReadingScale};
use crate::store::entity::article_part;

/// Words that an adult reads in a minute, of a text that is new to them.
const WORDS_A_MINUTE: i32 = 200;

/// How a text reads, by a published formula.
#[derive(SimpleObject, Clone)]
pub struct Readability {
    /// The formula; null where the text is too short for one, or none is known for its language.
    scale: Option<ReadingScale>,
    /// A grade of school in the United States; null where the scale gives none.
    grade: Option<f64>,
    /// From about 0, very hard, to about 100, very easy: Flesch's reading ease for English,
    /// Fernández-Huerta's for Spanish.
    score: Option<f64>,
    /// The score in words: Flesch's bands for English, those of INFLESZ for Spanish.
    band: Option<ReadingBand>,
    /// The SMOG grade; null for fewer than 30 sentences, or another language than English.
    smog: Option<f64>,
    /// How it was reckoned, and from which counts.
    method: String,
    /// Words.
    words: i32,
    /// Sentences; a line of a list counts as one.
    sentences: i32,
    /// Syllables; null where those of the language are not known here.
    syllables: Option<i32>,
    /// Minutes that reading it takes, at 200 words a minute, rounded up.
    reading_minutes: i32,
}

impl Readability {
    pub fn of(part: &article_part::Model) -> Self {
        let scale = part.scale.map(|scale| scale.0);
        let reckoned = match scale {
            Some(domain::ReadingScale::FleschKincaid) => {
                "Flesch-Kincaid grade and Flesch reading ease"
            }
            Some(domain::ReadingScale::FernandezHuerta) => {
                "Fernández-Huerta reading ease, in the bands of INFLESZ"
            }
            None => "counted only",
        };
        Readability {
            scale: scale.map(Into::into),
            grade: part.grade.map(tenths),
            score: part.score.map(tenths),
            band: part.band.map(|band| band.0.into()),
            smog: part.smog.map(tenths),
            method: method(reckoned, part),
            words: part.words,
            sentences: part.sentences,
            syllables: part.syllables,
            reading_minutes: minutes(part.words),
        }
    }
}

fn method(reckoned: &str, part: &article_part::Model) -> String {
    let mut method = format!(
        "{reckoned}: {} words, {} sentences",
        part.words, part.sentences
    );
    if let (Some(syllables), Some(long)) = (part.syllables, part.polysyllables) {
        method.push_str(&format!(
            ", {syllables} syllables, {long} words of three syllables or more"
        ));
    }
    method
}

/// Minutes that reading so many words takes.
pub fn minutes(words: i32) -> i32 {
    (words + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE
}

/// One decimal, as such figures are published.
pub fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// How a section reads.
#[derive(SimpleObject)]
pub struct SectionReadability {
    /// The section.
    pub aspect: HealthAspect,
    /// How it reads.
    pub readability: Readability,
}

/// How an article reads, as a whole and by its parts.
#[derive(SimpleObject)]
pub struct ArticleReadability {
    /// The highest grade among the sections; null where the scale gives none.
    pub grade: Option<f64>,
    /// The lowest score among the sections.
    pub score: Option<f64>,
    /// The formula.
    pub scale: Option<ReadingScale>,
    /// How the figures come about.
    pub method: String,
    /// Words of all sections.
    pub words: i32,
    /// Minutes that reading all sections takes, at 200 words a minute, rounded up.
    pub reading_minutes: i32,
    /// How the summary reads.
    pub summary: Option<Readability>,
    /// How the easy summary reads; null where there is none.
    pub easy_summary: Option<Readability>,
    /// How the red flags read, taken together.
    pub red_flags: Option<Readability>,
    /// How the checklist reads, taken together.
    pub checklist: Option<Readability>,
    /// How the questions and answers read, taken together.
    pub faq: Option<Readability>,
    /// How each section reads, in reading order.
    pub per_section: Vec<SectionReadability>,
}
