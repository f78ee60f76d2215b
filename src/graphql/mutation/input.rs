//! Parts of inputs that several writes take.

use async_graphql::{Context, InputObject, MaybeUndefined};
use chrono::NaiveDate;

use super::problems::Problems;
use crate::domain::closed::Closed;
use crate::domain::hours::minutes;
use crate::domain::locale::Locale;
use crate::domain::slug::Slug;
use crate::graphql::by::{InsurancePlanBy, SpecialtyBy};
use crate::graphql::context::Ask;
use crate::graphql::error::Failure;
use crate::graphql::scalar::{Date, DateTime};
use crate::graphql::sets::{Proficiency, Weekday};
use crate::store::desk::{Hours, Patch, Spoken, TakenPlan};
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

/// A span of days, open where one is left out.
#[derive(InputObject)]
pub struct PeriodInput {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

/// A plan that a doctor takes at a clinic.
#[derive(InputObject)]
pub struct TakenPlanInput {
    /// The plan.
    pub plan: InsurancePlanBy,
    /// The slug of the network of the plan through which; left out where it is taken in any.
    pub network: Option<Slug>,
    /// The day on which that was said.
    pub as_of: Option<Date>,
}

/// The first and the last day of a span.
pub fn period(
    problems: &mut Problems,
    field: &str,
    given: &PeriodInput,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let from = given.from.map(|day| day.0);
    let until = given.until.map(|day| day.0);
    if let (Some(from), Some(until)) = (from, until)
        && from > until
    {
        problems.note(field, "from is not after until");
    }
    (from, until)
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

/// Plans, each once, or once for each of its networks.
pub async fn plans(
    ctx: &Context<'_>,
    problems: &mut Problems,
    field: &str,
    given: Option<Vec<TakenPlanInput>>,
    today: NaiveDate,
) -> Result<Option<Vec<TakenPlan>>, Failure> {
    let Some(given) = given else { return Ok(None) };
    bounded(problems, field, given.len());
    let found = given.iter().take(MOST).map(|one| async {
        let plan = one.plan.load(ctx).await?;
        let networks = match (&plan, &one.network) {
            (Some(plan), Some(_)) => ctx.loaders().networks().load(plan.id.get()).await?,
            _ => None,
        };
        Ok::<_, Failure>((plan, networks))
    });
    let found = futures_util::future::try_join_all(found).await?;
    let mut taken: Vec<TakenPlan> = Vec::new();
    for ((place, one), (plan, networks)) in given.into_iter().enumerate().zip(found) {
        let at = |name: &str| format!("{field}[{place}].{name}");
        let as_of = past(problems, &at("asOf"), one.as_of, today);
        let Some(plan) = plan else {
            problems.note(&at("plan"), "no plan is known by that");
            continue;
        };
        let mut network = None;
        if let Some(slug) = one.network {
            let mut networks = networks.iter().flat_map(|rows| rows.iter());
            network = networks.find(|row| row.slug == slug.as_str());
            if network.is_none() {
                problems.note(&at("network"), "the slug of a network of the plan");
            }
        }
        let network = network.map(|row| row.id);
        let same = |held: &TakenPlan| held.plan == plan.id && held.network == network;
        if taken.iter().any(same) {
            problems.note(&format!("{field}[{place}]"), "it stands there twice");
        }
        taken.push(TakenPlan {
            plan: plan.id,
            network,
            as_of,
        });
    }
    Ok(Some(taken))
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

pub fn bounded(problems: &mut Problems, field: &str, length: usize) {
    if length > MOST {
        problems.note(field, format_args!("at most {MOST}, found {length}"));
    }
}
