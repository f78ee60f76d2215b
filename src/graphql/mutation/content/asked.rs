//! What the mutations of the content desk ask for.

use async_graphql::InputObject;

use super::input::{ArticleSharedInput, ArticleTextInput};
use crate::domain::locale::Locale;
use crate::domain::slug::Slug;
use crate::graphql::by::DoctorBy;
use crate::graphql::scalar::Date;

/// An article to begin.
#[derive(InputObject)]
pub struct CreateArticleInput {
    /// The article's readable name, unique among articles.
    pub slug: Slug,
    /// The language in which it is first written.
    pub locale: Locale,
    /// What every language of it shares.
    pub shared: ArticleSharedInput,
    /// What it says.
    pub text: ArticleTextInput,
    /// Why, for its history.
    pub note: Option<String>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same article.
    pub idempotency_key: Option<String>,
}

/// A draft to save.
#[derive(InputObject)]
pub struct SaveArticleDraftInput {
    /// The article.
    pub slug: Slug,
    /// The language in which it was first written.
    pub locale: Locale,
    /// The revision that was read: where it is another one by now, nothing is written and the error
    /// is CONFLICT. 0 for an article that was imported and was never at the desk.
    pub revision: i32,
    /// What every language of it shares; as it was when it is left out.
    pub shared: Option<ArticleSharedInput>,
    /// What it says.
    pub text: ArticleTextInput,
    /// Why, for its history.
    pub note: Option<String>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same article.
    pub idempotency_key: Option<String>,
}

/// A translation to save as a draft.
#[derive(InputObject)]
pub struct SaveTranslationInput {
    /// The article, which is published in the language in which it was first written.
    pub slug: Slug,
    /// The language of the translation.
    pub locale: Locale,
    /// The revision that was read; 0 for a new translation. Where it is another one by now, nothing
    /// is written and the error is CONFLICT.
    pub revision: i32,
    /// What it says.
    pub text: ArticleTextInput,
    /// Whether a machine made it and nobody has checked it.
    pub machine: Option<bool>,
    /// Why, for its history.
    pub note: Option<String>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same article.
    pub idempotency_key: Option<String>,
}

/// An article at the desk, as it was read.
#[derive(InputObject)]
pub struct ManuscriptInput {
    /// The article.
    pub slug: Slug,
    /// The language.
    pub locale: Locale,
    /// The revision that was read: where it is another one by now, nothing is written and the error
    /// is CONFLICT.
    pub revision: i32,
    /// Why, for the audit.
    pub reason: Option<String>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same article.
    pub idempotency_key: Option<String>,
}

/// What a reviewer says of an article.
#[derive(InputObject)]
pub struct ReviewArticleInput {
    /// The article.
    pub slug: Slug,
    /// The language.
    pub locale: Locale,
    /// The revision that was read: where it is another one by now, nothing is written and the error
    /// is CONFLICT.
    pub revision: i32,
    /// Whether it may be published; without it, it goes back to its writers.
    pub approved: bool,
    /// The clinician of the directory who has reviewed it; needed to approve an original.
    pub reviewer: Option<DoctorBy>,
    /// What the reviewer says of interests of their own; needed to approve an original, "none" where
    /// there is none.
    pub conflict_of_interest: Option<String>,
    /// What is to be done, at most 4,000 characters; needed to send it back.
    pub comment: Option<String>,
    /// The day of the review; today when it is left out.
    pub reviewed_at: Option<Date>,
    /// The day by which it is to be reviewed again; in 12 months when it is left out.
    pub review_due_at: Option<Date>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same article.
    pub idempotency_key: Option<String>,
}

/// A version to bring back.
#[derive(InputObject)]
pub struct RestoreArticleVersionInput {
    /// The article.
    pub slug: Slug,
    /// The language.
    pub locale: Locale,
    /// The revision that was read: where it is another one by now, nothing is written and the error
    /// is CONFLICT.
    pub revision: i32,
    /// The number of the version.
    pub version: i32,
    /// Why, for its history.
    pub reason: Option<String>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same article.
    pub idempotency_key: Option<String>,
}
