//! Doctors near as HTML, and the question where the reader is.

use maud::{Markup, html};

use super::answer::{Area, Doctors, Found, Nearest, Place, Step, Widened};
use super::{Asked, Near};
use crate::gateway::pages::language::Language;
use crate::gateway::pages::words::{joined, km};

/// What stands beside the article at `path`.
pub fn markup(path: &str, asked: Option<&Asked>, near: &Near, language: Language) -> Markup {
    let texts = language.texts();
    html! {
        section.card.near aria-labelledby="doctors" {
            h2 id="doctors" { (texts.article.doctors) }
            @match near {
                Near::NotAsked | Near::Nothing => p { (texts.article.say_where) },
                Near::WhichPlace(places) => (which(path, asked, places, language)),
                Near::Found(found) => (doctors(path, found, language)),
            }
            (form(path, asked, language))
        }
    }
}

/// The question where the reader is. It needs no script.
fn form(path: &str, asked: Option<&Asked>, language: Language) -> Markup {
    let texts = language.texts();
    let said = match asked {
        Some(Asked::Name(name)) => Some(name.as_str()),
        _ => None,
    };
    html! {
        form method="get" action=(path) {
            input type="hidden" name="lang" value=(language.tag());
            div.field {
                label for="where" { (texts.article.your_place) }
                input id="where" name="where" type="text" value=[said] maxlength="100" required
                    autocomplete="address-level2" placeholder=(texts.article.place_example);
            }
            button.button type="submit" { (texts.article.show_doctors) }
        }
    }
}

fn which(path: &str, asked: Option<&Asked>, places: &[Place], language: Language) -> Markup {
    let texts = language.texts();
    let name = match asked {
        Some(Asked::Name(name)) => name.as_str(),
        _ => "",
    };
    html! {
        div.banner.note role="status" {
            @if places.is_empty() { p { ((texts.article.no_such_place)(name)) } }
            @if !places.is_empty() {
                p { ((texts.article.which_place)(name)) }
                (choices(path, places, language))
            }
        }
    }
}

fn choices(path: &str, places: &[Place], language: Language) -> Markup {
    html! {
        ul {
            @for place in places {
                li { a href=(at_place(path, &place.id, language)) { (told(place)) } }
            }
        }
    }
}

fn told(place: &Place) -> String {
    joined(
        [
            Some(place.name.as_str()),
            place.region_name.as_deref(),
            Some(place.country.as_str()),
        ],
        ", ",
    )
}

fn at_place(path: &str, id: &str, language: Language) -> String {
    let mut address = form_urlencoded::Serializer::new(format!("{path}?"));
    address.append_pair("near", id);
    address.append_pair("lang", language.tag());
    address.finish()
}

fn doctors(path: &str, found: &Found, language: Language) -> Markup {
    let texts = language.texts();
    let doctors = &found.doctors;
    html! {
        @if doctors.are_inferred() && !doctors.edges.is_empty() {
            p.banner.note { (texts.article.inferred) }
        }
        @if let Some(area) = &doctors.search_area { (searched(path, area, doctors, language)) }
        ol.plain-list.people {
            @for edge in &doctors.edges {
                li {
                    a href=(language.at(&format!("/doctor/{}", edge.node.person.slug))) {
                        (edge.node.person.name.display)
                    }
                    @if edge.node.demonstration { " " span.chip.note { (texts.demonstration) } }
                    @if let Some(role) = &edge.role {
                        @if let Some(clinic) = &role.clinic {
                            p {
                                a href=(language.at(&format!("/clinic/{}", clinic.slug))) {
                                    (clinic.name)
                                }
                                @if let Some(city) = &clinic.address.city { ", " (city) }
                                @if let Some(distance) = edge.distance {
                                    " · " (km(distance, language))
                                }
                            }
                        }
                        p.small { (role.new_patients.words(&found.new_patients, language)) }
                    }
                }
            }
        }
        @if doctors.total_count > doctors.edges.len() {
            p.muted { ((texts.and_more)(doctors.total_count - doctors.edges.len())) }
        }
    }
}

/// Where was looked, how far, and what lies beyond.
fn searched(path: &str, area: &Area, doctors: &Doctors, language: Language) -> Markup {
    let texts = language.texts();
    let place = area.place.as_ref().map_or("", |place| place.name.as_str());
    let nearest = area
        .nearest_anywhere
        .as_ref()
        .filter(|_| doctors.edges.is_empty());
    html! {
        p role="status" {
            @match &area.widened {
                Some(widened) => (widened.said(place, language)),
                None if doctors.edges.is_empty() => {
                    ((texts.article.nobody_within)(place, &km(area.within_km, language)))
                }
                None => ((texts.article.found_within)(place, &km(area.within_km, language))),
            }
        }
        @if let Some(Nearest { doctor: Some(doctor), distance }) = nearest {
            p {
                (texts.article.nearest) " "
                a href=(language.at(&format!("/doctor/{}", doctor.slug))) { (doctor.name.display) }
                @if let Some(distance) = distance { ", " (km(*distance, language)) }
            }
        }
        @if area.beyond_border > 0 {
            p.muted.small { ((texts.article.beyond_border)(area.beyond_border)) }
        }
        @if !area.alternatives.is_empty() {
            details {
                summary { (texts.article.other_places) }
                (choices(path, &area.alternatives, language))
            }
        }
    }
}

impl Widened {
    fn said(&self, place: &str, language: Language) -> String {
        let texts = language.texts();
        let region = self.region_name.as_deref().or(self.region.as_deref());
        let region = region.unwrap_or(texts.article.the_region);
        let (tried, to) = (km(self.tried_km, language), km(self.to_km, language));
        match self.step {
            Step::Radius => (texts.article.widened)(place, &tried, &to),
            Step::Region => (texts.article.widened_to_region)(place, region),
            Step::Telehealth => (texts.article.widened_to_video)(place, region),
        }
    }
}
