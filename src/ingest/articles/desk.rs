//! Files at the content desk: checked, kept as drafts, published, so that content can live in git.

use super::check::{check, line_of};
use crate::domain::NodeKind;
use crate::domain::article::{Document, Edition};
use crate::domain::clock::Clock;
use crate::education::edition::edition;
use crate::education::publish::{reasons, target};
use crate::education::readability::{Hard, HardKind, Target, hard_places};
use crate::ingest::error::IngestError;
use crate::ingest::fault;
use crate::store::desk::{Act, Actor, DeskError, Node, Saving, Verdict};
use crate::store::entity::{article, article_version, doctor, manuscript};
use crate::store::{Database, StoreError, manuscript as manuscripts, read};

/// Something that was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The line of the file, from 1.
    pub line: u64,
    pub text: String,
    /// Whether it stands in the way of publishing, or is a hint to its writer.
    pub blocks: bool,
}

/// Everything that stands in the way of publishing the article of a file, then what makes it hard to
/// read. What it points at is not looked up: that needs a database.
pub fn findings(bytes: &[u8]) -> Vec<Finding> {
    let blocking = |line, text| Finding {
        line,
        text,
        blocks: true,
    };
    let text = match fault::text(bytes) {
        Ok(text) => text,
        Err(fault) => return vec![blocking(1, fault.detail)],
    };
    let checked = check(text);
    let edition = match checked.article {
        Ok(edition) => edition,
        Err(faults) => {
            let faults = faults.into_iter();
            return faults
                .map(|(line, fault)| blocking(line, fault.detail))
                .collect();
        }
    };
    let lines = checked.lines_before;
    // A translation lists no references of its own: what it cites is looked up with the original.
    let document = &edition.document;
    let lists = !document.references.is_empty() || edition.unlisted.is_empty();
    let is_original = lists && !document.machine;
    let mut found: Vec<Finding> = reasons(&edition, is_original)
        .into_iter()
        .map(|reason| blocking(line_of(reason.line, lines), reason.text))
        .collect();
    if is_original {
        found.extend(edition.unlisted.iter().map(|(line, key)| {
            let text = format!("[{key}] is not one of the references");
            blocking(line_of(*line, lines), text)
        }));
    }
    if target(edition.document.audience).is_some() {
        found.extend(hints(&edition, lines));
    }
    found
}

fn hints(edition: &Edition, lines: usize) -> Vec<Finding> {
    let locale = &edition.document.locale;
    let places = hard_places(&edition.document.body, locale, Target::for_patients(locale));
    let hint = |place: Hard| Finding {
        line: line_of(place.line, lines),
        text: match place.kind {
            HardKind::LongSentence { words } => {
                format!("column {}: a sentence of {words} words", place.column)
            }
            HardKind::HardWord { syllables } => format!(
                "column {}: {:?} has {syllables} syllables",
                place.column, place.text
            ),
        },
        blocks: false,
    };
    places.into_iter().map(hint).collect()
}

/// Why a file or a manuscript was not taken: all reasons.
pub type Refused = Vec<Finding>;

/// Keeps the article of a file as a draft at the desk.
pub async fn draft(
    db: &Database,
    bytes: &[u8],
    who: &str,
    note: Option<String>,
    clock: Clock,
) -> Result<Result<manuscript::Model, Refused>, IngestError> {
    let checked = match fault::text(bytes) {
        Ok(text) => check(text),
        Err(fault) => return Ok(Err(one(fault.detail))),
    };
    let edition = match checked.article {
        Ok(edition) => edition,
        Err(faults) => {
            let faults = faults.into_iter().map(|(line, fault)| Finding {
                line,
                text: fault.detail,
                blocks: true,
            });
            return Ok(Err(faults.collect()));
        }
    };
    let document = &edition.document;
    let (slug, locale) = (&*document.slug, document.locale.as_str());
    let held = manuscripts::by_name(db.reader(), slug, locale).await?;
    let live = read::by_text::<article::Entity>(db.reader(), article::Column::Slug, slug).await?;
    let content = serde_json::to_string(document)
        .map_err(|_| StoreError::Corrupt("a document that is no JSON"))?;
    let saving = Saving {
        slug,
        locale,
        title: &document.title,
        content,
    };
    let mut act = begin(db, who, "article import", note.clone(), clock).await?;
    let is_there = live.is_some_and(|live| live.original_locale == locale);
    let saved = match held {
        Some(held) => act.save_draft(saving, held.revision, note).await,
        None if is_there => act.save_draft(saving, 0, note).await,
        None => act.create_manuscript(saving, note).await,
    };
    ended(act, saved).await
}

/// Publishes what is worked on. The review is the one that the desk has, or the one that the file
/// names; everything that stands in the way is said at once.
pub async fn publish(
    db: &Database,
    (slug, locale): (&str, &str),
    who: &str,
    clock: Clock,
) -> Result<Result<manuscript::Model, Refused>, IngestError> {
    let Some(held) = manuscripts::by_name(db.reader(), slug, locale).await? else {
        let text = format!("no article {slug} is at the desk in {locale}: import its file first");
        return Ok(Err(one(text)));
    };
    let version = manuscripts::version(db.reader(), held.id, held.version).await?;
    let version = version.ok_or(StoreError::Corrupt("a manuscript without a version"))?;
    let document: Document = serde_json::from_str(&version.content)
        .map_err(|_| StoreError::Corrupt("a version that is no document"))?;
    let named = document.review.clone();
    let edition = match edition(document) {
        Ok(edition) => edition,
        Err(problems) => {
            let said = problems.into_iter().map(|problem| problem.text);
            return Ok(Err(said.flat_map(one).collect()));
        }
    };
    let live = read::by_text::<article::Entity>(db.reader(), article::Column::Slug, slug).await?;
    let is_original = live.is_none_or(|live| live.original_locale == locale);
    let mut in_the_way: Refused = reasons(&edition, is_original)
        .into_iter()
        .flat_map(|reason| one(reason.text))
        .collect();
    let mut act = begin(db, who, "article publish", None, clock).await?;
    let resolved = match act.resolve_edition(&edition).await.map_err(failed)? {
        Ok(resolved) => Some(resolved),
        Err(missing) => {
            in_the_way.extend(
                missing
                    .into_iter()
                    .flat_map(|missing| one(missing.what.to_string())),
            );
            None
        }
    };
    let resolved = match resolved {
        Some(resolved) if in_the_way.is_empty() => resolved,
        _ => return Ok(Err(in_the_way)),
    };
    let reviewer = match &named {
        None => None,
        Some(review) => {
            let column = doctor::Column::Slug;
            read::by_text::<doctor::Entity>(db.reader(), column, &review.reviewer).await?
        }
    };
    let verdict = Verdict {
        approved: true,
        reviewer: reviewer.map(|row| row.id),
        conflict_of_interest: named
            .as_ref()
            .and_then(|review| review.conflict_of_interest.clone()),
        comment: None,
        reviewed_on: named.as_ref().map(|review| review.reviewed_on),
        due_on: named.and_then(|review| review.due_on),
    };
    let published = async {
        let revision = act
            .approve_as_written(held.id, held.revision, verdict)
            .await?;
        act.publish(held.id, revision, &edition, &resolved).await
    };
    let published = published.await.map(|(row, _)| row);
    ended(act, published).await
}

/// The versions of an article, the newest first, at most 100.
pub async fn history(
    db: &Database,
    slug: &str,
    locale: &str,
) -> Result<Option<(manuscript::Model, Vec<article_version::Model>)>, IngestError> {
    let Some(held) = manuscripts::by_name(db.reader(), slug, locale).await? else {
        return Ok(None);
    };
    let versions = manuscripts::latest(db.reader(), held.id, 100).await?;
    Ok(Some((held, versions)))
}

async fn begin(
    db: &Database,
    who: &str,
    action: &'static str,
    note: Option<String>,
    clock: Clock,
) -> Result<Act, IngestError> {
    let actor = Actor {
        name: who.to_owned(),
        key: None,
        partner: None,
        request_id: None,
    };
    Ok(Act::begin(db, actor, action, note, clock.now()).await?)
}

async fn ended(
    act: Act,
    saved: Result<manuscript::Model, DeskError>,
) -> Result<Result<manuscript::Model, Refused>, IngestError> {
    match saved {
        Ok(row) => {
            let node: Node = (NodeKind::Manuscript, row.id.get());
            act.commit(node).await.map_err(failed)?;
            Ok(Ok(row))
        }
        Err(DeskError::Store(error)) => Err(error.into()),
        Err(refused) => Ok(Err(one(refused.to_string()))),
    }
}

fn failed(error: DeskError) -> IngestError {
    match error {
        DeskError::Store(error) => error.into(),
        _ => StoreError::Corrupt("the desk refused what it had taken").into(),
    }
}

fn one(text: String) -> Refused {
    vec![Finding {
        line: 1,
        text,
        blocks: true,
    }]
}
