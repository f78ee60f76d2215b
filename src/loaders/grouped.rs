//! Everything of one kind that belongs to a node: its codes, its names, an article's parts.

use std::collections::HashMap;

use super::batch::Batch;
use crate::domain::NodeKind;
use crate::store::entity::{
    article_subject, article_translation, code, label, offering, place_name, red_flag, reference,
    section,
};
use crate::store::id::{ArticleId, DoctorId, PlaceId, ProcedureId, TranslationId};
use crate::store::{Database, StoreError, article, code as codes, label as labels};
use crate::store::{offering as offerings, place};

/// The best offering of a doctor for a procedure.
pub struct BestOffering;

impl Batch for BestOffering {
    type Key = (DoctorId, ProcedureId);
    type Value = offering::Model;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        offerings::best(db.reader(), keys).await
    }
}

/// Codes of a node.
pub struct Codes;

impl Batch for Codes {
    type Key = (NodeKind, i64);
    type Value = Vec<code::Model>;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        for (kind, nodes) in by_kind(keys) {
            let codes = codes::of_nodes(db.reader(), kind, &nodes).await?;
            found.extend(codes.into_iter().map(|(node, codes)| ((kind, node), codes)));
        }
        Ok(found)
    }
}

/// Labels of a node, in every language.
pub struct Labels;

impl Batch for Labels {
    type Key = (NodeKind, i64);
    type Value = Vec<label::Model>;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        for (kind, nodes) in by_kind(keys) {
            let labels = labels::of_nodes(db.reader(), kind, &nodes).await?;
            found.extend(
                labels
                    .into_iter()
                    .map(|(node, labels)| ((kind, node), labels)),
            );
        }
        Ok(found)
    }
}

fn by_kind(keys: &[(NodeKind, i64)]) -> HashMap<NodeKind, Vec<i64>> {
    let mut kinds: HashMap<NodeKind, Vec<i64>> = HashMap::new();
    for (kind, node) in keys {
        kinds.entry(*kind).or_default().push(*node);
    }
    kinds
}

/// Spellings of a place.
pub struct PlaceNames;

impl Batch for PlaceNames {
    type Key = PlaceId;
    type Value = Vec<place_name::Model>;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        place::names(db.reader(), keys).await
    }
}

/// An article in its languages.
pub struct Translations;

impl Batch for Translations {
    type Key = ArticleId;
    type Value = Vec<article_translation::Model>;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        article::translations(db.reader(), keys).await
    }
}

/// Sections of a translation.
pub struct Sections;

impl Batch for Sections {
    type Key = TranslationId;
    type Value = Vec<section::Model>;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        article::sections(db.reader(), keys).await
    }
}

/// Red flags of a translation.
pub struct RedFlags;

impl Batch for RedFlags {
    type Key = TranslationId;
    type Value = Vec<red_flag::Model>;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        article::red_flags(db.reader(), keys).await
    }
}

/// References of an article.
pub struct References;

impl Batch for References {
    type Key = ArticleId;
    type Value = Vec<reference::Model>;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        article::references(db.reader(), keys).await
    }
}

/// What an article is about.
pub struct Subjects;

impl Batch for Subjects {
    type Key = ArticleId;
    type Value = Vec<article_subject::Model>;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        article::subjects(db.reader(), keys).await
    }
}
