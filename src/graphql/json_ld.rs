//! Records as schema.org has them, for pages and search engines.
//!
//! What is invented says so in every form that it has: in `disambiguatingDescription`, which every
//! thing may carry, so that no machine takes it for somebody.

use serde_json::{Map, Value as Json, json};

use super::scalar;
use crate::store::entity::{article, article_translation, clinic, condition, doctor, procedure};

/// A value of any shape, here a JSON-LD object of schema.org.
pub type JsonLd = scalar::Json;

/// What every invented record says of itself.
pub const INVENTED: &str =
    "Demonstration record: invented, stands for no real person, place or advice.";

/// A thing, without the fields that are not known.
struct Thing(Map<String, Json>);

impl Thing {
    fn new(kind: &str, slug: &str, name: &str) -> Self {
        let mut thing = Thing(Map::new());
        thing.set("@context", json!("https://schema.org"));
        thing.set("@type", json!(kind));
        thing.set("identifier", json!(slug));
        thing.set("name", json!(name));
        thing
    }

    fn set(&mut self, name: &str, value: Json) {
        let known = match &value {
            Json::Null => false,
            Json::Array(values) => !values.is_empty(),
            _ => true,
        };
        if known {
            self.0.insert(name.to_owned(), value);
        }
    }

    fn invented(&mut self, demonstration: bool) {
        if demonstration {
            self.set("disambiguatingDescription", json!(INVENTED));
        }
    }

    fn done(self) -> JsonLd {
        scalar::Json(Json::Object(self.0))
    }
}

/// A `Person` who is a `Physician`: the one has a name in its parts, the other a number as a provider.
pub fn doctor(
    row: &doctor::Model,
    specialties: Vec<String>,
    languages: Vec<String>,
    clinics: Vec<Json>,
) -> JsonLd {
    let mut thing = Thing::new("Person", &row.slug, &row.name);
    thing.set("@type", json!(["Person", "Physician"]));
    thing.set("givenName", json!(row.given));
    thing.set("additionalName", json!(row.middle));
    thing.set("familyName", json!(row.family));
    thing.set("honorificPrefix", json!(row.prefix));
    thing.set("honorificSuffix", json!(row.credentials));
    thing.set("knowsLanguage", json!(languages));
    thing.set("knowsAbout", json!(specialties));
    thing.set("worksFor", json!(clinics));
    thing.set("image", json!(row.photo_url));
    if let Some(npi) = &row.npi {
        let numbers = json!({ "@type": "PropertyValue", "propertyID": "NPI", "value": npi });
        thing.set("identifier", json!([row.slug, numbers]));
        thing.set("usNPI", json!(npi));
    }
    thing.invented(row.demonstration);
    thing.done()
}

/// A `MedicalClinic`, or a `Hospital`.
pub fn clinic(row: &clinic::Model, specialties: Vec<String>) -> JsonLd {
    let kind = match row.kind.0 {
        crate::domain::ClinicKind::Hospital => "Hospital",
        _ => "MedicalClinic",
    };
    let mut thing = Thing::new(kind, &row.slug, &row.name);
    let mut address = Map::new();
    for (name, value) in [
        ("streetAddress", row.address.as_deref()),
        ("addressLocality", row.city.as_deref()),
        ("addressRegion", row.region.as_deref()),
        ("postalCode", row.postal_code.as_deref()),
        ("addressCountry", Some(row.country.as_str())),
    ] {
        if let Some(value) = value {
            address.insert(name.to_owned(), json!(value));
        }
    }
    address.insert("@type".to_owned(), json!("PostalAddress"));
    thing.set("address", Json::Object(address));
    if let (Some(latitude), Some(longitude)) = (row.latitude, row.longitude) {
        thing.set(
            "geo",
            json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude }),
        );
    }
    thing.set("telephone", json!(row.phone));
    thing.set("url", json!(row.website));
    thing.set("knowsAbout", json!(specialties));
    thing.invented(row.demonstration);
    thing.done()
}

/// A clinic as somebody's place of work.
pub fn workplace(row: &clinic::Model) -> Json {
    let mut place = json!({ "@type": "MedicalClinic", "identifier": row.slug, "name": row.name });
    if row.demonstration {
        place["disambiguatingDescription"] = json!(INVENTED);
    }
    place
}

/// A `MedicalProcedure`, with codes.
pub fn procedure(row: &procedure::Model, also: Vec<String>, codes: Vec<Json>) -> JsonLd {
    let mut thing = Thing::new("MedicalProcedure", &row.slug, &row.name);
    thing.set("description", json!(row.summary));
    thing.set("alternateName", json!(also));
    thing.set("bodyLocation", json!(row.body_site));
    thing.set("code", json!(codes));
    thing.done()
}

/// A `MedicalCondition`, with codes and what treats it.
pub fn condition(
    row: &condition::Model,
    also: Vec<String>,
    codes: Vec<Json>,
    treatments: Vec<Json>,
) -> JsonLd {
    let mut thing = Thing::new("MedicalCondition", &row.slug, &row.name);
    thing.set("description", json!(row.summary));
    thing.set("alternateName", json!(also));
    thing.set("code", json!(codes));
    thing.set("possibleTreatment", json!(treatments));
    thing.done()
}

/// A code of a code system.
pub fn code(system: &str, value: &str) -> Json {
    json!({ "@type": "MedicalCode", "codingSystem": system, "codeValue": value })
}

/// What stands around the text of an article.
pub struct Around {
    /// What it is about.
    pub about: Vec<Json>,
    /// Addresses of what it rests on.
    pub citations: Vec<String>,
    pub authors: Vec<Json>,
    pub reviewer: Option<Json>,
    /// Questions with their answers.
    pub questions: Vec<Json>,
}

/// Somebody who wrote or reviewed an article.
pub fn person(name: &str, demonstration: bool) -> Json {
    let mut person = json!({ "@type": "Person", "name": name });
    if demonstration {
        person["disambiguatingDescription"] = json!(INVENTED);
    }
    person
}

/// A question that patients ask, with its answer.
pub fn question(question: &str, answer: &str) -> Json {
    json!({
        "@type": "Question",
        "name": question,
        "acceptedAnswer": { "@type": "Answer", "text": answer },
    })
}

/// The page of a licence of the SPDX list; `None` for an expression of several or one of our own.
fn licence(expression: &str) -> Option<String> {
    let is_listed = !expression.contains(' ') && !expression.starts_with("LicenseRef-");
    is_listed.then(|| format!("https://spdx.org/licenses/{expression}.html"))
}

/// A `MedicalWebPage` for patients, which is an `FAQPage` too where it answers questions.
pub fn article(
    row: &article::Model,
    served: &article_translation::Model,
    around: Around,
) -> JsonLd {
    let mut thing = Thing::new("MedicalWebPage", &row.slug, &served.title);
    if !around.questions.is_empty() {
        thing.set("@type", json!(["MedicalWebPage", "FAQPage"]));
    }
    thing.set("description", json!(served.summary));
    thing.set("inLanguage", json!(served.locale));
    thing.set("license", json!(licence(&row.licence)));
    thing.set("creditText", json!(row.attribution));
    thing.set("audience", json!({ "@type": "Patient" }));
    thing.set("about", json!(around.about));
    thing.set("citation", json!(around.citations));
    thing.set("author", json!(around.authors));
    thing.set("reviewedBy", json!(around.reviewer));
    thing.set("lastReviewed", json!(row.reviewed_on));
    thing.set("dateModified", json!(row.updated_at.date_naive()));
    thing.set("mainEntity", json!(around.questions));
    thing.invented(row.demonstration);
    thing.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut thing = Thing::new("Person", "a-b", "A B");
        thing.set("image", Json::Null);
        thing.set("knowsLanguage", json!([]));
        thing.invented(true);
        let text = serde_json::to_string(&thing.done().0).unwrap();
        assert!(!text.contains("image") && !text.contains("knowsLanguage"));
        assert!(text.contains(INVENTED));
    }
}
