//! What a translated part is worth today, held against the original.

/// What is known of a part of a translation.
#[derive(Clone, Copy, Debug)]
pub struct Translated<'a> {
    /// The text of the original that it was made from, by hash and by how often it had changed.
    pub made_from: Option<&'a str>,
    pub made_from_revision: Option<i32>,
    /// Whether a machine made it and nobody has checked it.
    pub machine: bool,
}

/// A part of the original as it is.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub hash: &'a str,
    pub revision: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Current,
    /// The original has changed since, so many times; `None` where nobody knows how often.
    Stale(Option<i32>),
    Machine,
    Missing,
}

/// What the part is worth. Outdated is said before anything else: it can harm.
pub fn status(translated: Option<Translated<'_>>, source: Option<Source<'_>>) -> Status {
    let Some(translated) = translated else {
        return Status::Missing;
    };
    if let (Some(source), Some(made_from)) = (source, translated.made_from)
        && source.hash != made_from
    {
        let behind = translated.made_from_revision;
        return Status::Stale(behind.map(|revision| (source.revision - revision).max(1)));
    }
    match translated.machine {
        true => Status::Machine,
        false => Status::Current,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translation_is_held_against_the_text_that_it_was_made_from() {
        let part = |made_from, made_from_revision, machine| {
            Some(Translated {
                made_from,
                made_from_revision,
                machine,
            })
        };
        let source = Some(Source {
            hash: "b",
            revision: 5,
        });
        let cases = [
            (None, source, Status::Missing),
            (part(Some("b"), Some(5), false), source, Status::Current),
            (part(Some("b"), Some(5), true), source, Status::Machine),
            (
                part(Some("a"), Some(3), false),
                source,
                Status::Stale(Some(2)),
            ),
            (
                part(Some("a"), Some(3), true),
                source,
                Status::Stale(Some(2)),
            ),
            (part(Some("a"), None, false), source, Status::Stale(None)),
            // The original came back to an earlier text and the count began anew.
            (
                part(Some("a"), Some(9), false),
                source,
                Status::Stale(Some(1)),
            ),
            (part(None, None, false), source, Status::Current),
            (part(Some("a"), Some(1), false), None, Status::Current),
        ];
        for (translated, source, expected) in cases {
            assert_eq!(status(translated, source), expected, "{translated:?}");
        }
    }
}
