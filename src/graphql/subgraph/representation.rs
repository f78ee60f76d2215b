//! What a router sends to name a node: its type and one of its keys.
//!
//! Pure, and never an error: a representation that names nothing here is nobody's fault here.

use async_graphql::indexmap::IndexMap;
use async_graphql::{ID, Name, Value};

use crate::domain::npi::Npi;
use crate::domain::slug::Slug;
use crate::graphql::global_id::{self, Kind};

/// The keys of each type; where several are sent, the first of them counts.
pub const KEYS: [(Kind, &[&str]); 11] = [
    (Kind::Doctor, &["id", "slug", "npi"]),
    (Kind::Clinic, &["id", "slug"]),
    (Kind::Role, &["id"]),
    (Kind::Specialty, &["id", "slug"]),
    (Kind::Procedure, &["id", "slug"]),
    (Kind::Condition, &["id", "slug"]),
    (Kind::Offering, &["id"]),
    (Kind::Place, &["id", "slug"]),
    (Kind::Article, &["id", "slug"]),
    (Kind::InsurancePlan, &["id", "slug"]),
    (Kind::GlossaryTerm, &["id", "slug"]),
];

/// What one node is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// An id, of the kind that the representation says.
    Id(ID),
    Slug(Slug),
    Npi(Npi),
}

/// The node that a representation names, or nothing when it names none.
pub fn read(representation: &Value) -> Option<(Kind, Key)> {
    let Value::Object(fields) = representation else {
        return None;
    };
    let named = text(fields, "__typename")?;
    let (kind, keys) = KEYS.iter().find(|(kind, _)| kind.name() == named)?;
    let key = keys.iter().find(|key| fields.contains_key(**key))?;
    let value = text(fields, key)?;
    let key = match *key {
        "id" => {
            let id = ID(value.to_owned());
            let (found, _) = global_id::read(&id).ok()?;
            (found == *kind).then_some(Key::Id(id))?
        }
        "slug" => Key::Slug(value.parse().ok()?),
        _ => Key::Npi(value.parse().ok()?),
    };
    Some((*kind, key))
}

fn text<'v>(fields: &'v IndexMap<Name, Value>, name: &str) -> Option<&'v str> {
    match fields.get(name)? {
        Value::String(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::store::id::DoctorId;

    fn named(json: Json) -> Option<(Kind, Key)> {
        read(&Value::from_json(json).unwrap())
    }

    #[test]
    fn a_representation_is_read_by_the_first_of_its_keys() {
        let id = global_id::of(Kind::Doctor, DoctorId::new(7));
        let slug: Slug = "kelzom-yarphel".parse().unwrap();
        let npi: Npi = "2000041006".parse().unwrap();
        let cases = [
            (json!({ "id": id.0 }), Key::Id(id.clone())),
            (json!({ "slug": "kelzom-yarphel" }), Key::Slug(slug.clone())),
            (json!({ "npi": "2000041006" }), Key::Npi(npi)),
            (
                json!({ "npi": "1", "slug": "kelzom-yarphel", "more": [1] }),
                Key::Slug(slug),
            ),
            (json!({ "slug": 3, "id": id.0 }), Key::Id(id)),
        ];
        for (mut fields, expected) in cases {
            fields["__typename"] = json!("Doctor");
            let shown = fields.to_string();
            assert_eq!(named(fields), Some((Kind::Doctor, expected)), "{shown}");
        }
    }

    #[test]
    fn what_names_nothing_is_nothing() {
        let doctor = global_id::of(Kind::Doctor, DoctorId::new(7)).0;
        for garbage in [
            json!(null),
            json!(7),
            json!("Doctor"),
            json!([]),
            json!({}),
            json!({ "id": doctor }),
            json!({ "__typename": 7, "id": doctor }),
            json!({ "__typename": "Doctor" }),
            json!({ "__typename": "Doctor", "name": "Kelzom" }),
            json!({ "__typename": "Doctor", "id": 7 }),
            json!({ "__typename": "Doctor", "id": null, "slug": "kelzom-yarphel" }),
            json!({ "__typename": "Doctor", "id": "7" }),
            json!({ "__typename": "Doctor", "slug": "Not A Slug" }),
            json!({ "__typename": "Doctor", "slug": { "slug": "a" } }),
            json!({ "__typename": "Doctor", "npi": "2000041007" }),
            json!({ "__typename": "Clinic", "id": doctor }),
            json!({ "__typename": "Role", "slug": "kelzom-yarphel" }),
            json!({ "__typename": "Node", "id": doctor }),
            json!({ "__typename": "Nurse", "id": doctor }),
            json!({ "__typename": "doctor", "id": doctor }),
        ] {
            assert_eq!(named(garbage.clone()), None, "{garbage}");
        }
    }
}
