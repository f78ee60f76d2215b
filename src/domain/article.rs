//! What is known of an article's text.

use super::{ReadingBand, ReadingScale};

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
