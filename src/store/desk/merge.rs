//! Two records that are one doctor: what the one has moves to the other, and can be moved back.
//!
//! What both have stays where it is: a role at a clinic where the kept doctor has one, a specialty
//! or a language that they have, a biography in a language in which they have one, the rating where
//! they have one. So do provenance and the views of sources, which speak of the record.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Value,
};
use serde::{Deserialize, Serialize};

use super::act::{Act, unchanged};
use super::audit;
use super::error::DeskError;
use super::origin;
use crate::domain::{NodeKind, RecordState};
use crate::store::entity::{
    article, biography, doctor, doctor_language, doctor_specialty, identifier, merge, offering,
    qualification, rating, report, review, role, source,
};
use crate::store::id::{ClinicId, DoctorId, Id, Row, SourceId};
use crate::store::{StoreError, Text, read};

const NAME: &str = "doctor";

/// What a moved row's key begins with, so that an import of its source, which knows it by the key
/// without, does not move it back.
pub const MOVED: &str = "merged:";

/// What the merged doctor was.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    state: String,
    state_reason: Option<String>,
    source: i64,
    source_key: String,
}

/// The rows that were moved, by table, each with what else was changed of it.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Moved {
    /// Row and key.
    roles: Vec<(i64, String)>,
    /// Row and key.
    offerings: Vec<(i64, String)>,
    /// Row and place in the list.
    specialties: Vec<(i64, i32)>,
    /// Row and place in the list.
    languages: Vec<(i64, i32)>,
    /// Row and place in the list.
    qualifications: Vec<(i64, i32)>,
    biographies: Vec<i64>,
    identifiers: Vec<i64>,
    reports: Vec<i64>,
    reviews: Vec<i64>,
    ratings: Vec<i64>,
    articles: Vec<i64>,
}

impl Act {
    /// Makes `kept` stand for `merged`. `read` is when the caller saw the merged record last change.
    pub async fn merge_doctors(
        &mut self,
        kept: DoctorId,
        merged: DoctorId,
        reason: String,
        read: Option<chrono::DateTime<chrono::Utc>>,
    ) -> Result<(), DeskError> {
        if kept == merged {
            return Err(DeskError::SameDoctor);
        }
        let (stays, goes) = self.both(kept, merged).await?;
        unchanged(goes.updated_at, read, NAME)?;
        if stays.state.0 == RecordState::Merged || goes.state.0 == RecordState::Merged {
            return Err(DeskError::Merged);
        }
        let desk = origin::desk(self).await?;
        let before = Before {
            state: <&str>::from(goes.state.0).to_owned(),
            state_reason: goes.state_reason.clone(),
            source: goes.source_id.get(),
            source_key: goes.source_key.clone(),
        };
        let moved = self.move_all(merged, kept).await?;
        let row = merge::Model {
            id: Id::UNSET,
            kept_id: kept,
            merged_id: merged,
            before: written(&before)?,
            moved: written(&moved)?,
            reason: reason.clone(),
            merged_at: self.now,
            undone_at: None,
        };
        let mut active = row.into_active_model();
        active.not_set(merge::Entity::ID);
        merge::Entity::insert(active)
            .exec_without_returning(&self.tx)
            .await?;
        let gone = doctor::Model {
            state: Text(RecordState::Merged),
            state_reason: Some(reason),
            replaced_by_id: Some(kept),
            // The desk's, so that an import does not bring the record back.
            source_id: desk,
            source_key: goes.slug.clone(),
            updated_at: self.after(goes.updated_at),
            ..goes.clone()
        };
        self.put_doctor(gone.clone()).await?;
        let stood = doctor::Model {
            updated_at: self.after(stays.updated_at),
            ..stays.clone()
        };
        self.put_doctor(stood).await?;
        self.recount_both(kept, merged).await?;
        self.changes.merged(NodeKind::Doctor, merged);
        self.moved_changed(&moved).await?;
        self.doctor_changed(kept).await?;
        self.clinics_changed(merged).await?;
        let node = (NodeKind::Doctor, merged.get());
        let mut after = audit::row(&gone);
        after["moved"] = serde_json::to_value(&moved).unwrap_or_default();
        self.enter(node, Some(audit::row(&goes)), Some(after));
        Ok(())
    }

    /// Undoes the last merge of this doctor, and gives the one who was kept. Rows that came later
    /// stay with the kept doctor; so does a moved row whose place somebody has taken meanwhile.
    pub async fn unmerge_doctors(&mut self, merged: DoctorId) -> Result<DoctorId, DeskError> {
        let goes = self.held::<doctor::Entity>(merged, NAME).await?;
        if goes.state.0 != RecordState::Merged {
            return Err(DeskError::NotMerged);
        }
        let made = merge::Entity::find()
            .filter(merge::Column::MergedId.eq(merged))
            .filter(merge::Column::UndoneAt.is_null())
            .order_by_desc(merge::Column::Id)
            .one(&self.tx)
            .await?;
        let made = made.ok_or(DeskError::NotOurMerge)?;
        let kept = made.kept_id;
        let (stays, goes) = self.both(kept, merged).await?;
        let later = merge::Entity::find()
            .filter(merge::Column::Id.gt(made.id))
            .filter(merge::Column::UndoneAt.is_null())
            .filter(
                sea_orm::Condition::any()
                    .add(merge::Column::MergedId.eq(kept))
                    .add(merge::Column::KeptId.eq(kept)),
            )
            .one(&self.tx)
            .await?;
        if later.is_some() || stays.state.0 == RecordState::Merged {
            return Err(DeskError::MergedOn);
        }
        let before: Before = read_json(&made.before)?;
        let moved: Moved = read_json(&made.moved)?;
        self.move_back(&moved, kept, merged).await?;
        let row = doctor::Model {
            state: Text(
                before
                    .state
                    .parse()
                    .map_err(|_| StoreError::Corrupt("the state before a merge"))?,
            ),
            state_reason: before.state_reason,
            replaced_by_id: None,
            source_id: SourceId::new(before.source),
            source_key: before.source_key,
            updated_at: self.after(goes.updated_at),
            ..goes.clone()
        };
        self.put_doctor(row.clone()).await?;
        let stood = doctor::Model {
            updated_at: self.after(stays.updated_at),
            ..stays
        };
        self.put_doctor(stood).await?;
        let undone = merge::Model {
            undone_at: Some(self.now),
            ..made
        };
        merge::Entity::update(undone.into_active_model().reset_all())
            .exec(&self.tx)
            .await?;
        self.recount_both(kept, merged).await?;
        self.moved_changed(&moved).await?;
        self.doctor_changed(kept).await?;
        self.doctor_changed(merged).await?;
        let node = (NodeKind::Doctor, merged.get());
        self.enter(node, Some(audit::row(&goes)), Some(audit::row(&row)));
        Ok(kept)
    }

    /// Both rows, locked in one order whoever is kept, so that two calls never wait for each other.
    async fn both(
        &self,
        kept: DoctorId,
        merged: DoctorId,
    ) -> Result<(doctor::Model, doctor::Model), DeskError> {
        let first = self.held::<doctor::Entity>(kept.min(merged), NAME).await?;
        let second = self.held::<doctor::Entity>(kept.max(merged), NAME).await?;
        Ok(match first.id == kept {
            true => (first, second),
            false => (second, first),
        })
    }

    async fn put_doctor(&self, row: doctor::Model) -> Result<(), DeskError> {
        doctor::Entity::update(row.into_active_model().reset_all())
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    async fn move_all(&self, from: DoctorId, to: DoctorId) -> Result<Moved, DeskError> {
        let mut moved = Moved::default();

        let theirs: HashSet<ClinicId> = self
            .rows::<role::Entity>(role::Column::DoctorId, to)
            .await?
            .iter()
            .map(|row| row.clinic_id)
            .collect();
        for mut row in self
            .rows::<role::Entity>(role::Column::DoctorId, from)
            .await?
        {
            if theirs.contains(&row.clinic_id) {
                continue;
            }
            moved.roles.push((row.id.get(), row.source_key.clone()));
            row.doctor_id = to;
            row.source_key = format!("{MOVED}{}/{}", row.id.get(), row.source_key);
            row.updated_at = self.after(row.updated_at);
            role::Entity::update(row.into_active_model().reset_all())
                .exec(&self.tx)
                .await?;
        }
        let offered = self.rows::<offering::Entity>(offering::Column::DoctorId, from);
        for mut row in offered.await? {
            moved.offerings.push((row.id.get(), row.source_key.clone()));
            row.doctor_id = to;
            row.source_key = format!("{MOVED}{}/{}", row.id.get(), row.source_key);
            row.updated_at = self.after(row.updated_at);
            offering::Entity::update(row.into_active_model().reset_all())
                .exec(&self.tx)
                .await?;
        }

        let of = doctor_specialty::Column::DoctorId;
        let theirs = self.rows::<doctor_specialty::Entity>(of, to).await?;
        let mine = self.rows::<doctor_specialty::Entity>(of, from).await?;
        let mut next = theirs.iter().map(|row| row.position + 1).max().unwrap_or(0);
        for mut row in mine {
            if theirs
                .iter()
                .any(|held| held.specialty_id == row.specialty_id)
            {
                continue;
            }
            moved.specialties.push((row.id.get(), row.position));
            (row.doctor_id, row.position) = (to, next);
            next += 1;
            doctor_specialty::Entity::update(row.into_active_model().reset_all())
                .exec(&self.tx)
                .await?;
        }

        let of = doctor_language::Column::DoctorId;
        let theirs = self.rows::<doctor_language::Entity>(of, to).await?;
        let mine = self.rows::<doctor_language::Entity>(of, from).await?;
        let mut next = theirs.iter().map(|row| row.position + 1).max().unwrap_or(0);
        for mut row in mine {
            if theirs.iter().any(|held| held.language == row.language) {
                continue;
            }
            moved.languages.push((row.id.get(), row.position));
            (row.doctor_id, row.position) = (to, next);
            next += 1;
            doctor_language::Entity::update(row.into_active_model().reset_all())
                .exec(&self.tx)
                .await?;
        }

        let of = qualification::Column::DoctorId;
        let theirs = self.rows::<qualification::Entity>(of, to).await?;
        let mine = self.rows::<qualification::Entity>(of, from).await?;
        let mut next = theirs.iter().map(|row| row.position + 1).max().unwrap_or(0);
        for mut row in mine {
            let same = |held: &qualification::Model| {
                (held.kind, &held.title, &held.region) == (row.kind, &row.title, &row.region)
            };
            if theirs.iter().any(same) {
                continue;
            }
            moved.qualifications.push((row.id.get(), row.position));
            (row.doctor_id, row.position) = (to, next);
            next += 1;
            qualification::Entity::update(row.into_active_model().reset_all())
                .exec(&self.tx)
                .await?;
        }

        let of = biography::Column::DoctorId;
        let theirs = self.rows::<biography::Entity>(of, to).await?;
        let mine = self.rows::<biography::Entity>(of, from).await?;
        moved.biographies = mine
            .iter()
            .filter(|row| theirs.iter().all(|held| held.locale != row.locale))
            .map(|row| row.id.get())
            .collect();
        self.hand::<biography::Entity>(of, &moved.biographies, (from, to))
            .await?;

        let of = identifier::Column::NodeId;
        let theirs = self.identifiers(to).await?;
        moved.identifiers = self
            .identifiers(from)
            .await?
            .into_iter()
            .filter(|row| {
                let same = |held: &identifier::Model| {
                    (&held.system, &held.value) == (&row.system, &row.value)
                };
                !theirs.iter().any(same)
            })
            .map(|row| row.id.get())
            .collect();
        self.hand::<identifier::Entity>(of, &moved.identifiers, (from, to))
            .await?;

        let of = report::Column::NodeId;
        let told = report::Entity::find()
            .filter(report::Column::NodeKind.eq(Text(NodeKind::Doctor)))
            .filter(of.eq(from))
            .all(&self.tx)
            .await?;
        moved.reports = told.iter().map(|row| row.id.get()).collect();
        self.hand::<report::Entity>(of, &moved.reports, (from, to))
            .await?;

        let of = review::Column::DoctorId;
        let mine = self.rows::<review::Entity>(of, from).await?;
        moved.reviews = mine.iter().map(|row| row.id.get()).collect();
        self.hand::<review::Entity>(of, &moved.reviews, (from, to))
            .await?;

        let of = rating::Column::DoctorId;
        if self.rows::<rating::Entity>(of, to).await?.is_empty() {
            let mine = self.rows::<rating::Entity>(of, from).await?;
            moved.ratings = mine.iter().map(|row| row.id.get()).collect();
            self.hand::<rating::Entity>(of, &moved.ratings, (from, to))
                .await?;
        }

        let of = article::Column::ReviewerId;
        let mine = self.rows::<article::Entity>(of, from).await?;
        moved.articles = mine.iter().map(|row| row.id.get()).collect();
        self.hand::<article::Entity>(of, &moved.articles, (from, to))
            .await?;
        Ok(moved)
    }

    async fn move_back(
        &self,
        moved: &Moved,
        kept: DoctorId,
        merged: DoctorId,
    ) -> Result<(), DeskError> {
        let there: HashSet<ClinicId> = self
            .rows::<role::Entity>(role::Column::DoctorId, merged)
            .await?
            .iter()
            .map(|row| row.clinic_id)
            .collect();
        let was: HashMap<i64, &String> = moved.roles.iter().map(|(id, key)| (*id, key)).collect();
        for mut row in self
            .rows::<role::Entity>(role::Column::DoctorId, kept)
            .await?
        {
            let Some(key) = was.get(&row.id.get()) else {
                continue;
            };
            if there.contains(&row.clinic_id) {
                continue;
            }
            let taken = role::Entity::find()
                .filter(role::Column::SourceId.eq(row.source_id))
                .filter(role::Column::SourceKey.eq(key.as_str()))
                .one(&self.tx)
                .await?;
            // Whoever has written the role since then has given it a key of their own.
            if row.source_key.starts_with(MOVED) {
                if taken.is_some() {
                    continue;
                }
                row.source_key = (*key).clone();
            }
            row.doctor_id = merged;
            row.updated_at = self.after(row.updated_at);
            role::Entity::update(row.into_active_model().reset_all())
                .exec(&self.tx)
                .await?;
        }
        let was: HashMap<i64, &String> =
            moved.offerings.iter().map(|(id, key)| (*id, key)).collect();
        let offered = self.rows::<offering::Entity>(offering::Column::DoctorId, kept);
        for mut row in offered.await? {
            let Some(key) = was.get(&row.id.get()) else {
                continue;
            };
            let taken = offering::Entity::find()
                .filter(offering::Column::SourceId.eq(row.source_id))
                .filter(offering::Column::SourceKey.eq(key.as_str()))
                .one(&self.tx)
                .await?;
            if taken.is_some() {
                continue;
            }
            row.source_key = (*key).clone();
            row.doctor_id = merged;
            row.updated_at = self.after(row.updated_at);
            offering::Entity::update(row.into_active_model().reset_all())
                .exec(&self.tx)
                .await?;
        }
        let theirs = self
            .rows::<doctor_specialty::Entity>(doctor_specialty::Column::DoctorId, merged)
            .await?;
        for (id, position) in &moved.specialties {
            let rows = self.rows::<doctor_specialty::Entity>(doctor_specialty::Column::Id, *id);
            for mut row in rows.await? {
                let again = theirs
                    .iter()
                    .any(|held| held.specialty_id == row.specialty_id);
                if row.doctor_id != kept || again {
                    continue;
                }
                (row.doctor_id, row.position) = (merged, *position);
                doctor_specialty::Entity::update(row.into_active_model().reset_all())
                    .exec(&self.tx)
                    .await?;
            }
        }
        for (id, position) in &moved.languages {
            let rows = self.rows::<doctor_language::Entity>(doctor_language::Column::Id, *id);
            for mut row in rows.await? {
                if row.doctor_id != kept {
                    continue;
                }
                (row.doctor_id, row.position) = (merged, *position);
                doctor_language::Entity::update(row.into_active_model().reset_all())
                    .exec(&self.tx)
                    .await?;
            }
        }
        for (id, position) in &moved.qualifications {
            let rows = self.rows::<qualification::Entity>(qualification::Column::Id, *id);
            for mut row in rows.await? {
                if row.doctor_id != kept {
                    continue;
                }
                (row.doctor_id, row.position) = (merged, *position);
                qualification::Entity::update(row.into_active_model().reset_all())
                    .exec(&self.tx)
                    .await?;
            }
        }
        let back = (kept, merged);
        self.hand::<biography::Entity>(biography::Column::DoctorId, &moved.biographies, back)
            .await?;
        self.hand::<identifier::Entity>(identifier::Column::NodeId, &moved.identifiers, back)
            .await?;
        self.hand::<report::Entity>(report::Column::NodeId, &moved.reports, back)
            .await?;
        self.hand::<review::Entity>(review::Column::DoctorId, &moved.reviews, back)
            .await?;
        self.hand::<rating::Entity>(rating::Column::DoctorId, &moved.ratings, back)
            .await?;
        self.hand::<article::Entity>(article::Column::ReviewerId, &moved.articles, back)
            .await
    }

    /// The rows whose column has this value, in the order in which they were written.
    async fn rows<E: Row>(
        &self,
        column: E::Column,
        value: impl Into<Value>,
    ) -> Result<Vec<E::Model>, DeskError> {
        Ok(E::find()
            .filter(column.eq(value))
            .order_by_asc(E::ID)
            .all(&self.tx)
            .await?)
    }

    async fn identifiers(&self, doctor: DoctorId) -> Result<Vec<identifier::Model>, DeskError> {
        Ok(identifier::Entity::find()
            .filter(identifier::Column::NodeKind.eq(Text(NodeKind::Doctor)))
            .filter(identifier::Column::NodeId.eq(doctor))
            .all(&self.tx)
            .await?)
    }

    /// Gives the rows that are one doctor's to the other.
    async fn hand<E: Row>(
        &self,
        column: E::Column,
        ids: &[i64],
        (from, to): (DoctorId, DoctorId),
    ) -> Result<(), DeskError> {
        if ids.is_empty() {
            return Ok(());
        }
        E::update_many()
            .col_expr(column, sea_orm::sea_query::Expr::value(to.get()))
            .filter(read::any_id_of::<E>(&self.tx, ids))
            .filter(column.eq(from))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Counts what both have of reviews that were written here.
    async fn recount_both(&self, kept: DoctorId, merged: DoctorId) -> Result<(), DeskError> {
        let ours = read::by_text::<source::Entity>(&self.tx, source::Column::Slug, origin::REVIEWS);
        let Some(ours) = ours.await? else {
            return Ok(());
        };
        let today = self.now.date_naive();
        self.recount(kept, ours.id, today).await?;
        self.recount(merged, ours.id, today).await?;
        Ok(())
    }

    async fn moved_changed(&mut self, moved: &Moved) -> Result<(), DeskError> {
        for (id, _) in &moved.roles {
            self.changes.node_updated(NodeKind::Role, *id);
        }
        for (id, _) in &moved.offerings {
            self.changes.node_updated(NodeKind::Offering, *id);
        }
        for id in &moved.articles {
            self.changes.node_updated(NodeKind::Article, *id);
        }
        Ok(())
    }

    async fn clinics_changed(&mut self, doctor: DoctorId) -> Result<(), DeskError> {
        for role in self
            .rows::<role::Entity>(role::Column::DoctorId, doctor)
            .await?
        {
            self.changes.updated(NodeKind::Clinic, role.clinic_id);
        }
        Ok(())
    }
}

fn written(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Corrupt("a merge that cannot be written"))
}

fn read_json<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt("what a merge has moved"))
}
