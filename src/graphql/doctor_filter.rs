//! Which of the doctors who meet a need are wanted: from the input to rules of the search.

use async_graphql::{Context, Enum, InputObject};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, try_join_all};

use super::by::{ClinicBy, InsurancePlanBy, SpecialtyBy};
use super::context::Ask;
use super::error::Failure;
use super::narrowing::{self, bounded, unknown};
use super::scalar::Date;
use super::sets::{Accessibility, ClinicKind, Evidence, Gender, Proficiency, VolumeBand};
use crate::domain;
use crate::domain::locale::Locale;
use crate::search::{Clause, Filter, MOST_CLAUSES, Rule, Set, Test};

/// How deep `and`, `or` and `not` may stand in each other.
const DEEPEST: usize = 4;

/// Which doctors are wanted. What stands side by side must all hold, at one and the same clinic;
/// of several values in one list, any will do. A doctor of whom a fact is not known does not pass
/// a filter on it, and `excludedUnknown` counts them.
#[derive(InputObject, Default)]
pub struct DoctorFilter {
    /// Recorded with one of these genders.
    pub gender: Option<Vec<Gender>>,
    /// Speaks one of these languages.
    pub languages: Option<Vec<LanguageFilter>>,
    /// Takes new patients in one of these ways; `UNKNOWN` lets those through of whom nobody says.
    pub new_patients: Option<Vec<NewPatientFilter>>,
    /// Takes one of these plans. A plan that is not listed is unknown, not refused.
    pub plans: Option<Vec<PlanFilter>>,
    /// Sees patients by telephone or video, or does not.
    pub telehealth: Option<bool>,
    /// At a clinic with all of these.
    pub accessibility: Option<Vec<Accessibility>>,
    /// Practises one of these specialties.
    pub specialties: Option<Vec<SpecialtyBy>>,
    /// At one of these clinics.
    pub clinics: Option<Vec<ClinicBy>>,
    /// At one of these kinds of clinic.
    pub clinic_kinds: Option<Vec<ClinicKind>>,
    /// One of these is the strongest evidence that the doctor does what is needed; without a need,
    /// that they do anything.
    pub evidence: Option<Vec<Evidence>>,
    /// Does what is needed at least this often; without a need, does anything so often.
    pub min_volume_band: Option<VolumeBand>,
    /// Is at the clinic with at least this confidence, from 0 to 100.
    pub min_confidence: Option<i32>,
    /// Sees patients at this moment, by the clinic's clock; `false` for those who do not.
    pub open_now: Option<bool>,
    /// Sees patients on Saturdays or Sundays; `false` for those who do not.
    pub weekend_hours: Option<bool>,
    /// Somebody made sure of it on this day or later.
    pub verified_since: Option<Date>,
    /// Sees people of this age, in years.
    pub age: Option<i32>,
    /// All of these hold too.
    pub and: Option<Vec<DoctorFilter>>,
    /// At least one of these holds.
    pub or: Option<Vec<DoctorFilter>>,
    /// This does not hold. What is unknown about a doctor makes neither it nor its opposite hold.
    pub not: Option<Box<DoctorFilter>>,
}

/// A language, and how well it must be spoken.
#[derive(InputObject)]
pub struct LanguageFilter {
    /// The language; region and script do not matter.
    pub language: Locale,
    /// The least proficiency; any when it is left out.
    pub minimum: Option<Proficiency>,
}

/// A plan, or one of its networks.
#[derive(InputObject)]
pub struct PlanFilter {
    /// The plan.
    pub plan: InsurancePlanBy,
    /// The slug of the plan's network through which it must be taken; any when it is left out.
    pub network: Option<String>,
}

/// Whether a doctor takes new patients, with a value for those of whom nobody says.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum NewPatientFilter {
    /// Takes new patients.
    Accepting,
    /// Takes new patients after a wait.
    WaitingList,
    /// Sees only people who are patients already.
    ExistingOnly,
    /// Takes nobody new.
    NotAccepting,
    /// Nobody says.
    Unknown,
}

/// The rules of a filter; every doctor passes where there is none.
pub async fn resolve(ctx: &Context<'_>, filter: Option<DoctorFilter>) -> Result<Filter, Failure> {
    let Some(filter) = filter else {
        return Ok(Filter::default());
    };
    let clauses = filter.clauses(ctx, 0).await?;
    if clauses.len() > MOST_CLAUSES {
        return Err(Failure::bad_input(format!(
            "filter may have at most {MOST_CLAUSES} parts, found {}",
            clauses.len()
        )));
    }
    Ok(Filter { clauses })
}

impl DoctorFilter {
    fn clauses<'a>(
        self,
        ctx: &'a Context<'_>,
        depth: usize,
    ) -> BoxFuture<'a, Result<Vec<Clause>, Failure>> {
        async move {
            if depth > DEEPEST {
                return Err(Failure::bad_input(format!(
                    "filter may hold and, or and not at most {DEEPEST} deep"
                )));
            }
            let mut clauses = Vec::new();
            let mut add = |name, rule| clauses.push(Clause { name, rule });
            let clock = ctx.graph().clock;

            if let Some(genders) = bounded("gender", self.gender)? {
                let genders: Vec<domain::Gender> = genders.into_iter().map(Into::into).collect();
                add("gender", Rule::Is(Test::Gender(genders.into())));
            }
            if let Some(languages) = bounded("languages", self.languages)? {
                let languages = languages
                    .into_iter()
                    .map(|asked| (asked.language, asked.minimum.map(Into::into)));
                add("languages", Rule::Is(Test::Languages(languages.collect())));
            }
            if let Some(statuses) = bounded("newPatients", self.new_patients)? {
                let members = statuses.iter().filter_map(|status| status.member());
                let set = Set {
                    members: members.collect(),
                    unknown: statuses.contains(&NewPatientFilter::Unknown),
                };
                add("newPatients", Rule::Is(Test::NewPatients(set)));
            }
            if let Some(plans) = bounded("plans", self.plans)? {
                let plans = try_join_all(plans.iter().map(|plan| plan.resolve(ctx))).await?;
                add("plans", Rule::Any(plans.into_iter().map(Rule::Is).collect()));
            }
            if let Some(telehealth) = self.telehealth {
                add("telehealth", Rule::Is(Test::Telehealth(telehealth)));
            }
            if let Some(wanted) = bounded("accessibility", self.accessibility)? {
                add("accessibility", narrowing::accessible(wanted));
            }
            if let Some(wanted) = bounded("specialties", self.specialties)? {
                add("specialties", narrowing::practising(ctx, &wanted).await?);
            }
            if let Some(wanted) = bounded("clinics", self.clinics)? {
                let rows = try_join_all(wanted.iter().map(|by| by.load(ctx))).await?;
                let ids: Option<Vec<_>> = rows.into_iter().map(|row| Some(row?.id)).collect();
                let ids = ids.ok_or_else(|| unknown("clinics", "clinic"))?;
                add("clinics", Rule::Is(Test::Clinics(ids)));
            }
            if let Some(kinds) = bounded("clinicKinds", self.clinic_kinds)? {
                add("clinicKinds", narrowing::of_kinds(kinds));
            }
            if let Some(evidence) = bounded("evidence", self.evidence)? {
                let wanted: Vec<domain::Evidence> = evidence.into_iter().map(Into::into).collect();
                add("evidence", Rule::Is(Test::Evidence(wanted.into())));
            }
            if let Some(band) = self.min_volume_band {
                if band == VolumeBand::SuppressedOrUnknown {
                    return Err(Failure::bad_input(
                        "filter.minVolumeBand must be a band that says how often: FROM_11_TO_50, FROM_51_TO_200 or OVER_200",
                    ));
                }
                add("minVolumeBand", Rule::Is(Test::Volume(band.into())));
            }
            if let Some(least) = within("minConfidence", self.min_confidence, 100)? {
                ctx.loaders().basis().lasts(clock.until_tomorrow());
                add(
                    "minConfidence",
                    Rule::Is(Test::Confidence(least, clock.today())),
                );
            }
            if let Some(open) = self.open_now {
                add("openNow", narrowing::open_now(ctx, open));
            }
            if let Some(weekend) = self.weekend_hours {
                add("weekendHours", Rule::Is(Test::Weekend(weekend)));
            }
            if let Some(Date(day)) = self.verified_since {
                add("verifiedSince", Rule::Is(Test::VerifiedSince(day)));
            }
            if let Some(age) = within("age", self.age, 150)? {
                add("age", Rule::Is(Test::Age(age)));
            }
            if let Some(filters) = bounded("and", self.and)? {
                let rules = joined(ctx, filters, depth).await?;
                clauses.push(Clause {
                    name: "and",
                    rule: Rule::All(rules),
                });
            }
            if let Some(filters) = bounded("or", self.or)? {
                let rules = joined(ctx, filters, depth).await?;
                clauses.push(Clause {
                    name: "or",
                    rule: Rule::Any(rules),
                });
            }
            if let Some(filter) = self.not {
                let rules = joined(ctx, vec![*filter], depth).await?;
                clauses.push(Clause {
                    name: "not",
                    rule: Rule::Not(Box::new(Rule::All(rules))),
                });
            }
            Ok(clauses)
        }
        .boxed()
    }
}

/// Each filter as one rule.
async fn joined(
    ctx: &Context<'_>,
    filters: Vec<DoctorFilter>,
    depth: usize,
) -> Result<Vec<Rule>, Failure> {
    let each = filters
        .into_iter()
        .map(|filter| filter.clauses(ctx, depth + 1));
    let each = try_join_all(each).await?;
    Ok(each
        .into_iter()
        .map(|clauses| Rule::All(clauses.into_iter().map(|clause| clause.rule).collect()))
        .collect())
}

impl NewPatientFilter {
    fn member(self) -> Option<domain::NewPatients> {
        Some(match self {
            NewPatientFilter::Accepting => domain::NewPatients::Accepting,
            NewPatientFilter::WaitingList => domain::NewPatients::WaitingList,
            NewPatientFilter::ExistingOnly => domain::NewPatients::ExistingOnly,
            NewPatientFilter::NotAccepting => domain::NewPatients::NotAccepting,
            NewPatientFilter::Unknown => return None,
        })
    }
}

impl PlanFilter {
    async fn resolve(&self, ctx: &Context<'_>) -> Result<Test, Failure> {
        let plan = self.plan.load(ctx).await?;
        let plan = plan.ok_or_else(|| unknown("plans", "insurance plan"))?;
        let Some(slug) = &self.network else {
            return Ok(Test::Plans(vec![plan.id], Vec::new()));
        };
        let networks = ctx.loaders().networks().load(plan.id.get()).await?;
        let mut networks = networks.iter().flat_map(|rows| rows.iter());
        let network = networks.find(|row| row.slug == *slug);
        let network = network.ok_or_else(|| {
            Failure::not_found(format!(
                "filter.plans: the plan {} has no network {slug}",
                plan.slug
            ))
        })?;
        Ok(Test::Plans(Vec::new(), vec![network.id]))
    }
}

fn within(name: &str, value: Option<i32>, most: i32) -> Result<Option<i32>, Failure> {
    match value {
        Some(value) if !(0..=most).contains(&value) => Err(Failure::bad_input(format!(
            "filter.{name} must be from 0 to {most}, found {value}"
        ))),
        value => Ok(value),
    }
}
