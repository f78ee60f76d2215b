//! What is kept of each part of a text: how it reads, how often it has changed, and from which text of
//! the original it was made.

use std::collections::HashMap;

use crate::domain::article::{Edition, Part};
use crate::store::Text;
use crate::store::entity::article_part;
use crate::store::id::{Id, TranslationId};

/// The rows of the parts. `held` are the rows of this text before, `source` those of the original;
/// nothing for the original itself.
pub(super) fn rows(
    edition: &Edition,
    id: TranslationId,
    held: &[article_part::Model],
    source: Option<&[article_part::Model]>,
) -> Vec<article_part::Model> {
    let held: HashMap<&str, &article_part::Model> =
        held.iter().map(|row| (row.name.as_str(), row)).collect();
    edition
        .parts
        .iter()
        .zip(0..)
        .map(|(part, position)| {
            let before = held.get(part.name.spelling()).copied();
            let revision = match before {
                None => 1,
                Some(before) if before.hash == part.hash => before.revision,
                Some(before) => before.revision + 1,
            };
            let (made_from, made_from_revision) = match source {
                None => (None, None),
                Some(source) => made_from(edition, part, before, source),
            };
            let measure = &part.measure;
            let reading = measure.reading;
            article_part::Model {
                id: Id::UNSET,
                translation_id: id,
                position,
                name: part.name.spelling().to_owned(),
                hash: part.hash.clone(),
                revision,
                made_from,
                made_from_revision,
                words: count(measure.words),
                sentences: count(measure.sentences),
                syllables: measure.syllables.map(count),
                polysyllables: measure.polysyllables.map(count),
                scale: reading.map(|reading| Text(reading.scale)),
                grade: reading.and_then(|reading| reading.grade),
                score: reading.map(|reading| reading.score),
                band: reading.map(|reading| Text(reading.band)),
                smog: reading.and_then(|reading| reading.smog),
            }
        })
        .collect()
}

/// The text of the original from which a part was made: the one that the document names, or the one
/// of the day on which the part was last written.
fn made_from(
    edition: &Edition,
    part: &Part,
    before: Option<&article_part::Model>,
    source: &[article_part::Model],
) -> (Option<String>, Option<i32>) {
    let name = part.name.spelling();
    let current = source.iter().find(|row| row.name == name);
    if let Some(hash) = edition.document.made_from.get(name) {
        let is_of = |row: &article_part::Model| row.hash == *hash;
        let revision = match (current, before) {
            (Some(current), _) if is_of(current) => Some(current.revision),
            (_, Some(before)) if before.made_from.as_ref() == Some(hash) => {
                before.made_from_revision
            }
            _ => None,
        };
        return (Some(hash.clone()), revision);
    }
    match before {
        Some(before) if before.hash == part.hash && before.made_from.is_some() => {
            (before.made_from.clone(), before.made_from_revision)
        }
        _ => (
            current.map(|row| row.hash.clone()),
            current.map(|row| row.revision),
        ),
    }
}

fn count(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}
