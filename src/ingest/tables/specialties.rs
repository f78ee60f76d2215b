//! `specialties.csv`: fields of practice, by code.

use std::collections::HashMap;

use super::cells::Cells;
use super::table::{Known, Table, slug};
use crate::domain::NodeKind;
use crate::domain::code::canonical_system;
use crate::domain::fold::fold;
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::specialty;
use crate::store::id::Id;
use crate::store::{read, upsert};

pub struct Specialties;

impl Table for Specialties {
    const FILE: &'static str = "specialties.csv";
    const COLUMNS: &'static [&'static str] = &["slug", "name", "system", "code", "definition"];

    type Draft = specialty::Model;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, specialty::Model), Fault> {
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
        Ok((slug, row))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<specialty::Model>,
    ) -> Result<Vec<Fate>, IngestError> {
        let slugs = drafts.iter().map(|row| row.slug.as_str());
        let held: HashMap<String, specialty::Model> =
            read::by_texts::<specialty::Entity>(batch.tx, specialty::Column::Slug, slugs)
                .await?
                .into_iter()
                .map(|row| (row.slug.clone(), row))
                .collect();
        let mut codes = Vec::new();
        let mut planned = Vec::with_capacity(drafts.len());
        for row in drafts {
            let code = (row.system.clone(), row.code.clone());
            planned.push(match held.get(&row.slug) {
                Some(held) if held.system != code.0 || held.code != code.1 => Err(
                    Fault::duplicate("slug: a specialty with another code has it"),
                ),
                _ if codes.contains(&code) => Err(Fault::duplicate(
                    "code: an earlier row has it under another slug",
                )),
                _ => {
                    codes.push(code);
                    Ok(row)
                }
            });
        }
        let (rows, faults) = sound(planned);
        let written = upsert::upsert_scoped::<specialty::Entity>(batch.tx, rows).await?;
        for (id, outcome) in &written {
            batch.note(NodeKind::Specialty, *id, *outcome);
        }
        Ok(fates(
            faults,
            written.into_iter().map(|(_, outcome)| outcome),
        ))
    }
}
