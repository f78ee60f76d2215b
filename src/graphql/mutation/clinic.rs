//! Writing clinics.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};

use super::act::{Begun, begin_once, end};
use super::input::{self, OpeningHoursInput};
use super::problems::{Problems, open};
use crate::domain::country::Country;
use crate::domain::distance::Point;
use crate::domain::npi::Npi;
use crate::domain::region::Region;
use crate::domain::slug::Slug;
use crate::domain::{self, NodeKind};
use crate::graphql::by::ClinicBy;
use crate::graphql::clinic::Clinic;
use crate::graphql::context::Ask;
use crate::graphql::error::Failure;
use crate::graphql::global_id::{self, Kind};
use crate::graphql::near::PointInput;
use crate::graphql::scalar::DateTime;
use crate::graphql::sets::{Accessibility, ClinicKind, PositionAccuracy};
use crate::store::desk::{ClinicPatch, Patch, Which};
use crate::store::id::{ClinicId, Id, PlaceId};

/// A clinic to write. What is left out stays as it is; null empties a field.
#[derive(InputObject)]
pub struct UpsertClinicInput {
    /// The clinic to change. Without it, `slug` names the clinic, and a slug that none has makes a
    /// new one; without both a new clinic gets a slug of name and town.
    pub id: Option<ID>,
    /// The readable name, unique among clinics; beside `id`, the new one.
    pub slug: Option<Slug>,
    /// The name; needed for a new clinic.
    pub name: Option<String>,
    /// What kind of place it is; needed for a new clinic.
    pub kind: Option<ClinicKind>,
    /// The National Provider Identifier of the organisation.
    pub npi: MaybeUndefined<Npi>,
    /// Street and number.
    pub street: MaybeUndefined<String>,
    /// Town.
    pub city: MaybeUndefined<String>,
    /// Region, as ISO 3166-2.
    pub region: MaybeUndefined<String>,
    /// Postal code.
    pub postal_code: MaybeUndefined<String>,
    /// Country, as ISO 3166-1 alpha-2; needed for a new clinic.
    pub country: Option<String>,
    /// The position, with `positionAccuracy`. Null: nobody knows it, and no search by distance finds
    /// the clinic.
    pub point: MaybeUndefined<PointInput>,
    /// How exactly the position is known; needed with `point`.
    pub position_accuracy: Option<PositionAccuracy>,
    /// The town in the gazetteer.
    pub place: MaybeUndefined<ID>,
    /// The time zone of its hours, as in the IANA database.
    pub time_zone: MaybeUndefined<String>,
    /// The telephone.
    pub phone: MaybeUndefined<String>,
    /// The clinic's own page.
    pub website: MaybeUndefined<String>,
    /// The clinic of which it is a part.
    pub parent: MaybeUndefined<ClinicBy>,
    /// What makes the clinic easier to use.
    pub accessibility: MaybeUndefined<Vec<Accessibility>>,
    /// All spans in which it is open.
    pub hours: Option<Vec<OpeningHoursInput>>,
    /// Why, for the audit.
    pub reason: Option<String>,
    /// `updatedAt` as it was read: where the record has changed since, nothing is written and the
    /// error is CONFLICT.
    pub if_updated_at: Option<DateTime>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same clinic.
    pub idempotency_key: Option<String>,
}

/// What became of a clinic.
#[derive(SimpleObject)]
pub struct ClinicPayload {
    /// The clinic as written.
    pub clinic: Clinic,
    /// Whether an earlier call with the same key had written it already.
    pub repeated: bool,
}

#[derive(Default)]
pub struct ClinicDesk;

#[Object]
impl ClinicDesk {
    /// Writes a clinic: a new one, or what is given of one that is there. The record is the desk's
    /// from then on, whichever source it came from; `provenance` tells both.
    ///
    /// Needs the scope `directory:write`.
    async fn upsert_clinic(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The clinic.")] input: UpsertClinicInput,
    ) -> Result<ClinicPayload, Failure> {
        let mut problems = Problems::default();
        let which = match (&input.id, &input.slug) {
            (Some(id), _) => Which::Row(global_id::of_kind(Kind::Clinic, id)?),
            (None, Some(slug)) => Which::Slug(slug.to_string()),
            (None, None) => Which::New,
        };
        let is_new = match &which {
            Which::Row(_) => false,
            Which::New => true,
            Which::Slug(slug) => {
                let held = ctx.loaders().clinic_by_slug().load(slug.clone());
                held.await?.is_none()
            }
        };
        if is_new && input.kind.is_none() {
            problems.note("kind", "needed for a new record");
        }
        if is_new && input.country.is_none() {
            problems.note("country", "needed for a new record");
        }
        let reason = problems.reason("reason", input.reason);
        let country = match &input.country {
            Some(country) => problems.parsed::<Country>("country", country),
            None => None,
        };
        let region = problems.open_parsed::<Region>("region", input.region);
        if let (Patch::Set(Some(region)), Some(country)) = (&region, &country)
            && !region.starts_with(country.as_str())
        {
            problems.note("region", format_args!("a region of {country}"));
        }
        let position = position(&mut problems, input.point, input.position_accuracy);
        let patch = ClinicPatch {
            slug: input.slug.map(Slug::into_string),
            name: problems.needed("name", input.name, is_new),
            kind: input.kind.map(Into::into),
            npi: open(input.npi).map(|npi| npi.to_string()),
            street: problems.open_line("street", input.street),
            city: problems.open_line("city", input.city),
            region,
            postal_code: problems.open_line("postalCode", input.postal_code),
            country,
            position,
            place: place(ctx, &mut problems, input.place).await?,
            time_zone: problems.open_zone("timeZone", input.time_zone),
            phone: problems.open_phone("phone", input.phone),
            website: problems.open_url("website", input.website, &["https://", "http://"]),
            parent: parent(ctx, &mut problems, input.parent).await?,
            accessibility: input::members::<domain::Accessibility, _>(input.accessibility),
            hours: input::hours(&mut problems, "hours", input.hours),
        };
        problems.end()?;
        let read = input::moment(input.if_updated_at);
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "upsertClinic", reason, key).await? {
            Begun::Again((_, id)) => return payload(ctx, Id::new(id), true).await,
            Begun::Fresh(act) => act,
        };
        let id = act.upsert_clinic(which, patch, read).await?;
        end(ctx, *act, (NodeKind::Clinic, id.get())).await?;
        payload(ctx, id, false).await
    }
}

/// The clinic that a field names.
pub async fn named(ctx: &Context<'_>, field: &str, by: &ClinicBy) -> Result<ClinicId, Failure> {
    let row = by.load(ctx).await?;
    row.map(|row| row.id)
        .ok_or_else(|| Failure::not_found(format!("input.{field}: no clinic is known by that")))
}

async fn payload(
    ctx: &Context<'_>,
    id: ClinicId,
    repeated: bool,
) -> Result<ClinicPayload, Failure> {
    let row = ctx.loaders().clinic().load(id).await?;
    Ok(ClinicPayload {
        clinic: row
            .map(Clinic)
            .ok_or_else(|| Failure::not_found("the clinic is gone"))?,
        repeated,
    })
}

fn position(
    problems: &mut Problems,
    point: MaybeUndefined<PointInput>,
    accuracy: Option<PositionAccuracy>,
) -> Patch<(Point, domain::PositionAccuracy)> {
    match (point, accuracy) {
        (MaybeUndefined::Value(point), accuracy) => {
            if accuracy.is_none() {
                problems.note("positionAccuracy", "needed with point");
            }
            match Point::new(point.latitude, point.longitude) {
                Ok(point) => Patch::Set(accuracy.map(|accuracy| (point, accuracy.into()))),
                Err(problem) => {
                    problems.note("point", problem);
                    Patch::Keep
                }
            }
        }
        (_, Some(_)) => {
            problems.note("point", "needed with positionAccuracy");
            Patch::Keep
        }
        (MaybeUndefined::Null, None) => Patch::Set(None),
        (MaybeUndefined::Undefined, None) => Patch::Keep,
    }
}

async fn place(
    ctx: &Context<'_>,
    problems: &mut Problems,
    given: MaybeUndefined<ID>,
) -> Result<Patch<PlaceId>, Failure> {
    Ok(match given {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Set(None),
        MaybeUndefined::Value(id) => {
            let id = global_id::of_kind(Kind::Place, &id)?;
            if ctx.loaders().place().load(id).await?.is_none() {
                problems.note("place", "no place has this id");
            }
            Patch::Set(Some(id))
        }
    })
}

async fn parent(
    ctx: &Context<'_>,
    problems: &mut Problems,
    given: MaybeUndefined<ClinicBy>,
) -> Result<Patch<ClinicId>, Failure> {
    Ok(match given {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Set(None),
        MaybeUndefined::Value(by) => {
            let row = by.load(ctx).await?;
            if row.is_none() {
                problems.note("parent", "no clinic is known by that");
            }
            Patch::Set(row.map(|row| row.id))
        }
    })
}
