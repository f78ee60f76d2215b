//! Where in a row each value stands, found once from the header: layouts differ by year.

use std::collections::HashMap;

use csv::ByteRecord;

use crate::ingest::error::IngestError;

/// Taxonomy codes of one row.
const TAXONOMIES: usize = 15;

/// Places of the columns that are read, out of more than three hundred.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Columns of the header, and so of every row.
    pub width: usize,
    pub npi: usize,
    pub entity_type: usize,
    pub legal_name: usize,
    pub other_name: usize,
    pub family: usize,
    pub given: usize,
    pub middle: usize,
    pub prefix: usize,
    pub suffix: usize,
    pub credentials: usize,
    pub line_1: usize,
    pub line_2: usize,
    pub city: usize,
    pub state: usize,
    pub postal_code: usize,
    pub country: usize,
    pub phone: usize,
    pub deactivated: usize,
    pub reactivated: usize,
    pub gender: usize,
    /// Each taxonomy code and its switch, which says Y at the primary one.
    pub taxonomies: Vec<(usize, usize)>,
}

impl Columns {
    pub fn resolve(header: &ByteRecord, file: &str) -> Result<Self, IngestError> {
        let names: HashMap<String, usize> = header
            .iter()
            .map(|name| String::from_utf8_lossy(name).trim().to_owned())
            .zip(0..)
            .collect();
        let place = |name: &str| {
            names
                .get(name)
                .copied()
                .ok_or_else(|| IngestError::MissingColumn {
                    file: file.to_owned(),
                    column: name.to_owned(),
                })
        };
        let practice = |name: &str| {
            place(&format!(
                "Provider Business Practice Location Address {name}"
            ))
        };
        let taxonomy = |number: usize| -> Result<(usize, usize), IngestError> {
            Ok((
                place(&format!("Healthcare Provider Taxonomy Code_{number}"))?,
                place(&format!(
                    "Healthcare Provider Primary Taxonomy Switch_{number}"
                ))?,
            ))
        };
        let mut taxonomies = vec![taxonomy(1)?];
        taxonomies.extend((2..=TAXONOMIES).map_while(|number| taxonomy(number).ok()));
        Ok(Columns {
            width: header.len(),
            npi: place("NPI")?,
            entity_type: place("Entity Type Code")?,
            legal_name: place("Provider Organization Name (Legal Business Name)")?,
            other_name: place("Provider Other Organization Name")?,
            family: place("Provider Last Name (Legal Name)")?,
            given: place("Provider First Name")?,
            middle: place("Provider Middle Name")?,
            prefix: place("Provider Name Prefix Text")?,
            suffix: place("Provider Name Suffix Text")?,
            credentials: place("Provider Credential Text")?,
            line_1: place("Provider First Line Business Practice Location Address")?,
            line_2: place("Provider Second Line Business Practice Location Address")?,
            city: practice("City Name")?,
            state: practice("State Name")?,
            postal_code: practice("Postal Code")?,
            country: practice("Country Code (If outside U.S.)")?,
            phone: practice("Telephone Number")?,
            deactivated: place("NPI Deactivation Date")?,
            reactivated: place("NPI Reactivation Date")?,
            // The June 2026 layout renames it.
            gender: place("Provider Gender Code").or_else(|_| place("Provider Sex Code"))?,
            taxonomies,
        })
    }
}
