//! The words of pages, a table a language. Words of the graph itself (labels, names, articles) are
//! not here: the graph says them in the reader's language.

mod en;
mod es;

pub use en::ENGLISH;
pub use es::SPANISH;

/// What a page says that cannot be shown.
pub struct Problem {
    pub title: &'static str,
    pub text: &'static str,
}

/// Names of a closed set, by how the graph writes them.
pub type Names = &'static [(&'static str, &'static str)];

/// The words that several pages share, and those of each.
pub struct Texts {
    /// The language in its own words.
    pub own_name: &'static str,
    pub months: [&'static str; 12],
    /// Between day, month and year.
    pub between_date: &'static str,

    pub what_it_is: &'static str,
    pub skip: &'static str,
    pub site: &'static str,
    pub find_doctor: &'static str,
    pub to_finder: &'static str,
    pub not_advice: &'static str,
    pub emergency: &'static str,
    pub not_built: &'static str,
    pub schema: &'static str,
    pub the_graph: &'static str,
    pub request_id: &'static str,

    pub not_found: Problem,
    pub too_many: Problem,
    pub busy: Problem,
    pub bad_key: Problem,
    pub broken: Problem,

    pub demonstration: &'static str,
    pub demonstration_short: &'static str,
    pub demonstration_records: &'static str,
    pub demonstration_doctor: &'static str,
    pub demonstration_clinic: &'static str,
    pub demonstration_article: &'static str,

    pub unknown: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub near: &'static str,
    pub doctors: &'static str,
    pub address: &'static str,
    pub phone: &'static str,
    pub hours: &'static str,
    pub hours_unknown: &'static str,
    pub local_time: &'static str,
    pub to_day: &'static str,
    pub every_day: &'static str,
    pub all_day: &'static str,
    pub new_patients: &'static str,
    pub new_patients_unknown: &'static str,
    pub last_checked: &'static str,
    pub since: &'static str,
    pub until: &'static str,
    pub from: &'static str,
    pub as_of: &'static str,
    pub source_unknown: &'static str,
    pub where_from: &'static str,
    pub sources_disagree: &'static str,
    /// How many are not shown.
    pub and_more: fn(usize) -> String,
    pub field_groups: Names,
    pub fields: Names,

    pub doctor: DoctorTexts,
    pub clinic: ClinicTexts,
    pub article: ArticleTexts,
}

/// The words of a doctor's page.
pub struct DoctorTexts {
    pub about: &'static str,
    pub facts: &'static str,
    pub clinics: &'static str,
    pub no_clinics: &'static str,
    pub plans: &'static str,
    pub plans_unknown: &'static str,
    pub procedures: &'static str,
    pub no_procedures: &'static str,
    pub not_listed: &'static str,
    pub how_often: &'static str,
    pub in_their_words: &'static str,
    pub languages: &'static str,
    pub telehealth: &'static str,
    pub ages: &'static str,
    /// The youngest and the oldest that are seen.
    pub years: fn(Option<u16>, Option<u16>) -> String,
    pub gender: &'static str,
    pub rating: &'static str,
    /// The mean of the stars, and of how many.
    pub stars: fn(f64, u32) -> String,
    pub too_few_ratings: &'static str,
    pub qualifications: &'static str,
    pub degree: &'static str,
    pub certification: &'static str,
    pub licence: &'static str,
    pub valid_in: &'static str,
    pub active: &'static str,
    pub expired: &'static str,
    pub suspended: &'static str,
    pub retired: &'static str,
    pub merged: &'static str,
    pub see_instead: &'static str,
}

/// The words of a clinic's page.
pub struct ClinicTexts {
    pub about: &'static str,
    pub reach: &'static str,
    pub part_of: &'static str,
    pub parts: &'static str,
    pub town: &'static str,
    pub website: &'static str,
    pub accessibility: &'static str,
    pub accessibility_unknown: &'static str,
    pub known_to_street: &'static str,
    pub known_to_postal_code: &'static str,
    pub known_to_town: &'static str,
    pub doctors: &'static str,
    pub no_doctors: &'static str,
    pub procedures: &'static str,
    pub no_procedures: &'static str,
    pub not_listed: &'static str,
    pub specialties: &'static str,
}

/// The words of an article's page and of its handout.
pub struct ArticleTexts {
    pub red_flags: &'static str,
    pub in_short: &'static str,
    pub contents: &'static str,
    pub references: &'static str,
    pub licence: &'static str,
    pub handout: &'static str,
    pub whole: &'static str,
    pub how_to_print: &'static str,
    pub nobody_reviewed: &'static str,
    pub reviewed_by: &'static str,
    pub invented: &'static str,
    pub on_day: &'static str,
    pub due: &'static str,
    /// The language in which alone the article is there.
    pub only_in: fn(&str) -> String,
    pub by_machine: &'static str,
    pub partly_outdated: &'static str,
    /// The language in which a part is shown instead.
    pub part_outdated: fn(&str) -> String,
    pub part_missing: fn(&str) -> String,
    pub part_may_be_outdated: &'static str,
    pub interests: &'static str,
    pub minutes: fn(u32) -> String,
    /// The grade of school, as the end of a sentence.
    pub grade: fn(f64) -> String,
    pub checklist: &'static str,
    pub bring: &'static str,
    pub stop: &'static str,
    pub ask: &'static str,
    pub arrange: &'static str,
    pub questions: &'static str,
    pub glossary: &'static str,
    pub media: &'static str,
    pub written_by: &'static str,

    pub doctors: &'static str,
    pub say_where: &'static str,
    pub your_place: &'static str,
    pub place_example: &'static str,
    pub show_doctors: &'static str,
    pub no_such_place: fn(&str) -> String,
    pub which_place: fn(&str) -> String,
    pub other_places: &'static str,
    /// Nobody is known to do what the article is about: these are of a specialty that usually does.
    pub inferred: &'static str,
    /// The place, and the radius.
    pub found_within: fn(&str, &str) -> String,
    pub nobody_within: fn(&str, &str) -> String,
    /// The place, the widest radius in which nobody is, and the one in which somebody is.
    pub widened: fn(&str, &str, &str) -> String,
    pub widened_to_region: fn(&str, &str) -> String,
    pub widened_to_video: fn(&str, &str) -> String,
    pub the_region: &'static str,
    pub nearest: &'static str,
    pub beyond_border: fn(usize) -> String,
}
