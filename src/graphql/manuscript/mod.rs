//! The content desk: articles as they are worked on, their versions, and what stands in the way of
//! publishing them. Shown only to callers with a scope of the desk, and never kept.

mod version;

use std::sync::Arc;
use std::time::Duration;

use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, Enum, ID, Object, OutputType, SimpleObject};

pub use version::{ArticleVersion, versions};

use crate::domain::article::{Document, Edition};
use crate::domain::locale::Locale;
use crate::domain::{self};
use crate::education::edition::{Problem, edition};
use crate::education::publish;
use crate::graphql::article::Article;
use crate::graphql::context::Ask;
use crate::graphql::cursor::Cursor;
use crate::graphql::doctor::Doctor;
use crate::graphql::error::Failure;
use crate::graphql::global_id::{self, Kind};
use crate::graphql::page::{self, Page, whole};
use crate::graphql::scalar::{Date, DateTime};
use crate::graphql::sets::ManuscriptState;
use crate::store::StoreError;
use crate::store::edition::{Missing, Unresolved};
use crate::store::entity::{clinical_review, doctor, manuscript};
use crate::store::id::{Id, Row};
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

impl From<Unresolved> for ContentProblem {
    fn from(missing: Unresolved) -> Self {
        ContentProblem {
            kind: match missing.what {
                Missing::OfAnotherSource => ProblemKind::Duplicate,
                Missing::InventedReviewer => ProblemKind::InvalidValue,
                _ => ProblemKind::UnknownReference,
            },
            line: line(missing.line),
            message: missing.what.to_string(),
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
        crate::graphql::article::parts::locale_of(&self.0.locale)
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
        Ok(ArticleVersion::of(row))
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

    /// The document of the version that readers see, or that is worked on where they see none.
    pub async fn published_document(&self, ctx: &Context<'_>) -> Result<Document, Failure> {
        let number = self.0.published_version.unwrap_or(self.0.version);
        let db = ctx.graph().db.reader();
        let row = manuscripts::version(db, self.0.id, number).await?;
        let row = row.ok_or(StoreError::Corrupt("a manuscript without a version"))?;
        ArticleVersion::of(row).read()
    }

    /// The title of a version; refused where there is none of this number.
    pub async fn version_title(&self, ctx: &Context<'_>, number: i32) -> Result<String, Failure> {
        let db = ctx.graph().db.reader();
        let row = manuscripts::version(db, self.0.id, number).await?;
        let none = || {
            Failure::bad_input(format!(
                "input.version: the article has no version {number}"
            ))
        };
        let version = ArticleVersion::of(row.ok_or_else(none)?);
        Ok(version.read()?.title)
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
    let list = (relations::manuscripts(state.map(Into::into)), 0);
    page_of::<manuscript::Entity, _>(ctx, list, page, |row| Manuscript(Arc::unwrap_or_clone(row)))
        .await
}

/// A page of a list of the desk, read from the database each time.
async fn page_of<E, N>(
    ctx: &Context<'_>,
    (relation, parent): (Relation, i64),
    page: Page,
    node: impl Fn(Arc<E::Model>) -> N,
) -> Result<Connection<Cursor, N, DeskTotal, EmptyFields>, Failure>
where
    E: Row,
    N: OutputType,
{
    ctx.loaders().basis().lasts(Duration::ZERO);
    let window = page.related()?;
    let db = ctx.graph().db.reader();
    let mut found = related::slices::<E>(db, relation, &[parent], &window).await?;
    let slice = found.remove(&parent).map(Arc::new);
    let total = DeskTotal { relation, parent };
    Ok(page::connect(slice, &window, total, |cursor, row| {
        Edge::new(cursor, node(row))
    }))
}
