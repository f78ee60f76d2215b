//! A clinic's page as HTML. What nobody has said is shown as unknown, and never as no.

use maud::{Markup, html};

use super::answer::{Accuracy, Answer, Clinic, Edge};
use crate::gateway::pages::hours;
use crate::gateway::pages::language::Language;
use crate::gateway::pages::provenance::{disagreements, stated};
use crate::gateway::pages::words::{Located, joined, phone};

/// The page in a sentence, for lists of search results.
pub fn description(clinic: &Clinic, answer: &Answer, language: Language) -> String {
    let texts = language.texts();
    let town = clinic.address.city.as_deref();
    let said = joined(
        [
            Some(clinic.name.as_str()),
            Some(answer.kinds.of(&clinic.kind)),
            town,
        ],
        " · ",
    );
    match clinic.demonstration {
        true => format!("{said}. {}", texts.demonstration_short),
        false => said,
    }
}

/// All between header and footer.
pub fn content(clinic: &Clinic, answer: &Answer, language: Language) -> Markup {
    let texts = language.texts();
    html! {
        article.record {
            @if clinic.demonstration {
                p.banner.demonstration { (texts.demonstration_clinic) }
            }
            header {
                h1 { (clinic.name) }
                p.lead {
                    (answer.kinds.of(&clinic.kind))
                    @if let Some(parent) = &clinic.parent {
                        ", " (texts.clinic.part_of) " "
                        a href=(language.at(&format!("/clinic/{}", parent.slug))) { (parent.name) }
                    }
                }
            }
            div.columns {
                div.main-column {
                    section aria-labelledby="doctors" {
                        h2 id="doctors" { (texts.clinic.doctors) }
                        @if clinic.doctors.edges.is_empty() {
                            p.unknown { (texts.clinic.no_doctors) }
                        }
                        ul.plain-list.people {
                            @for edge in &clinic.doctors.edges { li { (doctor(edge, answer, language)) } }
                        }
                        @if clinic.doctors.total_count > clinic.doctors.edges.len() {
                            p.muted {
                                ((texts.and_more)(
                                    clinic.doctors.total_count - clinic.doctors.edges.len()
                                ))
                            }
                        }
                    }
                    section aria-labelledby="procedures" {
                        h2 id="procedures" { (texts.clinic.procedures) }
                        @if clinic.procedures.nodes.is_empty() {
                            p.unknown { (texts.clinic.no_procedures) }
                        }
                        ul.procedures {
                            @for procedure in &clinic.procedures.nodes {
                                li {
                                    @match procedure.articles.nodes.first() {
                                        Some(article) => {
                                            a href=(language.at(&format!("/article/{}", article.slug))) {
                                                (procedure.name)
                                            }
                                        }
                                        None => (procedure.name),
                                    }
                                }
                            }
                        }
                        @if clinic.procedures.more() > 0 {
                            p.muted { ((texts.and_more)(clinic.procedures.more())) }
                        }
                        p.muted.small { (texts.clinic.not_listed) }
                    }
                }
                aside.side-column aria-label=(texts.clinic.about) {
                    section.card aria-labelledby="reach" {
                        h2 id="reach" { (texts.clinic.reach) }
                        (facts(clinic, answer, language))
                    }
                    @if !clinic.specialties.nodes.is_empty() {
                        section.card aria-labelledby="specialties" {
                            h2 id="specialties" { (texts.clinic.specialties) }
                            ul {
                                @for specialty in &clinic.specialties.nodes {
                                    li { (specialty.name) }
                                }
                            }
                        }
                    }
                    @if !clinic.children.nodes.is_empty() {
                        section.card aria-labelledby="parts" {
                            h2 id="parts" { (texts.clinic.parts) }
                            ul {
                                @for part in &clinic.children.nodes {
                                    li {
                                        a href=(language.at(&format!("/clinic/{}", part.slug))) {
                                            (part.name)
                                        }
                                    }
                                }
                            }
                        }
                    }
                    div.card {
                        (stated(&clinic.provenance, clinic.source.as_ref(), language))
                        (disagreements(
                            &clinic.source_views,
                            &[&answer.kinds, &answer.accessibility],
                            language,
                        ))
                    }
                }
            }
        }
    }
}

fn facts(clinic: &Clinic, answer: &Answer, language: Language) -> Markup {
    let texts = language.texts();
    let zone = clinic.time_zone.as_deref();
    html! {
        dl.facts {
            dt { (texts.address) }
            dd {
                (clinic.address.lines(clinic.place.as_ref()))
                @if let Some(said) = roughly(clinic.position_accuracy, language) {
                    p.muted.small { (said) }
                }
            }
            @if let Some(place) = clinic.place.as_ref().filter(|place| is_news(place, clinic)) {
                dt { (texts.clinic.town) }
                dd { (place.name) }
            }
            dt { (texts.phone) }
            dd { (phone(clinic.phone.as_deref(), clinic.demonstration, language)) }
            dt { (texts.clinic.website) }
            dd {
                @match &clinic.website {
                    Some(address) if is_web(address) => {
                        a href=(address) rel="noopener noreferrer nofollow" { (bare(address)) }
                    }
                    _ => span.unknown { (texts.unknown) },
                }
            }
            dt { (texts.hours) }
            dd { (hours::words(clinic.hours.as_deref(), zone, &answer.weekdays, language)) }
            dt { (texts.clinic.accessibility) }
            dd {
                @match clinic.accessibility.as_deref() {
                    Some(known) if !known.is_empty() => {
                        ul.plain-list {
                            @for one in known { li { (answer.accessibility.of(one)) } }
                        }
                    }
                    _ => span.unknown { (texts.clinic.accessibility_unknown) },
                }
            }
        }
    }
}

fn doctor(edge: &Edge, answer: &Answer, language: Language) -> Markup {
    let specialties = edge.node.specialties.nodes.iter();
    let specialties: Vec<&str> = specialties.map(|named| named.name.as_str()).collect();
    html! {
        a href=(language.at(&format!("/doctor/{}", edge.node.slug))) { (edge.node.name.display) }
        @if let Some(credentials) = &edge.node.name.credentials { ", " (credentials) }
        @if !specialties.is_empty() { p { (specialties.join(", ")) } }
        @if let Some(role) = &edge.role {
            p.small { (role.new_patients.words(&answer.new_patients, language)) }
        }
    }
}

/// Whether the town says more than the address does.
fn is_news(place: &Located, clinic: &Clinic) -> bool {
    clinic.address.city.as_deref() != Some(place.name.as_str())
}

/// What to say of a position that is not exact.
fn roughly(accuracy: Option<Accuracy>, language: Language) -> Option<&'static str> {
    let texts = language.texts();
    match accuracy? {
        Accuracy::Exact => None,
        Accuracy::Street => Some(texts.clinic.known_to_street),
        Accuracy::PostalCode => Some(texts.clinic.known_to_postal_code),
        Accuracy::Town => Some(texts.clinic.known_to_town),
    }
}

/// Whether a link there leaves for a page and does nothing else.
fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// An address as people read it.
fn bare(address: &str) -> &str {
    let bare = address.split_once("://").map_or(address, |(_, bare)| bare);
    bare.trim_end_matches('/')
}
