//! The answer, in the shape that the graph gives it.

use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
pub struct Page {
    pub data: Data,
}

#[derive(Serialize)]
pub struct Data {
    pub procedure: Explained,
    pub doctors: Doctors,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    pub name: String,
    pub also_known_as: Vec<String>,
    pub articles: Nodes,
}

#[derive(Serialize)]
pub struct Nodes {
    pub nodes: Vec<Article>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Article {
    pub title: String,
    pub review_status: String,
    pub summary: String,
    pub red_flags: Vec<RedFlag>,
    pub section: Option<Section>,
}

#[derive(Serialize)]
pub struct RedFlag {
    pub urgency: String,
    pub text: String,
}

#[derive(Serialize)]
pub struct Section {
    pub title: String,
    pub text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Doctors {
    pub total_count: usize,
    pub search_area: SearchArea,
    pub edges: Vec<Edge>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchArea {
    pub place: PlaceShown,
    pub within_km: f64,
    pub beyond_border: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceShown {
    pub name: String,
    pub region_name: Option<String>,
}

#[derive(Serialize)]
pub struct Edge {
    pub distance: f64,
    pub node: Doctor,
    pub role: Role,
}

#[derive(Serialize)]
pub struct Doctor {
    pub name: Name,
    pub demonstration: bool,
    pub offering: Option<Offering>,
}

#[derive(Serialize)]
pub struct Name {
    pub display: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offering {
    pub evidence: String,
    pub volume_band: String,
    pub as_of: Option<NaiveDate>,
    pub source: Source,
}

#[derive(Serialize)]
pub struct Source {
    pub name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    pub new_patients: NewPatients,
    pub phone: Option<String>,
    pub clinic: Clinic,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPatients {
    pub status: Option<String>,
    pub as_of: Option<NaiveDate>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Clinic {
    pub name: String,
    pub address: Address,
    pub position_accuracy: Option<String>,
}

#[derive(Serialize)]
pub struct Address {
    pub city: Option<String>,
}
