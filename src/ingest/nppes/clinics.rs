//! The clinics that rows name: practices by address, organisations by number.

use std::collections::HashMap;

use super::address::Address;
use super::case;
use super::row::Organisation;
use super::towns::{Town, Towns};
use crate::domain::fold::fold;
use crate::domain::{ClinicKind, PositionAccuracy};
use crate::ingest::naming::keyed_slug;
use crate::store::Text;
use crate::store::entity::clinic;
use crate::store::id::{Id, SourceId};

/// The practice at an address; `key` is what [`Address::practice_key`] says.
///
/// The file does not name practices, so the first line of the address does: it is what stands at
/// the door, and a doctor's name would be wrong for the next doctor there. `held` is the practice
/// as it is stored: the same address comes in several spellings, and the first one stays, or each
/// import would change it to and fro.
pub fn practice(
    source: SourceId,
    key: &str,
    address: &Address,
    towns: &Towns,
    held: Option<&clinic::Model>,
) -> clinic::Model {
    let city = address.town().unwrap_or_default();
    let name = match &address.line_1 {
        Some(line) => format!("{}, {city}", case::address(line)),
        None => format!("Practice in {city}"),
    };
    let mut row = clinic::Model {
        name_key: fold(&name),
        name,
        kind: Text(ClinicKind::Practice),
        address: address.street(),
        postal_code: address.zip_5().map(str::to_owned),
        ..blank(source, key, address)
    };
    if let Some(held) = held {
        row.name.clone_from(&held.name);
        row.name_key.clone_from(&held.name_key);
        row.address.clone_from(&held.address);
        row.city.clone_from(&held.city);
    }
    placed(row, towns.of(address))
}

/// The clinic of an organisation.
pub fn organisation(source: SourceId, row: &Organisation, towns: &Towns) -> clinic::Model {
    let npi = row.npi.to_string();
    let name = case::organisation(&row.name);
    let clinic = clinic::Model {
        slug: keyed_slug([name.as_str()], &npi).unwrap_or_else(|| npi.clone()),
        name_key: fold(&name),
        name,
        kind: Text(row.kind),
        npi: Some(npi.clone()),
        address: row.address.street(),
        postal_code: row.address.postal_code(),
        phone: row.phone.clone(),
        ..blank(source, &npi, &row.address)
    };
    placed(clinic, towns.of(&row.address))
}

/// What every clinic has of its address.
fn blank(source: SourceId, key: &str, address: &Address) -> clinic::Model {
    clinic::Model {
        id: Id::UNSET,
        source_id: source,
        source_key: key.to_owned(),
        slug: key.to_owned(),
        name: String::new(),
        name_key: String::new(),
        kind: Text(ClinicKind::Clinic),
        npi: None,
        address: None,
        city: address.town(),
        region: address.region(),
        postal_code: None,
        country: address.country.to_string(),
        latitude: None,
        longitude: None,
        position_accuracy: None,
        place_id: None,
        time_zone: None,
        phone: None,
        website: None,
        parent_id: None,
        accessibility: None,
        demonstration: false,
        updated_at: Default::default(),
    }
}

/// The clinic at the middle of its town; nowhere when the town is not known.
fn placed(mut row: clinic::Model, town: Option<&Town>) -> clinic::Model {
    if let Some(town) = town {
        row.latitude = Some(town.latitude);
        row.longitude = Some(town.longitude);
        row.position_accuracy = Some(Text(PositionAccuracy::Town));
        row.place_id = Some(town.place);
        row.time_zone.clone_from(&town.time_zone);
    }
    row
}

/// The clinics of a batch, each once, with the places of the rows that name them.
#[derive(Default)]
pub struct Wanted {
    places: HashMap<String, usize>,
    pub rows: Vec<clinic::Model>,
}

impl Wanted {
    /// Adds the clinic unless it is there, and says where it stands in `rows`.
    pub fn add(&mut self, key: &str, make: impl FnOnce() -> clinic::Model) -> usize {
        if let Some(place) = self.places.get(key) {
            return *place;
        }
        self.rows.push(make());
        self.places.insert(key.to_owned(), self.rows.len() - 1);
        self.rows.len() - 1
    }
}
