//! What search engines may list of the directory.

use async_graphql::{Context, Enum, Object, SimpleObject};

use super::context::Ask;
use super::error::Failure;
use super::scalar::DateTime;
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::feed::Kinds;
use crate::store::StoreError;
use crate::store::sitemap::{self, Entry, Listing};

/// A kind of record that search engines list.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum SitemapKind {
    /// Doctors who see patients.
    Doctor,
    /// Clinics.
    Clinic,
    /// Articles.
    Article,
}

/// The records of a kind that search engines may list: none that is invented, retired or merged.
pub struct Sitemap(pub SitemapKind);

/// A record that search engines may list.
#[derive(SimpleObject)]
pub struct SitemapEntry {
    /// Its readable name.
    slug: String,
    /// The languages of its texts; empty for what has no texts of its own.
    locales: Vec<Locale>,
    /// When it last changed.
    updated_at: DateTime,
}

impl Sitemap {
    fn listing(&self) -> Listing {
        match self.0 {
            SitemapKind::Doctor => Listing::Doctors,
            SitemapKind::Clinic => Listing::Clinics,
            SitemapKind::Article => Listing::Articles,
        }
    }

    /// Takes down what the answer rests on, before it is read.
    fn note(&self, ctx: &Context<'_>) {
        let basis = ctx.loaders().basis();
        basis.note(Kinds::one(match self.0 {
            SitemapKind::Doctor => NodeKind::Doctor,
            SitemapKind::Clinic => NodeKind::Clinic,
            SitemapKind::Article => NodeKind::Article,
        }));
        basis.as_of(ctx.graph().applied.seq());
    }
}

/// The records of a kind that search engines may list, in parts of at most 5,000.
#[Object]
impl Sitemap {
    /// The numbers of the parts, in their order; empty where there is nothing to list. One in
    /// between may be empty.
    async fn parts(&self, ctx: &Context<'_>) -> Result<Vec<i32>, Failure> {
        self.note(ctx);
        let ends = sitemap::ends(ctx.graph().db.reader(), self.listing()).await?;
        let Some((first, last)) = ends else {
            return Ok(Vec::new());
        };
        let numbers = (first..=last).map(i32::try_from);
        let numbers: Result<Vec<i32>, _> = numbers.collect();
        Ok(numbers.map_err(|_| StoreError::Corrupt("an id beyond all parts"))?)
    }

    /// The records of one part, in the order in which they came.
    async fn part(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its number, one of `parts`.")] number: i32,
    ) -> Result<Vec<SitemapEntry>, Failure> {
        if number < 1 {
            return Err(Failure::bad_input(format!(
                "number must be one of parts, which count from 1, found {number}"
            )));
        }
        self.note(ctx);
        let db = ctx.graph().db.reader();
        let entries = sitemap::part(db, self.listing(), i64::from(number)).await?;
        entries.into_iter().map(SitemapEntry::read).collect()
    }
}

impl SitemapEntry {
    fn read(entry: Entry) -> Result<Self, Failure> {
        let locales = entry.locales.iter().map(|locale| locale.parse());
        let locales: Result<Vec<Locale>, _> = locales.collect();
        Ok(SitemapEntry {
            slug: entry.slug,
            locales: locales.map_err(|_| StoreError::Corrupt("the locale of a translation"))?,
            updated_at: DateTime(entry.updated_at),
        })
    }
}
