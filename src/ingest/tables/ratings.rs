//! `ratings.csv` and `reviews.csv`: what patients said of doctors.

use super::cells::Cells;
use super::parts::{self, Draft, Owner};
use super::table::{Known, Table};
use crate::domain::rating::newest_first;
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::{rating, review};
use crate::store::id::Id;

pub struct Ratings;
pub struct Reviews;

impl Table for Ratings {
    const FILE: &'static str = "ratings.csv";
    const COLUMNS: &'static [&'static str] = &["doctor", "mean", "count", "as_of"];
    const OPTIONAL: &'static [&'static str] = &["source"];
    const BATCH: usize = usize::MAX;

    type Draft = Draft<rating::Model>;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Self::Draft), Fault> {
        let owner = Owner::doctor(cells)?;
        let mean_hundredths = hundredths(cells.required("mean")?)
            .filter(|mean| (100..=500).contains(mean))
            .ok_or_else(|| Fault::invalid("mean", "from 1 to 5 with two decimals, like 4.35"))?;
        let count: i32 = cells
            .number("count")?
            .ok_or_else(|| Fault::missing("count"))?;
        if count < 0 {
            return Err(Fault::invalid("count", "0 or more"));
        }
        let row = rating::Model {
            id: Id::UNSET,
            doctor_id: Id::UNSET,
            source_id: known.origin(cells)?.id,
            count,
            mean_hundredths,
            as_of: cells.required_date("as_of")?,
        };
        Ok((owner.key(), Draft { owner, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Self::Draft>,
    ) -> Result<Vec<Fate>, IngestError> {
        let planned = drafts.into_iter().map(Ok).collect();
        parts::write::<rating::Entity>(batch, planned, |row, id| row.doctor_id = Id::new(id)).await
    }
}

impl Table for Reviews {
    const FILE: &'static str = "reviews.csv";
    const COLUMNS: &'static [&'static str] = &["doctor", "stars", "title", "text", "reviewed_on"];
    const OPTIONAL: &'static [&'static str] = &["source"];
    const BATCH: usize = usize::MAX;
    const MAY_REPEAT: bool = true;

    type Draft = Draft<review::Model>;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Self::Draft), Fault> {
        let owner = Owner::doctor(cells)?;
        let origin = known.origin(cells)?;
        let stars: i32 = cells
            .number("stars")?
            .ok_or_else(|| Fault::missing("stars"))?;
        if !(1..=5).contains(&stars) {
            return Err(Fault::invalid("stars", "from 1 to 5"));
        }
        let reviewed_on = cells.required_date("reviewed_on")?;
        let row = review::Model {
            id: Id::UNSET,
            doctor_id: Id::UNSET,
            source_id: origin.id,
            stars,
            title: cells.owned("title"),
            text: cells.owned("text"),
            order_key: newest_first(reviewed_on),
            reviewed_on,
            demonstration: origin.demonstration,
        };
        Ok((owner.key(), Draft { owner, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Self::Draft>,
    ) -> Result<Vec<Fate>, IngestError> {
        let planned = drafts.into_iter().map(Ok).collect();
        parts::write::<review::Entity>(batch, planned, |row, id| row.doctor_id = Id::new(id)).await
    }
}

/// `4.35` as 435. Read as text, because a binary fraction would round.
fn hundredths(text: &str) -> Option<i32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || !(1..=2).contains(&fraction.len()) {
        return None;
    }
    let whole: i32 = whole.parse().ok()?;
    let fraction: i32 = format!("{fraction:0<2}").parse().ok()?;
    whole.checked_mul(100)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_read_exactly() {
        let cases = [
            ("4.35", Some(435)),
            ("4.3", Some(430)),
            ("5", Some(500)),
            ("4.355", None),
            ("4.", None),
            ("-4", None),
            ("4,35", None),
            ("", None),
            ("99999999999", None),
        ];
        for (text, expected) in cases {
            assert_eq!(hundredths(text), expected, "{text}");
        }
    }
}
