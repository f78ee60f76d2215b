//! The content desk: articles from the first draft until readers see them, and back.

mod asked;
mod input;
mod term;

use async_graphql::{Context, Object, SimpleObject};

use super::act::{Begun, begin_once, end};
use super::problems::Problems;
use crate::domain::NodeKind;
use crate::domain::article::Document;
use crate::domain::locale::Locale;
use crate::domain::slug::Slug;
use crate::education::publish;
use crate::graphql::article::Article;
use crate::graphql::context::Ask;
use crate::graphql::error::Failure;
use crate::graphql::manuscript::{self, ContentProblem, Manuscript};
use crate::store::desk::{Act, DeskError, Saving, Verdict};
use crate::store::entity::manuscript as rows;
use crate::store::id::Id;
use crate::store::{StoreError, manuscript as manuscripts};

use asked::{
    CreateArticleInput, ManuscriptInput, RestoreArticleVersionInput, ReviewArticleInput,
    SaveArticleDraftInput, SaveTranslationInput,
};

pub use term::GlossaryDesk;

/// How long a review holds where the reviewer does not say, in months.
const REVIEW_HOLDS: u32 = 12;

/// The longest comment, in characters.
const COMMENT: usize = 4_000;

/// What became of an article at the desk.
#[derive(SimpleObject)]
pub struct ManuscriptPayload {
    /// The article at the desk.
    manuscript: Manuscript,
    /// Whether an earlier call with the same key had written it already.
    repeated: bool,
}

/// What became of an article that was published.
#[derive(SimpleObject)]
pub struct PublishPayload {
    /// The article as readers see it.
    article: Option<Article>,
    /// The article at the desk.
    manuscript: Manuscript,
    /// Whether an earlier call with the same key had published it already.
    repeated: bool,
}

#[derive(Default)]
pub struct ContentDesk;

#[Object]
impl ContentDesk {
    /// Begins an article as a draft, which no reader sees.
    ///
    /// Needs the scope `content:write`.
    async fn create_article(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The article.")] input: CreateArticleInput,
    ) -> Result<ManuscriptPayload, Failure> {
        let mut problems = Problems::default();
        let note = problems.reason("note", input.note);
        let name = (&input.slug, &input.locale);
        let document = input::original(name, input.shared, input.text, &mut problems);
        problems.end()?;
        let edition = manuscript::sound(document)?;
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "createArticle", note.clone(), key).await? {
            Begun::Again(node) => return again(ctx, node).await,
            Begun::Fresh(act) => act,
        };
        let row = act
            .create_manuscript(saving(&edition.document)?, note)
            .await?;
        written(ctx, *act, row).await
    }

    /// Saves a draft over the one that was read. What readers see stays as it is until the draft is
    /// published.
    ///
    /// Needs the scope `content:write`.
    async fn save_article_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: SaveArticleDraftInput,
    ) -> Result<ManuscriptPayload, Failure> {
        let mut problems = Problems::default();
        let note = problems.reason("note", input.note);
        let name = (&input.slug, &input.locale);
        let document = match input.shared {
            Some(shared) => input::original(name, shared, input.text, &mut problems),
            None => {
                let held = worked_on(ctx, &input.slug, &input.locale).await?;
                let none = || {
                    Failure::bad_input(
                        "input.shared: needed for an article that was never at the desk",
                    )
                };
                input::saying(held.ok_or_else(none)?, input.text, &mut problems)
            }
        };
        problems.end()?;
        let edition = manuscript::sound(Document {
            review: None,
            ..document
        })?;
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "saveArticleDraft", note.clone(), key).await? {
            Begun::Again(node) => return again(ctx, node).await,
            Begun::Fresh(act) => act,
        };
        let saving = saving(&edition.document)?;
        let row = act.save_draft(saving, input.revision, note).await?;
        written(ctx, *act, row).await
    }

    /// Saves a translation of a published article as a draft. It remembers from which text of the
    /// original each part was made, so that it is known to be outdated once that changes.
    ///
    /// Needs the scope `content:write`.
    async fn save_translation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The translation.")] input: SaveTranslationInput,
    ) -> Result<ManuscriptPayload, Failure> {
        let mut problems = Problems::default();
        let note = problems.reason("note", input.note);
        let slug = input.slug.to_string();
        let live = ctx.loaders().article_by_slug().load(slug).await?;
        let live = live.ok_or_else(|| {
            Failure::bad_input("input.slug: no article of this name is published to be translated")
        })?;
        if live.original_locale == input.locale.as_str() {
            return Err(Failure::bad_input(
                "input.locale: the article was first written in it: save a draft of it instead",
            ));
        }
        let original = live.original_locale.parse();
        let original: Locale =
            original.map_err(|_| StoreError::Corrupt("the locale of an article"))?;
        let shared = published(ctx, &input.slug, &original).await?;
        let document = input::saying(
            Document {
                locale: input.locale.clone(),
                machine: input.machine.unwrap_or(false),
                made_from: Article::new(live, None).part_hashes(ctx).await?,
                review: None,
                ..shared
            },
            input.text,
            &mut problems,
        );
        problems.end()?;
        let edition = manuscript::sound(document)?;
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "saveTranslation", note.clone(), key).await? {
            Begun::Again(node) => return again(ctx, node).await,
            Begun::Fresh(act) => act,
        };
        let saving = saving(&edition.document)?;
        let is_new = manuscript::by_name(ctx, &input.slug.to_string(), &input.locale).await?;
        let row = match (is_new, input.revision) {
            (None, 0) => act.create_manuscript(saving, note).await?,
            _ => act.save_draft(saving, input.revision, note).await?,
        };
        written(ctx, *act, row).await
    }

    /// Hands a draft to whoever reviews it.
    ///
    /// Needs the scope `content:write`.
    async fn submit_article_for_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: ManuscriptInput,
    ) -> Result<ManuscriptPayload, Failure> {
        let (held, reason) = read(ctx, &input).await?;
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "submitArticleForReview", reason, key).await? {
            Begun::Again(node) => return again(ctx, node).await,
            Begun::Fresh(act) => act,
        };
        let row = act.submit_manuscript(held.0.id, input.revision).await?;
        written(ctx, *act, row).await
    }

    /// Approves an article that is in review, or sends it back. Whoever wrote any of it cannot
    /// review it.
    ///
    /// Needs the scope `content:review`.
    async fn review_article(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the reviewer says.")] input: ReviewArticleInput,
    ) -> Result<ManuscriptPayload, Failure> {
        let held = by_name(ctx, &input.slug, &input.locale).await?;
        let is_original = held.is_original(ctx).await?;
        let mut problems = Problems::default();
        let today = ctx.graph().clock.today();
        let reviewed_on = input.reviewed_at.map_or(today, |day| day.0);
        if reviewed_on > today {
            problems.note("reviewedAt", "a day that is not to come");
        }
        let due_on = input.review_due_at.map(|day| day.0);
        let due_on = due_on.or(reviewed_on.checked_add_months(chrono::Months::new(REVIEW_HOLDS)));
        if due_on.is_some_and(|due| due <= reviewed_on) {
            problems.note("reviewDueAt", "a day after the review");
        }
        let conflict = problems.told("conflictOfInterest", input.conflict_of_interest, COMMENT);
        let comment = problems.told("comment", input.comment, COMMENT);
        match (input.approved, is_original) {
            (true, true) => {
                if input.reviewer.is_none() {
                    problems.note(
                        "reviewer",
                        "needed to approve an article: a clinician reviews it",
                    );
                }
                if conflict.is_none() {
                    problems.note("conflictOfInterest", "needed to approve an article");
                }
            }
            (true, false) => {}
            (false, _) => {
                if comment.is_none() {
                    problems.note("comment", "needed to send an article back");
                }
            }
        }
        problems.end()?;
        let reviewer = match &input.reviewer {
            None => None,
            Some(by) => {
                let none = || Failure::bad_input("input.reviewer: no doctor is known by that");
                Some(by.load(ctx).await?.ok_or_else(none)?.id)
            }
        };
        let verdict = Verdict {
            approved: input.approved,
            reviewer,
            conflict_of_interest: conflict,
            reviewed_on: reviewer.map(|_| reviewed_on),
            due_on: reviewer.and(due_on),
            comment: comment.clone(),
        };
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "reviewArticle", comment, key).await? {
            Begun::Again(node) => return again(ctx, node).await,
            Begun::Fresh(act) => act,
        };
        let (id, revision) = (held.0.id, input.revision);
        let row = act.review_manuscript(id, revision, verdict).await?;
        written(ctx, *act, row).await
    }

    /// Shows an approved article to readers. Refused with every reason at once where a section is
    /// missing, the text is too hard to read, nobody has reviewed it, a picture has no alt text or
    /// licence, a reference leads nowhere, or HTML in it is not safe.
    ///
    /// Needs the scope `content:publish`.
    async fn publish_article(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The approved article.")] input: ManuscriptInput,
    ) -> Result<PublishPayload, Failure> {
        let (held, reason) = read(ctx, &input).await?;
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "publishArticle", reason, key).await? {
            Begun::Again(node) => {
                let ManuscriptPayload { manuscript, .. } = again(ctx, node).await?;
                return Ok(PublishPayload {
                    article: live(ctx, &manuscript).await?,
                    manuscript,
                    repeated: true,
                });
            }
            Begun::Fresh(act) => act,
        };
        // What was read here is published: an approval of another revision is not one of this text.
        if held.0.revision != input.revision {
            return Err(Failure::from(DeskError::StaleRevision {
                is: held.0.revision,
                read: input.revision,
            }));
        }
        let edition = manuscript::sound(held.reviewed(ctx).await?)?;
        let reasons = publish::reasons(&edition, held.is_original(ctx).await?);
        let resolved = act.resolve_edition(&edition).await?;
        let (resolved, missing) = match resolved {
            Ok(resolved) => (Some(resolved), Vec::new()),
            Err(missing) => (None, missing),
        };
        let reasons: Vec<ContentProblem> = reasons
            .into_iter()
            .map(ContentProblem::from)
            .chain(missing.into_iter().map(ContentProblem::from))
            .collect();
        let resolved = match resolved {
            Some(resolved) if reasons.is_empty() => resolved,
            _ => return Err(manuscript::refusal(reasons.into_iter())),
        };
        let (id, revision) = (held.0.id, input.revision);
        let (row, article) = act.publish(id, revision, &edition, &resolved).await?;
        end(ctx, *act, (NodeKind::Manuscript, row.id.get())).await?;
        let article = ctx.loaders().article().load(article).await?;
        let locale = vec![input.locale];
        Ok(PublishPayload {
            article: article.map(|row| Article::new(row, Some(locale))),
            manuscript: Manuscript(row),
            repeated: false,
        })
    }

    /// Takes an article out of what readers see; with the language in which it was first written, all
    /// its translations. Its versions stay, and can be restored and published again.
    ///
    /// Needs the scope `content:publish`.
    async fn archive_article(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The article.")] input: ManuscriptInput,
    ) -> Result<ManuscriptPayload, Failure> {
        let (held, reason) = read(ctx, &input).await?;
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "archiveArticle", reason, key).await? {
            Begun::Again(node) => return again(ctx, node).await,
            Begun::Fresh(act) => act,
        };
        let row = act.archive(held.0.id, input.revision).await?;
        written(ctx, *act, row).await
    }

    /// Makes an earlier version the draft that is worked on, as a new version. It is reviewed anew
    /// before it is published.
    ///
    /// Needs the scope `content:write`.
    async fn restore_article_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The version.")] input: RestoreArticleVersionInput,
    ) -> Result<ManuscriptPayload, Failure> {
        let held = by_name(ctx, &input.slug, &input.locale).await?;
        let mut problems = Problems::default();
        let reason = problems.reason("reason", input.reason);
        problems.end()?;
        let title = held.version_title(ctx, input.version).await?;
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "restoreArticleVersion", reason, key).await? {
            Begun::Again(node) => return again(ctx, node).await,
            Begun::Fresh(act) => act,
        };
        let (id, revision) = (held.0.id, input.revision);
        let row = act.restore(id, revision, input.version, title).await?;
        written(ctx, *act, row).await
    }
}

/// The document of the version that readers see, or that is worked on where they see none.
async fn published(ctx: &Context<'_>, slug: &Slug, locale: &Locale) -> Result<Document, Failure> {
    let held = manuscript::by_name(ctx, &slug.to_string(), locale).await?;
    let none = || {
        Failure::bad_input(
            "input.slug: the original was never at the desk: save a draft of it first",
        )
    };
    held.ok_or_else(none)?.published_document(ctx).await
}

async fn worked_on(
    ctx: &Context<'_>,
    slug: &Slug,
    locale: &Locale,
) -> Result<Option<Document>, Failure> {
    match manuscript::by_name(ctx, &slug.to_string(), locale).await? {
        None => Ok(None),
        Some(held) => Ok(Some(held.reviewed(ctx).await?)),
    }
}

fn saving(document: &Document) -> Result<Saving<'_>, Failure> {
    let content = serde_json::to_string(document)
        .map_err(|_| StoreError::Corrupt("a document that is no JSON"))?;
    Ok(Saving {
        slug: &document.slug,
        locale: document.locale.as_str(),
        title: &document.title,
        content,
    })
}

async fn by_name(ctx: &Context<'_>, slug: &Slug, locale: &Locale) -> Result<Manuscript, Failure> {
    let held = manuscript::by_name(ctx, &slug.to_string(), locale).await?;
    held.ok_or_else(|| {
        Failure::bad_input(format!(
            "input.slug: no article of this name is at the desk in {locale}"
        ))
    })
}

async fn read(
    ctx: &Context<'_>,
    input: &ManuscriptInput,
) -> Result<(Manuscript, Option<String>), Failure> {
    let mut problems = Problems::default();
    let reason = problems.reason("reason", input.reason.clone());
    problems.end()?;
    Ok((by_name(ctx, &input.slug, &input.locale).await?, reason))
}

async fn written(
    ctx: &Context<'_>,
    act: Act,
    row: rows::Model,
) -> Result<ManuscriptPayload, Failure> {
    end(ctx, act, (NodeKind::Manuscript, row.id.get())).await?;
    Ok(ManuscriptPayload {
        manuscript: Manuscript(row),
        repeated: false,
    })
}

async fn again(ctx: &Context<'_>, (_, id): (NodeKind, i64)) -> Result<ManuscriptPayload, Failure> {
    let row = manuscripts::by_id(ctx.graph().db.reader(), Id::new(id)).await?;
    let row = row.ok_or(StoreError::Corrupt("a manuscript that was written is gone"))?;
    Ok(ManuscriptPayload {
        manuscript: Manuscript(row),
        repeated: true,
    })
}

async fn live(ctx: &Context<'_>, manuscript: &Manuscript) -> Result<Option<Article>, Failure> {
    let Some(id) = manuscript.0.article_id else {
        return Ok(None);
    };
    let row = ctx.loaders().article().load(Id::new(id)).await?;
    let locale = manuscript.0.locale.parse().ok().map(|locale| vec![locale]);
    Ok(row.map(|row| Article::new(row, locale)))
}
