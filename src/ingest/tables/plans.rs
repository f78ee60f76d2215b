//! `plans.csv` and `networks.csv`: who pays for care.

use std::collections::HashMap;

use super::cells::Cells;
use super::places::foreign;
use super::table::{Known, Table, slug};
use crate::domain::country::Country;
use crate::domain::fold::fold;
use crate::domain::{NodeKind, PlanKind};
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::{insurance_plan, network};
use crate::store::id::{Id, PlanId};
use crate::store::upsert::{self, Outcome};
use crate::store::{Text, read};

pub struct Plans;
pub struct Networks;

impl Table for Plans {
    const FILE: &'static str = "plans.csv";
    const COLUMNS: &'static [&'static str] = &["slug", "name", "issuer", "kind", "country"];
    const OPTIONAL: &'static [&'static str] = &["source"];

    type Draft = insurance_plan::Model;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Self::Draft), Fault> {
        let slug = slug(cells)?;
        let origin = known.origin(cells)?;
        let name = cells.required("name")?.to_owned();
        let row = insurance_plan::Model {
            id: Id::UNSET,
            source_id: origin.id,
            slug: slug.clone(),
            name_key: fold(&name),
            name,
            issuer: cells.required("issuer")?.to_owned(),
            kind: cells.one_of::<PlanKind>("kind")?.map(Text),
            country: cells.required_parsed::<Country>("country")?.to_string(),
            demonstration: origin.demonstration,
            updated_at: known.now,
        };
        Ok((slug, row))
    }

    async fn write(
        batch: &mut Batch<'_>,
        rows: Vec<Self::Draft>,
    ) -> Result<Vec<Fate>, IngestError> {
        let slugs: Vec<String> = rows.iter().map(|row| row.slug.clone()).collect();
        let held = read::by_slugs::<insurance_plan::Entity>(batch.tx, &slugs).await?;
        let planned = rows
            .into_iter()
            .map(|row| match held.get(&row.slug) {
                Some(held) if held.source_id != row.source_id => Err(foreign("plan")),
                _ => Ok(row),
            })
            .collect();
        let (rows, faults) = sound(planned);
        let written = upsert::upsert::<insurance_plan::Entity>(batch.tx, rows).await?;
        for (id, outcome) in &written {
            batch.note(NodeKind::InsurancePlan, *id, *outcome);
        }
        Ok(fates(
            faults,
            written.into_iter().map(|(_, outcome)| outcome),
        ))
    }
}

pub struct NetworkDraft {
    slug: String,
    name: String,
    plan: String,
}

impl Table for Networks {
    const FILE: &'static str = "networks.csv";
    const COLUMNS: &'static [&'static str] = &["slug", "name", "plan"];

    type Draft = NetworkDraft;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, NetworkDraft), Fault> {
        let slug = slug(cells)?;
        let draft = NetworkDraft {
            slug: slug.clone(),
            name: cells.required("name")?.to_owned(),
            plan: cells.required("plan")?.to_owned(),
        };
        Ok((slug, draft))
    }

    /// Networks are kept when a file no longer names them: roles may point at them.
    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<NetworkDraft>,
    ) -> Result<Vec<Fate>, IngestError> {
        let plans = read::ids_by_texts::<insurance_plan::Entity>(
            batch.tx,
            insurance_plan::Column::Slug,
            drafts.iter().map(|draft| draft.plan.as_str()),
        )
        .await?;
        let slugs = drafts.iter().map(|draft| draft.slug.as_str());
        let held: HashMap<String, PlanId> =
            read::by_texts::<network::Entity>(batch.tx, network::Column::Slug, slugs)
                .await?
                .into_iter()
                .map(|row| (row.slug, row.plan_id))
                .collect();
        let planned = drafts
            .into_iter()
            .map(|NetworkDraft { slug, name, plan }| {
                let plan_id = *plans
                    .get(&plan)
                    .ok_or_else(|| Fault::unknown("plan", "plan"))?;
                Ok(network::Model {
                    id: Id::UNSET,
                    plan_id,
                    slug,
                    name,
                })
            })
            .collect();
        let (rows, faults) = sound(planned);
        let owners: Vec<(PlanId, Option<PlanId>)> = rows
            .iter()
            .map(|row| (row.plan_id, held.get(&row.slug).copied()))
            .collect();
        let written = upsert::upsert::<network::Entity>(batch.tx, rows).await?;
        for ((_, outcome), (after, before)) in written.iter().zip(owners) {
            if *outcome != Outcome::Unchanged {
                for plan in [Some(after), before].into_iter().flatten() {
                    batch.changes.updated(NodeKind::InsurancePlan, plan);
                }
            }
        }
        Ok(fates(
            faults,
            written.into_iter().map(|(_, outcome)| outcome),
        ))
    }
}
