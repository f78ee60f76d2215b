//! `procedures.csv` and `conditions.csv`: what is done, and what for.

use super::cells::Cells;
use super::table::{Known, Table, slug};
use crate::domain::NodeKind;
use crate::domain::fold::fold;
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::{condition, procedure};
use crate::store::id::Id;
use crate::store::{Text, upsert};

pub struct Procedures;
pub struct Conditions;

impl Table for Procedures {
    const FILE: &'static str = "procedures.csv";
    const COLUMNS: &'static [&'static str] = &[
        "slug",
        "name",
        "summary",
        "body_site",
        "setting",
        "duration_minutes_min",
        "duration_minutes_max",
    ];

    type Draft = procedure::Model;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, procedure::Model), Fault> {
        let slug = slug(cells)?;
        let name = cells.required("name")?.to_owned();
        let shortest: Option<u16> = cells.number("duration_minutes_min")?;
        let longest: Option<u16> = cells.number("duration_minutes_max")?;
        if let (Some(shortest), Some(longest)) = (shortest, longest)
            && shortest > longest
        {
            return Err(Fault::invalid(
                "duration_minutes_min",
                "not more than duration_minutes_max",
            ));
        }
        let row = procedure::Model {
            id: Id::UNSET,
            slug: slug.clone(),
            name_key: fold(&name),
            name,
            summary: cells.required("summary")?.to_owned(),
            body_site: cells.owned("body_site"),
            setting: cells.one_of("setting")?.map(Text),
            shortest_minutes: shortest.map(i32::from),
            longest_minutes: longest.map(i32::from),
            guidance: None,
            updated_at: known.now,
        };
        Ok((slug, row))
    }

    async fn write(
        batch: &mut Batch<'_>,
        rows: Vec<procedure::Model>,
    ) -> Result<Vec<Fate>, IngestError> {
        let written = upsert::upsert::<procedure::Entity>(batch.tx, rows).await?;
        for (id, outcome) in &written {
            batch.note(NodeKind::Procedure, *id, *outcome);
        }
        Ok(written
            .into_iter()
            .map(|(_, outcome)| Fate::Stored(outcome))
            .collect())
    }
}

impl Table for Conditions {
    const FILE: &'static str = "conditions.csv";
    const COLUMNS: &'static [&'static str] = &["slug", "name", "summary"];

    type Draft = condition::Model;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, condition::Model), Fault> {
        let slug = slug(cells)?;
        let name = cells.required("name")?.to_owned();
        let row = condition::Model {
            id: Id::UNSET,
            slug: slug.clone(),
            name_key: fold(&name),
            name,
            summary: cells.required("summary")?.to_owned(),
            updated_at: known.now,
        };
        Ok((slug, row))
    }

    async fn write(
        batch: &mut Batch<'_>,
        rows: Vec<condition::Model>,
    ) -> Result<Vec<Fate>, IngestError> {
        let written = upsert::upsert::<condition::Entity>(batch.tx, rows).await?;
        for (id, outcome) in &written {
            batch.note(NodeKind::Condition, *id, *outcome);
        }
        Ok(written
            .into_iter()
            .map(|(_, outcome)| Fate::Stored(outcome))
            .collect())
    }
}
