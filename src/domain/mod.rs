//! Values with rules and no input or output: numbers, codes, positions, names, dates.
//!
//! Nothing here reads a clock, a file, an environment variable or a database.

pub mod article;
pub mod caller;
pub mod clock;
pub mod closed;
pub mod code;
pub mod confidence;
pub mod country;
pub mod distance;
pub mod fold;
pub mod hours;
pub mod key;
pub mod licence;
pub mod locale;
pub mod npi;
pub mod person_name;
pub mod postal;
pub mod rating;
pub mod region;
pub mod scrub;
pub mod slug;

pub use closed::{
    Accessibility, Action, ArticleKind, Audience, ChecklistStep, ClinicKind, Evidence, FieldGroup,
    Gender, Guidance, HealthAspect, LabelKind, LicenceClass, ManuscriptState, NewPatients,
    NodeKind, PlaceKind, PlanKind, PositionAccuracy, Problem, Proficiency, QualificationKind,
    QualificationStatus, ReadingBand, ReadingScale, RecordState, RejectReason, ReportState,
    ReviewState, RunState, Setting, Urgency, VolumeBand, Weekday,
};
