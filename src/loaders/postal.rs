//! Where a postal code is: by its own position, or by its town.

use std::collections::{HashMap, HashSet};

use super::batch::{Batch, Room};
use crate::domain::NodeKind;
use crate::domain::distance::Point;
use crate::feed::Depends;
use crate::store::entity::{place, postal_code};
use crate::store::id::PlaceId;
use crate::store::postal::{self, PostalKey};
use crate::store::{Database, StoreError, place as places, read};

/// What is known of a postal code.
#[derive(Clone, Debug, PartialEq)]
pub struct PostalSpot {
    /// Its own position, where a source gives one.
    pub position: Option<Point>,
    /// Its town: the one that a source names, or that most addresses with the code name.
    pub town: Option<place::Model>,
}

/// Postal codes, by country and code. One of which neither position nor town is known has no entry.
pub struct Spots;

impl Batch for Spots {
    type Key = PostalKey;
    type Value = PostalSpot;

    const ROOM: Room = Room::Share(20);

    fn depends(_: &PostalKey, _: Option<&PostalSpot>) -> Vec<Depends> {
        // A list of codes is part of its source; addresses are parts of clinics.
        [NodeKind::Source, NodeKind::Place, NodeKind::Clinic]
            .map(Depends::OnAny)
            .into()
    }

    async fn read(
        db: &Database,
        keys: &[PostalKey],
    ) -> Result<HashMap<PostalKey, PostalSpot>, StoreError> {
        let listed = postal::listed(db.reader(), keys).await?;
        let named = named_towns(db, &listed).await?;
        let unlisted: Vec<PostalKey> = keys
            .iter()
            .filter(|key| !listed.contains_key(key))
            .cloned()
            .collect();
        let mut by_address = match unlisted.is_empty() {
            true => HashMap::new(),
            false => postal::towns(db.reader(), &unlisted).await?,
        };
        for rows in listed.values() {
            for row in rows {
                let key = (row.country.clone(), row.code.clone());
                if let Some(town) = row.place_id {
                    by_address.entry(key).or_insert(town);
                }
            }
        }
        let ids: HashSet<PlaceId> = by_address.values().copied().collect();
        let ids: Vec<PlaceId> = ids.into_iter().collect();
        let towns = match ids.is_empty() {
            true => HashMap::new(),
            false => read::by_ids::<place::Entity>(db.reader(), &ids).await?,
        };
        Ok(keys
            .iter()
            .filter_map(|key| {
                let rows = listed.get(key).map_or(&[][..], Vec::as_slice);
                let town = by_address
                    .get(key)
                    .and_then(|id| towns.get(id))
                    .or_else(|| rows.iter().find_map(|row| town_of(row, &named)))
                    .cloned();
                let position = rows.first().and_then(position);
                (town.is_some() || position.is_some())
                    .then(|| (key.clone(), PostalSpot { position, town }))
            })
            .collect())
    }
}

/// The places that bear the names that are listed beside the codes.
async fn named_towns(
    db: &Database,
    listed: &HashMap<PostalKey, Vec<postal_code::Model>>,
) -> Result<HashMap<String, Vec<place::Model>>, StoreError> {
    let names: HashSet<String> = listed
        .values()
        .flatten()
        .filter(|row| row.place_id.is_none())
        .map(|row| row.place_key.clone())
        .collect();
    let names: Vec<String> = names.into_iter().collect();
    match names.is_empty() {
        true => Ok(HashMap::new()),
        false => places::by_names(db.reader(), &names).await,
    }
}

/// The most populous place of the name in the country, and in the region where both say one.
fn town_of<'a>(
    row: &postal_code::Model,
    named: &'a HashMap<String, Vec<place::Model>>,
) -> Option<&'a place::Model> {
    let places = named.get(&row.place_key)?;
    places.iter().find(|place| {
        place.country == row.country
            && match (&row.region, &place.region) {
                (Some(wanted), Some(found)) => wanted == found,
                _ => true,
            }
    })
}

fn position(row: &postal_code::Model) -> Option<Point> {
    Point::new(row.latitude?, row.longitude?).ok()
}
