//! Values of the graph in words: labels of closed sets, days, addresses, and what nobody has said.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};
use serde::Deserialize;

use super::language::Language;
use crate::graphql::language_name;

/// The nodes of a list.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct List<T> {
    pub nodes: Vec<T>,
    pub total_count: Option<u32>,
}

/// How many of a list a page does not show.
impl<T> List<T> {
    pub fn more(&self) -> usize {
        let all = self.total_count.and_then(|all| usize::try_from(all).ok());
        all.unwrap_or_default().saturating_sub(self.nodes.len())
    }
}

/// What has a name, and nothing else that is shown.
#[derive(Deserialize)]
pub struct Named {
    pub name: String,
}

/// A thing that has a page.
#[derive(Deserialize)]
pub struct Linked {
    pub slug: String,
    pub name: String,
}

/// A person who has a page.
#[derive(Deserialize)]
pub struct Person {
    pub slug: String,
    pub name: PersonName,
}

/// A person's name.
#[derive(Deserialize)]
pub struct PersonName {
    pub display: String,
    pub credentials: Option<String>,
}

/// What is known by its slug here.
#[derive(Deserialize)]
pub struct Slugged {
    pub slug: String,
}

/// An address.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    pub street: Option<String>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub postal_code: Option<String>,
    pub country: String,
}

/// A place of the gazetteer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Located {
    pub name: String,
    pub region: Option<String>,
    pub region_name: Option<String>,
}

/// Whether somebody takes new patients.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPatients {
    pub status: Option<String>,
    pub as_of: Option<NaiveDate>,
}

/// The words of a closed set, as the graph gives them.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct Labels(Vec<Label>);

#[derive(Deserialize)]
struct Label {
    value: String,
    label: String,
}

impl Labels {
    /// The words for a value; the value itself where there are none.
    pub fn of<'a>(&'a self, value: &'a str) -> &'a str {
        self.known(value).unwrap_or(value)
    }

    /// The words for a value, where it is one of the set.
    pub fn known(&self, value: &str) -> Option<&str> {
        let label = self.0.iter().find(|label| label.value == value)?;
        Some(&label.label)
    }
}

impl NewPatients {
    /// In words, with the day on which it was said.
    pub fn words(&self, labels: &Labels, language: Language) -> Markup {
        let texts = language.texts();
        html! {
            @match &self.status {
                Some(status) => {
                    (labels.of(status))
                    @if let Some(day) = self.as_of {
                        " " span.muted { "(" (texts.as_of) " " (date(day, language)) ")" }
                    }
                }
                None => { span.unknown { (texts.new_patients_unknown) } }
            }
        }
    }
}

impl Address {
    /// The lines of an address, as on an envelope. What its region is called is known of a place.
    pub fn lines(&self, place: Option<&Located>) -> Markup {
        let town = joined([self.postal_code.as_deref(), self.city.as_deref()], " ");
        let country = match (self.named_region(place), self.region.as_deref()) {
            (Some(name), _) => {
                // A town that is called as its region is says it already.
                let name = Some(name).filter(|name| self.city.as_deref() != Some(name));
                joined([name, Some(self.country.as_str())], ", ")
            }
            // A region of ISO 3166-2 begins with its country.
            (None, Some(region)) if region.starts_with(&self.country) => region.to_owned(),
            (None, region) => joined([region, Some(self.country.as_str())], ", "),
        };
        html! {
            @if let Some(street) = &self.street { (street) br; }
            @if !town.is_empty() { (town) br; }
            (country)
        }
    }
}

impl Address {
    /// The place's region where it is that of the address.
    fn named_region<'a>(&self, place: Option<&'a Located>) -> Option<&'a str> {
        let place = place?;
        let is_same = self.region.is_none() || self.region == place.region;
        place.region_name.as_deref().filter(|_| is_same)
    }
}

/// The parts that are there, with something between them.
pub fn joined<'a>(parts: impl IntoIterator<Item = Option<&'a str>>, between: &str) -> String {
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(between)
}

/// A day as people write it: `3 March 2026`, `3 de marzo de 2026`.
pub fn date(day: NaiveDate, language: Language) -> String {
    let texts = language.texts();
    let month = usize::try_from(day.month0()).unwrap_or_default();
    let month = texts.months.get(month).copied().unwrap_or_default();
    let between = texts.between_date;
    format!("{}{between}{month}{between}{}", day.day(), day.year())
}

/// The name of a language; its letters where we know none.
pub fn language(tag: &str, reader: Language) -> String {
    let letters = tag.split('-').next().unwrap_or(tag);
    match language_name(letters, &[reader.locale()]) {
        Some(name) => name.to_owned(),
        None => tag.to_owned(),
    }
}

/// What is said, or that nobody has said it.
pub fn known(value: Option<&str>, language: Language) -> Markup {
    html! {
        @match value.filter(|value| !value.is_empty()) {
            Some(value) => (value),
            None => span.unknown { (language.texts().unknown) },
        }
    }
}

/// A telephone number that can be pressed, unless it is invented.
pub fn phone(number: Option<&str>, invented: bool, language: Language) -> Markup {
    let Some(number) = number.filter(|_| !invented) else {
        return known(number, language);
    };
    let dialled: String = number
        .chars()
        .filter(|letter| letter.is_ascii_digit() || *letter == '+')
        .collect();
    html! { a href=(format!("tel:{dialled}")) { (number) } }
}

/// A distance in kilometres, to the hundred metres below ten.
pub fn km(distance: f64, language: Language) -> String {
    let text = match distance < 10.0 {
        true => format!("{distance:.1}"),
        false => format!("{distance:.0}"),
    };
    match language {
        Language::English => format!("{text} km"),
        Language::Spanish => format!("{} km", text.replace('.', ",")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 3).unwrap();
        assert_eq!(date(day, Language::English), "3 March 2026");
        assert_eq!(date(day, Language::Spanish), "3 de marzo de 2026");
    }

    #[test]
    fn an_address_names_its_region_where_a_place_does() {
        let address = |city: &str, region: Option<&str>| Address {
            street: None,
            city: Some(city.to_owned()),
            region: region.map(str::to_owned),
            postal_code: None,
            country: "BT".to_owned(),
        };
        let place = Located {
            name: "Zhemgang".to_owned(),
            region: Some("BT-34".to_owned()),
            region_name: Some("Zhemgang".to_owned()),
        };
        let cases = [
            (
                address("Panbang", Some("BT-34")),
                Some(&place),
                "Panbang<br>Zhemgang, BT",
            ),
            (
                address("Zhemgang", Some("BT-34")),
                Some(&place),
                "Zhemgang<br>BT",
            ),
            (
                address("Panbang", None),
                Some(&place),
                "Panbang<br>Zhemgang, BT",
            ),
            (
                address("Gelephu", Some("BT-31")),
                Some(&place),
                "Gelephu<br>BT-31",
            ),
            (address("Panbang", Some("BT-34")), None, "Panbang<br>BT-34"),
        ];
        for (address, place, expected) in cases {
            assert_eq!(address.lines(place).into_string(), expected);
        }
    }

    #[test]
    fn an_invented_number_cannot_be_pressed() {
        let shown = |invented| phone(Some("555-0100"), invented, Language::English).into_string();
        assert_eq!(shown(true), "555-0100");
        assert_eq!(shown(false), "<a href=\"tel:5550100\">555-0100</a>");
    }

    #[test]
    fn distances_are_as_exact_as_they_are_useful() {
        assert_eq!(km(4.26, Language::English), "4.3 km");
        assert_eq!(km(4.26, Language::Spanish), "4,3 km");
        assert_eq!(km(43.6, Language::English), "44 km");
    }
}
