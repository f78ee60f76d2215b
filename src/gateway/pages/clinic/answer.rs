//! The answer to `clinic.graphql`.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::gateway::pages::hours::Span;
use crate::gateway::pages::provenance::{Provenance, Source, SourceView};
use crate::gateway::pages::words::{
    Address, Labels, Linked, List, Located, Named, NewPatients, PersonName, Slugged,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    pub clinic: Option<Clinic>,
    pub kinds: Labels,
    pub accessibility: Labels,
    pub new_patients: Labels,
    pub weekdays: Labels,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Clinic {
    pub name: String,
    pub kind: String,
    pub address: Address,
    pub position_accuracy: Option<Accuracy>,
    pub place: Option<Located>,
    pub time_zone: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub accessibility: Option<Vec<String>>,
    pub hours: Option<Vec<Span>>,
    pub parent: Option<Linked>,
    pub children: List<Linked>,
    pub specialties: List<Named>,
    pub procedures: List<Procedure>,
    pub doctors: Doctors,
    pub provenance: Vec<Provenance>,
    pub source_views: Vec<SourceView>,
    pub source: Option<Source>,
    pub demonstration: bool,
    pub json_ld: Json,
}

/// How exactly the position of a clinic is known.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Accuracy {
    Exact,
    Street,
    PostalCode,
    Town,
}

#[derive(Deserialize)]
pub struct Procedure {
    pub name: String,
    pub articles: List<Slugged>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Doctors {
    pub total_count: usize,
    pub edges: Vec<Edge>,
}

#[derive(Deserialize)]
pub struct Edge {
    pub role: Option<Role>,
    pub node: Doctor,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    pub new_patients: NewPatients,
}

#[derive(Deserialize)]
pub struct Doctor {
    pub slug: String,
    pub name: PersonName,
    pub specialties: List<Named>,
}
