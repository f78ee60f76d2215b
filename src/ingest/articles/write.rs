//! Writing one article, all of it or nothing.

use std::collections::{HashMap, HashSet};

use super::check::Draft;
use crate::domain::fold::fold;
use crate::domain::{NodeKind, RejectReason};
use crate::ingest::batch::Batch;
use crate::ingest::fault::Fault;
use crate::ingest::nodes;
use crate::store::entity::{
    article, article_subject, article_translation, doctor, red_flag, reference, section, source,
};
use crate::store::id::{ArticleId, DoctorId, Id, TranslationId};
use crate::store::upsert::{self, Outcome};
use crate::store::{StoreError, Text, article as articles, children, read};

/// Writes the article, or says what it points at that is not there.
pub async fn write(
    batch: &mut Batch<'_>,
    source: &source::Model,
    draft: &Draft,
) -> Result<Result<Outcome, Vec<(u64, Fault)>>, StoreError> {
    let held =
        read::by_text::<article::Entity>(batch.tx, article::Column::Slug, &draft.slug).await?;
    let translates = held
        .as_ref()
        .filter(|held| held.original_locale != draft.locale);
    let found = match resolve(batch, source, draft, held.as_ref()).await? {
        Ok(found) => found,
        Err(faults) => return Ok(Err(faults)),
    };

    let (id, mut outcome) = match translates {
        Some(held) => (held.id, Outcome::Unchanged),
        None => shared(batch, source, draft, held.as_ref(), &found).await?,
    };
    let said = translation(batch, id, draft).await?;
    if outcome == Outcome::Unchanged && said {
        outcome = Outcome::Changed;
    }
    batch.note(NodeKind::Article, id, outcome);
    if outcome != Outcome::Unchanged {
        upsert::touch::<article::Entity>(batch.tx, article::Column::UpdatedAt, [id], batch.now)
            .await?;
        // Subjects list their articles.
        for (kind, node) in found.before.iter().chain(&found.about) {
            batch.changes.node_updated(*kind, *node);
        }
    }
    Ok(Ok(outcome))
}

/// What the article points at, by row id.
struct Resolved {
    about: Vec<(NodeKind, i64)>,
    /// What it was about until now.
    before: Vec<(NodeKind, i64)>,
    reviewer: Option<DoctorId>,
}

async fn resolve(
    batch: &Batch<'_>,
    source: &source::Model,
    draft: &Draft,
    held: Option<&article::Model>,
) -> Result<Result<Resolved, Vec<(u64, Fault)>>, StoreError> {
    let mut faults = Vec::new();
    let mut listed = HashSet::new();
    let mut before = Vec::new();
    if let Some(held) = held {
        if held.source_id != source.id {
            faults.push((
                1,
                Fault::duplicate("slug: an article of another source has it"),
            ));
        }
        if held.original_locale != draft.locale {
            let references =
                children::of_parents::<reference::Entity>(batch.tx, &[held.id.get()]).await?;
            listed.extend(references.into_values().flatten().map(|row| row.key));
        }
        let subjects =
            children::of_parents::<article_subject::Entity>(batch.tx, &[held.id.get()]).await?;
        let subjects = subjects.into_values().flatten();
        before.extend(subjects.map(|row| (row.node_kind.0, row.node_id)));
    }
    for (line, key) in &draft.unlisted {
        if !listed.contains(key) {
            let detail = format!("[{key}] is not one of the references");
            faults.push((*line, Fault::new(RejectReason::UnknownReference, detail)));
        }
    }

    let named = draft
        .about
        .iter()
        .map(|(kind, slug)| (*kind, slug.as_str()));
    let ids: HashMap<_, _> = nodes::by_slug(batch.tx, named).await?;
    let mut about = Vec::new();
    for (kind, slug) in &draft.about {
        match ids.get(&(*kind, slug.clone())) {
            Some(id) => about.push((*kind, *id)),
            None => {
                let detail = format!("about: there is no {slug}");
                faults.push((1, Fault::new(RejectReason::UnknownReference, detail)));
            }
        }
    }
    let mut reviewer = None;
    if let Some(slug) = &draft.reviewer {
        let row = read::by_text::<doctor::Entity>(batch.tx, doctor::Column::Slug, slug).await?;
        reviewer = row.map(|row| row.id);
        if reviewer.is_none() {
            faults.push((1, Fault::unknown("reviewer", "doctor")));
        }
    }
    Ok(match faults.is_empty() {
        true => Ok(Resolved {
            about,
            before,
            reviewer,
        }),
        false => Err(faults),
    })
}

/// Writes what the languages share.
async fn shared(
    batch: &Batch<'_>,
    source: &source::Model,
    draft: &Draft,
    held: Option<&article::Model>,
    found: &Resolved,
) -> Result<(ArticleId, Outcome), StoreError> {
    let row = article::Model {
        id: Id::UNSET,
        source_id: source.id,
        slug: draft.slug.clone(),
        kind: Text(draft.kind),
        original_locale: draft.locale.clone(),
        licence: draft.licence.clone(),
        attribution: draft.attribution.clone(),
        reviewer_id: found.reviewer,
        reviewed_on: draft.reviewed_on,
        review_due_on: draft.review_due_on,
        demonstration: draft.demonstration || source.demonstration,
        published_at: held.map_or(batch.now, |held| held.published_at),
        updated_at: batch.now,
    };
    let written = upsert::upsert::<article::Entity>(batch.tx, vec![row]).await?;
    let (id, mut outcome) = first(written)?;

    let references = draft
        .references
        .iter()
        .zip(0..)
        .map(|(cited, position)| reference::Model {
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
    let recited = articles::replace_references(batch.tx, id, references.collect()).await?;
    let subjects =
        found
            .about
            .iter()
            .zip(0..)
            .map(|((kind, node), position)| article_subject::Model {
                id: Id::UNSET,
                article_id: id,
                position,
                node_kind: Text(*kind),
                node_id: *node,
            });
    let turned = articles::replace_subjects(batch.tx, id, subjects.collect()).await?;
    if outcome == Outcome::Unchanged && (recited || turned) {
        outcome = Outcome::Changed;
    }
    Ok((id, outcome))
}

/// Writes what the article says in the draft's language; true when that changed something.
async fn translation(
    batch: &Batch<'_>,
    article_id: ArticleId,
    draft: &Draft,
) -> Result<bool, StoreError> {
    let row = article_translation::Model {
        id: Id::UNSET,
        article_id,
        locale: draft.locale.clone(),
        title: draft.title.clone(),
        title_key: fold(&draft.title),
        summary: draft.summary.clone(),
    };
    let written = upsert::upsert::<article_translation::Entity>(batch.tx, vec![row]).await?;
    let (id, outcome): (TranslationId, Outcome) = first(written)?;

    let sections = draft
        .sections
        .iter()
        .zip(0..)
        .map(|(said, position)| section::Model {
            id: Id::UNSET,
            translation_id: id,
            position,
            aspect: Text(said.aspect),
            title: said.title.clone(),
            markdown: said.markdown.clone(),
            text: said.text.clone(),
        });
    let resaid = articles::replace_sections(batch.tx, id, sections.collect()).await?;
    let flags = draft
        .red_flags
        .iter()
        .zip(0..)
        .map(|((urgency, text), position)| red_flag::Model {
            id: Id::UNSET,
            translation_id: id,
            position,
            urgency: Text(*urgency),
            text: text.clone(),
        });
    let reflagged = articles::replace_red_flags(batch.tx, id, flags.collect()).await?;
    Ok(outcome != Outcome::Unchanged || resaid || reflagged)
}

fn first<E>(written: Vec<(Id<E>, Outcome)>) -> Result<(Id<E>, Outcome), StoreError> {
    written.into_iter().next().ok_or(StoreError::Corrupt(
        "one row was written and none came back",
    ))
}
