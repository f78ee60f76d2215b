//! What a doctor brings along, as a write takes it: by the rules of imports, each list whole.

use async_graphql::InputObject;

use super::input::{PeriodInput, bounded, period};
use super::problems::Problems;
use crate::domain::code::{NPI, canonical_system};
use crate::domain::locale::Locale;
use crate::domain::npi::Npi;
use crate::domain::region::Region;
use crate::graphql::by::IdentifierInput;
use crate::graphql::sets::{QualificationKind, QualificationStatus};
use crate::store::desk::{Biography, Number, Qualification};

/// The longest text in one language, in characters.
const TEXT: usize = 10_000;

/// What a doctor says of themselves, in one language.
#[derive(InputObject)]
pub struct BiographyInput {
    /// The language; each once.
    pub locale: Locale,
    /// The text, plain, at most 10,000 characters.
    pub text: String,
}

/// A degree, a certificate or a licence.
#[derive(InputObject)]
pub struct QualificationInput {
    /// What it is.
    pub kind: QualificationKind,
    /// Its name.
    pub title: String,
    /// Who gave it.
    pub issuer: Option<String>,
    /// Its number at the issuer.
    pub number: Option<String>,
    /// Whether it holds, as the issuer says.
    pub status: Option<QualificationStatus>,
    /// Where a licence is valid, as ISO 3166-2, or ISO 3166-1 for a whole country.
    pub valid_in: Option<String>,
    /// When it is valid.
    pub period: Option<PeriodInput>,
}

/// Texts, one a language.
pub fn biographies(
    problems: &mut Problems,
    field: &str,
    given: Option<Vec<BiographyInput>>,
) -> Option<Vec<Biography>> {
    let given = given?;
    bounded(problems, field, given.len());
    let mut read: Vec<Biography> = Vec::new();
    for (place, BiographyInput { locale, text }) in given.into_iter().enumerate() {
        let at = format!("{field}[{place}]");
        let (locale, text) = (locale.to_string(), text.trim().to_owned());
        if read.iter().any(|held| held.locale == locale) {
            problems.note(&at, format_args!("{locale} stands there twice"));
        }
        let length = text.chars().count();
        if length == 0 || length > TEXT {
            problems.note(&at, format_args!("text has from 1 to {TEXT} characters"));
        }
        let unseen = |letter: char| letter.is_control() && letter != '\n';
        if text.chars().any(unseen) {
            problems.note(&at, "text without control characters but line breaks");
        }
        read.push(Biography { locale, text });
    }
    Some(read)
}

/// Degrees, certificates and licences, in the order in which they are shown.
pub fn qualifications(
    problems: &mut Problems,
    field: &str,
    given: Option<Vec<QualificationInput>>,
) -> Option<Vec<Qualification>> {
    let given = given?;
    bounded(problems, field, given.len());
    let mut read: Vec<Qualification> = Vec::new();
    for (place, one) in given.into_iter().enumerate() {
        let at = |name: &str| format!("{field}[{place}].{name}");
        let region = one.valid_in.as_deref();
        let one = Qualification {
            kind: one.kind.into(),
            title: problems
                .line(&at("title"), Some(one.title))
                .unwrap_or_default(),
            issuer: problems.line(&at("issuer"), one.issuer),
            number: problems.line(&at("number"), one.number),
            status: one.status.map(Into::into),
            region: region.and_then(|text| problems.parsed::<Region>(&at("validIn"), text)),
            period: one
                .period
                .map_or((None, None), |span| period(problems, &at("period"), &span)),
        };
        if read.iter().any(|held| held.is_same(&one)) {
            problems.note(&format!("{field}[{place}]"), "it stands there twice");
        }
        read.push(one);
    }
    Some(read)
}

/// Numbers by which others know the record.
pub fn identifiers(
    problems: &mut Problems,
    field: &str,
    given: Option<Vec<IdentifierInput>>,
) -> Option<Vec<Number>> {
    let given = given?;
    bounded(problems, field, given.len());
    let mut read: Vec<Number> = Vec::new();
    for (place, IdentifierInput { system, value }) in given.into_iter().enumerate() {
        let at = |name: &str| format!("{field}[{place}].{name}");
        let system = canonical_system(system.trim()).to_owned();
        if !system.contains(':') {
            let right = format_args!("the URI of a system, such as {NPI}");
            problems.note(&at("system"), right);
        }
        let value = match system == NPI {
            true => problems.parsed::<Npi>(&at("value"), &value),
            false => problems.line(&at("value"), Some(value)),
        };
        let number = Number {
            system: problems
                .line(&at("system"), Some(system))
                .unwrap_or_default(),
            value: value.unwrap_or_default(),
        };
        if read.contains(&number) {
            problems.note(&format!("{field}[{place}]"), "it stands there twice");
        }
        read.push(number);
    }
    Some(read)
}
