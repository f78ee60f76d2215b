//! What a doctor brings along: lists that are written whole.

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::act::Act;
use super::audit;
use super::error::DeskError;
use crate::domain::code::NPI;
use crate::domain::{NodeKind, Proficiency, QualificationKind, QualificationStatus};
use crate::store::children::{self, Child};
use crate::store::entity::{
    biography, doctor, doctor_language, doctor_specialty, identifier, qualification,
};
use crate::store::id::{DoctorId, Id, SpecialtyId};
use crate::store::parts::{self, Part};
use crate::store::{Text, doctor as doctors};

/// A language in which a doctor sees patients.
#[derive(Clone, Debug)]
pub struct Spoken {
    pub language: String,
    pub proficiency: Option<Proficiency>,
}

/// What a doctor says of themselves, in one language.
#[derive(Clone, Debug)]
pub struct Biography {
    pub locale: String,
    pub text: String,
}

/// A degree, a certificate or a licence.
#[derive(Clone, Debug)]
pub struct Qualification {
    pub kind: QualificationKind,
    pub title: String,
    pub issuer: Option<String>,
    pub number: Option<String>,
    pub status: Option<QualificationStatus>,
    pub region: Option<String>,
    /// The first and the last day on which it is valid.
    pub period: (Option<NaiveDate>, Option<NaiveDate>),
}

impl Qualification {
    /// Whether the other is this one, whatever it says of its time.
    pub fn is_same(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.title == other.title
            && self.issuer == other.issuer
            && self.region == other.region
            && self.number == other.number
    }
}

/// A number that some registry gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The canonical URI of the registry's system.
    pub system: String,
    pub value: String,
}

/// The lists of a doctor; one that is left out stays.
#[derive(Clone, Debug, Default)]
pub struct DoctorLists {
    pub specialties: Option<Vec<SpecialtyId>>,
    pub languages: Option<Vec<Spoken>>,
    pub biographies: Option<Vec<Biography>>,
    pub qualifications: Option<Vec<Qualification>>,
    pub identifiers: Option<Vec<Number>>,
}

impl Act {
    /// Makes these the lists of a doctor, whose own NPI is `npi`.
    pub(super) async fn fill_doctor(
        &self,
        id: DoctorId,
        npi: Option<&str>,
        lists: DoctorLists,
    ) -> Result<(), DeskError> {
        if let Some(specialties) = lists.specialties {
            doctors::replace_specialties(&self.tx, &[(id, specialties)]).await?;
        }
        if let Some(spoken) = lists.languages {
            let row = |(spoken, position): (Spoken, i32)| doctor_language::Model {
                id: Id::UNSET,
                doctor_id: id,
                position,
                language: spoken.language,
                proficiency: spoken.proficiency.map(Text),
            };
            let rows = spoken.into_iter().zip(0..).map(row).collect();
            self.replace::<doctor_language::Entity>(id, rows).await?;
        }
        if let Some(told) = lists.biographies {
            let row = |told: Biography| biography::Model {
                id: Id::UNSET,
                doctor_id: id,
                locale: told.locale,
                text: told.text,
            };
            let rows = told.into_iter().map(row).collect();
            self.replace::<biography::Entity>(id, rows).await?;
        }
        if let Some(qualifications) = lists.qualifications {
            let row = |(one, position): (Qualification, i32)| qualification::Model {
                id: Id::UNSET,
                doctor_id: id,
                position,
                kind: Text(one.kind),
                title: one.title,
                issuer: one.issuer,
                region: one.region,
                number: one.number,
                status: one.status.map(Text),
                valid_from: one.period.0,
                valid_until: one.period.1,
            };
            let rows = qualifications.into_iter().zip(0..).map(row).collect();
            self.replace::<qualification::Entity>(id, rows).await?;
        }
        if let Some(numbers) = lists.identifiers {
            // The doctor's own NPI has a column, and comes back with whoever sends what they read.
            let own = |number: &Number| number.system == NPI && npi == Some(&number.value);
            let row = |number: Number| identifier::Model {
                id: Id::UNSET,
                node_kind: Text(NodeKind::Doctor),
                node_id: id.get(),
                system: number.system,
                value: number.value,
            };
            let others = numbers.into_iter().filter(|number| !own(number));
            let rows = others.map(row).collect();
            self.replace::<identifier::Entity>(id, rows).await?;
        }
        Ok(())
    }

    async fn replace<E: Part>(&self, id: DoctorId, rows: Vec<E::Model>) -> Result<(), DeskError> {
        parts::replace::<E>(&self.tx, NodeKind::Doctor, &[id.get()], rows).await?;
        Ok(())
    }

    /// A doctor with all lists, for the audit.
    pub(super) async fn doctor_snapshot(&self, held: &doctor::Model) -> Result<Json, DeskError> {
        let id = held.id;
        let mut json = audit::row(held);
        json["specialties"] = self
            .list::<doctor_specialty::Entity>(id, |row| json!(row.specialty_id.get()))
            .await?;
        json["languages"] = self
            .list::<doctor_language::Entity>(id, |row| json!(row.language))
            .await?;
        json["biographies"] = self
            .list::<biography::Entity>(id, |row| json!({ "locale": row.locale, "text": row.text }))
            .await?;
        json["qualifications"] = self.list::<qualification::Entity>(id, audit::row).await?;
        json["identifiers"] = self
            .list::<identifier::Entity>(id, |row| json!([row.system, row.value]))
            .await?;
        Ok(json)
    }

    async fn list<E: Child>(
        &self,
        id: DoctorId,
        shown: impl Fn(&E::Model) -> Json,
    ) -> Result<Json, DeskError> {
        let id = id.get();
        let rows = children::of_nodes::<E>(&self.tx, NodeKind::Doctor, &[id]).await?;
        Ok(rows.get(&id).into_iter().flatten().map(shown).collect())
    }
}
