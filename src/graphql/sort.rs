//! The orders of searched lists.

use async_graphql::Enum;

use crate::search::{LookUpOrder, Order};
use crate::store::relations::ArticleOrder;

/// The order of doctors.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Default)]
pub enum DoctorSort {
    /// By the factors of `rankingPolicy`, which each edge shows in `ranking`.
    #[default]
    Best,
    /// Nearest first, by the best matching clinic. Only around a place.
    Distance,
    /// Those first who do what is needed most often, among all who do; those of whom it is not known
    /// stand in the middle.
    Experience,
    /// The highest lower bound of the rating first, those without enough ratings last.
    Rating,
    /// By family name, then given name.
    Name,
    /// Those first whose role somebody made sure of latest, those never made sure of last.
    LastVerified,
}

/// The order of clinics.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum ClinicSort {
    /// Nearest first. Only around a place.
    Distance,
    /// By name.
    Name,
}

/// The order of articles.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Default)]
pub enum ArticleSort {
    /// By slug.
    #[default]
    Slug,
    /// Those whose medical review is due first, those that nobody has reviewed last.
    ReviewDue,
}

/// The order of what a text finds.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Default)]
pub enum SearchSort {
    /// The likeliest first: by how much of the text it answers, and how well.
    #[default]
    Relevance,
    /// By name, whatever kind of thing it is.
    Name,
}

impl From<SearchSort> for LookUpOrder {
    fn from(sort: SearchSort) -> Self {
        match sort {
            SearchSort::Relevance => LookUpOrder::Relevance,
            SearchSort::Name => LookUpOrder::Name,
        }
    }
}

impl From<ArticleSort> for ArticleOrder {
    fn from(sort: ArticleSort) -> Self {
        match sort {
            ArticleSort::Slug => ArticleOrder::Slug,
            ArticleSort::ReviewDue => ArticleOrder::ReviewDue,
        }
    }
}

impl From<DoctorSort> for Order {
    fn from(sort: DoctorSort) -> Self {
        match sort {
            DoctorSort::Best => Order::Best,
            DoctorSort::Distance => Order::Distance,
            DoctorSort::Experience => Order::Experience,
            DoctorSort::Rating => Order::Rating,
            DoctorSort::Name => Order::Name,
            DoctorSort::LastVerified => Order::Verified,
        }
    }
}

impl From<ClinicSort> for Order {
    fn from(sort: ClinicSort) -> Self {
        match sort {
            ClinicSort::Distance => Order::Distance,
            ClinicSort::Name => Order::Name,
        }
    }
}
