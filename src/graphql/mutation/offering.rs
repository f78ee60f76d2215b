//! Writing what doctors do.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};

use super::act::{Begun, begin_once, end};
use super::input::{self, PeriodInput};
use super::problems::{Problems, open};
use super::{clinic, doctor};
use crate::domain::{self, NodeKind};
use crate::graphql::by::{ClinicBy, DoctorBy, ProcedureBy};
use crate::graphql::context::Ask;
use crate::graphql::error::Failure;
use crate::graphql::global_id::{self, Kind};
use crate::graphql::offering::Offering;
use crate::graphql::scalar::{Date, DateTime};
use crate::graphql::sets::{Evidence, Guidance, VolumeBand};
use crate::store::desk::{OfferingPatch, Patch};
use crate::store::id::{ClinicId, DoctorId, Id, OfferingId, ProcedureId};

/// An offering to write, named by its id or by doctor, procedure and, where it is only one, clinic.
/// What is left out stays as it is; null empties a field.
#[derive(InputObject)]
pub struct UpsertOfferingInput {
    /// The offering to change: one of the desk.
    pub id: Option<ID>,
    /// The doctor; with `procedure`, instead of `id`.
    pub doctor: Option<DoctorBy>,
    /// The procedure; with `doctor`, instead of `id`.
    pub procedure: Option<ProcedureBy>,
    /// The only clinic where the doctor does it; any, when it is left out.
    pub clinic: Option<ClinicBy>,
    /// How it is known; DECLARED for a new one. INFERRED is what nobody has said, so that nobody can
    /// write it.
    pub evidence: Option<Evidence>,
    /// How often.
    pub volume_band: Option<VolumeBand>,
    /// The day on which it was said; today for a new one.
    pub as_of: MaybeUndefined<Date>,
    /// How the needle or the tool is guided.
    pub guidance: MaybeUndefined<Vec<Guidance>>,
    /// The days between which somebody counted.
    pub period: MaybeUndefined<PeriodInput>,
    /// Why, for the audit.
    pub reason: Option<String>,
    /// `updatedAt` as it was read: where the record has changed since, nothing is written and the
    /// error is CONFLICT.
    pub if_updated_at: Option<DateTime>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same offering.
    pub idempotency_key: Option<String>,
}

/// What became of an offering.
#[derive(SimpleObject)]
pub struct OfferingPayload {
    /// The offering as written.
    pub offering: Offering,
    /// Whether an earlier call with the same key had written it already.
    pub repeated: bool,
}

#[derive(Default)]
pub struct OfferingDesk;

#[Object]
impl OfferingDesk {
    /// Writes that a doctor does a procedure, as the desk knows it. What other sources say of the
    /// same stays beside it.
    /// Needs the scope `directory:write`.
    async fn upsert_offering(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offering.")] input: UpsertOfferingInput,
    ) -> Result<OfferingPayload, Failure> {
        let mut problems = Problems::default();
        let today = ctx.graph().clock.today();
        if !matches!(
            (&input.id, &input.doctor, &input.procedure, &input.clinic),
            (Some(_), None, None, None) | (None, Some(_), Some(_), _)
        ) {
            problems.note(
                "id",
                "name the offering by its id, or by doctor and procedure",
            );
        }
        if input.evidence == Some(Evidence::Inferred) {
            problems.note("evidence", "INFERRED is what nobody has said");
        }
        let reason = problems.reason("reason", input.reason);
        let as_of = match input.as_of {
            MaybeUndefined::Undefined => Patch::Keep,
            MaybeUndefined::Null => Patch::Set(None),
            MaybeUndefined::Value(day) => {
                Patch::Set(input::past(&mut problems, "asOf", Some(day), today))
            }
        };
        let period =
            open(input.period).map(|period| input::period(&mut problems, "period", &period));
        let patch = OfferingPatch {
            evidence: input.evidence.map(Into::into),
            volume_band: input.volume_band.map(Into::into),
            as_of,
            guidance: input::members::<domain::Guidance, _>(input.guidance),
            period,
        };
        problems.end()?;
        let read = input::moment(input.if_updated_at);
        let key = input.idempotency_key.as_deref();
        let named = match (&input.id, &input.doctor, &input.procedure) {
            (_, Some(by), Some(of)) => Named::Triple(
                doctor::named(ctx, "doctor", by).await?,
                procedure(ctx, of).await?,
                match &input.clinic {
                    Some(at) => Some(clinic::named(ctx, "clinic", at).await?),
                    None => None,
                },
            ),
            (Some(id), ..) => Named::Row(global_id::of_kind(Kind::Offering, id)?),
            _ => return Err(Failure::bad_input("input.id: name the offering")),
        };
        let mut act = match begin_once(ctx, "upsertOffering", reason, key).await? {
            Begun::Again((_, id)) => return payload(ctx, Id::new(id), true).await,
            Begun::Fresh(act) => act,
        };
        let id = match named {
            Named::Row(id) => act.patch_offering(id, patch, read).await?,
            Named::Triple(doctor, procedure, clinic) => {
                let of = (doctor, procedure, clinic);
                act.upsert_offering(of, patch, read).await?
            }
        };
        end(ctx, *act, (NodeKind::Offering, id.get())).await?;
        payload(ctx, id, false).await
    }
}

enum Named {
    Row(OfferingId),
    Triple(DoctorId, ProcedureId, Option<ClinicId>),
}

async fn procedure(ctx: &Context<'_>, by: &ProcedureBy) -> Result<ProcedureId, Failure> {
    let row = by.load(ctx).await?;
    row.map(|row| row.id)
        .ok_or_else(|| Failure::not_found("input.procedure: no procedure is known by that"))
}

async fn payload(
    ctx: &Context<'_>,
    id: OfferingId,
    repeated: bool,
) -> Result<OfferingPayload, Failure> {
    let row = ctx.loaders().offering().load(id).await?;
    Ok(OfferingPayload {
        offering: row
            .map(Offering)
            .ok_or_else(|| Failure::not_found("the offering is gone"))?,
        repeated,
    })
}
