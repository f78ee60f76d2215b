//! Writing clinics.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use super::act::{Act, unchanged};
use super::audit;
use super::doctor::free_slug;
use super::error::DeskError;
use super::origin::{self, Before};
use super::patch::{Hours, Patch, Which};
use crate::domain::distance::Point;
use crate::domain::fold::fold;
use crate::domain::{ClinicKind, FieldGroup, NodeKind, PositionAccuracy};
use crate::store::entity::clinic;
use crate::store::id::{ClinicId, Id, PlaceId, Row};
use crate::store::{Text, read, role};

const NAME: &str = "clinic";

/// The groups that a source of clinics speaks for.
const GROUPS: &[FieldGroup] = &[
    FieldGroup::Identity,
    FieldGroup::Contact,
    FieldGroup::Location,
];

/// The longest chain of clinics that are parts of one another.
const DEEPEST: usize = 20;

/// What is written of a clinic; what is left out stays.
#[derive(Clone, Debug, Default)]
pub struct ClinicPatch {
    pub slug: Option<String>,
    pub name: Option<String>,
    pub kind: Option<ClinicKind>,
    pub npi: Patch<String>,
    pub street: Patch<String>,
    pub city: Patch<String>,
    pub region: Patch<String>,
    pub postal_code: Patch<String>,
    pub country: Option<String>,
    pub position: Patch<(Point, PositionAccuracy)>,
    pub place: Patch<PlaceId>,
    pub time_zone: Patch<String>,
    pub phone: Patch<String>,
    pub website: Patch<String>,
    pub parent: Patch<ClinicId>,
    /// Spellings of `Accessibility` between `|`.
    pub accessibility: Patch<String>,
    pub hours: Option<Vec<Hours>>,
}

impl Act {
    /// Writes a clinic. `read` is when the caller saw the record last change.
    pub async fn upsert_clinic(
        &mut self,
        which: Which<clinic::Entity>,
        patch: ClinicPatch,
        read: Option<DateTime<Utc>>,
    ) -> Result<ClinicId, DeskError> {
        let desk = origin::desk(self).await?;
        let held = self.clinic(&which).await?;
        if let Some(held) = &held {
            unchanged(held.updated_at, read, NAME)?;
        }
        let mut row = held.clone().unwrap_or_else(|| blank(self.now));
        row.slug = self.clinic_slug(&which, held.as_ref(), &patch).await?;
        let hours = patch.hours.clone();
        fill(&mut row, patch);
        self.apart(row.id, row.parent_id).await?;
        row.source_id = desk;
        row.source_key.clone_from(&row.slug);
        row.updated_at = held
            .as_ref()
            .map_or(self.now, |held| self.after(held.updated_at));
        let id = self.store_clinic(row, held.is_some()).await?;
        let node = (NodeKind::Clinic, id.get());
        if let Some(hours) = hours {
            origin::hours(self, node, &hours).await?;
        }
        let was = held.as_ref().map(|held| Before {
            source: held.source_id,
            groups: GROUPS,
        });
        let today = self.now.date_naive();
        origin::note(self, node, was, GROUPS, (desk, today)).await?;
        let row = self.held::<clinic::Entity>(id, NAME).await?;
        self.changes.updated(NodeKind::Clinic, id);
        for doctor in role::doctors_at(&self.tx, [id]).await? {
            self.changes.updated(NodeKind::Doctor, doctor);
        }
        let parents = [held.as_ref().and_then(|held| held.parent_id), row.parent_id];
        for parent in parents.into_iter().flatten() {
            self.changes.updated(NodeKind::Clinic, parent);
        }
        let before = held.as_ref().map(audit::row);
        self.enter(node, before, Some(audit::row(&row)));
        Ok(id)
    }

    async fn clinic(
        &self,
        which: &Which<clinic::Entity>,
    ) -> Result<Option<clinic::Model>, DeskError> {
        Ok(match which {
            Which::Row(id) => Some(self.held(*id, NAME).await?),
            Which::Slug(slug) => {
                let held = read::by_text::<clinic::Entity>(&self.tx, clinic::Column::Slug, slug);
                match held.await? {
                    Some(held) => Some(self.held(held.id, NAME).await?),
                    None => None,
                }
            }
            Which::New => None,
        })
    }

    async fn clinic_slug(
        &self,
        which: &Which<clinic::Entity>,
        held: Option<&clinic::Model>,
        patch: &ClinicPatch,
    ) -> Result<String, DeskError> {
        let wanted = match (which, held, &patch.slug) {
            (Which::Slug(slug), ..) => return Ok(slug.clone()),
            (_, Some(held), None) => return Ok(held.slug.clone()),
            (_, Some(held), Some(slug)) if *slug == held.slug => return Ok(slug.clone()),
            (_, _, Some(slug)) => slug.clone(),
            (_, None, None) => {
                let city = match &patch.city {
                    Patch::Set(Some(city)) => city.as_str(),
                    _ => "",
                };
                let name = patch.name.as_deref().unwrap_or_default();
                return free_slug::<clinic::Entity>(self, clinic::Column::Slug, [name, city]).await;
            }
        };
        let taken = read::by_text::<clinic::Entity>(&self.tx, clinic::Column::Slug, &wanted);
        match taken.await? {
            Some(_) => Err(DeskError::SlugTaken(NAME)),
            None => Ok(wanted),
        }
    }

    /// Refuses a clinic that would be a part of itself.
    async fn apart(&self, id: ClinicId, parent: Option<ClinicId>) -> Result<(), DeskError> {
        let mut above = parent;
        for _ in 0..DEEPEST {
            let Some(at) = above else { return Ok(()) };
            if at == id {
                return Err(DeskError::Circle);
            }
            let row = read::by_ids::<clinic::Entity>(&self.tx, &[at]).await?;
            above = row.get(&at).ok_or(DeskError::Missing(NAME))?.parent_id;
        }
        Err(DeskError::Circle)
    }

    async fn store_clinic(&self, row: clinic::Model, is_held: bool) -> Result<ClinicId, DeskError> {
        let (id, slug) = (row.id, row.slug.clone());
        let mut active = row.into_active_model().reset_all();
        if is_held {
            clinic::Entity::update(active).exec(&self.tx).await?;
            return Ok(id);
        }
        active.not_set(clinic::Entity::ID);
        clinic::Entity::insert(active)
            .exec_without_returning(&self.tx)
            .await?;
        let row = read::by_text::<clinic::Entity>(&self.tx, clinic::Column::Slug, &slug).await?;
        row.map(|row| row.id).ok_or(DeskError::Missing(NAME))
    }
}

fn blank(now: DateTime<Utc>) -> clinic::Model {
    clinic::Model {
        id: Id::UNSET,
        source_id: Id::UNSET,
        source_key: String::new(),
        slug: String::new(),
        name: String::new(),
        name_key: String::new(),
        kind: Text(ClinicKind::Clinic),
        npi: None,
        address: None,
        city: None,
        region: None,
        postal_code: None,
        country: String::new(),
        latitude: None,
        longitude: None,
        position_accuracy: None,
        place_id: None,
        time_zone: None,
        phone: None,
        website: None,
        parent_id: None,
        accessibility: None,
        demonstration: false,
        updated_at: now,
    }
}

fn fill(row: &mut clinic::Model, patch: ClinicPatch) {
    if let Some(name) = patch.name {
        row.name = name;
    }
    row.name_key = fold(&row.name);
    if let Some(kind) = patch.kind {
        row.kind = Text(kind);
    }
    if let Some(country) = patch.country {
        row.country = country;
    }
    if let Patch::Set(position) = patch.position {
        let point = position.map(|(point, _)| point);
        row.latitude = point.map(Point::latitude);
        row.longitude = point.map(Point::longitude);
        row.position_accuracy = position.map(|(_, accuracy)| Text(accuracy));
    }
    patch.npi.apply(&mut row.npi);
    patch.street.apply(&mut row.address);
    patch.city.apply(&mut row.city);
    patch.region.apply(&mut row.region);
    patch.postal_code.apply(&mut row.postal_code);
    patch.place.apply(&mut row.place_id);
    patch.time_zone.apply(&mut row.time_zone);
    patch.phone.apply(&mut row.phone);
    patch.website.apply(&mut row.website);
    patch.parent.apply(&mut row.parent_id);
    patch.accessibility.apply(&mut row.accessibility);
}
