//! Where a town stands, by the gazetteer.

use std::collections::{HashMap, HashSet};

use crate::domain::country::Country;
use crate::domain::fold::fold;
use crate::store::entity::place;
use crate::store::id::PlaceId;
use crate::store::{StoreError, Transaction, place as places};

use super::address::Address;

/// The most towns kept in memory. The United States have about 30,000.
const KEPT: usize = 50_000;

/// The most words of one name that are tried in both spellings.
const SPELLED: usize = 3;

/// Words of towns' names that are written short or in full.
const SHORT: [(&str, &str); 7] = [
    ("st", "saint"),
    ("n", "north"),
    ("s", "south"),
    ("e", "east"),
    ("w", "west"),
    ("mt", "mount"),
    ("ft", "fort"),
];

/// American territories that the gazetteer files as countries.
const TERRITORIES: [&str; 5] = ["AS", "GU", "MP", "PR", "VI"];

/// A place that an address lies in.
#[derive(Clone, Debug, PartialEq)]
pub struct Town {
    pub place: PlaceId,
    pub latitude: f64,
    pub longitude: f64,
    pub time_zone: Option<String>,
}

/// A town as an address names it: folded name, country, region.
type Named = (String, String, Option<String>);

/// Towns looked up so far, those that are not there among them.
#[derive(Default)]
pub struct Towns(HashMap<Named, Option<Town>>);

impl Towns {
    /// Looks up the towns of these addresses, in one read of the gazetteer for all that are new.
    pub async fn look_up<'a>(
        &mut self,
        tx: &Transaction,
        addresses: impl Iterator<Item = &'a Address>,
    ) -> Result<(), StoreError> {
        let wanted: HashSet<Named> = addresses.filter_map(named).collect();
        if self.0.len() + wanted.len() > KEPT {
            self.0.clear();
        }
        let wanted: Vec<Named> = wanted
            .into_iter()
            .filter(|named| !self.0.contains_key(named))
            .collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let names: HashSet<String> = wanted
            .iter()
            .flat_map(|(name, ..)| spellings(name))
            .collect();
        let names: Vec<String> = names.into_iter().collect();
        let found = places::by_names(tx, &names).await?;
        for named in wanted {
            let town = spellings(&named.0)
                .iter()
                .find_map(|name| best(found.get(name)?, &named));
            self.0.insert(named, town);
        }
        Ok(())
    }

    /// The town of an address that was looked up.
    pub fn of(&self, address: &Address) -> Option<&Town> {
        self.0.get(&named(address)?)?.as_ref()
    }
}

fn named(address: &Address) -> Option<Named> {
    let name = fold(address.city.as_deref()?);
    if name.is_empty() {
        return None;
    }
    let state = address.state.as_deref().map(str::to_uppercase);
    match state {
        Some(state) if address.country == Country::US && TERRITORIES.contains(&state.as_str()) => {
            Some((name, state, None))
        }
        _ => Some((name, address.country.to_string(), address.region())),
    }
}

/// The most populous place in the country, and in the region where the address names one.
fn best(places: &[place::Model], (_, country, region): &Named) -> Option<Town> {
    places
        .iter()
        .find(|row| {
            row.country == *country
                && match country.as_str() {
                    // A state is always part of an American address: without it, a name is
                    // borne by too many towns.
                    "US" => region.is_some() && row.region == *region,
                    _ => true,
                }
        })
        .map(|row| Town {
            place: row.id,
            latitude: row.latitude,
            longitude: row.longitude,
            time_zone: row.time_zone.clone(),
        })
}

/// The name as it is, then with its words written short or in full.
fn spellings(name: &str) -> Vec<String> {
    let mut spellings: Vec<Vec<&str>> = vec![Vec::new()];
    let mut spelled = 0;
    for word in name.split(' ') {
        let other = SHORT.iter().find_map(|(short, full)| match word {
            word if word == *short => Some(*full),
            word if word == *full => Some(*short),
            _ => None,
        });
        let mut others = Vec::new();
        if let Some(other) = other.filter(|_| spelled < SPELLED) {
            spelled += 1;
            others.clone_from(&spellings);
            for words in &mut others {
                words.push(other);
            }
        }
        for words in &mut spellings {
            words.push(word);
        }
        spellings.extend(others);
    }
    spellings.iter().map(|words| words.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_tried_short_and_in_full_as_it_is_first() {
        let cases: [(&str, &[&str]); 5] = [
            ("avon", &["avon"]),
            ("e hartford", &["e hartford", "east hartford"]),
            ("mount carmel", &["mount carmel", "mt carmel"]),
            (
                "e st louis",
                &[
                    "e st louis",
                    "east st louis",
                    "e saint louis",
                    "east saint louis",
                ],
            ),
            ("easton", &["easton"]),
        ];
        for (name, expected) in cases {
            assert_eq!(spellings(name), expected, "{name}");
        }
        assert_eq!(spellings("n s e w").len(), 8);
    }
}
