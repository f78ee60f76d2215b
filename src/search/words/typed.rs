//! What a typed word may be among the words that are known.
//!
//! A word that is known is taken as it is. Only for one that is not is there a guess: a beginning,
//! two words run together, one letter wrong, and two where one finds nothing. So a guess never
//! drowns the word that somebody meant.

use super::texts::Texts;

/// The most known words that one typed word is taken to be.
const GUESSES: usize = 50;

/// How near a known word is to the typed one, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    Same,
    /// One of them is the plural of the other.
    Number,
    /// Two known words without the space between them.
    RunTogether,
    OneEdit,
    Beginning,
    TwoEdits,
}

impl Nearness {
    pub fn worth(self) -> f64 {
        match self {
            Nearness::Same => 1.0,
            Nearness::Number => 0.98,
            Nearness::RunTogether => 0.9,
            Nearness::OneEdit => 0.85,
            Nearness::Beginning => 0.75,
            Nearness::TwoEdits => 0.7,
        }
    }

    pub fn is_guess(self) -> bool {
        !matches!(
            self,
            Nearness::Same | Nearness::Number | Nearness::Beginning
        )
    }
}

/// A typed word, and the known words that it may be.
pub(super) struct Typed {
    pub weight: f64,
    pub known: Vec<(usize, Nearness)>,
}

impl Texts {
    /// What a typed word may be. `typing`: it may be unfinished, even where it is a word already.
    pub(super) fn typed(&self, word: &str, typing: bool) -> Typed {
        let mut known: Vec<(usize, Nearness)> = Vec::new();
        let mut add = |at: usize, nearness: Nearness| {
            if !known.iter().any(|(held, _)| *held == at) {
                known.push((at, nearness));
            }
        };
        if let Some(at) = self.words.find(word) {
            add(at, Nearness::Same);
        }
        for other in other_numbers(word) {
            if let Some(at) = self.words.find(&other) {
                add(at, Nearness::Number);
            }
        }
        let is_known = !known.is_empty();
        let letters = word.chars().count();
        let mut guesses = Vec::new();
        if typing || (!is_known && letters >= 4) {
            let beginning = self.words.beginning(word).take(4 * GUESSES);
            guesses.extend(beginning.map(|at| (at, Nearness::Beginning)));
        }
        if !is_known {
            guesses.extend(self.run_together(word));
            guesses.extend(self.misspelt(word, letters));
        }
        guesses.sort_by_key(|(at, nearness)| (*nearness, self.words.word(*at).len()));
        for (at, nearness) in guesses {
            if !known.iter().any(|(held, _)| *held == at) && known.len() < GUESSES {
                known.push((at, nearness));
            }
        }
        let weight = known
            .first()
            .map_or(self.unknown, |(at, _)| self.weights[*at]);
        Typed { weight, known }
    }

    fn misspelt(&self, word: &str, letters: usize) -> Vec<(usize, Nearness)> {
        // A digit more or less is another number, never a slip.
        if letters < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let initial = word.chars().next();
        let one: Vec<(usize, Nearness)> = self
            .words
            .within(word, 1)
            .into_iter()
            // Of four letters every other word is near: the first one must be right.
            .filter(|(at, _)| letters > 4 || self.words.word(*at).chars().next() == initial)
            .map(|(at, _)| (at, Nearness::OneEdit))
            .collect();
        if !one.is_empty() || letters < 7 {
            return one;
        }
        let two = self.words.within(word, 2);
        two.into_iter()
            .map(|(at, _)| (at, Nearness::TwoEdits))
            .collect()
    }

    /// Both halves of a word that is two known ones without their space.
    fn run_together(&self, word: &str) -> Vec<(usize, Nearness)> {
        let cuts = word.char_indices().skip(1).map(|(at, _)| at);
        cuts.filter_map(|cut| {
            let (head, tail) = word.split_at(cut);
            if head.len().max(tail.len()) < 4 {
                return None;
            }
            Some([self.words.find(head)?, self.words.find(tail)?])
        })
        .next()
        .into_iter()
        .flatten()
        .map(|at| (at, Nearness::RunTogether))
        .collect()
    }
}

/// The plural of a word, or its singular, as English and Spanish mostly make them.
fn other_numbers(word: &str) -> Vec<String> {
    if word.len() < 4 {
        return Vec::new();
    }
    let mut others = vec![format!("{word}s"), format!("{word}es")];
    for ending in ["es", "s"] {
        others.extend(word.strip_suffix(ending).map(str::to_owned));
    }
    others
}
