//! An article in one language: as it is written, and as it is cut and measured to be published.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::closed::spelled;
use super::locale::Locale;
use super::{ArticleKind, Audience, HealthAspect, NodeKind, ReadingBand, ReadingScale, Urgency};

/// Everything that an article says in one language, as its writer gives it. A version of the
/// content desk is kept as the JSON of this.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub slug: String,
    #[serde(with = "spelled")]
    pub kind: ArticleKind,
    pub locale: Locale,
    pub title: String,
    /// Two or three sentences.
    pub summary: String,
    /// The same in words that are easier still; `None` where nobody has written it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub easy_summary: Option<String>,
    #[serde(with = "spelled")]
    pub audience: Audience,
    #[serde(default)]
    pub authors: Vec<Author>,
    /// An SPDX expression.
    pub licence: String,
    pub attribution: String,
    #[serde(default)]
    pub demonstration: bool,
    /// `None` where no clinician has reviewed it.
    #[serde(default)]
    pub review: Option<Review>,
    #[serde(default)]
    pub about: Vec<About>,
    #[serde(default)]
    pub red_flags: Vec<RedFlag>,
    #[serde(default)]
    pub checklist: Checklist,
    #[serde(default)]
    pub faq: Vec<Question>,
    #[serde(default)]
    pub references: Vec<Reference>,
    #[serde(default)]
    pub media: Vec<Media>,
    /// Whether a machine made this translation and nobody has checked it.
    #[serde(default)]
    pub machine: bool,
    /// From which text of the original a part was translated, by the hash of that text; a part that
    /// is not named here was made from the text of the day.
    #[serde(default)]
    pub made_from: BTreeMap<String, String>,
    /// CommonMark, cut at headings such as `## How it is done {#HOW_PERFORMED}`.
    #[serde(default)]
    pub body: String,
}

/// Somebody who wrote an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    pub name: String,
    /// The slug of the doctor of the directory that this is, where it is one.
    pub doctor: Option<String>,
}

/// A medical review that took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The slug of a doctor of the directory.
    pub reviewer: String,
    pub reviewed_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    /// What the reviewer says of interests of their own; `None` where they said nothing.
    pub conflict_of_interest: Option<String>,
}

/// A record that an article is about, by kind and slug.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    #[serde(with = "spelled")]
    pub kind: NodeKind,
    pub slug: String,
}

/// A sign that needs help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedFlag {
    #[serde(with = "spelled")]
    pub urgency: Urgency,
    pub text: String,
}

/// What a patient does around a visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Checklist {
    pub bring: Vec<String>,
    pub stop: Vec<String>,
    pub ask: Vec<String>,
    pub arrange: Vec<String>,
}

/// A question that patients ask, and its answer in CommonMark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub question: String,
    pub answer: String,
}

/// A source that the text rests on, cited by its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    pub key: String,
    pub title: String,
    pub source: Option<String>,
    pub year: Option<u16>,
    pub url: Option<String>,
    pub doi: Option<String>,
    pub pmid: Option<String>,
}

/// A picture or film beside the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Media {
    pub url: String,
    /// What it shows, for whoever does not see it.
    pub alt: Option<String>,
    pub credit: Option<String>,
    /// An SPDX expression.
    pub licence: Option<String>,
}

/// A document that is sound, cut into its parts and measured.
#[derive(Clone, Debug)]
pub struct Edition {
    pub document: Document,
    pub sections: Vec<Section>,
    /// The answers of the questions without any marks, in their order.
    pub answers: Vec<String>,
    pub parts: Vec<Part>,
    /// Citations without a reference in the document, with the line of the body (0 outside of it):
    /// a translation may cite what its original lists.
    pub unlisted: Vec<(usize, String)>,
    /// Terms of the glossary that the text leads to, with the line of the body.
    pub terms: Vec<(usize, String)>,
}

/// A part of an article about one health aspect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub aspect: HealthAspect,
    pub title: String,
    /// The section's own source, without its heading.
    pub markdown: String,
    /// What a reader sees: one paragraph a line, list items on lines of their own.
    pub text: String,
    /// Whether it makes sense without the rest of the article.
    pub standalone: bool,
}

/// A part of a text that is translated, measured and dated by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartName {
    Summary,
    EasySummary,
    RedFlags,
    Checklist,
    Faq,
    Section(HealthAspect),
}

/// What is known of a part by its own text.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub name: PartName,
    /// Of its text, in 16 hexadecimal digits.
    pub hash: String,
    pub measure: Measure,
}

/// How a text reads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measure {
    pub words: u32,
    pub sentences: u32,
    /// `None` where the syllables of the language are not known here.
    pub syllables: Option<u32>,
    /// Words of three syllables or more.
    pub polysyllables: Option<u32>,
    /// `None` where the text is too short or no scale is known for its language.
    pub reading: Option<Reading>,
}

/// How hard a text is by a published scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    pub scale: ReadingScale,
    /// A grade of school in the United States, where the scale gives one.
    pub grade: Option<f64>,
    /// From about 0, very hard, to 100, very easy.
    pub score: f64,
    pub band: ReadingBand,
    /// The SMOG grade; `None` for fewer than 30 sentences or another language than English.
    pub smog: Option<f64>,
}

impl PartName {
    /// Whether an outdated translation of it could harm: the original is shown instead.
    pub fn is_safety(self) -> bool {
        use HealthAspect::{
            Allergies, Pregnancy, Preparation, RisksOrComplications, Safety, SeeDoctor,
            SideEffects, UsageOrSchedule,
        };
        match self {
            PartName::RedFlags => true,
            PartName::Summary | PartName::EasySummary | PartName::Checklist | PartName::Faq => {
                false
            }
            PartName::Section(aspect) => matches!(
                aspect,
                Safety
                    | SideEffects
                    | RisksOrComplications
                    | SeeDoctor
                    | Allergies
                    | Pregnancy
                    | Preparation
                    | UsageOrSchedule
            ),
        }
    }

    /// As it is kept and as files name it.
    pub fn spelling(self) -> &'static str {
        match self {
            PartName::Summary => "SUMMARY",
            PartName::EasySummary => "EASY_SUMMARY",
            PartName::RedFlags => "RED_FLAGS",
            PartName::Checklist => "CHECKLIST",
            PartName::Faq => "FAQ",
            PartName::Section(aspect) => aspect.into(),
        }
    }
}

/// A word that names no part of an article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} is no part: use SUMMARY, EASY_SUMMARY, RED_FLAGS, CHECKLIST, FAQ or the aspect of a section"
)]
pub struct UnknownPart(pub String);

impl std::str::FromStr for PartName {
    type Err = UnknownPart;

    fn from_str(text: &str) -> Result<Self, UnknownPart> {
        Ok(match text {
            "SUMMARY" => PartName::Summary,
            "EASY_SUMMARY" => PartName::EasySummary,
            "RED_FLAGS" => PartName::RedFlags,
            "CHECKLIST" => PartName::Checklist,
            "FAQ" => PartName::Faq,
            aspect => {
                PartName::Section(aspect.parse().map_err(|_| UnknownPart(aspect.to_owned()))?)
            }
        })
    }
}

impl Checklist {
    pub fn is_empty(&self) -> bool {
        self.steps().next().is_none()
    }

    /// Every line in the order in which it is shown.
    pub fn steps(&self) -> impl Iterator<Item = (super::ChecklistStep, &str)> {
        use super::ChecklistStep::{Arrange, Ask, Bring, Stop};
        [
            (Bring, &self.bring),
            (Stop, &self.stop),
            (Ask, &self.ask),
            (Arrange, &self.arrange),
        ]
        .into_iter()
        .flat_map(|(step, lines)| lines.iter().map(move |line| (step, line.as_str())))
    }
}
