//! Reviews of doctors: handed in where that is switched on, and shown once somebody has read them.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};

use super::act::{Begun, begin, begin_once, end};
use super::doctor::{named, shown};
use super::problems::Problems;
use crate::domain::{self, NodeKind};
use crate::graphql::by::DoctorBy;
use crate::graphql::context::Ask;
use crate::graphql::doctor::Doctor;
use crate::graphql::document::{Code, Refusal};
use crate::graphql::error::Failure;
use crate::graphql::global_id::{self, Kind};
use crate::graphql::scalar::DateTime;
use crate::store::desk::{self, Submitted};
use crate::store::entity::submitted_review;
use crate::store::id::Id;

/// The longest title, in characters.
const TITLE: usize = 120;

/// The longest text, in characters.
const TEXT: usize = 4_000;

/// Whether this directory takes reviews.
#[derive(Clone, Copy, Debug)]
pub struct Reviews(pub bool);

/// What became of a review that was handed in.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::ReviewState", name = "SubmittedReviewState")]
pub enum ReviewState {
    /// Nobody has read it yet; it is not shown and not counted.
    Pending,
    /// It is shown among the doctor's reviews.
    Accepted,
    /// It is never shown and never counted.
    Rejected,
}

/// What a moderator says of a review.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum ReviewOutcome {
    /// It may be shown.
    Accepted,
    /// It may not.
    Rejected,
}

/// A review of a doctor.
#[derive(InputObject)]
pub struct SubmitReviewInput {
    /// The doctor.
    pub doctor: DoctorBy,
    /// Stars, from 1 to 5.
    pub stars: i32,
    /// A title, at most 120 characters.
    pub title: Option<String>,
    /// The text, at most 4,000 characters. Telephone numbers, e-mail addresses and streets are taken
    /// out.
    pub text: Option<String>,
}

/// A review that somebody has read.
#[derive(InputObject)]
pub struct ModerateReviewInput {
    /// The review.
    pub review: ID,
    /// Whether it may be shown.
    pub outcome: ReviewOutcome,
    /// Why; needed to reject it.
    pub reason: Option<String>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same review.
    pub idempotency_key: Option<String>,
}

pub struct SubmittedReview(pub Arc<submitted_review::Model>);

/// A review as it was handed in: only its writer and moderators see it before it is accepted.
#[Object]
impl SubmittedReview {
    /// Identifies this review, for whoever moderates it.
    async fn id(&self) -> ID {
        global_id::of(Kind::SubmittedReview, self.0.id)
    }

    /// The doctor.
    async fn doctor(&self, ctx: &Context<'_>) -> Result<Doctor, Failure> {
        shown(ctx, self.0.doctor_id).await
    }

    /// Stars, from 1 to 5.
    async fn stars(&self) -> i32 {
        self.0.stars
    }

    /// The title, without what leads to a person.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// The text, without what leads to a person.
    async fn text(&self) -> Option<&str> {
        self.0.text.as_deref()
    }

    /// What became of it.
    async fn state(&self) -> ReviewState {
        self.0.state.0.into()
    }

    /// Why; null where nobody has said.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When it was handed in.
    async fn submitted_at(&self) -> DateTime {
        DateTime(self.0.submitted_at)
    }
}

/// What became of a review.
#[derive(SimpleObject)]
pub struct ReviewPayload {
    /// The review.
    review: SubmittedReview,
    /// Whether it is counted in the doctor's rating. One that another source counts is left as it
    /// is: the two are never mixed.
    counted: bool,
    /// Whether an earlier call with the same key had written it already.
    repeated: bool,
}

#[derive(Default)]
pub struct ReviewDesk;

#[Object]
impl ReviewDesk {
    /// Hands in a review, which is shown and counted once a moderator has accepted it: one for each
    /// key, doctor and month. Switched off unless the directory takes reviews.
    ///
    /// Needs the scope `reviews:write`.
    async fn submit_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review.")] input: SubmitReviewInput,
    ) -> Result<ReviewPayload, Failure> {
        if !ctx.data_unchecked::<Reviews>().0 {
            return Err(Failure::Refused(Refusal::new(
                Code::Forbidden,
                "this directory takes no reviews: whoever runs it has not switched them on",
            )));
        }
        if ctx
            .data_unchecked::<crate::graphql::Asker>()
            .caller
            .is_anonymous()
        {
            return Err(Failure::Refused(Refusal::new(
                Code::Unauthenticated,
                "a review is handed in with a key",
            )));
        }
        let mut problems = Problems::default();
        if !(1..=5).contains(&input.stars) {
            problems.note("stars", "from 1 to 5");
        }
        let title = problems.told("title", input.title, TITLE);
        let text = problems.told("text", input.text, TEXT);
        problems.end()?;
        let doctor = named(ctx, "doctor", &input.doctor).await?;
        let mut act = begin(ctx, "submitReview", None).await?;
        let submitted = Submitted {
            doctor,
            stars: input.stars,
            title,
            text,
        };
        let review = act.submit_review(submitted).await?;
        end(ctx, act, (NodeKind::Doctor, doctor.get())).await?;
        Ok(ReviewPayload {
            review: SubmittedReview(Arc::new(review)),
            counted: false,
            repeated: false,
        })
    }

    /// Accepts or rejects a review that was handed in. An accepted one is shown under
    /// `Doctor.reviews` with the source `caregraph-reviews`, and counted in the rating where that
    /// source is the one that rates the doctor.
    /// Needs the scope `reviews:moderate`.
    async fn moderate_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review, and whether it may be shown.")] input: ModerateReviewInput,
    ) -> Result<ReviewPayload, Failure> {
        let mut problems = Problems::default();
        let accepted = input.outcome == ReviewOutcome::Accepted;
        if !accepted && input.reason.is_none() {
            problems.note("reason", "needed to reject a review");
        }
        let reason = problems.reason("reason", input.reason);
        problems.end()?;
        let id: Id<submitted_review::Entity> =
            global_id::of_kind(Kind::SubmittedReview, &input.review)?;
        let key = input.idempotency_key.as_deref();
        let (moderated, repeated) =
            match begin_once(ctx, "moderateReview", reason.clone(), key).await? {
                Begun::Again((_, doctor)) => {
                    let db = &ctx.graph().db;
                    let before = desk::moderated(db, id, Id::new(doctor)).await?;
                    (before, true)
                }
                Begun::Fresh(mut act) => {
                    let moderated = act.moderate_review(id, accepted, reason).await?;
                    let node = (NodeKind::Doctor, moderated.doctor.get());
                    end(ctx, *act, node).await?;
                    (moderated, false)
                }
            };
        Ok(ReviewPayload {
            counted: moderated.counted,
            review: SubmittedReview(Arc::new(moderated.row)),
            repeated,
        })
    }
}
