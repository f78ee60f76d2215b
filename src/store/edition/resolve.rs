//! What an edition points at by name, as rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::NodeKind;
use crate::domain::article::Edition;
use crate::store::entity::{article, article_subject, doctor, reference, source};
use crate::store::id::DoctorId;
use crate::store::{StoreError, Transaction, children, named, read};

/// What an edition points at, and the article it becomes part of.
pub struct Resolved {
    /// The article of that slug as it is.
    pub(super) held: Option<article::Model>,
    pub(super) about: Vec<(NodeKind, i64)>,
    /// What it was about until now.
    pub(super) before: Vec<(NodeKind, i64)>,
    pub(super) reviewer: Option<DoctorId>,
    /// The doctors among the authors, by slug.
    pub(super) authors: HashMap<String, DoctorId>,
}

/// Something that an edition points at and that is not there, or not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// The line of the body, from 1; 0 for what stands outside of it.
    pub line: usize,
    pub what: Missing,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    #[error("slug: an article of another source has it")]
    OfAnotherSource,
    #[error("[{0}] is not one of the references")]
    Reference(String),
    #[error("about: there is no {0}")]
    Subject(String),
    #[error("{0} is not in the glossary")]
    Term(String),
    #[error("reviewer is not the slug of a doctor")]
    Reviewer,
    #[error("authors: {0} is not the slug of a doctor")]
    Author(String),
    #[error(
        "the reviewer is a demonstration: an article that is none must be reviewed by somebody who exists"
    )]
    InventedReviewer,
    #[error("the original is not published: a translation is published after it")]
    NoOriginal,
}

impl Resolved {
    /// The language in which the article was first written.
    pub fn original_locale(&self) -> Option<&str> {
        self.held.as_ref().map(|held| held.original_locale.as_str())
    }
}

/// Looks everything up, or says all that is missing. `any_source` lets the desk take over what
/// another source wrote.
pub async fn resolve(
    tx: &Transaction,
    source: &source::Model,
    edition: &Edition,
    any_source: bool,
) -> Result<Result<Resolved, Vec<Unresolved>>, StoreError> {
    let document = &edition.document;
    let mut missing = Vec::new();
    let mut note = |line, what| missing.push(Unresolved { line, what });

    let held = read::by_text::<article::Entity>(tx, article::Column::Slug, &document.slug).await?;
    let mut listed = HashSet::new();
    let mut before = Vec::new();
    if let Some(held) = &held {
        if held.source_id != source.id && !any_source {
            note(0, Missing::OfAnotherSource);
        }
        let id = [held.id.get()];
        if held.original_locale != document.locale.as_str() {
            let references = children::of_parents::<reference::Entity>(tx, &id).await?;
            listed.extend(references.into_values().flatten().map(|row| row.key));
        }
        let subjects = children::of_parents::<article_subject::Entity>(tx, &id).await?;
        let subjects = subjects.into_values().flatten();
        before.extend(subjects.map(|row| (row.node_kind.0, row.node_id)));
    }
    for (line, key) in &edition.unlisted {
        if !listed.contains(key) {
            note(*line, Missing::Reference(key.clone()));
        }
    }

    let subjects = document.about.iter().map(|of| (of.kind, of.slug.as_str()));
    let terms: BTreeMap<&str, usize> = edition
        .terms
        .iter()
        .rev()
        .map(|(line, slug)| (slug.as_str(), *line))
        .collect();
    let explained = terms.keys().map(|slug| (NodeKind::GlossaryTerm, *slug));
    let author = document
        .authors
        .iter()
        .filter_map(|of| of.doctor.as_deref());
    let writers = author.map(|slug| (NodeKind::Doctor, slug));
    let names: Vec<_> = subjects.clone().chain(explained).chain(writers).collect();
    let ids = named::by_slug(tx, names).await?;
    let id = |kind, slug: &str| ids.get(&(kind, slug.to_owned())).copied();

    let mut about = Vec::new();
    for (kind, slug) in subjects {
        match id(kind, slug) {
            Some(id) => about.push((kind, id)),
            None => note(0, Missing::Subject(slug.to_owned())),
        }
    }
    for (slug, line) in terms {
        if id(NodeKind::GlossaryTerm, slug).is_none() {
            note(line, Missing::Term(slug.to_owned()));
        }
    }
    let mut authors = HashMap::new();
    for slug in document.authors.iter().filter_map(|of| of.doctor.as_ref()) {
        match id(NodeKind::Doctor, slug) {
            Some(id) => _ = authors.insert(slug.clone(), DoctorId::new(id)),
            None => note(0, Missing::Author(slug.clone())),
        }
    }
    let mut reviewer = None;
    if let Some(review) = &document.review {
        let row = read::by_text::<doctor::Entity>(tx, doctor::Column::Slug, &review.reviewer);
        match row.await? {
            None => note(0, Missing::Reviewer),
            Some(row) => {
                if row.demonstration && !document.demonstration && !source.demonstration {
                    note(0, Missing::InventedReviewer);
                }
                reviewer = Some(row.id);
            }
        }
    }
    Ok(match missing.is_empty() {
        true => Ok(Resolved {
            held,
            about,
            before,
            reviewer,
            authors,
        }),
        false => Err(missing),
    })
}
