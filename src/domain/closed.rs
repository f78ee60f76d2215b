//! The closed sets: every value a column or a field may take, with its one spelling.
//!
//! The spelling is the GraphQL one (`ACCEPTING`) everywhere: in the database, in files, in answers.
//! What is unknown is an absent value, never a member of a set.

use strum::{EnumString, IntoStaticStr, VariantArray};

/// A closed set that is written and read by the spelling of its members.
pub trait Closed: Copy + Into<&'static str> + std::str::FromStr + VariantArray {
    /// The one spelling of the value.
    fn spelling(self) -> &'static str {
        self.into()
    }

    /// Every spelling, for an error that names what would be right.
    fn spellings() -> String {
        Self::VARIANTS
            .iter()
            .map(|value| value.spelling())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

impl<T: Copy + Into<&'static str> + std::str::FromStr + VariantArray> Closed for T {}

/// Members of sets in JSON, by their spelling: `#[serde(with = "spelled")]`.
pub mod spelled {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Closed;

    pub fn serialize<T: Closed, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(value.spelling())
    }

    pub fn deserialize<'de, T: Closed, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        let text = String::deserialize(from)?;
        text.parse()
            .map_err(|_| D::Error::custom(format!("{text} is none of {}", T::spellings())))
    }
}

/// The kinds of node that codes, labels, subjects and changes point at.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum NodeKind {
    Doctor,
    Clinic,
    Role,
    Specialty,
    Procedure,
    Condition,
    Offering,
    Place,
    Article,
    Source,
    InsurancePlan,
    GlossaryTerm,
    /// An article at the content desk, published or not. Its changes are told to nobody.
    Manuscript,
}

/// What a change did to the records it names.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Action {
    /// Added, changed, or one of the things it owns was.
    Updated,
    Removed,
    /// Another record stands for it from now on.
    Merged,
}

/// Administrative gender as a source states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Gender {
    Female,
    Male,
    Other,
}

/// Whether a record stands for somebody who sees patients today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum RecordState {
    Active,
    Retired,
    /// Another record stands for this one.
    Merged,
}

/// Whether a doctor takes new patients at a clinic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum NewPatients {
    Accepting,
    WaitingList,
    ExistingOnly,
    NotAccepting,
}

/// What kind of place a clinic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ClinicKind {
    Hospital,
    Clinic,
    HealthCentre,
    Practice,
}

/// How exactly a position is known; the worst case is the middle of a town.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum PositionAccuracy {
    Exact,
    Street,
    PostalCode,
    Town,
}

/// How we know that a doctor does a procedure, strongest first.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Evidence {
    Declared,
    Claims,
    Facility,
    Inferred,
}

/// How often a doctor does a procedure in the period a source counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
pub enum VolumeBand {
    #[strum(serialize = "FROM_11_TO_50")]
    From11To50,
    #[strum(serialize = "FROM_51_TO_200")]
    From51To200,
    #[strum(serialize = "OVER_200")]
    Over200,
    #[strum(serialize = "SUPPRESSED_OR_UNKNOWN")]
    SuppressedOrUnknown,
}

/// Where a procedure is usually done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Setting {
    Outpatient,
    DayCase,
    Inpatient,
    Emergency,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum PlaceKind {
    Capital,
    City,
    Town,
    VillageGroup,
    District,
}

/// What a label is to the thing it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum LabelKind {
    Preferred,
    Synonym,
    Lay,
}

/// What may be done with a code and its display text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum LicenceClass {
    PublicDomain,
    OpenWithTerms,
    CodeOnly,
}

/// What an article is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ArticleKind {
    Procedure,
    Condition,
    Symptom,
    Test,
    Medicine,
    Wellness,
}

/// Whom an article is written for.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Audience {
    #[default]
    Patient,
    Carer,
    Child,
    Professional,
}

/// What a patient does around a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ChecklistStep {
    Bring,
    Stop,
    Ask,
    Arrange,
}

/// How far an article has come at the content desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ManuscriptState {
    Draft,
    InReview,
    Approved,
    Published,
    Archived,
}

/// A published way to tell how hard a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ReadingScale {
    FleschKincaid,
    FernandezHuerta,
}

/// How hard a text is in words: Flesch's seven for English, the five of INFLESZ for Spanish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ReadingBand {
    VeryEasy,
    Easy,
    FairlyEasy,
    Standard,
    FairlyDifficult,
    Difficult,
    VeryDifficult,
}

/// How soon somebody with this sign needs help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Urgency {
    Emergency,
    Urgent,
    Routine,
}

/// What a section of an article speaks of.
///
/// The schema.org `HealthAspectEnumeration`, and four of our own that patients ask for and it
/// lacks: `PREPARATION`, `HOW_PERFORMED`, `RECOVERY` and `ALTERNATIVES`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum HealthAspect {
    Overview,
    Symptoms,
    Causes,
    Types,
    Stages,
    Contagiousness,
    Prevention,
    Screening,
    Treatments,
    MayTreat,
    HowItWorks,
    HowOrWhere,
    Preparation,
    HowPerformed,
    Recovery,
    UsageOrSchedule,
    Ingredients,
    Allergies,
    Benefits,
    Effectiveness,
    Safety,
    SideEffects,
    RisksOrComplications,
    Alternatives,
    Pregnancy,
    Prognosis,
    LivingWith,
    SelfCare,
    PatientExperience,
    Effects,
    Misconceptions,
    GettingAccess,
    SeeDoctor,
    RelatedTopics,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum RunState {
    Running,
    Finished,
    Failed,
}

/// Why an import left a row out.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum RejectReason {
    /// The row has more or fewer columns than it must, or is not text.
    Malformed,
    MissingValue,
    InvalidNpi,
    InvalidValue,
    /// The same record stands earlier in the same file.
    Duplicate,
    /// The row points at a record that is not there.
    UnknownReference,
}

/// How well somebody speaks a language, weakest first.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Proficiency {
    Basic,
    Conversational,
    Fluent,
    Native,
}

/// What a qualification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum QualificationKind {
    Degree,
    Certification,
    Licence,
}

/// Whether a qualification holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum QualificationStatus {
    Active,
    Expired,
    Suspended,
}

/// A day of the week.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// What makes a clinic easier to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Accessibility {
    StepFree,
    Wheelchair,
    AccessibleToilet,
    AccessibleParking,
    HearingLoop,
    SignLanguage,
}

/// How the needle or the tool is guided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Guidance {
    None,
    Ultrasound,
    Fluoroscopy,
    Ct,
    Endoscopy,
}

/// Who stands behind an insurance plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum PlanKind {
    Public,
    Commercial,
    Community,
}

/// A group of fields that a source fills together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum FieldGroup {
    Identity,
    Contact,
    Location,
    Specialties,
    Roles,
    NewPatients,
    Plans,
    Offerings,
    Qualifications,
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Problem {
    WrongPhone,
    WrongAddress,
    NotTakingPatients,
    PlanNotTaken,
    NoLongerThere,
    Other,
}

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ReportState {
    Open,
    Confirmed,
    Dismissed,
}

/// What became of a review that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ReviewState {
    Pending,
    Accepted,
    Rejected,
}
