//! `glossary.csv`: words that articles explain, a row a language.

use std::collections::{BTreeMap, HashMap};

use super::cells::Cells;
use super::table::{Known, Table};
use crate::domain::NodeKind;
use crate::domain::fold::fold;
use crate::domain::locale::Locale;
use crate::domain::slug::Slug;
use crate::education::edition::measure;
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::{glossary_definition, glossary_term};
use crate::store::id::Id;
use crate::store::upsert::{self, Outcome};
use crate::store::{StoreError, Text, parts};

pub struct Glossary;

/// A definition and its term.
pub struct Draft {
    term: glossary_term::Model,
    row: glossary_definition::Model,
}

impl Table for Glossary {
    const FILE: &'static str = "glossary.csv";
    const COLUMNS: &'static [&'static str] =
        &["slug", "locale", "term", "also", "definition", "reference"];
    const OPTIONAL: &'static [&'static str] = &["source"];
    // A term loses the definitions that the file leaves out, so its rows are written together.
    const BATCH: usize = usize::MAX;

    type Draft = Draft;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Draft), Fault> {
        let slug = cells.required_parsed::<Slug>("slug")?.into_string();
        let locale = cells.required_parsed::<Locale>("locale")?;
        let term = cells.required("term")?.to_owned();
        let term_key = fold(&term);
        if term_key.is_empty() {
            return Err(Fault::invalid("term", "at least one letter or digit"));
        }
        let definition = cells.required("definition")?.to_owned();
        let reading = measure(&definition, &locale).reading;
        let key = format!("{slug} {locale}");
        let row = glossary_definition::Model {
            id: Id::UNSET,
            term_id: Id::UNSET,
            locale: locale.to_string(),
            term,
            term_key,
            also: cells.owned("also"),
            definition,
            source: cells.owned("reference"),
            grade: reading.and_then(|reading| reading.grade),
            score: reading.map(|reading| reading.score),
            scale: reading.map(|reading| Text(reading.scale)),
            band: reading.map(|reading| Text(reading.band)),
        };
        let origin = known.origin(cells)?;
        let term = glossary_term::Model {
            id: Id::UNSET,
            source_id: origin.id,
            slug,
            demonstration: origin.demonstration,
            updated_at: known.now,
        };
        Ok((key, Draft { term, row }))
    }

    async fn write(batch: &mut Batch<'_>, drafts: Vec<Draft>) -> Result<Vec<Fate>, IngestError> {
        let mut named: BTreeMap<String, glossary_term::Model> = BTreeMap::new();
        for draft in &drafts {
            named
                .entry(draft.term.slug.clone())
                .or_insert_with(|| draft.term.clone());
        }
        let (slugs, rows): (Vec<_>, Vec<_>) = named.into_iter().unzip();
        let written = upsert::upsert::<glossary_term::Entity>(batch.tx, rows).await?;
        let terms: HashMap<String, _> = slugs.into_iter().zip(written).collect();
        let mut rows = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let (id, _) = terms
                .get(&draft.term.slug)
                .ok_or(StoreError::Corrupt("a term was written and is not there"))?;
            rows.push(glossary_definition::Model {
                term_id: *id,
                ..draft.row
            });
        }
        let owners: Vec<i64> = terms.values().map(|(id, _)| id.get()).collect();
        let kind = NodeKind::GlossaryTerm;
        let written =
            parts::replace::<glossary_definition::Entity>(batch.tx, kind, &owners, rows).await?;
        let mut touched = Vec::new();
        for (id, outcome) in terms.into_values() {
            if outcome != Outcome::Unchanged || written.changed.contains(&id.get()) {
                batch.changes.updated(kind, id);
                touched.push(id);
            }
        }
        let column = glossary_term::Column::UpdatedAt;
        upsert::touch::<glossary_term::Entity>(batch.tx, column, touched, batch.now).await?;
        Ok(written.outcomes.into_iter().map(Fate::Stored).collect())
    }
}
