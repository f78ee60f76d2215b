//! Why something was not written.

use crate::store::StoreError;

/// A write that was not done. All but the first are the caller's to mend, and safe to show.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("no {0} has this id any more")]
    Missing(&'static str),
    #[error("the {0} has changed since ifUpdatedAt: read it again and decide anew")]
    Stale(&'static str),
    #[error("idempotencyKey was used with other arguments: take a new key for a new call")]
    KeyUsed,
    #[error("another {0} has this slug")]
    SlugTaken(&'static str),
    #[error("the doctor is merged into another: write that one, or unmerge them first")]
    Merged,
    #[error("an article of this slug and language is there: save a draft of it instead")]
    ArticleExists,
    #[error("the article is at revision {is} and not at {read}: read it again and decide anew")]
    StaleRevision { is: i32, read: i32 },
    #[error("the article is {is} and must be {needs} for this")]
    WrongState {
        is: &'static str,
        needs: &'static str,
    },
    #[error("whoever wrote a text does not review it: another partner must")]
    OwnReview,
    #[error("the article has no version {0}")]
    NoVersion(i32),
    #[error("a doctor cannot be merged into themselves")]
    SameDoctor,
    #[error("the doctor is not merged into another")]
    NotMerged,
    #[error("doctors were merged with the one that was kept since then: unmerge the later first")]
    MergedOn,
    #[error("the merge was made by a file and not here: undo it there")]
    NotOurMerge,
    #[error("a clinic cannot be a part of itself, or of one of its parts")]
    Circle,
    #[error("the offering is what another source says: say what you know by doctor and procedure")]
    Evidence,
    #[error("the report was settled already")]
    Settled,
    #[error("too many reports of this record wait to be looked at")]
    EnoughReports,
    #[error("the review was moderated already")]
    Moderated,
    #[error("this key has written a review of this doctor this month: one a month is taken")]
    Reviewed,
}

impl From<sea_orm::DbErr> for DeskError {
    fn from(error: sea_orm::DbErr) -> Self {
        DeskError::Store(error.into())
    }
}
