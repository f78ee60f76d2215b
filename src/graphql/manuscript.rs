//! The content desk: articles as they are worked on, their versions, and what stands in the way of
//! publishing them. Shown only to callers with a scope of the desk, and never kept.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, Enum, ID, Object, SimpleObject};

use super::article::Article;
use super::context::Ask;
use super::cursor::Cursor;
use super::doctor::Doctor;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::page::{Page, sides, whole};
use super::scalar::{Date, DateTime};
use super::sets::ManuscriptState;
use crate::domain::article::{Document, Edition};
use crate::domain::locale::Locale;
use crate::domain::{self};
use crate::education::difference;
use crate::education::edition::{Problem, edition};
use crate::education::publish;
use crate::education::written;
use crate::store::StoreError;
use crate::store::entity::{article_version, clinical_review, doctor, manuscript};
use crate::store::id::Id;
use crate::store::manuscript as manuscripts;
use crate::store::related::{self, Relation};
use crate::store::relations;

pub type ManuscriptConnection = Connection<Cursor, Manuscript, DeskTotal, EmptyFields>;
pub type ArticleVersionConnection = Connection<Cursor, ArticleVersion, DeskTotal, EmptyFields>;

/// An article at the content desk, in one language.
pub struct Manuscript(pub manuscript::Model);

/// Why something cannot be published.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::RejectReason")]
pub enum ProblemKind {
    /// It cannot be read.
    Malformed,
    /// Something is missing.
    MissingValue,
    /// Something is not as it must be.
    InvalidValue,
    /// A number has a wrong check digit.
    InvalidNpi,
    /// Something stands there twice.
    Duplicate,
    /// Something points at what is not there.
    UnknownReference,
}

/// Something that stands in the way of publishing an article.
#[derive(SimpleObject, Clone)]
pub struct ContentProblem {
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// The line of the body, from 1; null for what stands outside of it.
    pub line: Option<i32>,
    /// What is wrong and what would be right.
    pub message: String,
}

impl From<Problem> for ContentProblem {
    fn from(problem: Problem) -> Self {
        ContentProblem {
            kind: problem.reason.into(),
            line: line(problem.line),
            message: problem.text,
        }
    }
}

fn line(line: usize) -> Option<i32> {
    i32::try_from(line).ok().filter(|line| *line > 0)
}

/// What a reviewer said of a version.
pub struct ClinicalReview(clinical_review::Model);

/// What a reviewer said of a version.
#[Object]
impl ClinicalReview {
    /// The version.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Whether it may be published.
    async fn approved(&self) -> bool {
        self.0.approved
    }

    /// The clinician; null where the review was none by a clinician.
    async fn reviewer(&self, ctx: &Context<'_>) -> Result<Option<Doctor>, Failure> {
        let Some(id) = self.0.reviewer_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().doctor().load(id).await?.map(Doctor))
    }

    /// What the reviewer said of interests of their own.
    async fn conflict_of_interest(&self) -> Option<&str> {
        self.0.conflict_of_interest.as_deref()
    }

    /// What the reviewer said of the text.
    async fn comment(&self) -> Option<&str> {
        self.0.comment.as_deref()
    }

    /// The day of the review.
    async fn reviewed_at(&self) -> Option<Date> {
        self.0.reviewed_on.map(Date)
    }

    /// The day by which it is to be reviewed again.
    async fn review_due_at(&self) -> Option<Date> {
        self.0.due_on.map(Date)
    }

    /// The partner whose key handed it in.
    async fn submitted_by(&self) -> &str {
        &self.0.written_by
    }

    /// When it was handed in.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
}

/// An article at the content desk, in one language. What readers see is its published version.
#[Object]
impl Manuscript {
    /// Identifies it at the desk. It is no node.
    async fn id(&self) -> ID {
        global_id::of(Kind::Manuscript, self.0.id)
    }

    /// The article's readable name.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The language.
    async fn locale(&self) -> Result<Locale, Failure> {
        super::article::parts::locale_of(&self.0.locale)
    }

    /// The title of the version that is worked on.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// How far it has come.
    async fn state(&self) -> ManuscriptState {
        self.0.state.0.into()
    }

    /// Goes up with every write. Whoever writes says which one they have read: another one is
    /// refused with CONFLICT, so that nothing is overwritten unseen.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// The version that is worked on.
    async fn version(&self, ctx: &Context<'_>) -> Result<ArticleVersion, Failure> {
        self.worked_on(ctx).await
    }

    /// The number of the version that readers see; null where they see none.
    async fn published_version(&self) -> Option<i32> {
        self.0.published_version
    }

    /// The article as readers see it; null where they see none.
    async fn article(&self, ctx: &Context<'_>) -> Result<Option<Article>, Failure> {
        let (Some(id), Some(_)) = (self.0.article_id, self.0.published_version) else {
            return Ok(None);
        };
        let row = ctx.loaders().article().load(Id::new(id)).await?;
        let locale = self.0.locale.parse().ok().map(|locale| vec![locale]);
        Ok(row.map(|row| Article::new(row, locale)))
    }

    /// Everything that stands in the way of publishing the version that is worked on, as far as its
    /// text and its review tell; what it points at is looked up when it is published.
    async fn problems(&self, ctx: &Context<'_>) -> Result<Vec<ContentProblem>, Failure> {
        let document = self.reviewed(ctx).await?;
        let is_original = self.is_original(ctx).await?;
        let problems = match edition(document) {
            Ok(edition) => publish::reasons(&edition, is_original),
            Err(problems) => problems,
        };
        Ok(problems.into_iter().map(Into::into).collect())
    }

    /// What was said of the version that is worked on, the newest last.
    async fn reviews(&self, ctx: &Context<'_>) -> Result<Vec<ClinicalReview>, Failure> {
        let db = ctx.graph().db.reader();
        let rows = manuscripts::reviews(db, self.0.id, self.0.version).await?;
        Ok(rows.into_iter().map(ClinicalReview).collect())
    }

    /// Every version, the newest first.
    async fn versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ArticleVersionConnection, Failure> {
        let page = Page::new(first, after, last, before);
        versions(ctx, Some(self.0.id.get()), page).await
    }

    /// When it was begun.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

impl Manuscript {
    async fn worked_on(&self, ctx: &Context<'_>) -> Result<ArticleVersion, Failure> {
        let db = ctx.graph().db.reader();
        let row = manuscripts::version(db, self.0.id, self.0.version).await?;
        let row = row.ok_or(StoreError::Corrupt("a manuscript without a version"))?;
        Ok(ArticleVersion(Arc::new(row)))
    }

    /// The document that is worked on, with the review that approved it.
    pub async fn reviewed(&self, ctx: &Context<'_>) -> Result<Document, Failure> {
        let mut document = self.worked_on(ctx).await?.read()?;
        let db = ctx.graph().db.reader();
        let reviews = manuscripts::reviews(db, self.0.id, self.0.version).await?;
        let Some(review) = reviews.into_iter().rfind(|review| review.approved) else {
            return Ok(document);
        };
        let (Some(reviewer), Some(reviewed_on)) = (review.reviewer_id, review.reviewed_on) else {
            return Ok(document);
        };
        let reviewer: Option<Arc<doctor::Model>> = ctx.loaders().doctor().load(reviewer).await?;
        document.review = reviewer.map(|reviewer| domain::article::Review {
            reviewer: reviewer.slug.clone(),
            reviewed_on,
            due_on: review.due_on,
            conflict_of_interest: review.conflict_of_interest,
        });
        Ok(document)
    }

    /// Whether it is the text in which the article was first written, as far as anybody sees one.
    pub async fn is_original(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let slug = self.0.slug.clone();
        let live = ctx.loaders().article_by_slug().load(slug).await?;
        Ok(live.is_none_or(|live| live.original_locale == self.0.locale))
    }
}

/// What an edition of a document is, or everything that is wrong with it as one refusal.
pub fn sound(document: Document) -> Result<Edition, Failure> {
    edition(document).map_err(|problems| refusal(problems.into_iter().map(Into::into)))
}

/// All that is wrong at once.
pub fn refusal(problems: impl Iterator<Item = ContentProblem>) -> Failure {
    let said: Vec<String> = problems
        .map(|problem| match problem.line {
            Some(line) => format!("line {line}: {}", problem.message),
            None => problem.message,
        })
        .collect();
    Failure::bad_input(said.join("; "))
}

/// How long a list of the desk is, counted only when somebody asks.
pub struct DeskTotal {
    relation: Relation,
    parent: i64,
}

/// How long a list of the desk is.
#[Object]
impl DeskTotal {
    /// How many there are on all pages; exact, and counted only when it is asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32, Failure> {
        let db = ctx.graph().db.reader();
        let counts = related::counts(db, self.relation, &[self.parent]).await?;
        Ok(whole(counts.get(&self.parent).copied().unwrap_or(0)))
    }
}

/// A version of an article at the content desk.
pub struct ArticleVersion(Arc<article_version::Model>);

/// A version of an article at the content desk. Versions are only ever added.
#[Object]
impl ArticleVersion {
    /// Its number within the manuscript, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// The partner whose key wrote it, or the file that it was imported from.
    async fn author(&self) -> &str {
        &self.0.author
    }

    /// Why it was written.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The number of the version that it brings back; null where it brings none back.
    async fn restored_from(&self) -> Option<i32> {
        self.0.restored_from
    }

    /// When it was written.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// All of it as a file: Markdown with front matter, as `caregraph article import` reads it.
    async fn document(&self) -> Result<String, Failure> {
        Ok(written::file(&self.read()?))
    }

    /// What is different from an earlier version; from the one before when no number is given, from
    /// nothing where there is none.
    async fn diff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number of the version to compare with.")] from: Option<i32>,
    ) -> Result<ArticleDiff, Failure> {
        let number = from.unwrap_or(self.0.number - 1);
        let db = ctx.graph().db.reader();
        let before = match number {
            0 => None,
            number => {
                let row = manuscripts::version(db, self.0.manuscript_id, number).await?;
                let none = || Failure::bad_input(format!("from: there is no version {number}"));
                Some(ArticleVersion(Arc::new(row.ok_or_else(none)?)).read()?)
            }
        };
        let before = before.as_ref().map(written::parts).unwrap_or_default();
        let after = written::parts(&self.read()?);
        Ok(ArticleDiff::of(before, after))
    }
}

impl ArticleVersion {
    pub fn read(&self) -> Result<Document, Failure> {
        let read = serde_json::from_str(&self.0.content);
        Ok(read.map_err(|_| StoreError::Corrupt("a version that is no document"))?)
    }
}

/// What is different between two versions.
#[derive(SimpleObject)]
pub struct ArticleDiff {
    /// Each part that is different.
    parts: Vec<PartDiff>,
    /// All differences as one unified diff.
    unified: String,
}

/// A part that is different between two versions.
#[derive(SimpleObject)]
pub struct PartDiff {
    /// The part: TITLE, SUMMARY, RED_FLAGS, CHECKLIST, FAQ, REFERENCES, ABOUT the article, or the
    /// aspect of a section.
    part: String,
    /// What it was; null where it is new.
    before: Option<String>,
    /// What it is; null where it is gone.
    after: Option<String>,
    /// Both, line by line, as a unified diff.
    unified: String,
}

impl ArticleDiff {
    /// The parts that differ, in the order of the later text.
    fn of(before: Vec<(String, String)>, after: Vec<(String, String)>) -> Self {
        let mut before: Vec<(String, Option<String>)> =
            before.into_iter().map(|(name, text)| (name, Some(text))).collect();
        let mut parts = Vec::new();
        let mut note = |part: String, before: Option<String>, after: Option<String>| {
            if before == after {
                return;
            }
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let unified = difference::unified(&text(&before), &text(&after), &part, &part);
            parts.push(PartDiff {
                part,
                before,
                after,
                unified,
            });
        };
        for (name, text) in after {
            let held = before.iter_mut().find(|(held, _)| *held == name);
            note(name, held.and_then(|(_, text)| text.take()), Some(text));
        }
        for (name, text) in before {
            note(name, text, None);
        }
        ArticleDiff {
            unified: parts.iter().map(|part| part.unified.as_str()).collect(),
            parts,
        }
    }
}

/// One article at the desk, by name.
pub async fn by_name(
    ctx: &Context<'_>,
    slug: &str,
    locale: &Locale,
) -> Result<Option<Manuscript>, Failure> {
    ctx.loaders().basis().lasts(Duration::ZERO);
    let db = ctx.graph().db.reader();
    let row = manuscripts::by_name(db, slug, locale.as_str()).await?;
    Ok(row.map(Manuscript))
}

/// Articles at the desk in a state, or all of them.
pub async fn listed(
    ctx: &Context<'_>,
    state: Option<ManuscriptState>,
    page: Page,
) -> Result<ManuscriptConnection, Failure> {
    ctx.loaders().basis().lasts(Duration::ZERO);
    let relation = relations::manuscripts(state.map(Into::into));
    let window = page.related()?;
    let db = ctx.graph().db.reader();
    let mut found = related::slices::<manuscript::Entity>(db, relation, &[0], &window).await?;
    let slice = found.remove(&0);
    let (before, after) = sides(slice.as_ref(), &window);
    let total = DeskTotal {
        relation,
        parent: 0,
    };
    let mut connection = Connection::with_additional_fields(before, after, total);
    let rows = slice.into_iter().flat_map(|slice| slice.rows);
    connection.edges = rows
        .map(|listed| {
            let cursor = Cursor::Related(listed.position);
            Edge::new(cursor, Manuscript(Arc::unwrap_or_clone(listed.row)))
        })
        .collect();
    Ok(connection)
}

/// The versions of a manuscript; none where there is no manuscript.
pub async fn versions(
    ctx: &Context<'_>,
    manuscript: Option<i64>,
    page: Page,
) -> Result<ArticleVersionConnection, Failure> {
    ctx.loaders().basis().lasts(Duration::ZERO);
    let relation = relations::VERSIONS_OF_MANUSCRIPT;
    let window = page.related()?;
    let parent = manuscript.unwrap_or_default();
    let db = ctx.graph().db.reader();
    let mut found =
        related::slices::<article_version::Entity>(db, relation, &[parent], &window).await?;
    let slice = found.remove(&parent);
    let (before, after) = sides(slice.as_ref(), &window);
    let total = DeskTotal { relation, parent };
    let mut connection = Connection::with_additional_fields(before, after, total);
    let rows = slice.into_iter().flat_map(|slice| slice.rows);
    connection.edges = rows
        .map(|listed| Edge::new(Cursor::Related(listed.position), ArticleVersion(listed.row)))
        .collect();
    Ok(connection)
}
