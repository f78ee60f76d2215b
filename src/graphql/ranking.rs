//! Why a doctor stands where they do, and the policy by which they do.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, SimpleObject};
use strum::VariantArray;

use super::context::Ask;
use super::error::Failure;
use super::scalar::Date;
use super::source::Source;
use crate::search::rank::{self, FactorName};
use crate::search::{self, Concept};
use crate::store::id::{DoctorId, RoleId, SourceId};

/// The day on which the policy last changed.
const LAST_CHANGED: &str = "2026-11-25";

/// What speaks for a doctor.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "FactorName", name = "RankingFactorName")]
pub enum RankingFactorName {
    /// Whether the doctor does what is needed, or is only thought to.
    ConceptMatch,
    /// How we know.
    Evidence,
    /// How often they do it, among those who do.
    Experience,
    /// How near they are.
    Distance,
    /// How sure it is that they are there.
    Confidence,
    /// Whether they take new patients.
    NewPatients,
    /// What patients say, as far as there are enough to say it.
    Rating,
    /// How well they speak the languages that were asked for.
    Language,
}

/// Whether anybody can pay for a place in the order.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum PaidPlacement {
    /// Nobody can.
    Never,
}

/// How the order BEST is made. The same question, version and day give the same order.
#[derive(SimpleObject)]
pub struct RankingPolicy {
    /// Raised with every change of a factor, a weight or a value.
    version: String,
    /// The day on which it last changed.
    last_changed: Date,
    /// Whether anybody can pay for a place in the order.
    paid_placement: PaidPlacement,
    /// The factors. Weights are thousandths and add up to 1000.
    factors: Vec<PolicyFactor>,
    /// The most that a score can be.
    most_score: i32,
    /// Who stands first among equals.
    ties: String,
    /// What becomes of a factor that the question does not ask about, or of which nothing is known.
    unknowns: String,
}

/// A factor of the policy.
#[derive(SimpleObject)]
pub struct PolicyFactor {
    /// The factor.
    name: RankingFactorName,
    /// How much of the score it can be, in thousandths.
    weight: i32,
    /// What gives which value, from 0 to 1000.
    values: String,
}

/// The policy in force.
pub fn policy() -> RankingPolicy {
    let factors = FactorName::VARIANTS.iter().map(|name| PolicyFactor {
        name: (*name).into(),
        weight: i32::from(name.weight()),
        values: rank::in_words(*name).to_owned(),
    });
    RankingPolicy {
        version: rank::VERSION.to_owned(),
        last_changed: Date(LAST_CHANGED.parse().unwrap_or_default()),
        paid_placement: PaidPlacement::Never,
        factors: factors.collect(),
        most_score: i32::try_from(rank::MOST_SCORE).unwrap_or(i32::MAX),
        ties: "a number made of the policy's version and the record's, which favours nobody"
            .to_owned(),
        unknowns: "a factor that the question does not ask about is left out for everybody; one of which nothing is known about a doctor has the neutral value 500, never 0"
            .to_owned(),
    }
}

/// What a doctor's place in the order was reckoned from.
#[derive(Clone)]
pub struct Ranking {
    pub doctor: DoctorId,
    pub role: Option<RoleId>,
    /// What the doctor does of what is needed.
    pub concept: Option<Concept>,
    pub as_of: chrono::NaiveDate,
    pub factors: search::rank::Ranking,
}

/// Why a doctor stands where they do: factors that add up to a score. It says how well a doctor
/// fits the question, not how good a doctor is.
#[Object]
impl Ranking {
    /// The sum of what the factors contribute, from 0 to 1000000.
    async fn score(&self) -> i32 {
        i32::try_from(self.factors.score()).unwrap_or(i32::MAX)
    }

    /// The version of the policy.
    async fn version(&self) -> &str {
        rank::VERSION
    }

    /// The day for which it was reckoned.
    async fn as_of(&self) -> Date {
        Date(self.as_of)
    }

    /// What the question asks about, in the order of the policy.
    async fn factors(&self) -> Vec<RankingFactor> {
        let factors = self.factors.factors.iter().copied();
        let ranking = Arc::new(self.clone());
        factors
            .map(|factor| RankingFactor {
                factor,
                ranking: Arc::clone(&ranking),
            })
            .collect()
    }

    /// The factors of which nothing is known: they count neither for nor against.
    async fn unknowns(&self) -> Vec<RankingFactorName> {
        let factors = self.factors.factors.iter();
        factors
            .filter(|factor| factor.unknown)
            .map(|factor| factor.name.into())
            .collect()
    }
}

pub struct RankingFactor {
    factor: rank::Factor,
    ranking: Arc<Ranking>,
}

/// What one factor gave.
#[Object]
impl RankingFactor {
    /// The factor.
    async fn name(&self) -> RankingFactorName {
        self.factor.name.into()
    }

    /// From 0 to 1000; 500 where nothing is known.
    async fn value(&self) -> i32 {
        i32::from(self.factor.value)
    }

    /// How much of the score it can be, in thousandths.
    async fn weight(&self) -> i32 {
        i32::from(self.factor.name.weight())
    }

    /// What it adds to the score: value times weight, exactly.
    async fn contribution(&self) -> i32 {
        i32::try_from(self.factor.contribution()).unwrap_or(i32::MAX)
    }

    /// Whether nothing is known, so that the value is the neutral one.
    async fn unknown(&self) -> bool {
        self.factor.unknown
    }

    /// Who says what it was reckoned from; null where it is unknown or nobody needed to say it.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        let Some((source, _)) = self.origin(ctx).await? else {
            return Ok(None);
        };
        Ok(ctx.loaders().source().load(source).await?.map(Source))
    }

    /// The day on which that was said; null where the source does not say.
    async fn as_of(&self, ctx: &Context<'_>) -> Result<Option<Date>, Failure> {
        let origin = self.origin(ctx).await?;
        Ok(origin.and_then(|(_, day)| day).map(Date))
    }
}

impl RankingFactor {
    /// Who says what the factor was reckoned from, and when they said it.
    async fn origin(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<(SourceId, Option<chrono::NaiveDate>)>, Failure> {
        if self.factor.unknown {
            return Ok(None);
        }
        let loaders = ctx.loaders();
        let doctor = self.ranking.doctor;
        let role = async || match self.ranking.role {
            Some(id) => loaders.role().load(id).await,
            None => Ok(None),
        };
        Ok(match self.factor.name {
            FactorName::ConceptMatch | FactorName::Evidence | FactorName::Experience => {
                match self.ranking.concept {
                    Some(Concept::Procedure(procedure)) => {
                        let offering = loaders.best_offering().load((doctor, procedure)).await?;
                        offering.map(|row| (row.source_id, row.as_of))
                    }
                    _ => None,
                }
            }
            FactorName::Confidence => {
                let role = role().await?;
                role.map(|row| (row.source_id, row.last_verified_on))
            }
            FactorName::NewPatients => {
                let role = role().await?;
                role.map(|row| (row.source_id, row.new_patients_as_of))
            }
            FactorName::Distance => match role().await? {
                Some(role) => {
                    let clinic = loaders.clinic().load(role.clinic_id).await?;
                    clinic.map(|row| (row.source_id, None))
                }
                None => None,
            },
            FactorName::Rating => {
                let rows = loaders.rating().load(doctor.get()).await?;
                let row = rows.as_deref().and_then(|rows| rows.first());
                row.map(|row| (row.source_id, Some(row.as_of)))
            }
            FactorName::Language => {
                let row = loaders.doctor().load(doctor).await?;
                row.map(|row| (row.source_id, None))
            }
        })
    }
}
