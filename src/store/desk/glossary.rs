//! Words of the glossary, as the content desk writes them.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::act::Act;
use super::audit;
use super::error::DeskError;
use super::origin;
use crate::domain::NodeKind;
use crate::domain::article::Measure;
use crate::domain::fold::fold;
use crate::store::entity::{glossary_definition, glossary_term};
use crate::store::id::{Id, Row};
use crate::store::{StoreError, Text, upsert};

/// What a word means in one language.
#[derive(Clone, Debug)]
pub struct Defined {
    pub slug: String,
    pub locale: String,
    pub term: String,
    pub also: Vec<String>,
    pub definition: String,
    pub reference: Option<String>,
    pub measure: Measure,
}

impl Act {
    /// Writes what a word means in one language; its other languages stay.
    pub async fn define(
        &mut self,
        defined: Defined,
    ) -> Result<Id<glossary_term::Entity>, DeskError> {
        let source = origin::content(self).await?;
        let held = glossary_term::Entity::find()
            .filter(glossary_term::Column::Slug.eq(&*defined.slug))
            .one(&self.tx)
            .await?;
        let id = match held {
            Some(held) => held.id,
            None => {
                let made = glossary_term::Model {
                    id: Id::UNSET,
                    source_id: source.id,
                    slug: defined.slug.clone(),
                    demonstration: source.demonstration,
                    updated_at: self.now,
                };
                let made = upsert::upsert::<glossary_term::Entity>(&self.tx, vec![made]).await?;
                let made = made.first().map(|(id, _)| *id);
                made.ok_or(StoreError::Corrupt("a term was written and is not there"))?
            }
        };
        let before = glossary_definition::Entity::find()
            .filter(glossary_definition::Column::TermId.eq(id))
            .filter(glossary_definition::Column::Locale.eq(&*defined.locale))
            .one(&self.tx)
            .await?;
        let row = row(id, defined);
        let active = row.clone().into_active_model();
        match &before {
            Some(before) => {
                let mut active = active.reset_all();
                active.set(glossary_definition::Entity::ID, before.id.into());
                glossary_definition::Entity::update(active)
                    .exec(&self.tx)
                    .await?;
            }
            None => {
                let mut active = active;
                active.not_set(glossary_definition::Entity::ID);
                glossary_definition::Entity::insert(active)
                    .exec_without_returning(&self.tx)
                    .await?;
            }
        }
        let column = glossary_term::Column::UpdatedAt;
        upsert::touch::<glossary_term::Entity>(&self.tx, column, [id], self.now).await?;
        self.changes.updated(NodeKind::GlossaryTerm, id);
        let node = (NodeKind::GlossaryTerm, id.get());
        let before = before.as_ref().map(audit::row);
        self.enter(node, before, Some(audit::row(&row)));
        Ok(id)
    }
}

fn row(term_id: Id<glossary_term::Entity>, defined: Defined) -> glossary_definition::Model {
    let reading = defined.measure.reading;
    glossary_definition::Model {
        id: Id::UNSET,
        term_id,
        locale: defined.locale,
        term_key: fold(&defined.term),
        term: defined.term,
        also: (!defined.also.is_empty()).then(|| defined.also.join("|")),
        definition: defined.definition,
        source: defined.reference,
        grade: reading.and_then(|reading| reading.grade),
        score: reading.map(|reading| reading.score),
        scale: reading.map(|reading| Text(reading.scale)),
        band: reading.map(|reading| Text(reading.band)),
    }
}
