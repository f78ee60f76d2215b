//! The doctors that rows name.

use chrono::{DateTime, Utc};

use super::case;
use super::row::Person;
use crate::domain::RecordState;
use crate::domain::person_name::PersonName;
use crate::ingest::naming::keyed_slug;
use crate::store::Text;
use crate::store::entity::doctor;
use crate::store::id::{Id, SourceId};

/// The doctor of a row, in use.
pub fn doctor(source: SourceId, person: &Person, now: DateTime<Utc>) -> doctor::Model {
    let npi = person.npi.to_string();
    let named = |text: &Option<String>| text.as_deref().map(case::person);
    let (given, middle) = (named(&person.given), named(&person.middle));
    let family = case::person(&person.family);
    let suffix = person.suffix.as_deref().map(case::suffix);
    let initial = middle
        .as_ref()
        .and_then(|middle| middle.chars().next())
        .map(|letter| format!("{letter}."));
    let name = PersonName {
        given: given.as_deref(),
        middle: middle.as_deref(),
        family: &family,
        suffix: suffix.as_deref(),
    };
    let words = [name.given.unwrap_or_default(), name.family];
    doctor::Model {
        id: Id::UNSET,
        source_id: source,
        slug: keyed_slug(words, &npi).unwrap_or_else(|| npi.clone()),
        source_key: npi.clone(),
        npi: Some(npi),
        name: PersonName {
            middle: initial.as_deref(),
            ..name
        }
        .shown(),
        name_key: name.key(),
        prefix: person.prefix.as_deref().map(case::person),
        credentials: person.credentials.clone(),
        gender: person.gender.map(Text),
        state: Text(RecordState::Active),
        state_reason: None,
        replaced_by_id: None,
        telehealth: None,
        youngest_age: None,
        oldest_age: None,
        photo_url: None,
        demonstration: false,
        updated_at: now,
        given,
        middle,
        family,
        suffix,
    }
}
