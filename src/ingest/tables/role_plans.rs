//! `role_plans.csv`: which plans a doctor takes at a clinic, and through which network.

use std::collections::HashMap;

use super::cells::Cells;
use super::parts::{self, Draft, Owner};
use super::table::{Known, Table};
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::{insurance_plan, network, role_plan};
use crate::store::id::Id;
use crate::store::read;

pub struct RolePlans;

pub struct Taken {
    draft: Draft<role_plan::Model>,
    plan: String,
    network: Option<String>,
}

impl Table for RolePlans {
    const FILE: &'static str = "role_plans.csv";
    const COLUMNS: &'static [&'static str] = &["doctor", "clinic", "plan", "network", "as_of"];
    const BATCH: usize = usize::MAX;

    type Draft = Taken;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, Taken), Fault> {
        let owner = Owner::role(cells)?;
        let plan = cells.required("plan")?.to_owned();
        let network = cells.owned("network");
        let row = role_plan::Model {
            id: Id::UNSET,
            role_id: Id::UNSET,
            plan_id: Id::UNSET,
            network_id: None,
            as_of: cells.date("as_of")?,
        };
        let key = format!(
            "{} {plan} {}",
            owner.key(),
            network.as_deref().unwrap_or("*")
        );
        let taken = Taken {
            draft: Draft { owner, row },
            plan,
            network,
        };
        Ok((key, taken))
    }

    async fn write(batch: &mut Batch<'_>, drafts: Vec<Taken>) -> Result<Vec<Fate>, IngestError> {
        let plans = read::ids_by_texts::<insurance_plan::Entity>(
            batch.tx,
            insurance_plan::Column::Slug,
            drafts.iter().map(|taken| taken.plan.as_str()),
        )
        .await?;
        let named = drafts.iter().filter_map(|taken| taken.network.as_deref());
        let networks: HashMap<String, network::Model> =
            read::by_texts::<network::Entity>(batch.tx, network::Column::Slug, named)
                .await?
                .into_iter()
                .map(|row| (row.slug.clone(), row))
                .collect();
        let planned = drafts
            .into_iter()
            .map(|taken| {
                let mut draft = taken.draft;
                draft.row.plan_id = *plans
                    .get(&taken.plan)
                    .ok_or_else(|| Fault::unknown("plan", "plan"))?;
                if let Some(slug) = taken.network {
                    let network = networks
                        .get(&slug)
                        .ok_or_else(|| Fault::unknown("network", "network"))?;
                    if network.plan_id != draft.row.plan_id {
                        return Err(Fault::invalid("network", "a network of the plan"));
                    }
                    draft.row.network_id = Some(network.id);
                }
                Ok(draft)
            })
            .collect();
        parts::write::<role_plan::Entity>(batch, planned, |row, id| row.role_id = Id::new(id)).await
    }
}
