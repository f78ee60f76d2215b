//! Which text of an article a reader gets, part by part: the translation where it is sound, the
//! original where an outdated or missing translation could harm.

use std::sync::Arc;

use async_graphql::Context;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, try_join};

use super::parts::{RedFlag, Section, locale_of};
use super::readability::{ArticleReadability, Readability, SectionReadability, minutes, tenths};
use crate::domain::article::PartName;
use crate::domain::locale::Locale;
use crate::education::translation::{self, Source, Translated};
use crate::graphql::context::Ask;
use crate::graphql::error::Failure;
use crate::graphql::shared::Shared;
use crate::store::entity::{article_part, article_translation, red_flag, section};

pub use translation::Status;

/// A text, and the original that it is held against.
pub struct Served {
    pub text: Shared<article_translation::Model>,
    /// Whether it is in a language that the reader asked for.
    pub was_asked: bool,
    /// `None` where the text is the original.
    pub original: Option<Shared<article_translation::Model>>,
}

/// What is known of the parts of a text and of the original.
pub struct Held {
    mine: Option<Arc<Vec<article_part::Model>>>,
    source: Option<Arc<Vec<article_part::Model>>>,
    is_machine: bool,
    is_original: bool,
}

impl Served {
    pub fn locale(&self) -> Result<Locale, Failure> {
        locale_of(&self.text.locale)
    }

    /// What is known of the parts: one statement for both languages.
    pub async fn held(&self, ctx: &Context<'_>) -> Result<Held, Failure> {
        let loader = ctx.loaders().parts();
        let mine = loader.load(self.text.id.get());
        let (mine, source) = match &self.original {
            None => (mine.await?, None),
            Some(original) => try_join(mine, loader.load(original.id.get())).await?,
        };
        Ok(Held {
            mine,
            source,
            is_machine: self.text.machine.unwrap_or(false),
            is_original: self.original.is_none(),
        })
    }

    /// Whether a part that could harm is served in the language of the original.
    pub async fn falls_back(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        if self.original.is_none() {
            return Ok(false);
        }
        let held = self.held(ctx).await?;
        let names = held.source.iter().flat_map(|rows| rows.iter());
        Ok(names
            .filter_map(|row| row.name.parse().ok())
            .any(|name: PartName| held.falls_back(name)))
    }

    /// The text in its parts, in reading order.
    pub fn sections<'a>(
        &'a self,
        ctx: &'a Context<'_>,
    ) -> BoxFuture<'a, Result<Vec<Section>, Failure>> {
        self.put_together(ctx).boxed()
    }

    async fn put_together(&self, ctx: &Context<'_>) -> Result<Vec<Section>, Failure> {
        let loader = ctx.loaders().sections();
        let mine = loader.load(self.text.id.get());
        let section = |row: Shared<section::Model>, locale: &Locale, status, is_fallback| Section {
            row,
            served_locale: locale.clone(),
            status,
            is_fallback,
        };
        let Some(original) = &self.original else {
            let (mine, locale) = (mine.await?, self.locale()?);
            return Ok(Shared::each(mine)
                .map(|row| section(row, &locale, Status::Current, false))
                .collect());
        };
        let both = try_join(mine, loader.load(original.id.get()));
        let both = async { both.await.map_err(Failure::from) };
        let ((mine, source), held) = try_join(both, self.held(ctx)).await?;
        let mut mine: Vec<Shared<section::Model>> = Shared::each(mine).collect();
        let (locale, original) = (self.locale()?, locale_of(&original.locale)?);
        let mut sections = Vec::new();
        for row in Shared::each(source) {
            let name = PartName::Section(row.aspect.0);
            let place = mine.iter().position(|mine| mine.aspect == row.aspect);
            let translated = place.map(|place| mine.remove(place));
            let status = match translated {
                Some(_) => held.status(name),
                None => Status::Missing,
            };
            sections.push(match translated {
                Some(mine) if !held.falls_back(name) => section(mine, &locale, status, false),
                _ => section(row, &original, status, true),
            });
        }
        // What only the translation has stands at its end.
        sections.extend(
            mine.into_iter()
                .map(|row| section(row, &locale, Status::Current, false)),
        );
        Ok(sections)
    }

    /// The signs that need help, in the language in which they are sound.
    pub async fn red_flags(&self, ctx: &Context<'_>) -> Result<Vec<RedFlag>, Failure> {
        let shown = |rows: Option<Arc<Vec<red_flag::Model>>>, locale: &Locale| {
            let rows = rows.iter().flat_map(|rows| rows.iter());
            rows.map(|row| RedFlag::new(row, locale.clone())).collect()
        };
        let loader = ctx.loaders().red_flags();
        if let Some(original) = &self.original {
            let held = self.held(ctx).await?;
            if held.falls_back(PartName::RedFlags) {
                let rows = loader.load(original.id.get()).await?;
                return Ok(shown(rows, &locale_of(&original.locale)?));
            }
        }
        let rows = loader.load(self.text.id.get()).await?;
        Ok(shown(rows, &self.locale()?))
    }

    /// How the text reads.
    pub async fn readability(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<ArticleReadability>, Failure> {
        let held = self.held(ctx).await?;
        let Some(mine) = held.mine.filter(|mine| !mine.is_empty()) else {
            return Ok(None);
        };
        let part = |name: PartName| {
            let found = mine.iter().find(|row| row.name == name.spelling());
            found.map(Readability::of)
        };
        let sections: Vec<(PartName, &article_part::Model)> = mine
            .iter()
            .filter_map(|row| Some((row.name.parse().ok()?, row)))
            .filter(|(name, _)| matches!(name, PartName::Section(_)))
            .collect();
        let grades = sections.iter().filter_map(|(_, row)| row.grade);
        let scores = sections.iter().filter_map(|(_, row)| row.score);
        let words = sections.iter().map(|(_, row)| row.words).sum();
        Ok(Some(ArticleReadability {
            grade: grades.reduce(f64::max).map(tenths),
            score: scores.reduce(f64::min).map(tenths),
            scale: mine.iter().find_map(|row| row.scale).map(|of| of.0.into()),
            method: "each part by itself; as a whole, its hardest section".to_owned(),
            words,
            reading_minutes: minutes(words),
            summary: part(PartName::Summary),
            easy_summary: part(PartName::EasySummary),
            red_flags: part(PartName::RedFlags),
            checklist: part(PartName::Checklist),
            faq: part(PartName::Faq),
            per_section: sections
                .iter()
                .filter_map(|(name, row)| match name {
                    PartName::Section(aspect) => Some(SectionReadability {
                        aspect: (*aspect).into(),
                        readability: Readability::of(row),
                    }),
                    _ => None,
                })
                .collect(),
        }))
    }
}

impl Held {
    fn part(
        rows: Option<&Arc<Vec<article_part::Model>>>,
        name: PartName,
    ) -> Option<&article_part::Model> {
        rows?.iter().find(|row| row.name == name.spelling())
    }

    fn status(&self, name: PartName) -> Status {
        if self.is_original {
            return Status::Current;
        }
        let mine = Held::part(self.mine.as_ref(), name).map(|row| Translated {
            made_from: row.made_from.as_deref(),
            made_from_revision: row.made_from_revision,
            machine: self.is_machine,
        });
        let source = Held::part(self.source.as_ref(), name).map(|row| Source {
            hash: &row.hash,
            revision: row.revision,
        });
        translation::status(mine, source)
    }

    /// Whether the original is to be served: an outdated or missing translation could harm.
    fn falls_back(&self, name: PartName) -> bool {
        // A text that was imported before texts were measured is held against nothing.
        !self.is_original
            && self.mine.is_some()
            && name.is_safety()
            && Held::part(self.source.as_ref(), name).is_some()
            && matches!(self.status(name), Status::Stale(_) | Status::Missing)
    }

    /// The whole text, as outdated as its most outdated part.
    pub fn whole(&self) -> Status {
        if self.is_original || self.mine.is_none() {
            return Status::Current;
        }
        let mine = self.mine.iter().flat_map(|rows| rows.iter());
        let all = mine.filter_map(|row| row.name.parse().ok());
        let mut worst = Status::Current;
        for status in all.map(|name| self.status(name)) {
            worst = match (worst, status) {
                (Status::Stale(held), Status::Stale(found)) => Status::Stale(held.max(found)),
                (Status::Stale(_), _) => worst,
                (_, Status::Stale(_)) => status,
                (Status::Machine, _) | (_, Status::Machine) => Status::Machine,
                _ => worst,
            };
        }
        worst
    }
}
