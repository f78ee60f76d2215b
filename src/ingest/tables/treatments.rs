//! `treatments.csv`: which procedure is done for which condition.

use std::collections::HashSet;

use super::cells::Cells;
use super::table::{Known, Table};
use crate::domain::NodeKind;
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::{condition, procedure};
use crate::store::id::ConditionId;
use crate::store::upsert::Outcome;
use crate::store::{read, treatment};

pub struct Treatments;

pub struct Draft {
    condition: String,
    procedure: String,
}

impl Table for Treatments {
    const FILE: &'static str = "treatments.csv";
    const COLUMNS: &'static [&'static str] = &["condition", "procedure"];
    const BATCH: usize = usize::MAX;

    type Draft = Draft;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, Draft), Fault> {
        let draft = Draft {
            condition: cells.required("condition")?.to_owned(),
            procedure: cells.required("procedure")?.to_owned(),
        };
        Ok((format!("{}/{}", draft.condition, draft.procedure), draft))
    }

    async fn write(batch: &mut Batch<'_>, drafts: Vec<Draft>) -> Result<Vec<Fate>, IngestError> {
        let conditions = read::ids_by_texts::<condition::Entity>(
            batch.tx,
            condition::Column::Slug,
            drafts.iter().map(|draft| draft.condition.as_str()),
        )
        .await?;
        let procedures = read::ids_by_texts::<procedure::Entity>(
            batch.tx,
            procedure::Column::Slug,
            drafts.iter().map(|draft| draft.procedure.as_str()),
        )
        .await?;
        let planned = drafts
            .iter()
            .map(|draft| {
                let condition = conditions
                    .get(&draft.condition)
                    .ok_or_else(|| Fault::unknown("condition", "condition"))?;
                let procedure = procedures
                    .get(&draft.procedure)
                    .ok_or_else(|| Fault::unknown("procedure", "procedure"))?;
                Ok((*condition, *procedure))
            })
            .collect();
        let (pairs, faults) = sound(planned);

        let listed: HashSet<ConditionId> = pairs.iter().map(|(condition, _)| *condition).collect();
        let listed: Vec<ConditionId> = listed.into_iter().collect();
        let held = treatment::of_conditions(batch.tx, &listed).await?;
        let changed = treatment::replace(batch.tx, &listed, &pairs).await?;
        for (condition, procedure) in held.iter().chain(&pairs) {
            if changed.contains(&condition.get()) {
                batch.changes.updated(NodeKind::Condition, *condition);
                batch.changes.updated(NodeKind::Procedure, *procedure);
            }
        }
        let outcomes = pairs.iter().map(|pair| match held.contains(pair) {
            true => Outcome::Unchanged,
            false => Outcome::Added,
        });
        Ok(fates(faults, outcomes))
    }
}
