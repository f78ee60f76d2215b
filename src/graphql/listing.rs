//! What a searched list says of itself beside its edges: how many, where, what was left out and
//! what else could be asked.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, SimpleObject};
use futures_util::FutureExt;

use super::context::Ask;
use super::error::Failure;
use super::facet::{self, DoctorFacet, Facet};
use super::localised;
use super::near::{Near, SearchArea};
use super::page::{Total, whole};
use super::understood::Understood;
use crate::domain::locale::Locale;
use crate::search::{Found, Kept, Rung, Widening};

/// The most values that a facet shows.
const MOST_VALUES: i32 = 100;

/// A finished search.
pub struct Searched {
    pub found: Found,
    pub area: Option<SearchArea>,
    /// What the need was taken to be.
    pub understood: Option<Understood>,
    /// Whether a wider area was allowed.
    pub widens: bool,
}

/// What a list of doctors says of itself beside its edges.
pub struct DoctorListing(pub Arc<Searched>);

/// What a list of clinics says of itself beside its edges.
pub enum ClinicListing {
    /// It was searched for.
    Found(Arc<Searched>),
    /// It hangs from a node.
    Related(Total),
}

/// How many a filter left out because nothing is known.
#[derive(SimpleObject)]
pub struct ExcludedUnknown {
    /// The filter, as its field in the input is called.
    filter: String,
    /// How many pass every other filter, and are left out for want of word about this one.
    count: i32,
}

/// What could be asked less strictly.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum RelaxationKind {
    /// Leave a filter out.
    DropFilter,
    /// Look farther away.
    Widen,
    /// Look across the border.
    CrossBorders,
}

/// A less strict question, and how many it would find.
#[derive(SimpleObject)]
pub struct Relaxation {
    /// What to change.
    kind: RelaxationKind,
    /// The filter to leave out, as its field in the input is called; null for other changes.
    filter: Option<String>,
    /// The radius to ask for; null for other changes, and where no circle is wide enough.
    within_km: Option<f64>,
    /// How many it would find.
    count: i32,
}

impl Searched {
    fn total(&self) -> i32 {
        whole(self.found.hits.total)
    }

    fn clauses(&self) -> impl Iterator<Item = (&'static str, Kept)> {
        let clauses = self.found.query.filter.clauses.iter();
        let kept = self.found.hits.without.iter().copied();
        clauses.map(|clause| clause.name).zip(kept)
    }

    fn excluded_unknown(&self) -> Vec<ExcludedUnknown> {
        self.clauses()
            .map(|(name, kept)| ExcludedUnknown {
                filter: name.to_owned(),
                count: whole(kept.unknown),
            })
            .collect()
    }

    async fn relaxations(&self, ctx: &Context<'_>) -> Result<Vec<Relaxation>, Failure> {
        let hits = &self.found.hits;
        if hits.total > 0 {
            return Ok(Vec::new());
        }
        let mut relaxations: Vec<Relaxation> = self
            .clauses()
            .filter(|(_, kept)| kept.out > 0)
            .map(|(name, kept)| Relaxation {
                kind: RelaxationKind::DropFilter,
                filter: Some(name.to_owned()),
                within_km: None,
                count: whole(kept.out),
            })
            .collect();
        if hits.beyond_border > 0 {
            relaxations.push(Relaxation {
                kind: RelaxationKind::CrossBorders,
                filter: None,
                within_km: None,
                count: whole(hits.beyond_border),
            });
        }
        if let Some(area) = self.area.as_ref().filter(|_| !self.widens) {
            let query = self.found.query.clone();
            let search = &ctx.graph().search;
            let wider = search.find(query, Widening::Up(area.home())).await?;
            if wider.hits.total > 0 {
                relaxations.push(Relaxation {
                    kind: RelaxationKind::Widen,
                    filter: None,
                    within_km: match wider.rung {
                        Rung::Km(km) => Some(f64::from(km)),
                        Rung::Asked | Rung::Region | Rung::Telehealth => None,
                    },
                    count: whole(wider.hits.total),
                });
            }
        }
        Ok(relaxations)
    }
}

/// What a list of doctors says of itself beside its edges.
#[Object]
impl DoctorListing {
    /// How many there are on all pages; exact.
    async fn total_count(&self) -> i32 {
        self.0.total()
    }

    /// What the need was taken to mean, and what else it may have meant. Null where no need was given,
    /// and where its words mean nothing that is known here: then nobody is listed.
    async fn understood(&self) -> Option<&Understood> {
        self.0.understood.as_ref()
    }

    /// Where was looked; null for a list that is not around a place.
    async fn search_area(&self) -> Option<&SearchArea> {
        self.0.area.as_ref()
    }

    /// How many of those found have each value of some facts, on all pages.
    async fn facets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The facts.")] fields: Vec<DoctorFacet>,
        #[graphql(desc = "How many values of each, 1 to 100.", default = 20)] limit: i32,
        #[graphql(
            desc = "Languages the reader knows, the best first; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
    ) -> Result<Vec<Facet>, Failure> {
        if !(1..=MOST_VALUES).contains(&limit) {
            return Err(Failure::bad_input(format!(
                "limit must be from 1 to {MOST_VALUES}, found {limit}"
            )));
        }
        let mut wanted: Vec<_> = Vec::new();
        for field in fields {
            let field = field.into();
            if !wanted.contains(&field) {
                wanted.push(field);
            }
        }
        let facets = ctx.graph().search.facets(&self.0.found, wanted);
        let facets = facets.boxed().await?;
        let locales = localised::wanted(ctx, locales);
        let limit = usize::try_from(limit).unwrap_or(1);
        facet::shown(ctx, facets, limit, &locales).boxed().await
    }

    /// For each filter, how many it left out only because nothing is known.
    async fn excluded_unknown(&self) -> Vec<ExcludedUnknown> {
        self.0.excluded_unknown()
    }

    /// Where nobody is found: what to ask less strictly, and how many that finds. Empty otherwise.
    async fn relaxations(&self, ctx: &Context<'_>) -> Result<Vec<Relaxation>, Failure> {
        self.0.relaxations(ctx).boxed().await
    }
}

/// What a list of clinics says of itself beside its edges.
#[Object]
impl ClinicListing {
    /// How many there are on all pages; exact.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32, Failure> {
        match self {
            ClinicListing::Found(searched) => Ok(searched.total()),
            ClinicListing::Related(total) => total.count(ctx).await,
        }
    }

    /// What the need was taken to mean, and what else it may have meant. Null where no need was given,
    /// and where its words mean nothing that is known here: then nobody is listed.
    async fn understood(&self) -> Option<&Understood> {
        match self {
            ClinicListing::Found(searched) => searched.understood.as_ref(),
            ClinicListing::Related(_) => None,
        }
    }

    /// Where was looked; null for a list that is not around a place.
    async fn search_area(&self) -> Option<&SearchArea> {
        match self {
            ClinicListing::Found(searched) => searched.area.as_ref(),
            ClinicListing::Related(_) => None,
        }
    }

    /// For each filter, how many it left out only because nothing is known.
    async fn excluded_unknown(&self) -> Vec<ExcludedUnknown> {
        match self {
            ClinicListing::Found(searched) => searched.excluded_unknown(),
            ClinicListing::Related(_) => Vec::new(),
        }
    }

    /// Where none is found: what to ask less strictly, and how many that finds. Empty otherwise.
    async fn relaxations(&self, ctx: &Context<'_>) -> Result<Vec<Relaxation>, Failure> {
        match self {
            ClinicListing::Found(searched) => searched.relaxations(ctx).boxed().await,
            ClinicListing::Related(_) => Ok(Vec::new()),
        }
    }
}

impl Near {
    /// Whether the area may grow, and from where an earlier page says it did.
    pub fn widening(&self, area: &SearchArea, earlier: Option<Rung>) -> Widening {
        match (earlier, self.widen) {
            (Some(rung), _) => Widening::To(rung, area.home()),
            (None, true) => Widening::Up(area.home()),
            (None, false) => Widening::No,
        }
    }
}
