//! The gazetteer: places by name and by position.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::Condition;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};

use super::children;
use super::entity::{place, place_name};
use super::error::StoreError;
use super::id::PlaceId;
use super::keys::texts_value;
use super::read;
use crate::domain::distance::Point;

/// The most places that one name is taken to mean.
const NAMESAKES: u64 = 200;

/// Places that bear one of these folded names, by folded name; the most populous first, at most
/// 200 of a name.
pub async fn by_names(
    db: &impl ConnectionTrait,
    names: &[String],
) -> Result<HashMap<String, Vec<place::Model>>, StoreError> {
    let engine = db.get_database_backend();
    let columns = read::columns::<place::Entity>("p");
    // Each name's list is cut by itself: a name that half the world bears takes nothing from
    // another one that is looked up with it.
    let sql = match engine {
        DbBackend::Postgres => format!(
            "SELECT k.value AS asked, s.* FROM unnest($1::text[]) AS k(value) \
             CROSS JOIN LATERAL (SELECT {columns} FROM place_name n \
             JOIN place p ON p.id = n.place_id WHERE n.name_key = k.value \
             ORDER BY p.id LIMIT {NAMESAKES}) s"
        ),
        _ => format!(
            "SELECT k.value AS asked, {columns} FROM json_each($1) k \
             JOIN place p ON p.id IN (SELECT n.place_id FROM place_name n \
             WHERE n.name_key = k.value ORDER BY n.place_id LIMIT {NAMESAKES})"
        ),
    };
    let names = texts_value(db, names.iter().map(String::as_str));
    let statement = Statement::from_sql_and_values(engine, sql, [names]);
    let mut found: HashMap<String, Vec<place::Model>> = HashMap::new();
    for row in db.query_all_raw(statement).await? {
        let asked = row.try_get("", "asked")?;
        let place = place::Model::from_query_result(&row, "")?;
        found.entry(asked).or_default().push(place);
    }
    for places in found.values_mut() {
        places.sort_by_key(|row| (std::cmp::Reverse(row.population), row.id));
    }
    Ok(found)
}

/// Places one of whose folded names begins with the prefix, the most populous first.
pub async fn by_prefix(
    db: &impl ConnectionTrait,
    prefix: &str,
    country: Option<&str>,
    limit: u64,
) -> Result<Vec<place::Model>, StoreError> {
    // Postgres stores no U+0000 and fails on one.
    if prefix.contains('\0') {
        return Ok(Vec::new());
    }
    // No folded text holds a character beyond the last one of Unicode, and both engines compare
    // these keys by their bytes in UTF-8.
    let end = format!("{prefix}\u{10FFFF}");
    let mut named = place_name::Entity::find()
        .select_only()
        .column(place_name::Column::PlaceId)
        .filter(place_name::Column::NameKey.gte(prefix))
        .filter(place_name::Column::NameKey.lt(end));
    named = named.order_by_asc(place_name::Column::NameKey);
    let mut query = place::Entity::find()
        .filter(place::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(named)));
    if let Some(country) = country {
        query = query.filter(place::Column::Country.eq(country));
    }
    Ok(query
        .order_by_with_nulls(
            place::Column::Population,
            sea_orm::Order::Desc,
            sea_orm::sea_query::NullOrdering::Last,
        )
        .order_by_asc(place::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// The place nearest to a point: in the smallest of a few boxes around it that holds any.
/// `None` when none lies within about 20 degrees.
pub async fn nearest(
    db: &impl ConnectionTrait,
    point: Point,
) -> Result<Option<place::Model>, StoreError> {
    for reach in [0.25, 1.0, 5.0, 20.0] {
        let found = place::Entity::find()
            .filter(boxed(point, reach))
            .order_by_asc(place::Column::Id)
            .limit(5_000)
            .all(db)
            .await?
            .into_iter()
            .filter_map(|row| {
                let there = Point::new(row.latitude, row.longitude).ok()?;
                Some((point.distance_to(there), row))
            })
            .min_by_key(|(distance, row)| (*distance, row.id));
        if let Some((distance, row)) = found {
            // A corner of the box is farther than its sides: what lies beyond a side may be
            // nearer than what was found, so only a hit within the box's reach is final.
            if distance.degrees() <= reach || reach >= 20.0 {
                return Ok(Some(row));
            }
        }
    }
    Ok(None)
}

/// Gives each place these spellings and their folded forms, and says for which that changed
/// something. The folded forms of one place must differ.
pub async fn replace_names(
    db: &impl ConnectionTrait,
    places: &[PlaceId],
    wanted: Vec<place_name::Model>,
) -> Result<HashSet<i64>, StoreError> {
    let parents: Vec<i64> = places.iter().map(|id| id.get()).collect();
    children::replace::<place_name::Entity>(db, &parents, wanted, Condition::all()).await
}

/// Everything within `reach` degrees of latitude, and as far to the sides as that is at the
/// point's latitude; wraps at the date line.
fn boxed(point: Point, reach: f64) -> Condition {
    let (latitude, longitude) = (point.latitude(), point.longitude());
    let lowest = latitude - reach;
    let highest = latitude + reach;
    let narrowest = lowest.abs().max(highest.abs()).min(90.0).to_radians().cos();
    let aside = if narrowest * 180.0 <= reach {
        180.0
    } else {
        reach / narrowest
    };
    let mut sides = Condition::any();
    for turn in [-360.0, 0.0, 360.0] {
        let (west, east) = (longitude - aside + turn, longitude + aside + turn);
        if east >= -180.0 && west <= 180.0 {
            sides = sides.add(place::Column::Longitude.between(west, east));
        }
    }
    Condition::all()
        .add(place::Column::Latitude.between(lowest, highest))
        .add(sides)
}
