//! `codes.csv` and `labels.csv`: what records are known by.

use std::collections::{BTreeMap, HashMap};

use super::cells::Cells;
use super::table::{Known, Table};
use crate::domain::closed::Closed;
use crate::domain::code::canonical_system;
use crate::domain::fold::fold;
use crate::domain::locale::Locale;
use crate::domain::slug::Slug;
use crate::domain::{LabelKind, LicenceClass, NodeKind};
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::ingest::nodes;
use crate::store::entity::{code, label};
use crate::store::id::Id;
use crate::store::upsert::Outcome;
use crate::store::{Text, code as codes, label as labels};

pub struct Codes;
pub struct Labels;

/// A row and the record that it belongs to, by kind and slug.
pub struct Draft<M> {
    kind: NodeKind,
    slug: String,
    row: M,
}

impl Table for Codes {
    const FILE: &'static str = "codes.csv";
    const COLUMNS: &'static [&'static str] = &[
        "kind",
        "slug",
        "system",
        "value",
        "display",
        "licence_class",
    ];
    const BATCH: usize = usize::MAX;

    type Draft = Draft<code::Model>;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, Draft<code::Model>), Fault> {
        let (kind, slug) = node(cells)?;
        let row = code::Model {
            id: Id::UNSET,
            node_kind: Text(kind),
            node_id: 0,
            system: canonical_system(cells.required("system")?).to_owned(),
            value: cells.required("value")?.to_owned(),
            display: cells.owned("display"),
            licence_class: Text(cells.required_one_of::<LicenceClass>("licence_class")?),
        };
        let key = format!("{} {slug} {} {}", kind.spelling(), row.system, row.value);
        Ok((key, Draft { kind, slug, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Draft<code::Model>>,
    ) -> Result<Vec<Fate>, IngestError> {
        let (rows, faults) = resolve(batch, drafts, |row, id| row.node_id = id).await?;
        let mut held = HashMap::new();
        for (kind, ids) in owners(rows.iter().map(|row| (row.node_kind.0, row.node_id))) {
            held.extend(
                codes::of_nodes(batch.tx, kind, &ids)
                    .await?
                    .into_iter()
                    .map(|(id, rows)| ((kind, id), rows)),
            );
            let wanted = rows.iter().filter(|row| row.node_kind.0 == kind);
            for id in codes::replace(batch.tx, kind, &ids, wanted.cloned().collect()).await? {
                batch.changes.node_updated(kind, id);
            }
        }
        let outcomes = rows.iter().map(|row| {
            let held = held
                .get(&(row.node_kind.0, row.node_id))
                .into_iter()
                .flatten();
            let same = |held: &&code::Model| held.system == row.system && held.value == row.value;
            outcome(
                held.clone().find(same).map(|held| {
                    held.display == row.display && held.licence_class == row.licence_class
                }),
            )
        });
        Ok(fates(faults, outcomes))
    }
}

impl Table for Labels {
    const FILE: &'static str = "labels.csv";
    const COLUMNS: &'static [&'static str] = &["kind", "slug", "locale", "label_kind", "text"];
    const BATCH: usize = usize::MAX;

    type Draft = Draft<label::Model>;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, Draft<label::Model>), Fault> {
        let (kind, slug) = node(cells)?;
        let text = cells.required("text")?.to_owned();
        let text_key = fold(&text);
        if text_key.is_empty() {
            return Err(Fault::invalid("text", "at least one letter or digit"));
        }
        let row = label::Model {
            id: Id::UNSET,
            node_kind: Text(kind),
            node_id: 0,
            locale: cells.required_parsed::<Locale>("locale")?.to_string(),
            kind: Text(cells.required_one_of::<LabelKind>("label_kind")?),
            text,
            text_key,
        };
        let key = format!("{} {slug} {} {}", kind.spelling(), row.locale, row.text_key);
        Ok((key, Draft { kind, slug, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Draft<label::Model>>,
    ) -> Result<Vec<Fate>, IngestError> {
        let (rows, faults) = resolve(batch, drafts, |row, id| row.node_id = id).await?;
        let mut held = HashMap::new();
        for (kind, ids) in owners(rows.iter().map(|row| (row.node_kind.0, row.node_id))) {
            held.extend(
                labels::of_nodes(batch.tx, kind, &ids)
                    .await?
                    .into_iter()
                    .map(|(id, rows)| ((kind, id), rows)),
            );
            let wanted = rows.iter().filter(|row| row.node_kind.0 == kind);
            for id in labels::replace(batch.tx, kind, &ids, wanted.cloned().collect()).await? {
                batch.changes.node_updated(kind, id);
            }
        }
        let outcomes = rows.iter().map(|row| {
            let held = held
                .get(&(row.node_kind.0, row.node_id))
                .into_iter()
                .flatten();
            let same =
                |held: &&label::Model| held.locale == row.locale && held.text_key == row.text_key;
            outcome(
                held.clone()
                    .find(same)
                    .map(|held| held.kind == row.kind && held.text == row.text),
            )
        });
        Ok(fates(faults, outcomes))
    }
}

fn node(cells: &Cells<'_>) -> Result<(NodeKind, String), Fault> {
    let kind: NodeKind = cells.required_one_of("kind")?;
    if matches!(kind, NodeKind::Role | NodeKind::Offering) {
        return Err(Fault::invalid("kind", "a kind of record that has a slug"));
    }
    Ok((kind, cells.required_parsed::<Slug>("slug")?.into_string()))
}

/// The rows with the ids of the records they belong to.
async fn resolve<M>(
    batch: &Batch<'_>,
    drafts: Vec<Draft<M>>,
    set: impl Fn(&mut M, i64),
) -> Result<(Vec<M>, Vec<Option<Fault>>), IngestError> {
    let named: Vec<(NodeKind, &str)> = drafts
        .iter()
        .map(|draft| (draft.kind, draft.slug.as_str()))
        .collect();
    let ids = nodes::by_slug(batch.tx, named).await?;
    let planned = drafts
        .into_iter()
        .map(
            |Draft {
                 kind,
                 slug,
                 mut row,
             }| {
                let id = ids
                    .get(&(kind, slug))
                    .ok_or_else(|| Fault::unknown("slug", &kind.spelling().to_lowercase()))?;
                set(&mut row, *id);
                Ok(row)
            },
        )
        .collect();
    Ok(sound(planned))
}

/// The records that the rows belong to, by kind.
fn owners(rows: impl Iterator<Item = (NodeKind, i64)>) -> BTreeMap<NodeKind, Vec<i64>> {
    let mut owners: BTreeMap<NodeKind, Vec<i64>> = BTreeMap::new();
    for (kind, id) in rows {
        owners.entry(kind).or_default().push(id);
    }
    for ids in owners.values_mut() {
        ids.sort_unstable();
        ids.dedup();
    }
    owners
}

/// What became of a row: `held` is whether the one that stood there is equal.
fn outcome(held: Option<bool>) -> Outcome {
    match held {
        None => Outcome::Added,
        Some(true) => Outcome::Unchanged,
        Some(false) => Outcome::Changed,
    }
}
