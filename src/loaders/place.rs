//! Places by what people call them, and the one nearest to a point.

use std::collections::HashMap;

use futures_util::future::try_join_all;

use super::batch::{Batch, Room};
use crate::domain::NodeKind;
use crate::domain::distance::Point;
use crate::feed::Depends;
use crate::store::entity::place;
use crate::store::{Database, StoreError, place as places};

/// Places of a folded name, the most populous first.
pub struct Named;

impl Batch for Named {
    type Key = String;
    type Value = Vec<place::Model>;

    const ROOM: Room = Room::Share(40);

    fn depends(_: &String, _: Option<&Vec<place::Model>>) -> Vec<Depends> {
        vec![Depends::OnAny(NodeKind::Place)]
    }

    async fn read(
        db: &Database,
        keys: &[String],
    ) -> Result<HashMap<String, Vec<place::Model>>, StoreError> {
        places::by_names(db.reader(), keys).await
    }
}

/// The place nearest to a point.
pub struct Nearest;

impl Batch for Nearest {
    type Key = Point;
    type Value = place::Model;

    const ROOM: Room = Room::Share(20);

    fn depends(_: &Point, _: Option<&place::Model>) -> Vec<Depends> {
        vec![Depends::OnAny(NodeKind::Place)]
    }

    /// One point costs from one to four statements: the boxes around it that are looked into.
    async fn read(
        db: &Database,
        keys: &[Point],
    ) -> Result<HashMap<Point, place::Model>, StoreError> {
        let found = keys.iter().map(async |point| {
            let nearest = places::nearest(db.reader(), *point).await?;
            Ok::<_, StoreError>(nearest.map(|row| (*point, row)))
        });
        Ok(try_join_all(found).await?.into_iter().flatten().collect())
    }
}
