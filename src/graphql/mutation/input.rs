//! Parts of inputs that several writes take.

use async_graphql::{Context, InputObject, MaybeUndefined};
use chrono::NaiveDate;

use super::problems::Problems;
use crate::domain::closed::Closed;
use crate::domain::hours::minutes;
use crate::domain::locale::Locale;
use crate::graphql::by::SpecialtyBy;
use crate::graphql::error::Failure;
use crate::graphql::scalar::{Date, DateTime};
use crate::graphql::sets::{Proficiency, Weekday};
use crate::store::desk::{Hours, Patch, Spoken};
use crate::store::id::SpecialtyId;

/// The most of a list that one record takes.
const MOST: usize = 50;

/// A language in which a doctor sees patients.
#[derive(InputObject)]
pub struct SpokenLanguageInput {
    /// The language.
    pub language: Locale,
    /// How well it is spoken; left out where nobody says.
    pub proficiency: Option<Proficiency>,
}

/// A span of a day of the week, in the local time of the clinic.
#[derive(InputObject)]
pub struct OpeningHoursInput {
    /// The day.
    pub weekday: Weekday,
    /// When it begins, as `09:30`.
    pub opens: String,
    /// When it ends, as `17:00`; `24:00` is the end of the day. Hours past midnight are a span of the
    /// next day.
    pub closes: String,
}

/// Languages, each once.
pub fn languages(
    problems: &mut Problems,
    field: &str,
    given: Option<Vec<SpokenLanguageInput>>,
) -> Option<Vec<Spoken>> {
    let given = given?;
    bounded(problems, field, given.len());
    let mut spoken: Vec<Spoken> = Vec::new();
    for one in given {
        let language = one.language.to_string();
        if spoken.iter().any(|held| held.language == language) {
            problems.note(field, format_args!("{language} stands there twice"));
        }
        spoken.push(Spoken {
            language,
            proficiency: one.proficiency.map(Into::into),
        });
    }
    Some(spoken)
}

/// Hours whose spans do not overlap.
pub fn hours(
    problems: &mut Problems,
    field: &str,
    given: Option<Vec<OpeningHoursInput>>,
) -> Option<Vec<Hours>> {
    let given = given?;
    bounded(problems, field, given.len());
    let mut read: Vec<Hours> = Vec::new();
    for (place, span) in given.into_iter().enumerate() {
        let at = format!("{field}[{place}]");
        let (Some(opens), Some(closes)) = (minutes(&span.opens), minutes(&span.closes)) else {
            problems.note(&at, "times are written like 08:30, from 00:00 to 24:00");
            continue;
        };
        if closes <= opens {
            problems.note(&at, "closes must be after opens");
        }
        let span = Hours {
            weekday: span.weekday.into(),
            opens,
            closes,
        };
        let overlaps = |held: &Hours| {
            held.weekday == span.weekday && held.opens < span.closes && span.opens < held.closes
        };
        if read.iter().any(overlaps) {
            problems.note(&at, "it overlaps another span of that day");
        }
        read.push(span);
    }
    Some(read)
}

/// Specialties, the primary one first.
pub async fn specialties(
    ctx: &Context<'_>,
    problems: &mut Problems,
    field: &str,
    given: Option<Vec<SpecialtyBy>>,
) -> Result<Option<Vec<SpecialtyId>>, Failure> {
    let Some(given) = given else { return Ok(None) };
    bounded(problems, field, given.len());
    let rows = given.iter().take(MOST).map(|by| by.load(ctx));
    let rows = futures_util::future::try_join_all(rows).await?;
    let mut ids = Vec::new();
    for (place, row) in rows.into_iter().enumerate() {
        match row {
            None => problems.note(
                &format!("{field}[{place}]"),
                "no specialty is known by that",
            ),
            Some(row) if ids.contains(&row.id) => {
                problems.note(&format!("{field}[{place}]"), "it stands there twice");
            }
            Some(row) => ids.push(row.id),
        }
    }
    Ok(Some(ids))
}

/// Members of a set, as they are kept: their spellings between `|`, in the order of the set.
pub fn members<D: Closed + PartialEq, G: Into<D>>(given: MaybeUndefined<Vec<G>>) -> Patch<String> {
    match given {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Set(None),
        MaybeUndefined::Value(given) => {
            let given: Vec<D> = given.into_iter().map(Into::into).collect();
            let spellings: Vec<&str> = D::VARIANTS
                .iter()
                .filter(|member| given.contains(member))
                .map(|member| member.spelling())
                .collect();
            Patch::Set((!spellings.is_empty()).then(|| spellings.join("|")))
        }
    }
}

/// A day that is not to come.
pub fn past(
    problems: &mut Problems,
    field: &str,
    given: Option<Date>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let day = given?.0;
    if day > today {
        problems.note(field, "a day that is not to come");
    }
    Some(day)
}

/// The moment of the record that the caller has read.
pub fn moment(given: Option<DateTime>) -> Option<chrono::DateTime<chrono::Utc>> {
    given.map(|moment| moment.0)
}

fn bounded(problems: &mut Problems, field: &str, length: usize) {
    if length > MOST {
        problems.note(field, format_args!("at most {MOST}, found {length}"));
    }
}
