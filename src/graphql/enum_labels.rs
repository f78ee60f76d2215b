//! Words for the values of closed sets, by language, for whoever shows them to people.

use async_graphql::{Enum, SimpleObject};

use crate::domain::locale::Locale;

/// A closed set whose values have words.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum LabelledSet {
    /// `NewPatientStatus`.
    NewPatientStatus,
    /// `Evidence`.
    Evidence,
    /// `VolumeBand`.
    VolumeBand,
    /// `ClinicKind`.
    ClinicKind,
    /// `Gender`.
    Gender,
    /// `Accessibility`.
    Accessibility,
    /// `Weekday`.
    Weekday,
    /// `Proficiency`.
    Proficiency,
    /// `ReviewStatus`.
    ReviewStatus,
    /// `Urgency`.
    Urgency,
}

/// The words for one value.
#[derive(SimpleObject)]
pub struct EnumLabel {
    /// The value, as it is written in this schema.
    value: String,
    /// The words for it.
    label: String,
    /// The language of the words.
    served_locale: Locale,
}

/// Value, English, Spanish.
type Row = (&'static str, &'static str, &'static str);

/// The values of a set with their words in the first of the languages that is there; in English
/// where none is.
pub fn of(set: LabelledSet, wanted: &[Locale]) -> Vec<EnumLabel> {
    let spanish = is_spanish(wanted);
    rows(set)
        .iter()
        .map(|(value, in_english, in_spanish)| EnumLabel {
            value: (*value).to_owned(),
            label: match spanish {
                true => (*in_spanish).to_owned(),
                false => (*in_english).to_owned(),
            },
            served_locale: match spanish {
                true => Locale::spanish(),
                false => Locale::english(),
            },
        })
        .collect()
}

/// Whether a reader of these languages gets Spanish words; English ones otherwise.
pub fn is_spanish(wanted: &[Locale]) -> bool {
    let served = wanted.iter().find_map(|locale| match locale.language() {
        "en" => Some(false),
        "es" => Some(true),
        _ => None,
    });
    served.unwrap_or(false)
}

/// The words for one value of a set.
pub fn word(set: LabelledSet, value: &str, wanted: &[Locale]) -> Option<&'static str> {
    find(rows(set), value, wanted)
}

/// The name of a language, by its letters in BCP 47; `None` for one that is not known here.
pub fn language(letters: &str, wanted: &[Locale]) -> Option<&'static str> {
    find(LANGUAGES, letters, wanted)
}

fn find(rows: &[Row], value: &str, wanted: &[Locale]) -> Option<&'static str> {
    let row = rows.iter().find(|row| row.0 == value)?;
    Some(match is_spanish(wanted) {
        true => row.2,
        false => row.1,
    })
}

const LANGUAGES: &[Row] = &[
    ("ar", "Arabic", "árabe"),
    ("as", "Assamese", "asamés"),
    ("ase", "American Sign Language", "lengua de señas americana"),
    ("bn", "Bengali", "bengalí"),
    ("brx", "Bodo", "bodo"),
    ("de", "German", "alemán"),
    ("dz", "Dzongkha", "dzongkha"),
    ("en", "English", "inglés"),
    ("es", "Spanish", "español"),
    ("fr", "French", "francés"),
    ("ht", "Haitian Creole", "criollo haitiano"),
    ("hi", "Hindi", "hindi"),
    ("it", "Italian", "italiano"),
    ("ja", "Japanese", "japonés"),
    ("ko", "Korean", "coreano"),
    ("ne", "Nepali", "nepalí"),
    ("pl", "Polish", "polaco"),
    ("pt", "Portuguese", "portugués"),
    ("ru", "Russian", "ruso"),
    ("tl", "Tagalog", "tagalo"),
    ("tsj", "Tshangla", "tshangla"),
    ("vi", "Vietnamese", "vietnamita"),
    ("zh", "Chinese", "chino"),
];

fn rows(set: LabelledSet) -> &'static [Row] {
    match set {
        LabelledSet::NewPatientStatus => &[
            ("ACCEPTING", "Takes new patients", "Acepta pacientes nuevos"),
            ("WAITING_LIST", "Waiting list", "Lista de espera"),
            (
                "EXISTING_ONLY",
                "Existing patients only",
                "Solo pacientes actuales",
            ),
            (
                "NOT_ACCEPTING",
                "Takes no new patients",
                "No acepta pacientes nuevos",
            ),
        ],
        LabelledSet::Evidence => &[
            ("DECLARED", "The doctor says so", "Lo declara el médico"),
            ("CLAIMS", "Seen in claims", "Consta en facturas"),
            ("FACILITY", "The clinic says so", "Lo declara el centro"),
            ("INFERRED", "Inferred", "Deducido"),
        ],
        LabelledSet::VolumeBand => &[
            ("FROM_11_TO_50", "11 to 50", "De 11 a 50"),
            ("FROM_51_TO_200", "51 to 200", "De 51 a 200"),
            ("OVER_200", "More than 200", "Más de 200"),
            ("SUPPRESSED_OR_UNKNOWN", "Not known", "No se sabe"),
        ],
        LabelledSet::ClinicKind => &[
            ("HOSPITAL", "Hospital", "Hospital"),
            ("CLINIC", "Clinic", "Clínica"),
            ("HEALTH_CENTRE", "Health centre", "Centro de salud"),
            ("PRACTICE", "Practice", "Consultorio"),
        ],
        LabelledSet::Gender => &[
            ("FEMALE", "Female", "Mujer"),
            ("MALE", "Male", "Hombre"),
            ("OTHER", "Other", "Otro"),
        ],
        LabelledSet::Accessibility => &[
            (
                "STEP_FREE",
                "No steps on the way in",
                "Entrada sin escalones",
            ),
            (
                "WHEELCHAIR",
                "Rooms for wheelchairs",
                "Apto para silla de ruedas",
            ),
            ("ACCESSIBLE_TOILET", "Accessible toilet", "Baño accesible"),
            (
                "ACCESSIBLE_PARKING",
                "Accessible parking",
                "Estacionamiento accesible",
            ),
            ("HEARING_LOOP", "Hearing loop", "Bucle magnético"),
            ("SIGN_LANGUAGE", "Sign language", "Lengua de señas"),
        ],
        LabelledSet::Weekday => &[
            ("MONDAY", "Monday", "lunes"),
            ("TUESDAY", "Tuesday", "martes"),
            ("WEDNESDAY", "Wednesday", "miércoles"),
            ("THURSDAY", "Thursday", "jueves"),
            ("FRIDAY", "Friday", "viernes"),
            ("SATURDAY", "Saturday", "sábado"),
            ("SUNDAY", "Sunday", "domingo"),
        ],
        LabelledSet::Proficiency => &[
            ("BASIC", "Basic", "Básico"),
            ("CONVERSATIONAL", "Conversational", "Conversación"),
            ("FLUENT", "Fluent", "Fluido"),
            ("NATIVE", "First language", "Lengua materna"),
        ],
        LabelledSet::ReviewStatus => &[
            ("CURRENT", "Medically reviewed", "Con revisión médica"),
            ("DUE_SOON", "Review due soon", "Revisión próxima"),
            ("OVERDUE", "Review overdue", "Revisión vencida"),
            (
                "NOT_MEDICALLY_REVIEWED",
                "Not medically reviewed",
                "Sin revisión médica",
            ),
        ],
        LabelledSet::Urgency => &[
            ("EMERGENCY", "Emergency now", "Emergencia"),
            ("URGENT", "Call soon", "Llame pronto"),
            (
                "ROUTINE",
                "Mention at the next visit",
                "Coméntelo en la próxima visita",
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::resolver_utils::EnumType;

    #[test]
    fn every_value_of_a_labelled_set_has_words() {
        let sdl = crate::graphql::sdl();
        for set in LabelledSet::items() {
            let head = format!("\nenum {:?} {{\n", set.value);
            let body = sdl
                .split_once(&head)
                .unwrap()
                .1
                .split_once("\n}")
                .unwrap()
                .0;
            let mut values: Vec<&str> = body
                .lines()
                .map(str::trim)
                .filter(|line| {
                    line.chars()
                        .all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
                })
                .filter(|line| !line.is_empty())
                .collect();
            let mut known: Vec<&str> = rows(set.value).iter().map(|row| row.0).collect();
            values.sort_unstable();
            known.sort_unstable();
            assert_eq!(known, values, "{:?}", set.value);
        }
    }
}
