//! Bringing doubled doctors together, and apart again.

use async_graphql::{Context, InputObject, Object, SimpleObject};

use super::act::{Begun, begin_once, end};
use super::doctor::{named, shown};
use super::input;
use super::problems::Problems;
use crate::domain::NodeKind;
use crate::graphql::by::DoctorBy;
use crate::graphql::doctor::Doctor;
use crate::graphql::error::Failure;
use crate::graphql::scalar::DateTime;
use crate::store::id::{DoctorId, Id};

/// Two records that are one doctor.
#[derive(InputObject)]
pub struct MergeDoctorsInput {
    /// The record that stays.
    pub keep: DoctorBy,
    /// The record that it stands for from now on.
    pub merge: DoctorBy,
    /// Why they are one, as `status.reason` of the merged one shows it.
    pub reason: String,
    /// `updatedAt` of the merged record as it was read: where it has changed since, nothing is
    /// written and the error is CONFLICT.
    pub if_updated_at: Option<DateTime>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same doctors.
    pub idempotency_key: Option<String>,
}

/// A merged record that is a doctor of its own after all.
#[derive(InputObject)]
pub struct UnmergeDoctorsInput {
    /// The record that was merged into another.
    pub doctor: DoctorBy,
    /// Why, for the audit.
    pub reason: String,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same doctors.
    pub idempotency_key: Option<String>,
}

/// What became of two doctors.
#[derive(SimpleObject)]
pub struct MergePayload {
    /// The record that was kept.
    pub doctor: Doctor,
    /// The record that was merged, or was until now.
    pub merged: Doctor,
    /// Whether an earlier call with the same key had done it already.
    pub repeated: bool,
}

#[derive(Default)]
pub struct MergeDesk;

#[Object]
impl MergeDesk {
    /// Makes one record stand for another: roles, offerings, specialties, languages,
    /// qualifications, biographies, numbers, reports, reviews and reviewed articles move to it,
    /// unless it has the same. The merged one is still found by id, and `status.replacedBy` leads
    /// on. `unmergeDoctors` undoes it.
    /// Needs the scope `directory:write`.
    async fn merge_doctors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The two, and why.")] input: MergeDoctorsInput,
    ) -> Result<MergePayload, Failure> {
        let mut problems = Problems::default();
        let reason = problems.reason("reason", Some(input.reason));
        problems.end()?;
        let kept = named(ctx, "keep", &input.keep).await?;
        let merged = named(ctx, "merge", &input.merge).await?;
        let read = input::moment(input.if_updated_at);
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "mergeDoctors", reason.clone(), key).await? {
            Begun::Again(_) => return payload(ctx, kept, merged, true).await,
            Begun::Fresh(act) => act,
        };
        act.merge_doctors(kept, merged, reason.unwrap_or_default(), read)
            .await?;
        end(ctx, *act, (NodeKind::Doctor, merged.get())).await?;
        payload(ctx, kept, merged, false).await
    }

    /// Undoes the last merge of a record: what was moved goes back, what came later stays with the
    /// doctor who was kept.
    /// Needs the scope `directory:write`.
    async fn unmerge_doctors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The merged record, and why.")] input: UnmergeDoctorsInput,
    ) -> Result<MergePayload, Failure> {
        let mut problems = Problems::default();
        let reason = problems.reason("reason", Some(input.reason));
        problems.end()?;
        let merged = named(ctx, "doctor", &input.doctor).await?;
        let key = input.idempotency_key.as_deref();
        // The node of the call is the doctor who was kept: nothing else would name them again.
        let mut act = match begin_once(ctx, "unmergeDoctors", reason, key).await? {
            Begun::Again((_, kept)) => return payload(ctx, Id::new(kept), merged, true).await,
            Begun::Fresh(act) => act,
        };
        let kept = act.unmerge_doctors(merged).await?;
        end(ctx, *act, (NodeKind::Doctor, kept.get())).await?;
        payload(ctx, kept, merged, false).await
    }
}

async fn payload(
    ctx: &Context<'_>,
    kept: DoctorId,
    merged: DoctorId,
    repeated: bool,
) -> Result<MergePayload, Failure> {
    Ok(MergePayload {
        doctor: shown(ctx, kept).await?,
        merged: shown(ctx, merged).await?,
        repeated,
    })
}
