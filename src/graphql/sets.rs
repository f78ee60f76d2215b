//! The closed sets as the schema shows them. What is unknown is null, never a member.

use async_graphql::Enum;
use std::str::FromStr;

use crate::domain;

/// The members of a set that a column holds, their spellings between `|`.
pub fn members<D: FromStr, G: From<D>>(column: &str) -> Vec<G> {
    column
        .split('|')
        .filter_map(|spelling| spelling.parse::<D>().ok())
        .map(G::from)
        .collect()
}

/// Administrative gender as a source states it.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Gender")]
pub enum Gender {
    /// Recorded as female.
    Female,
    /// Recorded as male.
    Male,
    /// Recorded as neither.
    Other,
}

/// Whether a record stands for somebody who sees patients.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::RecordState", name = "RecordState")]
pub enum RecordState {
    /// Sees patients, as far as the source knows.
    Active,
    /// Does not any more. Such a doctor is still found by id, and by no search.
    Retired,
    /// The same person as another record, which `replacedBy` names.
    Merged,
}

/// Whether a doctor takes new patients at a clinic. Null where nobody has said.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::NewPatients", name = "NewPatientStatus")]
pub enum NewPatientStatus {
    /// Takes new patients.
    Accepting,
    /// Takes new patients after a wait.
    WaitingList,
    /// Sees only people who are patients already.
    ExistingOnly,
    /// Takes nobody new.
    NotAccepting,
}

/// What kind of place a clinic is.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::ClinicKind")]
pub enum ClinicKind {
    /// Has beds.
    Hospital,
    /// Several doctors, no beds.
    Clinic,
    /// A centre of primary care.
    HealthCentre,
    /// One doctor or a few at one address.
    Practice,
}

/// How exactly a position is known.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::PositionAccuracy")]
pub enum PositionAccuracy {
    /// The building.
    Exact,
    /// The street.
    Street,
    /// The middle of the postal code's area.
    PostalCode,
    /// The middle of the town: a distance may be off by some kilometres.
    Town,
}

/// How we know that a doctor does a procedure, strongest first.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Evidence")]
pub enum Evidence {
    /// The doctor or clinic says so.
    Declared,
    /// It was billed or recorded.
    Claims,
    /// It is done at the clinic, by whom is not certain.
    Facility,
    /// The specialty usually does it; nobody has said that this doctor does.
    Inferred,
}

/// How often a doctor does a procedure in the period that the source counted.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::VolumeBand")]
pub enum VolumeBand {
    /// 11 to 50 times.
    #[graphql(name = "FROM_11_TO_50")]
    From11To50,
    /// 51 to 200 times.
    #[graphql(name = "FROM_51_TO_200")]
    From51To200,
    /// More than 200 times.
    #[graphql(name = "OVER_200")]
    Over200,
    /// Not counted, or too few for the source to say. It does not mean never.
    SuppressedOrUnknown,
}

/// Where a procedure is usually done.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Setting", name = "CareSetting")]
pub enum CareSetting {
    /// At a visit.
    Outpatient,
    /// In hospital, home the same day.
    DayCase,
    /// With a night in hospital.
    Inpatient,
    /// In an emergency department.
    Emergency,
}

/// What a place is.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::PlaceKind")]
pub enum PlaceKind {
    /// The seat of a country's government.
    Capital,
    /// A large town.
    City,
    /// A town or village.
    Town,
    /// Several villages under one name, such as a gewog of Bhutan.
    VillageGroup,
    /// A district.
    District,
}

/// What may be done with a code and its display text.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::LicenceClass")]
pub enum LicenceClass {
    /// Free for any use.
    PublicDomain,
    /// Free under the publisher's terms.
    OpenWithTerms,
    /// The code is a fact; its publisher's text is licensed and not shown.
    CodeOnly,
}

/// What an article is about.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::ArticleKind")]
pub enum ArticleKind {
    /// Something that is done for a patient.
    Procedure,
    /// Something that a patient has.
    Condition,
    /// Something that a patient feels or sees.
    Symptom,
    /// Something that finds out.
    Test,
    /// Something that is taken.
    Medicine,
    /// Staying well.
    Wellness,
}

/// Whom an article is written for.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Audience")]
pub enum Audience {
    /// Patients: grade 8 at most, the summary 6.
    Patient,
    /// Those who care for a patient.
    Carer,
    /// Children: grade 5 at most, the summary 4.
    Child,
    /// Health professionals; no reading target.
    Professional,
}

/// How easy a summary is to read.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum SummaryLevel {
    /// As the article has it.
    Standard,
    /// Shorter sentences and plainer words still.
    Easy,
}

/// A published formula by which texts are measured.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::ReadingScale")]
pub enum ReadingScale {
    /// Flesch and Kincaid, for English: a grade, and Flesch's reading ease as the score.
    FleschKincaid,
    /// Fernández Huerta, for Spanish: a score and no grade.
    FernandezHuerta,
}

/// How hard a text is, in words.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::ReadingBand")]
pub enum ReadingBand {
    /// Very easy; muy fácil.
    VeryEasy,
    /// Easy, in Flesch's bands.
    Easy,
    /// Fairly easy; bastante fácil.
    FairlyEasy,
    /// Plain; normal.
    Standard,
    /// Fairly difficult; algo difícil.
    FairlyDifficult,
    /// Difficult, in Flesch's bands.
    Difficult,
    /// Very difficult; muy difícil.
    VeryDifficult,
}

/// How far an article has come at the content desk.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::ManuscriptState")]
pub enum ManuscriptState {
    /// Being written.
    Draft,
    /// With whoever reviews it.
    InReview,
    /// Reviewed, and not shown yet.
    Approved,
    /// What readers see is this version.
    Published,
    /// Taken out of what readers see.
    Archived,
}

/// How soon somebody with this sign needs help.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Urgency")]
pub enum Urgency {
    /// Now.
    Emergency,
    /// Today.
    Urgent,
    /// At the next visit.
    Routine,
}

/// What a section of an article speaks of: the schema.org health aspects, and PREPARATION,
/// HOW_PERFORMED, RECOVERY and ALTERNATIVES, which patients ask for and schema.org lacks.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::HealthAspect")]
pub enum HealthAspect {
    /// What it is.
    Overview,
    /// What somebody feels or sees.
    Symptoms,
    /// Why it comes.
    Causes,
    /// Its kinds.
    Types,
    /// How it goes on.
    Stages,
    /// Whether it passes from one person to another.
    Contagiousness,
    /// How to keep it away.
    Prevention,
    /// How it is looked for in people without signs.
    Screening,
    /// What helps against it.
    Treatments,
    /// What it may help against.
    MayTreat,
    /// Why it helps.
    HowItWorks,
    /// How and where it is had.
    HowOrWhere,
    /// How to get ready.
    Preparation,
    /// What happens, step by step.
    HowPerformed,
    /// What comes afterwards.
    Recovery,
    /// When and how often.
    UsageOrSchedule,
    /// What is in it.
    Ingredients,
    /// What people may be allergic to.
    Allergies,
    /// What is good about it.
    Benefits,
    /// How well it works, and for whom.
    Effectiveness,
    /// How safe it is.
    Safety,
    /// What else it does.
    SideEffects,
    /// What may go wrong.
    RisksOrComplications,
    /// What else can be done, waiting among it.
    Alternatives,
    /// What is different in pregnancy.
    Pregnancy,
    /// What to expect in the long run.
    Prognosis,
    /// Daily life with it.
    LivingWith,
    /// What people can do themselves.
    SelfCare,
    /// What patients say of it.
    PatientExperience,
    /// What it does to the body.
    Effects,
    /// What is said of it and is not so.
    Misconceptions,
    /// How to get it.
    GettingAccess,
    /// When to see a clinician.
    SeeDoctor,
    /// What is near to it.
    RelatedTopics,
}

/// How well somebody speaks a language, weakest first. Null where nobody has said.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Proficiency")]
pub enum Proficiency {
    /// Enough for simple things.
    Basic,
    /// Enough for a conversation.
    Conversational,
    /// Enough for everything that a visit brings.
    Fluent,
    /// As a first language.
    Native,
}

/// What a qualification is.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::QualificationKind")]
pub enum QualificationKind {
    /// A degree of a school or university.
    Degree,
    /// A certificate of a board or college.
    Certification,
    /// Leave to practise in a region.
    Licence,
}

/// Whether a qualification holds, as its issuer says. Null where nobody has said.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::QualificationStatus")]
pub enum QualificationStatus {
    /// It holds.
    Active,
    /// Its time is over.
    Expired,
    /// Its issuer has taken it back for a time.
    Suspended,
}

/// A day of the week.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Weekday")]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// What makes a clinic easier to use.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Accessibility")]
pub enum Accessibility {
    /// There are no steps on the way in.
    StepFree,
    /// Rooms can be used in a wheelchair.
    Wheelchair,
    /// There is a toilet for wheelchair users.
    AccessibleToilet,
    /// There is parking for disabled people.
    AccessibleParking,
    /// There is a hearing loop.
    HearingLoop,
    /// Somebody signs.
    SignLanguage,
}

/// How the needle or the tool is guided.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Guidance")]
pub enum Guidance {
    /// By feel.
    None,
    /// By ultrasound.
    Ultrasound,
    /// By live X-ray.
    Fluoroscopy,
    /// By computed tomography.
    Ct,
    /// By a camera inside the body.
    Endoscopy,
}

/// Who stands behind an insurance plan.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::PlanKind")]
pub enum PlanKind {
    /// A state or a region.
    Public,
    /// A company.
    Commercial,
    /// Its members.
    Community,
}

/// A group of fields that a source fills together.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::FieldGroup")]
pub enum FieldGroup {
    /// Names, numbers and gender.
    Identity,
    /// Telephone numbers and addresses on the web.
    Contact,
    /// Address and position.
    Location,
    /// Fields of practice.
    Specialties,
    /// At which clinics a doctor sees patients.
    Roles,
    /// Whether new patients are taken.
    NewPatients,
    /// Which plans are taken.
    Plans,
    /// Which procedures are done.
    Offerings,
    /// Degrees, certificates and licences.
    Qualifications,
}
