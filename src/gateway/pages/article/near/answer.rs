//! The answers to `doctors_near.graphql` and `places.graphql`.

use serde::Deserialize;

use crate::gateway::pages::words::{Labels, List, NewPatients, Person};

#[derive(Deserialize)]
pub struct Answer {
    pub article: Option<WithDoctors>,
    #[serde(rename = "newPatients")]
    pub new_patients: Labels,
}

#[derive(Deserialize)]
pub struct WithDoctors {
    pub doctors: Doctors,
}

/// The doctors, and the words for what they say.
pub struct Found {
    pub doctors: Doctors,
    pub new_patients: Labels,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Doctors {
    pub total_count: usize,
    pub understood: Option<Understood>,
    pub edges: Vec<Edge>,
    pub search_area: Option<Area>,
}

impl Doctors {
    /// Whether they are only thought to do it, by what they practise.
    pub fn are_inferred(&self) -> bool {
        self.understood.as_ref().is_some_and(|how| how.inferred)
    }
}

#[derive(Deserialize)]
pub struct Understood {
    pub inferred: bool,
}

#[derive(Deserialize)]
pub struct Edge {
    pub distance: Option<f64>,
    pub node: Doctor,
    pub role: Option<Role>,
}

#[derive(Deserialize)]
pub struct Doctor {
    #[serde(flatten)]
    pub person: Person,
    pub demonstration: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    pub clinic: Option<Clinic>,
    pub new_patients: NewPatients,
}

#[derive(Deserialize)]
pub struct Clinic {
    pub slug: String,
    pub name: String,
    pub address: Town,
}

#[derive(Deserialize)]
pub struct Town {
    pub city: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Area {
    pub place: Option<PlaceName>,
    pub within_km: f64,
    pub widened: Option<Widened>,
    pub nearest_anywhere: Option<Nearest>,
    pub beyond_border: usize,
    pub alternatives: Vec<Place>,
}

#[derive(Deserialize)]
pub struct PlaceName {
    pub name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Widened {
    pub step: Step,
    pub tried_km: f64,
    pub to_km: f64,
    pub region: Option<String>,
    pub region_name: Option<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Step {
    Radius,
    Region,
    Telehealth,
}

#[derive(Deserialize)]
pub struct Nearest {
    pub doctor: Option<Person>,
    pub distance: Option<f64>,
}

/// A place that may be meant.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    pub id: String,
    pub name: String,
    pub region_name: Option<String>,
    pub country: String,
}

#[derive(Deserialize)]
pub struct Places {
    pub places: List<Place>,
}
