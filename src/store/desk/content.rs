//! Articles at the desk: drafts, reviews, publishing, and going back.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

use super::act::Act;
use super::error::DeskError;
use super::origin;
use crate::domain::article::Edition;
use crate::domain::closed::Closed;
use crate::domain::{ManuscriptState, NodeKind};
use crate::store::edition::{self, Resolved, Unresolved};
use crate::store::entity::{article, article_version, clinical_review, manuscript};
use crate::store::id::{ArticleId, DoctorId, Id, Row};
use crate::store::manuscript::{self as manuscripts, ManuscriptId, Written};
use crate::store::{Text, read};

/// What is saved.
pub struct Saving<'a> {
    pub slug: &'a str,
    pub locale: &'a str,
    pub title: &'a str,
    /// The document as JSON.
    pub content: String,
}

/// What a reviewer says.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub approved: bool,
    pub reviewer: Option<DoctorId>,
    pub conflict_of_interest: Option<String>,
    pub comment: Option<String>,
    pub reviewed_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
}

impl Act {
    /// Begins an article, or a translation of one.
    pub async fn create_manuscript(
        &mut self,
        saving: Saving<'_>,
        note: Option<String>,
    ) -> Result<manuscript::Model, DeskError> {
        let Saving { slug, locale, .. } = saving;
        if manuscripts::by_name(&self.tx, slug, locale)
            .await?
            .is_some()
        {
            return Err(DeskError::ArticleExists);
        }
        let live = read::by_text::<article::Entity>(&self.tx, article::Column::Slug, slug).await?;
        if live
            .as_ref()
            .is_some_and(|live| live.original_locale == locale)
        {
            return Err(DeskError::ArticleExists);
        }
        self.begin_manuscript(saving, note, None).await
    }

    /// Saves a draft over the revision that the caller has read. An article that is there without a
    /// manuscript, because it was imported before there was a desk, gets one.
    pub async fn save_draft(
        &mut self,
        saving: Saving<'_>,
        revision: i32,
        note: Option<String>,
    ) -> Result<manuscript::Model, DeskError> {
        let held = manuscripts::by_name(&self.tx, saving.slug, saving.locale).await?;
        let Some(held) = held else {
            let column = article::Column::Slug;
            let live = read::by_text::<article::Entity>(&self.tx, column, saving.slug).await?;
            return match live {
                Some(live) if revision == 0 => {
                    self.begin_manuscript(saving, note, Some(live.id)).await
                }
                Some(_) => Err(DeskError::StaleRevision {
                    is: 0,
                    read: revision,
                }),
                None => Err(DeskError::Missing("article")),
            };
        };
        let mut held = self.read_at(held.id, revision).await?;
        let before = told(&held);
        saving.title.clone_into(&mut held.title);
        self.draft(&mut held, saving.content, note, None).await?;
        self.enter_manuscript(&held, Some(before));
        Ok(held)
    }

    /// Hands a draft to whoever reviews.
    pub async fn submit_manuscript(
        &mut self,
        id: ManuscriptId,
        revision: i32,
    ) -> Result<manuscript::Model, DeskError> {
        let held = self.read_at(id, revision).await?;
        self.moved(held, ManuscriptState::Draft, ManuscriptState::InReview)
            .await
    }

    /// Approves what is in review, or sends it back.
    pub async fn review_manuscript(
        &mut self,
        id: ManuscriptId,
        revision: i32,
        verdict: Verdict,
    ) -> Result<manuscript::Model, DeskError> {
        let held = self.read_at(id, revision).await?;
        in_state(&held, ManuscriptState::InReview)?;
        if self.has_written(&held).await? {
            return Err(DeskError::OwnReview);
        }
        let row = clinical_review::Model {
            id: Id::UNSET,
            manuscript_id: held.id,
            version: held.version,
            approved: verdict.approved,
            reviewer_id: verdict.reviewer,
            conflict_of_interest: verdict.conflict_of_interest,
            comment: verdict.comment,
            reviewed_on: verdict.reviewed_on,
            due_on: verdict.due_on,
            written_by: self.actor.name.clone(),
            partner_id: self.actor.partner,
            at: self.now,
        };
        let mut row = row.into_active_model();
        row.not_set(clinical_review::Entity::ID);
        clinical_review::Entity::insert(row)
            .exec_without_returning(&self.tx)
            .await?;
        let to = match verdict.approved {
            true => ManuscriptState::Approved,
            false => ManuscriptState::Draft,
        };
        self.moved(held, ManuscriptState::InReview, to).await
    }

    /// What the edition points at, for the desk.
    pub async fn resolve_edition(
        &mut self,
        edition: &Edition,
    ) -> Result<Result<Resolved, Vec<Unresolved>>, DeskError> {
        let source = origin::content(self).await?;
        Ok(edition::resolve(&self.tx, &source, edition, true).await?)
    }

    /// Shows readers the version that is worked on, which must be approved.
    pub async fn publish(
        &mut self,
        id: ManuscriptId,
        revision: i32,
        edition: &Edition,
        resolved: &Resolved,
    ) -> Result<(manuscript::Model, ArticleId), DeskError> {
        let mut held = self.read_at(id, revision).await?;
        in_state(&held, ManuscriptState::Approved)?;
        let before = told(&held);
        let source = origin::content(self).await?;
        let of = (&source, held.article_id.map(Id::new));
        let (changes, now) = (&mut self.changes, self.now);
        let written = edition::write(&self.tx, changes, of, edition, resolved, now).await?;
        held.state = Text(ManuscriptState::Published);
        held.published_version = Some(held.version);
        held.article_id = Some(written.article.get());
        manuscripts::update(&self.tx, &mut held, self.now).await?;
        self.enter_manuscript(&held, Some(before));
        Ok((held, written.article))
    }

    /// Takes an article out of what readers see; with an original, every translation of it.
    pub async fn archive(
        &mut self,
        id: ManuscriptId,
        revision: i32,
    ) -> Result<manuscript::Model, DeskError> {
        let mut held = self.read_at(id, revision).await?;
        if held.state.0 == ManuscriptState::Archived {
            in_state(&held, ManuscriptState::Published)?;
        }
        let column = article::Column::Slug;
        let live = read::by_text::<article::Entity>(&self.tx, column, &held.slug).await?;
        let mut others = Vec::new();
        // A draft that was never published leaves what another source published.
        if let Some(live) = live.filter(|live| held.article_id == Some(live.id.get())) {
            if live.original_locale == held.locale {
                others = manuscripts::of_slug(&self.tx, &held.slug).await?;
                others.retain(|other| other.id != held.id);
            }
            edition::remove(&self.tx, &mut self.changes, &live, &held.locale, self.now).await?;
        }
        for row in std::iter::once(&mut held).chain(&mut others) {
            let before = told(row);
            row.state = Text(ManuscriptState::Archived);
            row.published_version = None;
            manuscripts::update(&self.tx, row, self.now).await?;
            self.enter_manuscript(row, Some(before));
        }
        Ok(held)
    }

    /// Makes an earlier version the draft that is worked on.
    pub async fn restore(
        &mut self,
        id: ManuscriptId,
        revision: i32,
        number: i32,
        title: String,
    ) -> Result<manuscript::Model, DeskError> {
        let mut held = self.read_at(id, revision).await?;
        let version = manuscripts::version(&self.tx, id, number).await?;
        let version = version.ok_or(DeskError::NoVersion(number))?;
        let before = told(&held);
        held.title = title;
        let note = self.reason.clone();
        self.draft(&mut held, version.content, note, Some(number))
            .await?;
        self.enter_manuscript(&held, Some(before));
        Ok(held)
    }

    async fn begin_manuscript(
        &mut self,
        saving: Saving<'_>,
        note: Option<String>,
        live: Option<ArticleId>,
    ) -> Result<manuscript::Model, DeskError> {
        let name = (saving.slug, saving.locale, saving.title);
        let mut held = manuscripts::add(&self.tx, name, self.now).await?;
        held.article_id = live.map(Id::get);
        self.draft(&mut held, saving.content, note, None).await?;
        self.enter_manuscript(&held, None);
        Ok(held)
    }

    async fn draft(
        &self,
        held: &mut manuscript::Model,
        content: String,
        note: Option<String>,
        restored_from: Option<i32>,
    ) -> Result<(), DeskError> {
        let written = Written {
            author: self.actor.name.clone(),
            partner: self.actor.partner,
            note,
            restored_from,
        };
        manuscripts::add_version(&self.tx, held, content, written, self.now).await?;
        held.state = Text(ManuscriptState::Draft);
        manuscripts::update(&self.tx, held, self.now).await?;
        Ok(())
    }

    async fn moved(
        &mut self,
        mut held: manuscript::Model,
        from: ManuscriptState,
        to: ManuscriptState,
    ) -> Result<manuscript::Model, DeskError> {
        in_state(&held, from)?;
        let before = told(&held);
        held.state = Text(to);
        manuscripts::update(&self.tx, &mut held, self.now).await?;
        self.enter_manuscript(&held, Some(before));
        Ok(held)
    }

    /// The manuscript, held, if it is as the caller has read it.
    async fn read_at(
        &self,
        id: ManuscriptId,
        revision: i32,
    ) -> Result<manuscript::Model, DeskError> {
        let held = self.held::<manuscript::Entity>(id, "article").await?;
        match held.revision == revision {
            true => Ok(held),
            false => Err(DeskError::StaleRevision {
                is: held.revision,
                read: revision,
            }),
        }
    }

    /// Whether the caller wrote any of what has not been published yet.
    async fn has_written(&self, held: &manuscript::Model) -> Result<bool, DeskError> {
        let versions = article_version::Entity::find()
            .filter(article_version::Column::ManuscriptId.eq(held.id))
            .filter(article_version::Column::Number.gt(held.published_version.unwrap_or(0)))
            .all(&self.tx)
            .await?;
        Ok(versions.iter().any(|version| match version.partner_id {
            Some(partner) => Some(partner) == self.actor.partner,
            None => self.actor.partner.is_none() && version.author == self.actor.name,
        }))
    }

    fn enter_manuscript(&mut self, held: &manuscript::Model, before: Option<serde_json::Value>) {
        let node = (NodeKind::Manuscript, held.id.get());
        self.enter(node, before, Some(told(held)));
    }
}

/// What the audit keeps of a manuscript; its texts are in its versions.
fn told(held: &manuscript::Model) -> serde_json::Value {
    json!({
        "slug": held.slug,
        "locale": held.locale,
        "title": held.title,
        "state": held.state.0.spelling(),
        "revision": held.revision,
        "version": held.version,
        "published_version": held.published_version,
    })
}

fn in_state(held: &manuscript::Model, needs: ManuscriptState) -> Result<(), DeskError> {
    match held.state.0 == needs {
        true => Ok(()),
        false => Err(DeskError::WrongState {
            is: held.state.0.spelling(),
            needs: needs.spelling(),
        }),
    }
}
