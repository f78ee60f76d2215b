//! Versions of an article at the desk, and what is different between two.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};

use super::{ArticleVersionConnection, page_of};
use crate::domain::article::Document;
use crate::education::{difference, written};
use crate::graphql::context::Ask;
use crate::graphql::error::Failure;
use crate::graphql::page::Page;
use crate::graphql::scalar::DateTime;
use crate::store::StoreError;
use crate::store::entity::article_version;
use crate::store::manuscript as manuscripts;
use crate::store::relations;

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
                Some(ArticleVersion::of(row.ok_or_else(none)?).read()?)
            }
        };
        let before = before.as_ref().map(written::parts).unwrap_or_default();
        let after = written::parts(&self.read()?);
        Ok(ArticleDiff::of(before, after))
    }
}

impl ArticleVersion {
    pub fn of(row: article_version::Model) -> Self {
        ArticleVersion(Arc::new(row))
    }

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
        let mut before: Vec<(String, Option<String>)> = before
            .into_iter()
            .map(|(name, text)| (name, Some(text)))
            .collect();
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

/// The versions of a manuscript; none where there is no manuscript.
pub async fn versions(
    ctx: &Context<'_>,
    manuscript: Option<i64>,
    page: Page,
) -> Result<ArticleVersionConnection, Failure> {
    let list = (
        relations::VERSIONS_OF_MANUSCRIPT,
        manuscript.unwrap_or_default(),
    );
    page_of::<article_version::Entity, _>(ctx, list, page, ArticleVersion).await
}
