//! Reviews: handed in, moderated, and counted where we count them ourselves.

use chrono::{Datelike, NaiveDate};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};

use super::act::Act;
use super::audit;
use super::error::DeskError;
use super::origin;
use crate::domain::rating::newest_first;
use crate::domain::{NodeKind, RecordState, ReviewState};
use crate::store::entity::{doctor, rating, review, source, submitted_review};
use crate::store::id::{DoctorId, Id, Row, SourceId};
use crate::store::{Database, StoreError, Text, read};

/// The longest chain of merges that is followed to the doctor who stands for another.
const LONGEST: usize = 10;

/// A review as somebody hands it in, scrubbed.
#[derive(Clone, Debug)]
pub struct Submitted {
    pub doctor: DoctorId,
    pub stars: i32,
    pub title: Option<String>,
    pub text: Option<String>,
}

/// A review that was moderated, and whether the doctor's rating counts it.
#[derive(Clone, Debug)]
pub struct Moderated {
    pub row: submitted_review::Model,
    pub counted: bool,
    /// The doctor under whom it is shown, if it is.
    pub doctor: DoctorId,
}

/// A review that was moderated before, and whether it is counted for the doctor by now.
pub async fn moderated(
    db: &Database,
    id: Id<submitted_review::Entity>,
    doctor: DoctorId,
) -> Result<Moderated, DeskError> {
    let db = db.reader();
    let row = read::by_ids(db, &[id]).await?.remove(&id);
    let row = row.ok_or(DeskError::Missing("review"))?;
    let ours = read::by_text::<source::Entity>(db, source::Column::Slug, origin::REVIEWS).await?;
    let rated = rating::Entity::find()
        .filter(rating::Column::DoctorId.eq(doctor))
        .one(db)
        .await?;
    let is_ours = match (ours, rated) {
        (Some(ours), Some(rated)) => rated.source_id == ours.id,
        _ => false,
    };
    Ok(Moderated {
        counted: is_ours && row.state.0 == ReviewState::Accepted,
        row,
        doctor,
    })
}

impl Act {
    /// Takes a review in. Nobody sees it before it is accepted.
    pub async fn submit_review(
        &mut self,
        submitted: Submitted,
    ) -> Result<submitted_review::Model, DeskError> {
        let key_id = self.actor.key.map(Id::new);
        let key_id = key_id.ok_or(StoreError::Corrupt("a review by nobody"))?;
        let doctor = self
            .held::<doctor::Entity>(submitted.doctor, "doctor")
            .await?;
        if doctor.state.0 == RecordState::Merged {
            return Err(DeskError::Merged);
        }
        let today = self.now.date_naive();
        let month = today.with_day(1).unwrap_or(today);
        let mine = || {
            submitted_review::Entity::find()
                .filter(submitted_review::Column::DoctorId.eq(submitted.doctor))
                .filter(submitted_review::Column::KeyId.eq(key_id))
                .filter(submitted_review::Column::Month.eq(month))
        };
        if mine().one(&self.tx).await?.is_some() {
            return Err(DeskError::Reviewed);
        }
        let row = submitted_review::Model {
            id: Id::UNSET,
            doctor_id: submitted.doctor,
            key_id,
            month,
            stars: submitted.stars,
            title: submitted.title.clone(),
            text: submitted.text.clone(),
            state: Text(ReviewState::Pending),
            reason: None,
            submitted_at: self.now,
            moderated_at: None,
        };
        let mut active = row.into_active_model();
        active.not_set(submitted_review::Entity::ID);
        submitted_review::Entity::insert(active)
            .exec_without_returning(&self.tx)
            .await?;
        let row = mine().one(&self.tx).await?;
        let row = row.ok_or(DeskError::Missing("review"))?;
        let node = (NodeKind::Doctor, submitted.doctor.get());
        self.enter(node, None, Some(audit::row(&row)));
        Ok(row)
    }

    /// Accepts or rejects a review. An accepted one is shown, under the doctor who stands for the
    /// one it was written of, and is counted where the rating is ours.
    pub async fn moderate_review(
        &mut self,
        id: Id<submitted_review::Entity>,
        accepted: bool,
        why: Option<String>,
    ) -> Result<Moderated, DeskError> {
        let held = self.held::<submitted_review::Entity>(id, "review").await?;
        if held.state.0 != ReviewState::Pending {
            return Err(DeskError::Moderated);
        }
        let row = submitted_review::Model {
            state: Text(match accepted {
                true => ReviewState::Accepted,
                false => ReviewState::Rejected,
            }),
            reason: why,
            moderated_at: Some(self.now),
            ..held.clone()
        };
        submitted_review::Entity::update(row.clone().into_active_model().reset_all())
            .exec(&self.tx)
            .await?;
        let (mut counted, mut doctor) = (false, row.doctor_id);
        if accepted {
            (counted, doctor) = self.show(&row).await?;
        }
        let node = (NodeKind::Doctor, row.doctor_id.get());
        self.enter(node, Some(audit::row(&held)), Some(audit::row(&row)));
        Ok(Moderated {
            row,
            counted,
            doctor,
        })
    }

    async fn show(&mut self, row: &submitted_review::Model) -> Result<(bool, DoctorId), DeskError> {
        let source = origin::reviews(self).await?;
        let doctor = self.standing_for(row.doctor_id).await?;
        let reviewed_on = row.submitted_at.date_naive();
        let shown = review::Model {
            id: Id::UNSET,
            doctor_id: doctor.id,
            source_id: source,
            stars: row.stars,
            title: row.title.clone(),
            text: row.text.clone(),
            order_key: newest_first(reviewed_on),
            reviewed_on,
            demonstration: doctor.demonstration,
        };
        let mut active = shown.into_active_model();
        active.not_set(review::Entity::ID);
        review::Entity::insert(active)
            .exec_without_returning(&self.tx)
            .await?;
        self.changes.updated(NodeKind::Doctor, doctor.id);
        let today = self.now.date_naive();
        let counted = self.recount(doctor.id, source, today).await?;
        Ok((counted, doctor.id))
    }

    /// The doctor, or whoever stands for them since they were merged.
    async fn standing_for(&self, id: DoctorId) -> Result<doctor::Model, DeskError> {
        let mut row = self.held::<doctor::Entity>(id, "doctor").await?;
        for _ in 0..LONGEST {
            let Some(next) = row.replaced_by_id else {
                break;
            };
            row = self.held::<doctor::Entity>(next, "doctor").await?;
        }
        Ok(row)
    }

    /// Counts anew the reviews that were written here, and says whether the rating is ours: one
    /// that another source counted is never mixed with them.
    pub(super) async fn recount(
        &self,
        doctor: DoctorId,
        source: SourceId,
        today: NaiveDate,
    ) -> Result<bool, DeskError> {
        let held = rating::Entity::find()
            .filter(rating::Column::DoctorId.eq(doctor))
            .one(&self.tx)
            .await?;
        if held.as_ref().is_some_and(|held| held.source_id != source) {
            return Ok(false);
        }
        let reviews = review::Entity::find()
            .filter(review::Column::DoctorId.eq(doctor))
            .filter(review::Column::SourceId.eq(source))
            .order_by_asc(review::Column::Id)
            .all(&self.tx)
            .await?;
        let count = i32::try_from(reviews.len()).unwrap_or(i32::MAX);
        let Some(mean_hundredths) = mean(&reviews) else {
            rating::Entity::delete_many()
                .filter(rating::Column::DoctorId.eq(doctor))
                .filter(rating::Column::SourceId.eq(source))
                .exec(&self.tx)
                .await?;
            return Ok(true);
        };
        let row = rating::Model {
            id: held.as_ref().map_or(Id::UNSET, |held| held.id),
            doctor_id: doctor,
            source_id: source,
            count,
            mean_hundredths,
            as_of: today,
        };
        let mut active = row.into_active_model().reset_all();
        match held {
            Some(_) => {
                rating::Entity::update(active).exec(&self.tx).await?;
            }
            None => {
                active.not_set(rating::Entity::ID);
                rating::Entity::insert(active)
                    .exec_without_returning(&self.tx)
                    .await?;
            }
        }
        Ok(true)
    }
}

/// The mean of the stars in hundredths, rounded; `None` without reviews.
fn mean(reviews: &[review::Model]) -> Option<i32> {
    let count = i32::try_from(reviews.len()).ok()?;
    let sum: i32 = reviews.iter().map(|row| row.stars).sum();
    (count > 0).then(|| (sum.saturating_mul(100) + count / 2) / count)
}
