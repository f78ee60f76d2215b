//! What callers write. Each call is an [`Act`]: one transaction with its rows, the changes that
//! they make, a line in the audit, and the key by which a repeated call is known.
//!
//! Whether the caller may do it and whether the input is sound has been settled before.

mod act;
mod audit;
mod background;
mod claim;
mod clinic;
mod doctor;
mod error;
mod merge;
mod offering;
mod origin;
mod patch;
mod report;
mod review;
mod role;

pub use act::{Act, Actor, Node};
pub use background::{Biography, DoctorLists, Number, Qualification, Spoken};
pub use clinic::ClinicPatch;
pub use doctor::DoctorPatch;
pub use error::DeskError;
pub use merge::MOVED;
pub use offering::OfferingPatch;
pub use origin::{DESK, REVIEWS};
pub use patch::{Hours, Patch, Which};
pub use report::Told;
pub use review::{Moderated, Submitted, moderated};
pub use role::{RolePatch, TakenPlan};
