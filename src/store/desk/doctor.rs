//! Writing doctors.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};

use super::act::{Act, unchanged};
use super::audit;
use super::background::DoctorLists;
use super::error::DeskError;
use super::origin::{self, Before};
use super::patch::{Patch, Which};
use crate::domain::person_name::PersonName;
use crate::domain::slug::Slug;
use crate::domain::{FieldGroup, Gender, NodeKind, RecordState};
use crate::store::entity::doctor;
use crate::store::id::{DoctorId, Id, Row};
use crate::store::{Text, read, role};

const NAME: &str = "doctor";

/// The groups that a source of doctors speaks for.
const GROUPS: &[FieldGroup] = &[FieldGroup::Identity, FieldGroup::Specialties];

/// What is written of a doctor; what is left out stays.
#[derive(Clone, Debug, Default)]
pub struct DoctorPatch {
    pub slug: Option<String>,
    pub npi: Patch<String>,
    pub prefix: Patch<String>,
    pub given: Patch<String>,
    pub middle: Patch<String>,
    pub family: Option<String>,
    pub suffix: Patch<String>,
    pub credentials: Patch<String>,
    pub gender: Patch<Gender>,
    pub telehealth: Patch<bool>,
    pub youngest_age: Patch<i32>,
    pub oldest_age: Patch<i32>,
    pub photo_url: Patch<String>,
    /// Whether a retired doctor sees patients again.
    pub reinstate: bool,
    pub lists: DoctorLists,
}

impl Act {
    /// Writes a doctor. `read` is when the caller saw the record last change.
    pub async fn upsert_doctor(
        &mut self,
        which: Which<doctor::Entity>,
        patch: DoctorPatch,
        read: Option<DateTime<Utc>>,
    ) -> Result<DoctorId, DeskError> {
        let desk = origin::desk(self).await?;
        let held = self.doctor(&which).await?;
        if let Some(held) = &held {
            unchanged(held.updated_at, read, NAME)?;
            if held.state.0 == RecordState::Merged {
                return Err(DeskError::Merged);
            }
        }
        let before = match &held {
            Some(held) => Some(self.doctor_snapshot(held).await?),
            None => None,
        };
        let mut row = match held.clone() {
            Some(row) => row,
            None => blank(self.now, patch.family.clone().unwrap_or_default()),
        };
        row.slug = self.doctor_slug(&which, held.as_ref(), &patch).await?;
        let lists = fill(&mut row, patch);
        let mut groups = vec![FieldGroup::Identity];
        groups.extend(lists.specialties.as_ref().map(|_| FieldGroup::Specialties));
        groups.extend(
            lists
                .qualifications
                .as_ref()
                .map(|_| FieldGroup::Qualifications),
        );
        row.source_id = desk;
        row.source_key.clone_from(&row.slug);
        row.updated_at = held
            .as_ref()
            .map_or(self.now, |held| self.after(held.updated_at));
        let npi = row.npi.clone();
        let id = self.store(row, held.is_some()).await?;
        self.fill_doctor(id, npi.as_deref(), lists).await?;
        let node = (NodeKind::Doctor, id.get());
        let was = held.map(|held| Before {
            source: held.source_id,
            groups: GROUPS,
        });
        let today = self.now.date_naive();
        origin::note(self, node, was, &groups, (desk, today)).await?;
        self.doctor_changed(id).await?;
        let row = self.held::<doctor::Entity>(id, NAME).await?;
        let after = self.doctor_snapshot(&row).await?;
        self.enter(node, before, Some(after));
        Ok(id)
    }

    /// Notes that a doctor sees no more patients. The record stays, and says so.
    pub async fn retire_doctor(
        &mut self,
        id: DoctorId,
        reason: String,
        read: Option<DateTime<Utc>>,
    ) -> Result<(), DeskError> {
        let desk = origin::desk(self).await?;
        let held = self.held::<doctor::Entity>(id, NAME).await?;
        unchanged(held.updated_at, read, NAME)?;
        if held.state.0 == RecordState::Merged {
            return Err(DeskError::Merged);
        }
        let mut row = held.clone();
        row.state = Text(RecordState::Retired);
        row.state_reason = Some(reason);
        row.source_id = desk;
        row.source_key.clone_from(&row.slug);
        row.updated_at = self.after(held.updated_at);
        let (before, after) = (audit::row(&held), audit::row(&row));
        self.store(row, true).await?;
        let was = Some(Before {
            source: held.source_id,
            groups: GROUPS,
        });
        let node = (NodeKind::Doctor, id.get());
        let today = self.now.date_naive();
        origin::note(self, node, was, &[FieldGroup::Identity], (desk, today)).await?;
        self.doctor_changed(id).await?;
        self.enter(node, Some(before), Some(after));
        Ok(())
    }

    /// The doctor who is named, locked; nothing where one is to be made.
    async fn doctor(
        &self,
        which: &Which<doctor::Entity>,
    ) -> Result<Option<doctor::Model>, DeskError> {
        Ok(match which {
            Which::Row(id) => Some(self.held(*id, NAME).await?),
            Which::Slug(slug) => {
                let held = read::by_text::<doctor::Entity>(&self.tx, doctor::Column::Slug, slug);
                match held.await? {
                    Some(held) => Some(self.held(held.id, NAME).await?),
                    None => None,
                }
            }
            Which::New => None,
        })
    }

    async fn doctor_slug(
        &self,
        which: &Which<doctor::Entity>,
        held: Option<&doctor::Model>,
        patch: &DoctorPatch,
    ) -> Result<String, DeskError> {
        let wanted = match (which, held, &patch.slug) {
            (Which::Slug(slug), ..) => return Ok(slug.clone()),
            (_, Some(held), None) => return Ok(held.slug.clone()),
            (_, Some(held), Some(slug)) if *slug == held.slug => return Ok(slug.clone()),
            (_, _, Some(slug)) => slug.clone(),
            (_, None, None) => {
                let given = match &patch.given {
                    Patch::Set(Some(given)) => given.as_str(),
                    _ => "",
                };
                let family = patch.family.as_deref().unwrap_or_default();
                return free_slug::<doctor::Entity>(self, doctor::Column::Slug, [given, family])
                    .await;
            }
        };
        let taken = read::by_text::<doctor::Entity>(&self.tx, doctor::Column::Slug, &wanted);
        match taken.await? {
            Some(_) => Err(DeskError::SlugTaken(NAME)),
            None => Ok(wanted),
        }
    }

    async fn store(&self, row: doctor::Model, is_held: bool) -> Result<DoctorId, DeskError> {
        let (id, slug) = (row.id, row.slug.clone());
        let mut active = row.into_active_model().reset_all();
        if is_held {
            doctor::Entity::update(active).exec(&self.tx).await?;
            return Ok(id);
        }
        active.not_set(doctor::Entity::ID);
        doctor::Entity::insert(active)
            .exec_without_returning(&self.tx)
            .await?;
        let row = read::by_text::<doctor::Entity>(&self.tx, doctor::Column::Slug, &slug).await?;
        row.map(|row| row.id).ok_or(DeskError::Missing(NAME))
    }

    /// Notes the doctor as changed, and the clinics that list what is done there.
    pub(super) async fn doctor_changed(&mut self, id: DoctorId) -> Result<(), DeskError> {
        self.changes.updated(NodeKind::Doctor, id);
        for role in role::of_doctors(&self.tx, [id]).await? {
            self.changes.updated(NodeKind::Clinic, role.clinic_id);
        }
        Ok(())
    }
}

fn blank(now: DateTime<Utc>, family: String) -> doctor::Model {
    doctor::Model {
        id: Id::UNSET,
        source_id: Id::UNSET,
        source_key: String::new(),
        slug: String::new(),
        npi: None,
        name: String::new(),
        name_key: String::new(),
        prefix: None,
        given: None,
        middle: None,
        family,
        suffix: None,
        credentials: None,
        gender: None,
        state: Text(RecordState::Active),
        state_reason: None,
        replaced_by_id: None,
        telehealth: None,
        youngest_age: None,
        oldest_age: None,
        photo_url: None,
        demonstration: false,
        updated_at: now,
    }
}

/// Fills the columns, and gives back the lists.
fn fill(row: &mut doctor::Model, patch: DoctorPatch) -> DoctorLists {
    patch.npi.apply(&mut row.npi);
    patch.prefix.apply(&mut row.prefix);
    patch.given.apply(&mut row.given);
    patch.middle.apply(&mut row.middle);
    patch.suffix.apply(&mut row.suffix);
    patch.credentials.apply(&mut row.credentials);
    patch.gender.map(Text).apply(&mut row.gender);
    patch.telehealth.apply(&mut row.telehealth);
    patch.youngest_age.apply(&mut row.youngest_age);
    patch.oldest_age.apply(&mut row.oldest_age);
    patch.photo_url.apply(&mut row.photo_url);
    if let Some(family) = patch.family {
        row.family = family;
    }
    if patch.reinstate {
        row.state = Text(RecordState::Active);
        row.state_reason = None;
    }
    let name = PersonName {
        given: row.given.as_deref(),
        middle: row.middle.as_deref(),
        family: &row.family,
        suffix: row.suffix.as_deref(),
    };
    (row.name, row.name_key) = (name.shown(), name.key());
    patch.lists
}

/// A slug of the words that nothing has: with a number after it where the words alone are taken.
pub(super) async fn free_slug<E: Row<Model: Sync>>(
    act: &Act,
    column: E::Column,
    words: [&str; 2],
) -> Result<String, DeskError> {
    let slug = Slug::from_words(words).map_or_else(|| "unnamed".to_owned(), Slug::into_string);
    let stem: String = slug.chars().take(150).collect();
    let stem = stem.trim_end_matches('-');
    // The number of rows with the stem is a good guess, and the next free one is near it.
    let alike = E::find().filter(column.starts_with(stem)).count(&act.tx);
    let alike = alike.await?;
    for number in alike..alike + 1_000 {
        let slug = match number {
            0 => stem.to_owned(),
            number => format!("{stem}-{}", number + 1),
        };
        if read::by_text::<E>(&act.tx, column, &slug).await?.is_none() {
            return Ok(slug);
        }
    }
    Err(DeskError::SlugTaken(NAME))
}
