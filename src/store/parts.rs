//! Parts of records: rows that a record owns as a list, written together with what became of each.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::{Condition, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    QueryTrait,
};

use super::children::{self, Child};
use super::desk;
use super::entity::{
    biography, code, condition_specialty, doctor_language, glossary_definition, identifier, label,
    opening_hours, procedure_specialty, provenance, qualification, rating, report, review,
    role_plan, role_specialty, source, source_view,
};
use super::error::StoreError;
use super::upsert::Outcome;
use crate::domain::NodeKind;

/// A table whose rows are parts of a record.
pub trait Part:
    Child<
        Model: IntoActiveModel<<Self as EntityTrait>::ActiveModel> + PartialEq + Clone + Sync,
        ActiveModel: Send,
    >
{
    /// Whether one row says anew what the other says, so that it is a change and no addition.
    fn same(row: &Self::Model, held: &Self::Model) -> bool;

    /// The rows that a list is made of. Others belong to callers, and no list replaces them.
    fn listed() -> Condition {
        Condition::all()
    }
}

/// What writing a list did.
pub struct Written {
    /// The owners whose lists are not as they were.
    pub changed: HashSet<i64>,
    /// What became of each row, in order.
    pub outcomes: Vec<Outcome>,
}

/// Makes the rows the parts of these owners, who are of one kind. An owner of none of the rows
/// loses its parts.
pub async fn replace<E: Part>(
    db: &impl ConnectionTrait,
    kind: NodeKind,
    owners: &[i64],
    rows: Vec<E::Model>,
) -> Result<Written, StoreError> {
    let before = children::of_nodes::<E>(db, kind, owners).await?;
    let outcomes = outcomes::<E>(before, &rows);
    let within = children::of_kind::<E>(kind).add(E::listed());
    let changed = children::replace::<E>(db, owners, rows, within).await?;
    Ok(Written { changed, outcomes })
}

/// That a row is of another source than that one.
fn not_of<C: ColumnTrait>(column: C, slug: &str) -> SimpleExpr {
    let source = source::Entity::find()
        .select_only()
        .column(source::Column::Id)
        .filter(source::Column::Slug.eq(slug))
        .into_query();
    column.not_in_subquery(source)
}

/// Each held row stands for one row at most: equal ones first, then those that say the same anew.
fn outcomes<E: Part>(mut held: HashMap<i64, Vec<E::Model>>, rows: &[E::Model]) -> Vec<Outcome> {
    let mut take = |row: &E::Model, fits: &dyn Fn(&E::Model) -> bool| {
        let held = held.get_mut(&E::parent(row))?;
        let place = held.iter().position(fits)?;
        Some(held.remove(place))
    };
    let equal: Vec<bool> = rows
        .iter()
        .map(|row| {
            let fits = |held: &E::Model| {
                let mut row = row.clone();
                E::adopt(&mut row, held);
                row == *held
            };
            take(row, &fits).is_some()
        })
        .collect();
    rows.iter()
        .zip(equal)
        .map(|(row, equal)| match equal {
            true => Outcome::Unchanged,
            false if take(row, &|held| E::same(row, held)).is_some() => Outcome::Changed,
            false => Outcome::Added,
        })
        .collect()
}

impl Part for biography::Entity {
    fn same(row: &biography::Model, held: &biography::Model) -> bool {
        row.locale == held.locale
    }
}

impl Part for code::Entity {
    fn same(row: &code::Model, held: &code::Model) -> bool {
        (&row.system, &row.value) == (&held.system, &held.value)
    }
}

impl Part for condition_specialty::Entity {
    fn same(row: &condition_specialty::Model, held: &condition_specialty::Model) -> bool {
        row.specialty_id == held.specialty_id
    }
}

impl Part for doctor_language::Entity {
    fn same(row: &doctor_language::Model, held: &doctor_language::Model) -> bool {
        row.language == held.language
    }
}

impl Part for glossary_definition::Entity {
    fn same(row: &glossary_definition::Model, held: &glossary_definition::Model) -> bool {
        row.locale == held.locale
    }
}

impl Part for identifier::Entity {
    fn same(row: &identifier::Model, held: &identifier::Model) -> bool {
        (&row.system, &row.value) == (&held.system, &held.value)
    }
}

impl Part for label::Entity {
    fn same(row: &label::Model, held: &label::Model) -> bool {
        (&row.locale, &row.text_key) == (&held.locale, &held.text_key)
    }
}

impl Part for opening_hours::Entity {
    fn same(row: &opening_hours::Model, held: &opening_hours::Model) -> bool {
        (row.weekday, row.opens) == (held.weekday, held.opens)
    }
}

impl Part for procedure_specialty::Entity {
    fn same(row: &procedure_specialty::Model, held: &procedure_specialty::Model) -> bool {
        row.specialty_id == held.specialty_id
    }
}

impl Part for provenance::Entity {
    fn same(row: &provenance::Model, held: &provenance::Model) -> bool {
        (row.field_group, row.source_id) == (held.field_group, held.source_id)
    }

    fn listed() -> Condition {
        Condition::all().add(not_of(provenance::Column::SourceId, desk::DESK))
    }
}

impl Part for qualification::Entity {
    fn same(row: &qualification::Model, held: &qualification::Model) -> bool {
        (row.kind, &row.title, &row.region) == (held.kind, &held.title, &held.region)
    }
}

impl Part for rating::Entity {
    fn same(row: &rating::Model, held: &rating::Model) -> bool {
        row.doctor_id == held.doctor_id
    }
}

impl Part for report::Entity {
    fn same(row: &report::Model, held: &report::Model) -> bool {
        (row.problem, row.reported_on) == (held.problem, held.reported_on)
    }

    fn listed() -> Condition {
        Condition::all().add(report::Column::ToldHere.is_null())
    }
}

impl Part for review::Entity {
    fn same(row: &review::Model, held: &review::Model) -> bool {
        (row.source_id, row.reviewed_on) == (held.source_id, held.reviewed_on)
    }

    fn listed() -> Condition {
        Condition::all().add(not_of(review::Column::SourceId, desk::REVIEWS))
    }
}

impl Part for role_plan::Entity {
    fn same(row: &role_plan::Model, held: &role_plan::Model) -> bool {
        (row.plan_id, row.network_id) == (held.plan_id, held.network_id)
    }
}

impl Part for role_specialty::Entity {
    fn same(row: &role_specialty::Model, held: &role_specialty::Model) -> bool {
        row.specialty_id == held.specialty_id
    }
}

impl Part for source_view::Entity {
    fn same(row: &source_view::Model, held: &source_view::Model) -> bool {
        (&row.field, row.source_id) == (&held.field, held.source_id)
    }
}
