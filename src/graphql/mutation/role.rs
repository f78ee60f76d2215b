//! Writing roles, and making sure of them.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};

use super::act::{Begun, begin_once, end};
use super::input::{self, OpeningHoursInput, TakenPlanInput};
use super::problems::Problems;
use super::{clinic, doctor};
use crate::domain::NodeKind;
use crate::graphql::by::{ClinicBy, DoctorBy, SpecialtyBy};
use crate::graphql::context::Ask;
use crate::graphql::error::Failure;
use crate::graphql::global_id::{self, Kind};
use crate::graphql::role::Role;
use crate::graphql::scalar::{Date, DateTime};
use crate::graphql::sets::NewPatientStatus;
use crate::store::desk::{Patch, RolePatch};
use crate::store::id::{Id, RoleId};

/// A role to write, named by its id or by doctor and clinic. What is left out stays as it is; null
/// empties a field.
#[derive(InputObject)]
pub struct UpsertRoleInput {
    /// The role to change.
    pub id: Option<ID>,
    /// The doctor; with `clinic`, instead of `id`.
    pub doctor: Option<DoctorBy>,
    /// The clinic; with `doctor`, instead of `id`.
    pub clinic: Option<ClinicBy>,
    /// The telephone by which this doctor is reached there.
    pub phone: MaybeUndefined<String>,
    /// Whether the doctor takes new patients there.
    pub new_patients: MaybeUndefined<NewPatientStatus>,
    /// The day on which that was said; today when it is left out.
    pub new_patients_as_of: Option<Date>,
    /// All that the doctor practises there, the primary one first; none for all that they practise.
    pub specialties: Option<Vec<SpecialtyBy>>,
    /// All spans in which the doctor is there.
    pub hours: Option<Vec<OpeningHoursInput>>,
    /// All plans that the doctor takes there.
    pub plans: Option<Vec<TakenPlanInput>>,
    /// Why, for the audit.
    pub reason: Option<String>,
    /// `updatedAt` as it was read: where the record has changed since, nothing is written and the
    /// error is CONFLICT.
    pub if_updated_at: Option<DateTime>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same role.
    pub idempotency_key: Option<String>,
}

/// A role that somebody has made sure of.
#[derive(InputObject)]
pub struct VerifyRoleInput {
    /// The role.
    pub role: ID,
    /// The day on which somebody made sure; today when it is left out.
    pub verified_on: Option<Date>,
    /// How, for the audit.
    pub reason: Option<String>,
    /// `updatedAt` as it was read: where the record has changed since, nothing is written and the
    /// error is CONFLICT.
    pub if_updated_at: Option<DateTime>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same role.
    pub idempotency_key: Option<String>,
}

/// What became of a role.
#[derive(SimpleObject)]
pub struct RolePayload {
    /// The role as written.
    pub role: Role,
    /// Whether an earlier call with the same key had written it already.
    pub repeated: bool,
}

#[derive(Default)]
pub struct RoleDesk;

#[Object]
impl RoleDesk {
    /// Writes the role of a doctor at a clinic, where a doctor has one at most. The record is the
    /// desk's from then on, whichever source it came from.
    /// Needs the scope `directory:write`.
    async fn upsert_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The role.")] input: UpsertRoleInput,
    ) -> Result<RolePayload, Failure> {
        let mut problems = Problems::default();
        let today = ctx.graph().clock.today();
        if !matches!(
            (&input.id, &input.doctor, &input.clinic),
            (Some(_), None, None) | (None, Some(_), Some(_))
        ) {
            problems.note("id", "name the role by its id, or by doctor and clinic");
        }
        let reason = problems.reason("reason", input.reason);
        let as_of = input::past(
            &mut problems,
            "newPatientsAsOf",
            input.new_patients_as_of,
            today,
        );
        let specialties = input::specialties(ctx, &mut problems, "specialties", input.specialties);
        let specialties = specialties.await?;
        let plans = input::plans(ctx, &mut problems, "plans", input.plans, today).await?;
        let patch = RolePatch {
            specialties,
            phone: problems.open_phone("phone", input.phone),
            new_patients: match input.new_patients {
                MaybeUndefined::Undefined => Patch::Keep,
                MaybeUndefined::Null => Patch::Set(None),
                MaybeUndefined::Value(status) => {
                    Patch::Set(Some((status.into(), as_of.unwrap_or(today))))
                }
            },
            hours: input::hours(&mut problems, "hours", input.hours),
            plans,
            verified_on: None,
        };
        if as_of.is_some() && !matches!(patch.new_patients, Patch::Set(Some(_))) {
            problems.note("newPatientsAsOf", "only with newPatients");
        }
        problems.end()?;
        let read = input::moment(input.if_updated_at);
        let key = input.idempotency_key.as_deref();
        let named = match (&input.id, &input.doctor, &input.clinic) {
            (_, Some(by), Some(at)) => Named::Pair(
                doctor::named(ctx, "doctor", by).await?,
                clinic::named(ctx, "clinic", at).await?,
            ),
            (Some(id), ..) => Named::Row(global_id::of_kind(Kind::Role, id)?),
            _ => return Err(Failure::bad_input("input.id: name the role")),
        };
        let mut act = match begin_once(ctx, "upsertRole", reason, key).await? {
            Begun::Again((_, id)) => return payload(ctx, Id::new(id), true).await,
            Begun::Fresh(act) => act,
        };
        let id = match named {
            Named::Row(id) => act.patch_role(id, patch, read).await?,
            Named::Pair(doctor, clinic) => act.upsert_role(doctor, clinic, patch, read).await?,
        };
        end(ctx, *act, (NodeKind::Role, id.get())).await?;
        payload(ctx, id, false).await
    }

    /// Notes that somebody has made sure that a doctor sees patients at a clinic, which raises
    /// `confidence`.
    /// Needs the scope `directory:write`.
    async fn verify_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The role, and when.")] input: VerifyRoleInput,
    ) -> Result<RolePayload, Failure> {
        let mut problems = Problems::default();
        let today = ctx.graph().clock.today();
        let reason = problems.reason("reason", input.reason);
        let day = input::past(&mut problems, "verifiedOn", input.verified_on, today);
        problems.end()?;
        let id: RoleId = global_id::of_kind(Kind::Role, &input.role)?;
        let read = input::moment(input.if_updated_at);
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "verifyRole", reason, key).await? {
            Begun::Again((_, id)) => return payload(ctx, Id::new(id), true).await,
            Begun::Fresh(act) => act,
        };
        let patch = RolePatch {
            verified_on: Some(day.unwrap_or(today)),
            ..RolePatch::default()
        };
        act.patch_role(id, patch, read).await?;
        end(ctx, *act, (NodeKind::Role, id.get())).await?;
        payload(ctx, id, false).await
    }
}

enum Named {
    Row(RoleId),
    Pair(crate::store::id::DoctorId, crate::store::id::ClinicId),
}

async fn payload(ctx: &Context<'_>, id: RoleId, repeated: bool) -> Result<RolePayload, Failure> {
    let row = ctx.loaders().role().load(id).await?;
    Ok(RolePayload {
        role: row
            .map(Role)
            .ok_or_else(|| Failure::not_found("the role is gone"))?,
        repeated,
    })
}
