//! The answer to `doctor.graphql`.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::gateway::pages::hours::Span;
use crate::gateway::pages::provenance::{Provenance, Source, SourceView};
use crate::gateway::pages::words::{
    Address, Labels, List, Located, Named, NewPatients, Person, PersonName, Slugged,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    pub doctor: Option<Doctor>,
    pub genders: Labels,
    pub proficiencies: Labels,
    pub new_patients: Labels,
    pub evidence: Labels,
    pub volumes: Labels,
    pub weekdays: Labels,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Doctor {
    pub npi: Option<String>,
    pub name: PersonName,
    pub gender: Option<String>,
    pub biography: Option<Text>,
    pub languages: Vec<Spoken>,
    pub specialties: List<Named>,
    pub ages: Option<Ages>,
    pub telehealth: Option<bool>,
    pub status: Status,
    pub roles: List<Role>,
    pub offerings: List<Offering>,
    pub qualifications: Vec<Qualification>,
    pub rating: Option<Rating>,
    pub provenance: Vec<Provenance>,
    pub source_views: Vec<SourceView>,
    pub source: Option<Source>,
    pub demonstration: bool,
    pub json_ld: Json,
}

impl Doctor {
    /// Whether the record is in use.
    pub fn is_active(&self) -> bool {
        self.status.state == State::Active
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    pub text: String,
    pub served_locale: String,
}

#[derive(Deserialize)]
pub struct Spoken {
    pub language: String,
    pub proficiency: Option<String>,
}

#[derive(Deserialize)]
pub struct Ages {
    pub youngest: Option<u16>,
    pub oldest: Option<u16>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    pub state: State,
    pub reason: Option<String>,
    pub replaced_by: Option<Person>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    Active,
    Retired,
    Merged,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    pub clinic: Option<Clinic>,
    pub phone: Option<String>,
    pub new_patients: NewPatients,
    pub hours: Option<Vec<Span>>,
    pub plans: List<Named>,
    pub confidence: Confidence,
    pub source_views: Vec<SourceView>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Clinic {
    pub slug: String,
    pub name: String,
    pub phone: Option<String>,
    pub time_zone: Option<String>,
    pub address: Address,
    pub place: Option<Located>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confidence {
    pub last_verified_at: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Offering {
    pub procedure: Option<Procedure>,
    pub clinic: Option<Named>,
    pub evidence: String,
    pub volume_band: String,
    pub as_of: Option<NaiveDate>,
    pub source: Option<Named>,
}

#[derive(Deserialize)]
pub struct Procedure {
    pub name: String,
    pub articles: List<Slugged>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Qualification {
    pub kind: QualificationKind,
    pub title: String,
    pub issuer: Option<String>,
    pub status: Option<QualificationStatus>,
    pub valid_in: Option<String>,
    pub period: Period,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum QualificationKind {
    Degree,
    Certification,
    Licence,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum QualificationStatus {
    Active,
    Expired,
    Suspended,
}

#[derive(Deserialize)]
pub struct Period {
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rating {
    pub mean: f64,
    pub count: u32,
    pub as_of: NaiveDate,
}
