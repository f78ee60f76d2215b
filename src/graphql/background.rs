//! What is known of a doctor beside where they work: languages, qualifications, ratings.

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, Object, SimpleObject};
use std::sync::Arc;

use super::context::Ask;
use super::cursor::Cursor;
use super::error::Failure;
use super::page::Total;
use super::scalar::Date;
use super::sets::{Proficiency, QualificationKind, QualificationStatus};
use super::source::Source;
use crate::domain::licence::{self, Licence};
use crate::domain::locale::Locale;
use crate::domain::region::{InvalidRegion, Region};
use crate::domain::{self, rating};
use crate::store::StoreError;
use crate::store::entity::{qualification, review};
use crate::store::id::DoctorId;

pub type ReviewConnection = Connection<Cursor, Review, Total, EmptyFields>;

pub struct Review(pub Arc<review::Model>);

/// A language in which a doctor sees patients.
#[derive(SimpleObject)]
pub struct SpokenLanguage {
    /// The language.
    language: Locale,
    /// How well it is spoken; null where nobody says, which does not mean badly.
    proficiency: Option<Proficiency>,
}

/// A span of days.
#[derive(SimpleObject)]
pub struct Period {
    /// The first day; null where it is not known.
    pub from: Option<Date>,
    /// The last day; null where it is not known, or not set.
    pub until: Option<Date>,
}

/// A span of ages, both ends included.
#[derive(SimpleObject)]
pub struct AgeRange {
    /// The youngest, in years; null where there is no limit.
    pub youngest: Option<i32>,
    /// The oldest, in years; null where there is no limit.
    pub oldest: Option<i32>,
}

/// A degree, a certificate or a licence.
#[derive(SimpleObject)]
pub struct Qualification {
    /// What it is.
    kind: QualificationKind,
    /// Its name.
    title: String,
    /// Who gave it; null where it is not known.
    issuer: Option<String>,
    /// Its number at the issuer.
    number: Option<String>,
    /// Whether it holds, as the issuer says; null where nobody has said.
    status: Option<QualificationStatus>,
    /// Where a licence is valid, as ISO 3166-2, or ISO 3166-1 for a whole country.
    valid_in: Option<String>,
    /// When it is valid.
    period: Period,
}

impl From<&qualification::Model> for Qualification {
    fn from(row: &qualification::Model) -> Self {
        Qualification {
            kind: row.kind.0.into(),
            title: row.title.clone(),
            issuer: row.issuer.clone(),
            number: row.number.clone(),
            status: row.status.map(|status| status.0.into()),
            valid_in: row.region.clone(),
            period: Period {
                from: row.valid_from.map(Date),
                until: row.valid_until.map(Date),
            },
        }
    }
}

/// What patients said of a doctor, counted. Hidden below five ratings, which say more about who
/// rated than about whom.
#[derive(SimpleObject)]
pub struct Rating {
    /// The mean of the stars, from 1 to 5.
    mean: f64,
    /// How many ratings there are.
    count: i32,
    /// A mean that is probably not too high, given how few ratings there are (Hoeffding's bound at
    /// 95 percent).
    lower_bound: f64,
    /// The day on which they were counted.
    as_of: Date,
}

/// What one patient said of a doctor: an opinion, which nobody here has checked.
#[Object]
impl Review {
    /// Stars, from 1 to 5.
    async fn stars(&self) -> i32 {
        self.0.stars
    }

    /// The title.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// The text.
    async fn text(&self) -> Option<&str> {
        self.0.text.as_deref()
    }

    /// The day on which it was written.
    async fn reviewed_on(&self) -> Date {
        Date(self.0.reviewed_on)
    }

    /// Where it was written.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        let source = ctx.loaders().source().load(self.0.source_id).await?;
        Ok(source.map(Source))
    }

    /// Whether this review is invented, to show what the graph can do.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }
}

pub async fn languages(
    ctx: &Context<'_>,
    doctor: DoctorId,
) -> Result<Vec<SpokenLanguage>, Failure> {
    let rows = ctx.loaders().languages().load(doctor.get()).await?;
    rows.iter()
        .flat_map(|rows| rows.iter())
        .map(|row| {
            let language = row.language.parse();
            Ok(SpokenLanguage {
                language: language.map_err(|_| StoreError::Corrupt("the language of a doctor"))?,
                proficiency: row.proficiency.map(|proficiency| proficiency.0.into()),
            })
        })
        .collect()
}

pub async fn qualifications(
    ctx: &Context<'_>,
    doctor: DoctorId,
) -> Result<Vec<Qualification>, Failure> {
    let rows = ctx.loaders().qualifications().load(doctor.get()).await?;
    let rows = rows.iter().flat_map(|rows| rows.iter());
    Ok(rows.map(Qualification::from).collect())
}

/// Whether a licence covers the region today; `None` where none is known.
pub async fn licensed_in(
    ctx: &Context<'_>,
    doctor: DoctorId,
    region: &str,
) -> Result<Option<bool>, Failure> {
    let region: Region = region
        .parse()
        .map_err(|problem: InvalidRegion| Failure::bad_input(format!("region: {problem}")))?;
    let rows = ctx.loaders().qualifications().load(doctor.get()).await?;
    let licences = rows
        .iter()
        .flat_map(|rows| rows.iter())
        .filter(|row| row.kind.0 == domain::QualificationKind::Licence)
        .filter_map(|row| {
            Some(Licence {
                region: row.region.as_deref()?.parse().ok()?,
                // What nobody has taken back holds.
                holds: row
                    .status
                    .is_none_or(|status| status.0 == domain::QualificationStatus::Active),
                from: row.valid_from,
                until: row.valid_until,
            })
        });
    let clock = ctx.graph().clock;
    ctx.loaders().basis().lasts(clock.until_tomorrow());
    Ok(licence::covers(licences, &region, clock.today()))
}

/// The rating, where there are enough to show.
pub async fn rating_of(ctx: &Context<'_>, doctor: DoctorId) -> Result<Option<Rating>, Failure> {
    let rows = ctx.loaders().rating().load(doctor.get()).await?;
    let row = rows.as_deref().and_then(|rows| rows.first());
    Ok(row.filter(|row| row.count >= rating::MINIMUM).map(|row| {
        let mean = f64::from(row.mean_hundredths) / 100.0;
        let bound = rating::lower_bound(mean, row.count);
        Rating {
            mean,
            count: row.count,
            lower_bound: (bound * 100.0).round() / 100.0,
            as_of: Date(row.as_of),
        }
    }))
}
