//! Short texts, found by words that may be misspelt, unfinished or too many.
//!
//! A text is judged by how much of the question it answers and how much of it is asked for, each
//! word weighing the more the fewer texts hold it. What a typed word may be is in `typed`.

use std::collections::HashMap;

use super::asked::Asked;
use super::dictionary::Dictionary;
use super::small::telling;
use super::typed::{Nearness, Typed};
use crate::domain::fold::fold;

/// A word that more texts hold finds none by itself beside rarer ones; it only adds to them.
const COMMON: usize = 1_000;

/// The share of the question that a text must answer.
const ENOUGH: f64 = 0.6;

/// The same where the text is wholly within the question.
const ENOUGH_WHEN_WHOLE: f64 = 0.15;

/// Every word that was ever seen, by number: a text keeps its numbers, so that an index of many is
/// made anew without reading them again.
#[derive(Clone, Debug, Default)]
pub struct Words(HashMap<Box<str>, u32>);

/// Texts to be found by their words.
#[derive(Debug, Default)]
pub struct Texts {
    pub(super) words: Dictionary,
    /// How much a word tells: the fewer texts hold it, the more.
    pub(super) weights: Vec<f64>,
    /// The texts that hold word `n` are `lists[starts[n]..starts[n + 1]]`, in order.
    lists: Vec<u32>,
    starts: Vec<usize>,
    /// The weights of each text's words together.
    whole: Vec<f64>,
    /// The weight of a word that nobody knows.
    pub(super) unknown: f64,
}

/// A text that a question may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Its place among the texts.
    pub text: u32,
    /// From 0 to 1,000: how much of the question it answers and how much of it is asked for.
    pub score: u32,
    /// The words of both are the same.
    pub whole: bool,
    /// A word of the question was taken for another one.
    pub guessed: bool,
}

impl Words {
    /// The numbers of the words of a text that say something, each once and in order.
    pub fn of(&mut self, text: &str) -> Box<[u32]> {
        let folded = fold(text);
        let mut words: Vec<u32> = telling(&folded)
            .into_iter()
            .filter_map(|word| {
                if let Some(known) = self.0.get(word) {
                    return Some(*known);
                }
                let next = u32::try_from(self.0.len()).ok()?;
                self.0.insert(word.into(), next);
                Some(next)
            })
            .collect();
        words.sort_unstable();
        words.dedup();
        words.into()
    }

    /// An index of texts, each the numbers of its words; a text is known by its place among them.
    pub fn index<'a>(&self, texts: impl Iterator<Item = &'a [u32]> + Clone) -> Texts {
        let mut held = vec![0_usize; self.0.len()];
        for word in texts.clone().flatten() {
            held[*word as usize] += 1;
        }
        // A word that no text has any more is as good as one that none ever had.
        let words = self.0.iter().filter(|(_, word)| held[**word as usize] > 0);
        let mut sorted: Vec<(&str, u32)> = words.map(|(text, word)| (&**text, *word)).collect();
        sorted.sort_unstable();
        let mut place = vec![0; self.0.len()];
        let mut starts = vec![0_usize; sorted.len() + 1];
        for (at, (_, word)) in sorted.iter().enumerate() {
            place[*word as usize] = at;
            starts[at + 1] = starts[at] + held[*word as usize];
        }
        let mut next = starts.clone();
        let mut lists = vec![0_u32; starts.last().copied().unwrap_or_default()];
        for (text, words) in (0..).zip(texts.clone()) {
            for word in words {
                let slot = &mut next[place[*word as usize]];
                lists[*slot] = text;
                *slot += 1;
            }
        }
        let count = f64::from(u32::try_from(texts.clone().count()).unwrap_or(u32::MAX));
        let weight = |held: usize| {
            let held = f64::from(u32::try_from(held).unwrap_or(u32::MAX));
            (1.0 + count / (1.0 + held)).ln()
        };
        let weights: Vec<f64> = starts
            .windows(2)
            .map(|pair| weight(pair[1] - pair[0]))
            .collect();
        let whole = texts
            .map(|words| {
                let words = words.iter().map(|word| weights[place[*word as usize]]);
                words.sum()
            })
            .collect();
        let words = sorted.into_iter().map(|(word, _)| word.into()).collect();
        Texts {
            words: Dictionary::of_sorted(words),
            weights,
            lists,
            starts,
            whole,
            unknown: weight(0),
        }
    }
}

impl Texts {
    /// The texts that the question means, the best first, then in their order.
    pub fn find(&self, asked: &Asked) -> Vec<Found> {
        self.look(asked, false)
    }

    /// The same where the last word may still be being typed.
    pub fn complete(&self, asked: &Asked) -> Vec<Found> {
        self.look(asked, true)
    }

    fn look(&self, asked: &Asked, typing: bool) -> Vec<Found> {
        let last = asked.words().len().saturating_sub(1);
        let typed: Vec<Typed> = asked
            .words()
            .iter()
            .enumerate()
            .map(|(at, word)| self.typed(word, typing && at == last))
            .collect();
        let total: f64 = typed.iter().map(|word| word.weight).sum();
        let mut found: Vec<Found> = self
            .candidates(&typed, total)
            .into_iter()
            .filter_map(|text| self.judged(text, &typed, total))
            .collect();
        found.sort_by_key(|found| (std::cmp::Reverse(found.score), found.text));
        found
    }

    fn list(&self, word: usize) -> &[u32] {
        &self.lists[self.starts[word]..self.starts[word + 1]]
    }

    /// The texts that may answer enough of the question: without one of its rarer words none does.
    /// Texts that are wholly within it are looked for among words of few texts only.
    fn candidates(&self, typed: &[Typed], total: f64) -> Vec<u32> {
        let held = |word: &Typed| -> usize {
            let lists = word.known.iter().map(|(at, _)| self.list(*at).len());
            lists.sum()
        };
        let mut rarest_first: Vec<(usize, &Typed)> = typed
            .iter()
            .map(|word| (held(word), word))
            .filter(|(held, _)| *held > 0)
            .collect();
        rarest_first.sort_by_key(|(held, _)| *held);
        let mut left: f64 = rarest_first.iter().map(|(_, word)| word.weight).sum();
        let mut texts: Vec<u32> = Vec::new();
        for (held, word) in rarest_first {
            if left >= ENOUGH * total || held <= COMMON {
                let lists = word.known.iter().flat_map(|(at, _)| self.list(*at));
                texts.extend(lists);
            }
            left -= word.weight;
        }
        texts.sort_unstable();
        texts.dedup();
        texts
    }

    fn judged(&self, text: u32, typed: &[Typed], total: f64) -> Option<Found> {
        let (mut of_question, mut of_text) = (0.0, 0.0);
        let (mut same, mut guessed) = (true, false);
        let mut met = Vec::with_capacity(typed.len());
        for word in typed {
            // Two halves of one typed word are both met; otherwise the nearest one is.
            let mut best: Option<f64> = None;
            for (at, nearness) in &word.known {
                if met.contains(at) || self.list(*at).binary_search(&text).is_err() {
                    continue;
                }
                let halves = *nearness == Nearness::RunTogether;
                if best.is_some() && !halves {
                    continue;
                }
                met.push(*at);
                best = Some(best.unwrap_or_default().max(nearness.worth()));
                of_text += self.weights[*at] * nearness.worth();
                guessed |= nearness.is_guess();
                same &= matches!(nearness, Nearness::Same | Nearness::Number);
            }
            match best {
                Some(worth) => of_question += word.weight * worth,
                None => same = false,
            }
        }
        let of_question = of_question / total;
        let of_text = (of_text / self.whole[text as usize]).min(1.0);
        let wholly = of_text > 0.97;
        if of_question < ENOUGH && !(wholly && !guessed && of_question >= ENOUGH_WHEN_WHOLE) {
            return None;
        }
        Some(Found {
            text,
            score: thousandths(2.0 * of_question * of_text / (of_question + of_text)),
            whole: same && wholly,
            guessed,
        })
    }
}

/// Compared as whole numbers, so that an order never hangs on the last bit of a sum.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is from 0 to 1"
)]
fn thousandths(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 9] = [
        "Epidural blood patch",
        "blood patch",
        "Psoriasis",
        "Phototherapy for psoriasis",
        "skin plaque",
        "Hernia repair",
        "Blood pressure",
        "Type 2 diabetes",
        "C-section",
    ];

    fn texts() -> Texts {
        let mut words = Words::default();
        let numbers: Vec<Box<[u32]>> = TEXTS.iter().map(|text| words.of(text)).collect();
        words.index(numbers.iter().map(|text| &**text))
    }

    fn best(text: &str) -> Option<(&'static str, bool, bool)> {
        let found = texts().find(&Asked::read(text).unwrap());
        let best = found.first()?;
        Some((TEXTS[best.text as usize], best.whole, best.guessed))
    }

    #[test]
    fn the_best_text_is_the_one_that_says_just_what_was_asked() {
        let cases = [
            ("blood patch", Some(("blood patch", true, false))),
            ("patch, blood!", Some(("blood patch", true, false))),
            ("a blood patch for me", Some(("blood patch", true, false))),
            ("bloodpatch", Some(("blood patch", false, true))),
            ("blod ptach", Some(("blood patch", false, true))),
            ("soriasis", Some(("Psoriasis", false, true))),
            ("psoraisis", Some(("Psoriasis", false, true))),
            ("skin plaques", Some(("skin plaque", true, false))),
            (
                "photother",
                Some(("Phototherapy for psoriasis", false, false)),
            ),
            (
                "my old psoriasis on both elbows",
                Some(("Psoriasis", false, false)),
            ),
            ("type 2 diabetes", Some(("Type 2 diabetes", true, false))),
            ("csection", Some(("C-section", false, true))),
            ("car repair", None),
            ("pizza", None),
        ];
        for (text, expected) in cases {
            assert_eq!(best(text), expected, "{text}");
        }
    }

    #[test]
    fn the_last_word_may_be_unfinished_while_somebody_types() {
        let texts = texts();
        let of = |text| -> Vec<&str> {
            let found = texts.complete(&Asked::any(text).unwrap());
            found
                .iter()
                .map(|found| TEXTS[found.text as usize])
                .collect()
        };
        assert_eq!(
            of("blood p"),
            ["blood patch", "Blood pressure", "Epidural blood patch"]
        );
        assert_eq!(of("ps"), ["Psoriasis", "Phototherapy for psoriasis"]);
    }

    #[test]
    fn a_word_that_no_text_has_any_more_is_unknown() {
        let mut words = Words::default();
        let (old, new) = (words.of("psoriasas"), words.of("psoriasis"));
        assert_ne!(old, new);
        let texts = words.index([&*new].into_iter());
        let found = texts.find(&Asked::read("psoriasas").unwrap());
        assert_eq!((found.len(), found[0].guessed), (1, true));
    }

    #[test]
    fn nothing_is_found_where_nothing_is_known() {
        let texts = Words::default().index(std::iter::empty());
        assert!(texts.find(&Asked::read("blood").unwrap()).is_empty());
    }
}
