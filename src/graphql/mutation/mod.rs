//! What callers write: one file a concern. A resolver checks the input, names what is wrong with it
//! all at once, and hands the rest to `store::desk`.

mod act;
mod background;
mod clinic;
mod doctor;
mod input;
mod merge;
mod offering;
mod problems;
mod report;
mod review;
mod role;

use async_graphql::MergedObject;

pub use report::{Report, ReportState};
pub use review::{ReviewState, Reviews, SubmittedReview};

use clinic::ClinicDesk;
use doctor::DoctorDesk;
use merge::MergeDesk;
use offering::OfferingDesk;
use report::ReportDesk;
use review::ReviewDesk;
use role::RoleDesk;

/// Where every write begins. The fields of one operation run one after the other, each a
/// transaction of its own: what one has written, the next and the answer show.
#[derive(MergedObject, Default)]
pub struct Mutation(
    DoctorDesk,
    ClinicDesk,
    RoleDesk,
    OfferingDesk,
    MergeDesk,
    ReportDesk,
    ReviewDesk,
);
