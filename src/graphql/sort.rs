//! The orders of searched lists.

use async_graphql::Enum;

use crate::search::Order;

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
