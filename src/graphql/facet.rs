//! Facets: how many of those found have each value of a fact.

use async_graphql::{Context, Enum, SimpleObject};
use futures_util::future::try_join_all;
use serde_json::{Value as Json, json};

use super::context::Ask;
use super::enum_labels::{self, LabelledSet};
use super::error::Failure;
use super::json_ld::JsonLd;
use super::localised;
use super::page::whole;
use super::scalar;
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::search::{self, FacetField, FacetValue as Value};

/// A fact of doctors whose values are counted.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "FacetField")]
pub enum DoctorFacet {
    /// Administrative gender.
    Gender,
    /// Languages spoken.
    Language,
    /// Whether new patients are taken.
    NewPatients,
    /// Insurance plans that are taken.
    Plan,
    /// Whether patients are seen by telephone or video.
    Telehealth,
    /// What makes the clinic easier to use.
    Accessibility,
    /// What is practised.
    Specialty,
    /// Where patients are seen.
    Clinic,
    /// What kind of place that is.
    ClinicKind,
    /// How we know that they do what is needed.
    Evidence,
    /// How often they do it at least: whoever is counted in a band is counted in those below it.
    VolumeBand,
}

/// How many of those found have each value of a fact, under all filters but the one on that fact:
/// what would be found with each value instead. Only roles that match are counted, so a plan that a
/// doctor takes elsewhere is not among them.
#[derive(SimpleObject)]
pub struct Facet {
    /// The fact.
    field: DoctorFacet,
    /// Its values, the most frequent first.
    values: Vec<FacetValue>,
    /// How many values there are in all, when the list is cut.
    value_count: i32,
    /// Doctors of whom it is not known at a clinic that matches. One of whom it is known at another
    /// clinic that matches counts under that value too.
    unknown: i32,
}

/// A value of a fact, and how many have it.
#[derive(SimpleObject)]
pub struct FacetValue {
    /// The value: a member of a closed set, `true` or `false`, a language, or a slug.
    value: String,
    /// The words for it.
    label: String,
    /// How many would be found.
    count: i32,
    /// The part of a `DoctorFilter` that asks for this value, ready to be sent as a variable.
    filter: JsonLd,
}

/// The facets of a search, each with at most `limit` values.
pub async fn shown(
    ctx: &Context<'_>,
    facets: Vec<search::Facet>,
    limit: usize,
    locales: &[Locale],
) -> Result<Vec<Facet>, Failure> {
    try_join_all(facets.into_iter().map(|facet| async move {
        let values = facet.values.iter().take(limit);
        let values = values.map(|(value, count)| one(ctx, facet.field, value, *count, locales));
        let values = try_join_all(values).await?;
        Ok(Facet {
            field: facet.field.into(),
            value_count: whole(facet.values.len() as u64),
            values: values.into_iter().flatten().collect(),
            unknown: whole(facet.unknown),
        })
    }))
    .await
}

/// A value as it is shown; `None` for a record that was removed since the index was read.
async fn one(
    ctx: &Context<'_>,
    field: FacetField,
    value: &Value,
    count: u64,
    locales: &[Locale],
) -> Result<Option<FacetValue>, Failure> {
    let loaders = ctx.loaders();
    let (value, label) = match value {
        Value::Spelling(spelling) => (spelling.clone(), words(field, spelling, locales)),
        Value::Flag(flag) => (flag.to_string(), yes_or_no(*flag, locales).to_owned()),
        Value::Plan(id) => match loaders.plan().load(*id).await? {
            Some(row) => (row.slug.clone(), row.name.clone()),
            None => return Ok(None),
        },
        Value::Specialty(id) => match loaders.specialty().load(*id).await? {
            Some(row) => {
                let node = (NodeKind::Specialty, id.get());
                let name = localised::name(ctx, node, &row.name, Some(locales.to_vec())).await?;
                (row.slug.clone(), name.text)
            }
            None => return Ok(None),
        },
        Value::Clinic(id) => match loaders.clinic().load(*id).await? {
            Some(row) => (row.slug.clone(), row.name.clone()),
            None => return Ok(None),
        },
    };
    Ok(Some(FacetValue {
        filter: scalar::Json(filter(field, &value)),
        value,
        label,
        count: whole(count),
    }))
}

/// The part of a `DoctorFilter` that asks for a value.
fn filter(field: FacetField, value: &str) -> Json {
    let asked = match field {
        FacetField::Language => json!([{ "language": value }]),
        FacetField::Plan => json!([{ "plan": { "slug": value } }]),
        FacetField::Specialty | FacetField::Clinic => json!([{ "slug": value }]),
        FacetField::Telehealth => json!(value == "true"),
        FacetField::VolumeBand => json!(value),
        FacetField::Gender
        | FacetField::NewPatients
        | FacetField::Accessibility
        | FacetField::ClinicKind
        | FacetField::Evidence => json!([value]),
    };
    json!({ field.clause(): asked })
}

fn words(field: FacetField, spelling: &str, locales: &[Locale]) -> String {
    let set = match field {
        FacetField::Gender => LabelledSet::Gender,
        FacetField::NewPatients => LabelledSet::NewPatientStatus,
        FacetField::Accessibility => LabelledSet::Accessibility,
        FacetField::ClinicKind => LabelledSet::ClinicKind,
        FacetField::Evidence => LabelledSet::Evidence,
        FacetField::VolumeBand => LabelledSet::VolumeBand,
        FacetField::Language => {
            return enum_labels::language(spelling, locales)
                .unwrap_or(spelling)
                .to_owned();
        }
        FacetField::Plan | FacetField::Telehealth | FacetField::Specialty | FacetField::Clinic => {
            return spelling.to_owned();
        }
    };
    enum_labels::word(set, spelling, locales)
        .unwrap_or(spelling)
        .to_owned()
}

fn yes_or_no(flag: bool, locales: &[Locale]) -> &'static str {
    match (flag, enum_labels::is_spanish(locales)) {
        (true, false) => "Yes",
        (false, false) => "No",
        (true, true) => "Sí",
        (false, true) => "No",
    }
}
