//! Row ids of records that are named by kind and slug.

use std::collections::HashMap;

use crate::domain::NodeKind;
use crate::store::entity::{
    article, clinic, condition, doctor, insurance_plan, place, procedure, specialty,
};
use crate::store::id::Id;
use crate::store::{StoreError, Transaction, read};

/// The kinds of record that have a slug.
const KINDS: [NodeKind; 8] = [
    NodeKind::Doctor,
    NodeKind::Clinic,
    NodeKind::Specialty,
    NodeKind::Procedure,
    NodeKind::Condition,
    NodeKind::Place,
    NodeKind::Article,
    NodeKind::InsurancePlan,
];

/// The ids of the nodes. One that is not there, or whose kind has no slugs, has no entry.
pub async fn by_slug<'a>(
    tx: &Transaction,
    nodes: impl IntoIterator<Item = (NodeKind, &'a str)> + Clone,
) -> Result<HashMap<(NodeKind, String), i64>, StoreError> {
    let mut found = HashMap::new();
    for kind in KINDS {
        let of_kind = nodes.clone().into_iter().filter(|(of, _)| *of == kind);
        let slugs: Vec<&str> = of_kind.map(|(_, slug)| slug).collect();
        if slugs.is_empty() {
            continue;
        }
        for (slug, id) in ids(tx, kind, slugs).await? {
            found.insert((kind, slug), id);
        }
    }
    Ok(found)
}

async fn ids(
    tx: &Transaction,
    kind: NodeKind,
    slugs: Vec<&str>,
) -> Result<Vec<(String, i64)>, StoreError> {
    use read::ids_by_texts as ids;
    Ok(match kind {
        NodeKind::Doctor => raw(ids::<doctor::Entity>(tx, doctor::Column::Slug, slugs).await?),
        NodeKind::Clinic => raw(ids::<clinic::Entity>(tx, clinic::Column::Slug, slugs).await?),
        NodeKind::Specialty => {
            raw(ids::<specialty::Entity>(tx, specialty::Column::Slug, slugs).await?)
        }
        NodeKind::Procedure => {
            raw(ids::<procedure::Entity>(tx, procedure::Column::Slug, slugs).await?)
        }
        NodeKind::Condition => {
            raw(ids::<condition::Entity>(tx, condition::Column::Slug, slugs).await?)
        }
        NodeKind::Place => raw(ids::<place::Entity>(tx, place::Column::Slug, slugs).await?),
        NodeKind::Article => raw(ids::<article::Entity>(tx, article::Column::Slug, slugs).await?),
        NodeKind::InsurancePlan => {
            raw(ids::<insurance_plan::Entity>(tx, insurance_plan::Column::Slug, slugs).await?)
        }
        NodeKind::Role | NodeKind::Offering | NodeKind::Source => Vec::new(),
    })
}

fn raw<E>(ids: HashMap<String, Id<E>>) -> Vec<(String, i64)> {
    ids.into_iter().map(|(slug, id)| (slug, id.get())).collect()
}
