//! The known words in order: one word, those that begin alike, those that are nearly it.

use std::ops::Range;

/// Distinct folded words in the order of their bytes.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    words: Vec<Box<str>>,
}

impl Dictionary {
    /// Of words that are in order, each once.
    pub fn of_sorted(words: Vec<Box<str>>) -> Self {
        debug_assert!(words.is_sorted());
        Dictionary { words }
    }

    pub fn word(&self, at: usize) -> &str {
        &self.words[at]
    }

    /// Where the word stands.
    pub fn find(&self, word: &str) -> Option<usize> {
        self.words
            .binary_search_by(|known| known.as_ref().cmp(word))
            .ok()
    }

    /// The words that begin with the prefix.
    pub fn beginning(&self, prefix: &str) -> Range<usize> {
        let start = self.words.partition_point(|known| known.as_ref() < prefix);
        let length = self.words[start..].partition_point(|known| known.starts_with(prefix));
        start..start + length
    }

    /// The words within so many edits, which are a letter more, less, other, or two swapped; with
    /// how many it took.
    pub fn within(&self, word: &str, edits: usize) -> Vec<(usize, usize)> {
        let wanted: Vec<char> = word.chars().collect();
        let mut walk = Walk::new(&wanted, edits);
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            match walk.step(&self.words[at]) {
                Step::Is(distance) => {
                    if distance <= edits {
                        found.push((at, distance));
                    }
                    at += 1;
                }
                // Nothing that begins like this is near: the words that do stand together.
                Step::Beyond(bytes) => {
                    let beginning = &self.words[at].as_bytes()[..bytes];
                    at = past(&self.words, at, |known| {
                        known.as_bytes().starts_with(beginning)
                    });
                }
            }
        }
        found
    }
}

/// The first place from `from` on at which `holds` no longer does, found in steps that double.
fn past(words: &[Box<str>], from: usize, holds: impl Fn(&str) -> bool) -> usize {
    let mut stride = 1;
    let mut low = from;
    while low + stride < words.len() && holds(&words[low + stride]) {
        low += stride;
        stride *= 2;
    }
    let high = (low + stride).min(words.len());
    low + words[low..high].partition_point(|word| holds(word))
}

enum Step {
    /// The distance of the whole word.
    Is(usize),
    /// Whatever begins with so many bytes of it is too far away.
    Beyond(usize),
}

/// The table of edit distances, of which words that begin alike share their first rows.
struct Walk<'a> {
    wanted: &'a [char],
    edits: usize,
    /// The letters whose rows are filled, and the byte at which each ends.
    letters: Vec<(char, usize)>,
    /// A row for no letter, then one a letter.
    rows: Vec<Vec<usize>>,
}

impl<'a> Walk<'a> {
    fn new(wanted: &'a [char], edits: usize) -> Self {
        Walk {
            wanted,
            edits,
            letters: Vec::new(),
            rows: vec![(0..=wanted.len()).collect()],
        }
    }

    fn step(&mut self, word: &str) -> Step {
        let shared = self
            .letters
            .iter()
            .zip(word.chars())
            .take_while(|((held, _), letter)| held == letter)
            .count();
        self.letters.truncate(shared);
        self.rows.truncate(shared + 1);
        let start = self.letters.last().map_or(0, |(_, end)| *end);
        for (offset, letter) in word[start..].char_indices() {
            let end = start + offset + letter.len_utf8();
            self.add(letter, end);
            if self.is_beyond() {
                return Step::Beyond(end);
            }
        }
        Step::Is(self.rows[self.letters.len()][self.wanted.len()])
    }

    fn add(&mut self, letter: char, end: usize) {
        let depth = self.letters.len();
        let before = self.letters.last().map(|(letter, _)| *letter);
        let last = &self.rows[depth];
        let mut row = Vec::with_capacity(self.wanted.len() + 1);
        row.push(depth + 1);
        for (column, wanted) in self.wanted.iter().enumerate() {
            let mut least = (last[column] + usize::from(*wanted != letter))
                .min(last[column + 1] + 1)
                .min(row[column] + 1);
            let swapped = column > 0
                && before == Some(*wanted)
                && self.wanted[column - 1] == letter
                && *wanted != letter;
            if swapped {
                least = least.min(self.rows[depth - 1][column - 1] + 1);
            }
            row.push(least);
        }
        self.letters.push((letter, end));
        self.rows.push(row);
    }

    /// Whether no further letters bring the distance back within bounds. A swap reaches over one
    /// row, so two rows must say so.
    fn is_beyond(&self) -> bool {
        let least = |row: &[usize]| row.iter().copied().min().unwrap_or_default();
        let depth = self.letters.len();
        least(&self.rows[depth]) > self.edits && least(&self.rows[depth - 1]) + 1 > self.edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary(words: &[&str]) -> Dictionary {
        let mut words: Vec<Box<str>> = words.iter().map(|word| Box::from(*word)).collect();
        words.sort_unstable();
        words.dedup();
        Dictionary::of_sorted(words)
    }

    #[test]
    fn words_are_found_by_their_beginning() {
        let known = dictionary(&["patch", "path", "pat", "pain", "zoster", "łódź"]);
        let of = |prefix| -> Vec<&str> {
            let range = known.beginning(prefix);
            range.map(|at| known.word(at)).collect()
        };
        assert_eq!(of("pat"), ["pat", "patch", "path"]);
        assert_eq!(of("z"), ["zoster"]);
        assert_eq!(of("q"), [""; 0]);
        assert_eq!(known.find("path").map(|at| known.word(at)), Some("path"));
        assert_eq!(known.find("pats"), None);
    }

    /// The distance by the whole table, letter by letter.
    fn by_hand(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                rows[i][j] = match (i, j) {
                    (0, j) => j,
                    (i, 0) => i,
                    (i, j) => {
                        let mut least = (rows[i - 1][j] + 1)
                            .min(rows[i][j - 1] + 1)
                            .min(rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
                        if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                            least = least.min(rows[i - 2][j - 2] + 1);
                        }
                        least
                    }
                };
            }
        }
        rows[a.len()][b.len()]
    }

    #[test]
    fn nearly_the_same_words_are_those_that_a_full_table_finds() {
        // Words over few letters, so that many are near each other.
        let mut seed = 7_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        };
        let letters = ['a', 'b', 'c', 'ñ'];
        let mut words = Vec::new();
        for _ in 0..1_500 {
            let length = 2 + next(7);
            let word: String = (0..length)
                .map(|_| letters[usize::try_from(next(4)).unwrap()])
                .collect();
            words.push(word);
        }
        let texts: Vec<&str> = words.iter().map(String::as_str).collect();
        let known = dictionary(&texts);
        for word in words.iter().take(60) {
            for edits in [1, 2] {
                let found = known.within(word, edits);
                let expected: Vec<(usize, usize)> = (0..known.words.len())
                    .map(|at| (at, by_hand(word, known.word(at))))
                    .filter(|(_, distance)| *distance <= edits)
                    .collect();
                assert_eq!(found, expected, "{word} within {edits}");
            }
        }
    }

    #[test]
    fn swapped_letters_are_one_edit() {
        let known = dictionary(&["psoriasis", "sciatica", "hernia"]);
        for (typed, expected) in [("posriasis", 1), ("soriasis", 1), ("psorriasis", 1)] {
            let found = known.within(typed, 2);
            assert_eq!(found.len(), 1, "{typed}");
            assert_eq!(
                (known.word(found[0].0), found[0].1),
                ("psoriasis", expected)
            );
        }
    }
}
