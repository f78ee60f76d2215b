//! Writing doctors, and retiring them.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};

use super::act::{Begun, begin_once, end};
use super::background::{self, BiographyInput, QualificationInput};
use super::input::{self, SpokenLanguageInput};
use super::problems::{Problems, open};
use crate::domain::NodeKind;
use crate::domain::npi::Npi;
use crate::domain::slug::Slug;
use crate::graphql::by::{DoctorBy, IdentifierInput, SpecialtyBy};
use crate::graphql::context::Ask;
use crate::graphql::doctor::Doctor;
use crate::graphql::error::Failure;
use crate::graphql::global_id::{self, Kind};
use crate::graphql::scalar::DateTime;
use crate::graphql::sets::Gender;
use crate::store::desk::{DoctorLists, DoctorPatch, Patch, Which};
use crate::store::id::{DoctorId, Id};

/// The longest life that ages allow for.
const OLDEST: i32 = 120;

/// A doctor to write. What is left out stays as it is; null empties a field.
#[derive(InputObject)]
pub struct UpsertDoctorInput {
    /// The doctor to change. Without it, `slug` names the doctor, and a slug that nobody has makes a
    /// new one; without both a new doctor gets a slug of the name.
    pub id: Option<ID>,
    /// The readable name, unique among doctors; beside `id`, the new one.
    pub slug: Option<Slug>,
    /// The National Provider Identifier.
    pub npi: MaybeUndefined<Npi>,
    /// What comes before the name, such as Dr.
    pub prefix: MaybeUndefined<String>,
    /// Given name.
    pub given: MaybeUndefined<String>,
    /// Middle names or initials.
    pub middle: MaybeUndefined<String>,
    /// Family name; needed for a new doctor.
    pub family: Option<String>,
    /// What comes after the name, such as Jr.
    pub suffix: MaybeUndefined<String>,
    /// Letters after the name.
    pub credentials: MaybeUndefined<String>,
    /// Administrative gender.
    pub gender: MaybeUndefined<Gender>,
    /// Whether the doctor sees patients by telephone or video.
    pub telehealth: MaybeUndefined<bool>,
    /// The youngest whom the doctor sees, in years.
    pub youngest_age: MaybeUndefined<i32>,
    /// The oldest whom the doctor sees, in years.
    pub oldest_age: MaybeUndefined<i32>,
    /// The address of a picture, with https.
    pub photo: MaybeUndefined<String>,
    /// All fields of practice, the primary one first.
    pub specialties: Option<Vec<SpecialtyBy>>,
    /// All languages in which the doctor sees patients.
    pub languages: Option<Vec<SpokenLanguageInput>>,
    /// All that the doctor says of themselves, once a language.
    pub biographies: Option<Vec<BiographyInput>>,
    /// All degrees, certificates and licences, in the order in which they are shown.
    pub qualifications: Option<Vec<QualificationInput>>,
    /// All numbers by which others know the doctor, beside the NPI in `npi`.
    pub identifiers: Option<Vec<IdentifierInput>>,
    /// Whether a retired doctor sees patients again.
    pub reinstate: Option<bool>,
    /// Why, for the audit.
    pub reason: Option<String>,
    /// `updatedAt` as it was read: where the record has changed since, nothing is written and the
    /// error is CONFLICT.
    pub if_updated_at: Option<DateTime>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same doctor.
    pub idempotency_key: Option<String>,
}

/// A doctor who sees no more patients.
#[derive(InputObject)]
pub struct RetireDoctorInput {
    /// The doctor.
    pub doctor: DoctorBy,
    /// Why, as `status.reason` shows it.
    pub reason: String,
    /// `updatedAt` as it was read: where the record has changed since, nothing is written and the
    /// error is CONFLICT.
    pub if_updated_at: Option<DateTime>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same doctor.
    pub idempotency_key: Option<String>,
}

/// What became of a doctor.
#[derive(SimpleObject)]
pub struct DoctorPayload {
    /// The doctor as written.
    pub doctor: Doctor,
    /// Whether an earlier call with the same key had written it already.
    pub repeated: bool,
}

#[derive(Default)]
pub struct DoctorDesk;

#[Object]
impl DoctorDesk {
    /// Writes a doctor: a new one, or what is given of one who is there. The record is the desk's
    /// from then on, whichever source it came from; `provenance` tells both.
    ///
    /// Needs the scope `directory:write`.
    async fn upsert_doctor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The doctor.")] input: UpsertDoctorInput,
    ) -> Result<DoctorPayload, Failure> {
        let mut problems = Problems::default();
        let which = match (&input.id, &input.slug) {
            (Some(id), _) => Which::Row(global_id::of_kind(Kind::Doctor, id)?),
            (None, Some(slug)) => Which::Slug(slug.to_string()),
            (None, None) => Which::New,
        };
        let is_new = match &which {
            Which::Row(_) => false,
            Which::New => true,
            Which::Slug(slug) => {
                let held = ctx.loaders().doctor_by_slug().load(slug.clone());
                held.await?.is_none()
            }
        };
        let reason = problems.reason("reason", input.reason);
        let youngest_age = age(&mut problems, "youngestAge", input.youngest_age);
        let oldest_age = age(&mut problems, "oldestAge", input.oldest_age);
        if let (Patch::Set(Some(youngest)), Patch::Set(Some(oldest))) = (&youngest_age, &oldest_age)
            && youngest > oldest
        {
            problems.note("youngestAge", "not above oldestAge");
        }
        let specialties = input::specialties(ctx, &mut problems, "specialties", input.specialties);
        let lists = DoctorLists {
            specialties: specialties.await?,
            languages: input::languages(&mut problems, "languages", input.languages),
            biographies: background::biographies(&mut problems, "biographies", input.biographies),
            qualifications: background::qualifications(
                &mut problems,
                "qualifications",
                input.qualifications,
            ),
            identifiers: background::identifiers(&mut problems, "identifiers", input.identifiers),
        };
        let patch = DoctorPatch {
            slug: input.slug.map(Slug::into_string),
            npi: open(input.npi).map(|npi| npi.to_string()),
            prefix: problems.open_line("prefix", input.prefix),
            given: problems.open_line("given", input.given),
            middle: problems.open_line("middle", input.middle),
            family: problems.needed("family", input.family, is_new),
            suffix: problems.open_line("suffix", input.suffix),
            credentials: problems.open_line("credentials", input.credentials),
            gender: open(input.gender).map(Into::into),
            telehealth: open(input.telehealth),
            youngest_age,
            oldest_age,
            photo_url: problems.open_url("photo", input.photo, &["https://"]),
            reinstate: input.reinstate.unwrap_or_default(),
            lists,
        };
        problems.end()?;
        let read = input::moment(input.if_updated_at);
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "upsertDoctor", reason, key).await? {
            Begun::Again((_, id)) => return payload(ctx, Id::new(id), true).await,
            Begun::Fresh(act) => act,
        };
        let id = act.upsert_doctor(which, patch, read).await?;
        end(ctx, *act, (NodeKind::Doctor, id.get())).await?;
        payload(ctx, id, false).await
    }

    /// Notes that a doctor sees no more patients. The record stays: it is found by id and by no
    /// search, and `status` says why. `upsertDoctor` with `reinstate` takes it back.
    ///
    /// Needs the scope `directory:write`.
    async fn retire_doctor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The doctor, and why.")] input: RetireDoctorInput,
    ) -> Result<DoctorPayload, Failure> {
        let mut problems = Problems::default();
        let reason = problems.reason("reason", Some(input.reason));
        problems.end()?;
        let id = named(ctx, "doctor", &input.doctor).await?;
        let read = input::moment(input.if_updated_at);
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "retireDoctor", reason.clone(), key).await? {
            Begun::Again((_, id)) => return payload(ctx, Id::new(id), true).await,
            Begun::Fresh(act) => act,
        };
        act.retire_doctor(id, reason.unwrap_or_default(), read)
            .await?;
        end(ctx, *act, (NodeKind::Doctor, id.get())).await?;
        payload(ctx, id, false).await
    }
}

/// The doctor whom a field names.
pub async fn named(ctx: &Context<'_>, field: &str, by: &DoctorBy) -> Result<DoctorId, Failure> {
    let row = by.load(ctx).await?;
    row.map(|row| row.id)
        .ok_or_else(|| Failure::not_found(format!("input.{field}: no doctor is known by that")))
}

/// The doctor with this id, who is there.
pub async fn shown(ctx: &Context<'_>, id: DoctorId) -> Result<Doctor, Failure> {
    let row = ctx.loaders().doctor().load(id).await?;
    row.map(Doctor)
        .ok_or_else(|| Failure::not_found("the doctor is gone"))
}

async fn payload(
    ctx: &Context<'_>,
    id: DoctorId,
    repeated: bool,
) -> Result<DoctorPayload, Failure> {
    Ok(DoctorPayload {
        doctor: shown(ctx, id).await?,
        repeated,
    })
}

fn age(problems: &mut Problems, field: &str, given: MaybeUndefined<i32>) -> Patch<i32> {
    if let MaybeUndefined::Value(age) = given
        && !(0..=OLDEST).contains(&age)
    {
        problems.note(field, format_args!("years of age, from 0 to {OLDEST}"));
    }
    open(given)
}
