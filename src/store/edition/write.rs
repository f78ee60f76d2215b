//! The rows of an edition.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Condition;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::parts;
use super::resolve::Resolved;
use crate::domain::NodeKind;
use crate::domain::article::Edition;
use crate::domain::fold::fold;
use crate::store::change::Changes;
use crate::store::children::{self, Child};
use crate::store::entity::{
    article, article_part, article_subject, article_translation, author, checklist_item, faq,
    media, red_flag, reference, section, source,
};
use crate::store::id::{ArticleId, Id, TranslationId};
use crate::store::upsert::{self, Outcome};
use crate::store::{StoreError, Text, Transaction};

/// What was written.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    pub article: ArticleId,
    pub outcome: Outcome,
}

/// Writes an edition whose names are resolved. `id` is the row it takes where the article is new:
/// one that was archived comes back under its own.
pub async fn write(
    tx: &Transaction,
    changes: &mut Changes,
    (source, id): (&source::Model, Option<ArticleId>),
    edition: &Edition,
    resolved: &Resolved,
    now: DateTime<Utc>,
) -> Result<Written, StoreError> {
    let translates = resolved
        .held
        .as_ref()
        .filter(|held| held.original_locale != edition.document.locale.as_str());
    let (article, mut outcome) = match translates {
        Some(held) => (held.id, Outcome::Unchanged),
        None => shared(tx, (source, id), edition, resolved, now).await?,
    };
    let original = translates.map(|held| held.original_locale.as_str());
    let said = translation(tx, article, edition, original).await?;
    if outcome == Outcome::Unchanged && said {
        outcome = Outcome::Changed;
    }
    if outcome != Outcome::Unchanged {
        changes.updated(NodeKind::Article, article);
        upsert::touch::<article::Entity>(tx, article::Column::UpdatedAt, [article], now).await?;
        // Subjects list their articles, and reviewers those that they reviewed.
        for (kind, node) in resolved.before.iter().chain(&resolved.about) {
            changes.node_updated(*kind, *node);
        }
        let before = resolved.held.as_ref().and_then(|held| held.reviewer_id);
        for reviewer in before.into_iter().chain(resolved.reviewer) {
            changes.updated(NodeKind::Doctor, reviewer);
        }
    }
    Ok(Written { article, outcome })
}

/// Takes an article out of what readers see: one translation, or all of it with its original.
pub async fn remove(
    tx: &Transaction,
    changes: &mut Changes,
    held: &article::Model,
    locale: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let id = held.id;
    if held.original_locale != locale {
        article_translation::Entity::delete_many()
            .filter(article_translation::Column::ArticleId.eq(id))
            .filter(article_translation::Column::Locale.eq(locale))
            .exec(tx)
            .await?;
        changes.updated(NodeKind::Article, id);
        upsert::touch::<article::Entity>(tx, article::Column::UpdatedAt, [id], now).await?;
        return Ok(());
    }
    let subjects = children::of_parents::<article_subject::Entity>(tx, &[id.get()]).await?;
    for subject in subjects.into_values().flatten() {
        changes.node_updated(subject.node_kind.0, subject.node_id);
    }
    if let Some(reviewer) = held.reviewer_id {
        changes.updated(NodeKind::Doctor, reviewer);
    }
    article::Entity::delete_many()
        .filter(article::Column::Id.eq(id))
        .exec(tx)
        .await?;
    changes.removed(NodeKind::Article, id);
    Ok(())
}

/// Writes what the languages share.
async fn shared(
    tx: &Transaction,
    (source, id): (&source::Model, Option<ArticleId>),
    edition: &Edition,
    resolved: &Resolved,
    now: DateTime<Utc>,
) -> Result<(ArticleId, Outcome), StoreError> {
    let document = &edition.document;
    let review = document.review.as_ref();
    let held = resolved.held.as_ref();
    let row = article::Model {
        id: Id::UNSET,
        source_id: source.id,
        slug: document.slug.clone(),
        kind: Text(document.kind),
        original_locale: document.locale.to_string(),
        licence: document.licence.clone(),
        attribution: document.attribution.clone(),
        audience: Some(Text(document.audience)),
        conflict_of_interest: review.and_then(|review| review.conflict_of_interest.clone()),
        reviewer_id: resolved.reviewer,
        reviewed_on: review.map(|review| review.reviewed_on),
        review_due_on: review.and_then(|review| review.due_on),
        demonstration: document.demonstration || source.demonstration,
        published_at: held.map_or(now, |held| held.published_at),
        updated_at: now,
    };
    let (id, mut outcome) = match (held, id) {
        (None, Some(id)) => {
            article::Entity::insert(article::Model { id, ..row }.into_active_model().reset_all())
                .exec_without_returning(tx)
                .await?;
            (id, Outcome::Added)
        }
        _ => first(upsert::upsert::<article::Entity>(tx, vec![row]).await?)?,
    };

    let references = document.references.iter().zip(0..);
    let references = references.map(|(cited, position)| reference::Model {
        id: Id::UNSET,
        article_id: id,
        position,
        key: cited.key.clone(),
        title: cited.title.clone(),
        source: cited.source.clone(),
        year: cited.year.map(i32::from),
        url: cited.url.clone(),
        doi: cited.doi.clone(),
        pmid: cited.pmid.clone(),
    });
    let subjects = resolved.about.iter().zip(0..);
    let subjects = subjects.map(|((kind, node), position)| article_subject::Model {
        id: Id::UNSET,
        article_id: id,
        position,
        node_kind: Text(*kind),
        node_id: *node,
    });
    let authors = document.authors.iter().zip(0..);
    let authors = authors.map(|(of, position)| author::Model {
        id: Id::UNSET,
        article_id: id,
        position,
        name: of.name.clone(),
        doctor_id: of
            .doctor
            .as_ref()
            .and_then(|slug| resolved.authors.get(slug).copied()),
    });
    let of = id.get();
    let changed = replace::<reference::Entity>(tx, of, references).await?
        | replace::<article_subject::Entity>(tx, of, subjects).await?
        | replace::<author::Entity>(tx, of, authors).await?;
    if outcome == Outcome::Unchanged && changed {
        outcome = Outcome::Changed;
    }
    Ok((id, outcome))
}

/// Writes what the article says in the edition's language; true when that changed something.
async fn translation(
    tx: &Transaction,
    article_id: ArticleId,
    edition: &Edition,
    original: Option<&str>,
) -> Result<bool, StoreError> {
    let document = &edition.document;
    let row = article_translation::Model {
        id: Id::UNSET,
        article_id,
        locale: document.locale.to_string(),
        title: document.title.clone(),
        title_key: fold(&document.title),
        summary: document.summary.clone(),
        easy_summary: document.easy_summary.clone(),
        machine: Some(document.machine),
    };
    let written = upsert::upsert::<article_translation::Entity>(tx, vec![row]).await?;
    let (id, outcome): (TranslationId, Outcome) = first(written)?;

    let sections = edition.sections.iter().zip(0..);
    let sections = sections.map(|(said, position)| section::Model {
        id: Id::UNSET,
        translation_id: id,
        position,
        aspect: Text(said.aspect),
        title: said.title.clone(),
        markdown: said.markdown.clone(),
        text: said.text.clone(),
        standalone: Some(said.standalone),
    });
    let flags = document.red_flags.iter().zip(0..);
    let flags = flags.map(|(flag, position)| red_flag::Model {
        id: Id::UNSET,
        translation_id: id,
        position,
        urgency: Text(flag.urgency),
        text: flag.text.clone(),
    });
    let steps = document.checklist.steps().zip(0..);
    let steps = steps.map(|((step, text), position)| checklist_item::Model {
        id: Id::UNSET,
        translation_id: id,
        position,
        step: Text(step),
        text: text.to_owned(),
    });
    let asked = document.faq.iter().zip(&edition.answers).zip(0..);
    let asked = asked.map(|((asked, answer), position)| faq::Model {
        id: Id::UNSET,
        translation_id: id,
        position,
        question: asked.question.clone(),
        markdown: asked.answer.clone(),
        text: answer.clone(),
    });
    let shown = document.media.iter().zip(0..);
    let shown = shown.map(|(shown, position)| media::Model {
        id: Id::UNSET,
        translation_id: id,
        position,
        url: shown.url.clone(),
        alt: shown.alt.clone(),
        credit: shown.credit.clone(),
        licence: shown.licence.clone(),
    });
    let of = id.get();
    let held = parts_of(tx, [of]).await?;
    let source = match original {
        None => None,
        Some(locale) => {
            let source = article_translation::Entity::find()
                .filter(article_translation::Column::ArticleId.eq(article_id))
                .filter(article_translation::Column::Locale.eq(locale))
                .one(tx)
                .await?
                .ok_or(StoreError::Corrupt("an article without its original"))?;
            Some(parts_of(tx, [source.id.get()]).await?)
        }
    };
    let parts = parts::rows(edition, id, &held, source.as_deref());
    let changed = replace::<section::Entity>(tx, of, sections).await?
        | replace::<red_flag::Entity>(tx, of, flags).await?
        | replace::<checklist_item::Entity>(tx, of, steps).await?
        | replace::<faq::Entity>(tx, of, asked).await?
        | replace::<media::Entity>(tx, of, shown).await?
        | replace::<article_part::Entity>(tx, of, parts.into_iter()).await?;
    Ok(outcome != Outcome::Unchanged || changed)
}

async fn parts_of(
    tx: &Transaction,
    translation: [i64; 1],
) -> Result<Vec<article_part::Model>, StoreError> {
    let parts = children::of_parents::<article_part::Entity>(tx, &translation).await?;
    Ok(parts.into_values().flatten().collect())
}

async fn replace<E>(
    tx: &Transaction,
    parent: i64,
    wanted: impl Iterator<Item = E::Model>,
) -> Result<bool, StoreError>
where
    E: Child,
    E::Model: IntoActiveModel<E::ActiveModel> + PartialEq + Clone + Sync,
    E::ActiveModel: Send,
{
    let wanted = wanted.collect();
    let changed = children::replace::<E>(tx, &[parent], wanted, Condition::all()).await?;
    Ok(!changed.is_empty())
}

fn first<E>(written: Vec<(Id<E>, Outcome)>) -> Result<(Id<E>, Outcome), StoreError> {
    written.into_iter().next().ok_or(StoreError::Corrupt(
        "one row was written and none came back",
    ))
}
