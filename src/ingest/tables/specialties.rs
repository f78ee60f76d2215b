//! `specialties.csv`: fields of practice, by code.

use std::collections::{HashMap, HashSet};

use super::cells::Cells;
use super::links::{self, Link};
use super::table::{Known, Table, slug};
use crate::domain::NodeKind;
use crate::domain::code::canonical_system;
use crate::domain::fold::fold;
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::specialty;
use crate::store::id::Id;
use crate::store::{linked, read};

pub struct Specialties;

pub struct Draft {
    row: specialty::Model,
    parent: Option<String>,
}

const PARENT: Link<Draft> = Link {
    column: "parent",
    kind: "specialty",
    ends: |draft| (&draft.row.slug, draft.parent.as_deref()),
};

impl Table for Specialties {
    const FILE: &'static str = "specialties.csv";
    const COLUMNS: &'static [&'static str] = &["slug", "name", "system", "code", "definition"];
    const OPTIONAL: &'static [&'static str] = &["parent"];
    const BATCH: usize = usize::MAX;

    type Draft = Draft;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Draft), Fault> {
        let slug = slug(cells)?;
        let name = cells.required("name")?.to_owned();
        let row = specialty::Model {
            id: Id::UNSET,
            slug: slug.clone(),
            system: canonical_system(cells.required("system")?).to_owned(),
            code: cells.required("code")?.to_owned(),
            name_key: fold(&name),
            name,
            definition: cells.owned("definition"),
            parent_id: None,
            updated_at: known.now,
        };
        let parent = cells.owned("parent");
        Ok((slug, Draft { row, parent }))
    }

    async fn write(batch: &mut Batch<'_>, drafts: Vec<Draft>) -> Result<Vec<Fate>, IngestError> {
        let slugs = drafts.iter().map(|draft| draft.row.slug.as_str());
        let held: HashMap<String, specialty::Model> =
            read::by_texts::<specialty::Entity>(batch.tx, specialty::Column::Slug, slugs)
                .await?
                .into_iter()
                .map(|row| (row.slug.clone(), row))
                .collect();
        let mut codes = HashSet::new();
        let mut planned = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let code = (draft.row.system.clone(), draft.row.code.clone());
            planned.push(match held.get(&draft.row.slug) {
                Some(held) if held.system != code.0 || held.code != code.1 => Err(
                    Fault::duplicate("slug: a specialty with another code has it"),
                ),
                _ if !codes.insert(code) => Err(Fault::duplicate(
                    "code: an earlier row has it under another slug",
                )),
                _ => Ok(draft),
            });
        }
        let planned = PARENT.checked::<specialty::Entity>(batch, planned).await?;
        let (drafts, faults) = sound(planned);
        let rows = drafts
            .into_iter()
            .map(|draft| (draft.row, draft.parent))
            .collect();
        let written = linked::write::<specialty::Entity>(batch.tx, rows).await?;
        links::note_ends(batch, NodeKind::Specialty, &written);
        for row in &written {
            batch.note(NodeKind::Specialty, row.id, row.outcome);
        }
        Ok(fates(faults, written.into_iter().map(|row| row.outcome)))
    }
}
