//! What a text or a code means: the procedures, conditions and specialties by all their names.
//!
//! Small enough to hold in memory whole, so a word costs no statement, and is kept apart from the
//! index of doctors, whose dictionaries would be searched as well for every slip of the pen.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::need::Need;
use super::words::{Asked, Texts, Words};
use crate::domain::LabelKind;

/// The most meanings that one text has.
pub const MEANINGS: usize = 9;

/// A procedure, condition or specialty with all it is known by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    pub names: Vec<Name>,
    /// System and value of each code.
    pub codes: Vec<(String, String)>,
}

/// The same with the words of each name numbered.
#[derive(Clone, Debug)]
pub(super) struct Numbered {
    names: Vec<(Arc<Name>, Box<[u32]>)>,
    codes: Vec<(String, String)>,
}

impl Known {
    pub fn numbered(self, words: &mut Words) -> Numbered {
        let names = self.names.into_iter().map(|name| {
            let numbers = words.of(&name.text);
            (Arc::new(name), numbers)
        });
        Numbered {
            names: names.collect(),
            codes: self.codes,
        }
    }
}

/// One name of a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    /// The language, as a BCP 47 tag.
    pub locale: String,
    pub kind: LabelKind,
}

/// How a text or code led to a concept, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// By a code that it carries.
    Code,
    /// By its own name in some language.
    Exact,
    /// By a synonym or a lay word.
    Synonym,
    /// By a part of a name, or a name among other words.
    Partial,
    /// By a name that was taken to be misspelt.
    Misspelt,
}

/// What led to a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    Name(Name),
    Code { system: String, value: String },
}

/// What a text or code may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub need: Need,
    pub via: Via,
    pub how: How,
    /// From 0 to 1,000.
    pub score: u32,
}

/// All concepts by their names and codes.
#[derive(Debug, Default)]
pub(super) struct Concepts {
    texts: Texts,
    /// The name and owner of each text.
    names: Vec<(Need, Arc<Name>)>,
    /// By bare code; the oldest of each kind first.
    codes: BTreeMap<String, Vec<(Need, String, String)>>,
}

impl Concepts {
    pub fn of(known: &BTreeMap<Need, Numbered>, words: &Words) -> Self {
        let texts = known.values().flat_map(|known| &known.names);
        let texts = words.index(texts.map(|(_, numbers)| &**numbers));
        let mut names = Vec::new();
        let mut codes: BTreeMap<String, Vec<(Need, String, String)>> = BTreeMap::new();
        for (need, known) in known {
            names.extend(
                known
                    .names
                    .iter()
                    .map(|(name, _)| (*need, Arc::clone(name))),
            );
            for (system, value) in &known.codes {
                let entry = (*need, system.clone(), value.clone());
                codes.entry(bare(value)).or_default().push(entry);
            }
        }
        Concepts {
            texts,
            names,
            codes,
        }
    }

    /// What a text means, the likeliest first, each concept once.
    ///
    /// A code comes before a name, one's own name before a synonym, and both before a guess.
    pub fn read(&self, asked: &Asked, unfinished: bool) -> Vec<Meaning> {
        let mut meanings = self.coded_in(asked.text());
        let found = match unfinished {
            true => self.texts.complete(asked),
            false => self.texts.find(asked),
        };
        meanings.extend(found.into_iter().map(|found| {
            let (need, name) = &self.names[found.text as usize];
            Meaning {
                need: *need,
                how: match (found.whole, found.guessed, name.kind) {
                    (_, true, _) => How::Misspelt,
                    (true, false, LabelKind::Preferred) => How::Exact,
                    (true, false, _) => How::Synonym,
                    (false, false, _) => How::Partial,
                },
                via: Via::Name(Name::clone(name)),
                score: found.score,
            }
        }));
        meanings
            .sort_by_key(|meaning| (std::cmp::Reverse(meaning.score), meaning.how, meaning.need));
        let mut seen = HashSet::new();
        meanings.retain(|meaning| seen.insert(meaning.need));
        meanings
    }

    /// The concepts that carry the code, procedures first, then conditions, then specialties.
    pub fn coded(&self, system: &str, value: &str) -> Vec<Meaning> {
        let carriers = self.codes.get(&bare(value)).into_iter().flatten();
        carriers
            .filter(|(_, held, _)| held == system)
            .map(by_code)
            .collect()
    }

    /// The concepts that carry a broader code: the code without its last characters, of at least
    /// `shortest`, the nearest first.
    pub fn coded_above(&self, system: &str, value: &str, shortest: usize) -> Vec<Meaning> {
        let bare = bare(value);
        let ends = bare.char_indices().map(|(at, _)| at).skip(shortest);
        ends.collect::<Vec<_>>()
            .into_iter()
            .rev()
            .flat_map(|end| self.coded(system, &bare[..end]))
            .collect()
    }

    /// The concepts that carry another code which begins with the same `shared` characters, those
    /// that begin alike the longest first, then by code.
    pub fn coded_beside(&self, system: &str, value: &str, shared: usize) -> Vec<Meaning> {
        let bare = bare(value);
        let Some((end, _)) = bare
            .char_indices()
            .nth(shared)
            .or_else(|| (bare.chars().count() == shared).then_some((bare.len(), ' ')))
        else {
            return Vec::new();
        };
        let start = &bare[..end];
        let mut found: Vec<(usize, Meaning)> = self
            .codes
            .range(start.to_owned()..)
            .take_while(|(code, _)| code.starts_with(start))
            .filter(|(code, _)| **code != bare)
            .flat_map(|(code, carriers)| {
                let alike = code.chars().zip(bare.chars()).take_while(|(a, b)| a == b);
                let alike = alike.count();
                let carriers = carriers.iter().filter(|(_, held, _)| held == system);
                carriers.map(move |carrier| (alike, by_code(carrier)))
            })
            .collect();
        found.sort_by_key(|(alike, _)| std::cmp::Reverse(*alike));
        found.into_iter().map(|(_, meaning)| meaning).collect()
    }

    /// The concepts whose code is the text, in any system, or a word of it that has a digit.
    fn coded_in(&self, text: &str) -> Vec<Meaning> {
        let words = text
            .split(|c: char| c.is_whitespace() || ",;:()".contains(c))
            .filter(|word| word.len() >= 3 && word.bytes().any(|byte| byte.is_ascii_digit()));
        std::iter::once(text)
            .chain(words)
            .find_map(|code| self.codes.get(&bare(code)))
            .into_iter()
            .flatten()
            .map(by_code)
            .collect()
    }
}

fn by_code((need, system, value): &(Need, String, String)) -> Meaning {
    Meaning {
        need: *need,
        via: Via::Code {
            system: system.clone(),
            value: value.clone(),
        },
        how: How::Code,
        score: 1_000,
    }
}

/// A code without its points and spaces, in capitals: `g97.1` and `G97.1` are one.
fn bare(code: &str) -> String {
    code.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::id::{ConditionId, ProcedureId, SpecialtyId};

    const PATCH: Need = Need::Procedure(ProcedureId::new(1));
    const LIGHT: Need = Need::Procedure(ProcedureId::new(2));
    const PSORIASIS: Need = Need::Condition(ConditionId::new(1));
    const SKIN: Need = Need::Specialty(SpecialtyId::new(1));

    fn concepts() -> Concepts {
        let name = |text: &str, locale: &str, kind| Name {
            text: text.to_owned(),
            locale: locale.to_owned(),
            kind,
        };
        let (own, synonym, lay) = (LabelKind::Preferred, LabelKind::Synonym, LabelKind::Lay);
        let known = |names: Vec<Name>, codes: &[(&str, &str)]| Known {
            names,
            codes: codes
                .iter()
                .map(|(system, value)| ((*system).to_owned(), (*value).to_owned()))
                .collect(),
        };
        let all = BTreeMap::from([
            (
                PATCH,
                known(
                    vec![
                        name("Epidural blood patch", "en", own),
                        name("blood patch", "en", synonym),
                        name("parche hemático epidural", "es", own),
                    ],
                    &[("cpt", "62273"), ("pcs", "3E0R3GC")],
                ),
            ),
            (
                LIGHT,
                known(vec![name("Phototherapy for psoriasis", "en", own)], &[]),
            ),
            (
                PSORIASIS,
                known(
                    vec![
                        name("Psoriasis", "en", own),
                        name("skin plaques", "en", lay),
                        name("psoriasis", "es", own),
                    ],
                    &[("cm", "L40.9")],
                ),
            ),
            (
                SKIN,
                known(
                    vec![
                        name("Dermatology", "en", own),
                        name("skin doctor", "en", lay),
                    ],
                    &[("nucc", "207N00000X")],
                ),
            ),
        ]);
        let mut words = Words::default();
        let all = all.into_iter();
        let all = all
            .map(|(need, known)| (need, known.numbered(&mut words)))
            .collect();
        Concepts::of(&all, &words)
    }

    fn first(text: &str) -> Option<(Need, How)> {
        let meanings = concepts().read(&Asked::read(text).unwrap(), false);
        let first = meanings.first()?;
        Some((first.need, first.how))
    }

    #[test]
    fn broader_and_neighbouring_codes_lead_to_concepts() {
        let icd = "http://hl7.org/fhir/sid/icd-10-cm";
        let mut words = Words::default();
        let carrier = |codes: &[&str], words: &mut Words| {
            let known = Known {
                names: Vec::new(),
                codes: codes
                    .iter()
                    .map(|code| (icd.to_owned(), (*code).to_owned()))
                    .collect(),
            };
            known.numbered(words)
        };
        let known = BTreeMap::from([
            (PATCH, carrier(&["G97", "G97.11"], &mut words)),
            (LIGHT, carrier(&["G97.2", "G98"], &mut words)),
        ]);
        let concepts = Concepts::of(&known, &words);
        let codes = |meanings: Vec<Meaning>| -> Vec<String> {
            meanings
                .into_iter()
                .map(|meaning| match meaning.via {
                    Via::Code { value, .. } => value,
                    Via::Name(_) => unreachable!("found by code"),
                })
                .collect()
        };
        let above = |value| codes(concepts.coded_above(icd, value, 3));
        assert_eq!(above("G97.112"), ["G97.11", "G97"]);
        assert_eq!(above("g9711"), ["G97"]);
        assert_eq!(above("G97"), [""; 0]);
        assert_eq!(above("é"), [""; 0]);
        assert!(
            concepts
                .coded_above("http://loinc.org", "G97.1", 3)
                .is_empty()
        );
        let beside = |value| codes(concepts.coded_beside(icd, value, 3));
        assert_eq!(beside("G97.12"), ["G97.11", "G97", "G97.2"]);
        assert_eq!(beside("G98"), [""; 0]);
        assert_eq!(beside("G9"), [""; 0]);
    }

    #[test]
    fn a_text_means_what_it_says_before_what_it_may_say() {
        let cases = [
            ("epidural blood patch", Some((PATCH, How::Exact))),
            ("Blood Patch", Some((PATCH, How::Synonym))),
            ("parche hematico", Some((PATCH, How::Partial))),
            ("bloood patch", Some((PATCH, How::Misspelt))),
            ("62273", Some((PATCH, How::Code))),
            ("CPT 62273", Some((PATCH, How::Code))),
            ("3e0r3gc", Some((PATCH, How::Code))),
            ("psoriasis", Some((PSORIASIS, How::Exact))),
            ("soriasis", Some((PSORIASIS, How::Misspelt))),
            ("skin plaque", Some((PSORIASIS, How::Synonym))),
            ("l40.9", Some((PSORIASIS, How::Code))),
            ("L409", Some((PSORIASIS, How::Code))),
            ("skin doctor", Some((SKIN, How::Synonym))),
            ("dermatolgy", Some((SKIN, How::Misspelt))),
            ("207N00000X", Some((SKIN, How::Code))),
            ("phototherapy", Some((LIGHT, How::Partial))),
            ("62274", None),
            ("free parking", None),
        ];
        for (text, expected) in cases {
            assert_eq!(first(text), expected, "{text}");
        }
    }

    #[test]
    fn each_concept_comes_once_with_the_best_of_its_names() {
        let meanings = concepts().read(&Asked::read("psoriasis").unwrap(), false);
        let needs: Vec<Need> = meanings.iter().map(|meaning| meaning.need).collect();
        assert_eq!(needs, [PSORIASIS, LIGHT]);
        let Via::Name(name) = &meanings[0].via else {
            panic!("not by a name");
        };
        assert_eq!(
            (name.text.as_str(), name.locale.as_str()),
            ("Psoriasis", "en")
        );
    }

    #[test]
    fn a_code_is_looked_for_in_its_own_system() {
        let concepts = concepts();
        assert_eq!(concepts.coded("cpt", "62273").len(), 1);
        assert_eq!(concepts.coded("pcs", "62273").len(), 0);
    }
}
