//! A doctor's page as HTML. What nobody has said is shown as unknown, and never as no.

use maud::{Markup, html};

use super::answer::{
    Ages, Answer, Doctor, Offering, Period, Qualification, QualificationKind, QualificationStatus,
    Role, State,
};
use crate::gateway::pages::hours;
use crate::gateway::pages::language::Language;
use crate::gateway::pages::provenance::{disagreements, stated};
use crate::gateway::pages::texts::Texts;
use crate::gateway::pages::words::{date, joined, known, language as language_name, phone};

/// The page in a sentence, for lists of search results.
pub fn description(doctor: &Doctor, language: Language) -> String {
    let texts = language.texts();
    let specialties = doctor
        .specialties
        .nodes
        .iter()
        .map(|named| named.name.as_str());
    let first = doctor
        .roles
        .nodes
        .iter()
        .find_map(|role| role.clinic.as_ref());
    let parts = [
        Some(doctor.name.display.clone()),
        Some(specialties.collect::<Vec<_>>().join(", ")).filter(|list| !list.is_empty()),
        first.map(|clinic| {
            joined(
                [Some(clinic.name.as_str()), clinic.address.city.as_deref()],
                ", ",
            )
        }),
    ];
    let said = joined(parts.iter().map(Option::as_deref), " · ");
    match doctor.demonstration {
        true => format!("{said}. {}", texts.demonstration_short),
        false => said,
    }
}

/// All between header and footer.
pub fn content(doctor: &Doctor, answer: &Answer, language: Language) -> Markup {
    let texts = language.texts();
    html! {
        article.record {
            @if doctor.demonstration {
                p.banner.demonstration { (texts.demonstration_doctor) }
            }
            (status(doctor, language))
            header {
                h1 {
                    (doctor.name.display)
                    @if let Some(credentials) = &doctor.name.credentials {
                        span.credentials { ", " (credentials) }
                    }
                }
                @if !doctor.specialties.nodes.is_empty() {
                    p.lead {
                        @for (number, specialty) in doctor.specialties.nodes.iter().enumerate() {
                            @if number > 0 { ", " } (specialty.name)
                        }
                    }
                }
            }
            div.columns {
                div.main-column {
                    section aria-labelledby="clinics" {
                        h2 id="clinics" { (texts.doctor.clinics) }
                        @if doctor.roles.nodes.is_empty() {
                            p.unknown { (texts.doctor.no_clinics) }
                        }
                        @for found in &doctor.roles.nodes { (role(found, doctor.demonstration, answer, language)) }
                        (more(doctor.roles.more(), texts))
                    }
                    section aria-labelledby="procedures" {
                        h2 id="procedures" { (texts.doctor.procedures) }
                        (offerings(&doctor.offerings.nodes, answer, language))
                        (more(doctor.offerings.more(), texts))
                        p.muted.small { (texts.doctor.not_listed) }
                    }
                    @if let Some(biography) = &doctor.biography {
                        section aria-labelledby="biography" {
                            h2 id="biography" { (texts.doctor.in_their_words) }
                            p.prose lang=(biography.served_locale) { (biography.text) }
                        }
                    }
                }
                aside.side-column aria-label=(texts.doctor.about) {
                    section.card aria-labelledby="facts" {
                        h2 id="facts" { (texts.doctor.facts) }
                        (facts(doctor, answer, language))
                    }
                    section.card aria-labelledby="qualifications" {
                        h2 id="qualifications" { (texts.doctor.qualifications) }
                        (qualifications(&doctor.qualifications, language))
                    }
                    div.card {
                        (stated(&doctor.provenance, doctor.source.as_ref(), language))
                        (disagreements(
                            &doctor.source_views,
                            &[&answer.volumes, &answer.new_patients],
                            language,
                        ))
                    }
                }
            }
        }
    }
}

fn status(doctor: &Doctor, language: Language) -> Markup {
    let texts = language.texts();
    let said = match doctor.status.state {
        State::Active => return html! {},
        State::Retired => texts.doctor.retired,
        State::Merged => texts.doctor.merged,
    };
    html! {
        div.banner.note {
            p { strong { (said) } }
            @if let Some(reason) = &doctor.status.reason { p { (reason) } }
            @if let Some(other) = &doctor.status.replaced_by {
                p {
                    (texts.doctor.see_instead) " "
                    a href=(language.at(&format!("/doctor/{}", other.slug))) {
                        (other.name.display)
                    }
                }
            }
        }
    }
}

fn role(role: &Role, invented: bool, answer: &Answer, language: Language) -> Markup {
    let texts = language.texts();
    let clinic = role.clinic.as_ref();
    let zone = clinic.and_then(|clinic| clinic.time_zone.as_deref());
    let number = role.phone.as_deref();
    let number = number.or(clinic.and_then(|clinic| clinic.phone.as_deref()));
    html! {
        section.card.place {
            h3 {
                @match clinic {
                    Some(clinic) => {
                        a href=(language.at(&format!("/clinic/{}", clinic.slug))) { (clinic.name) }
                    }
                    None => span.unknown { (texts.unknown) },
                }
            }
            dl.facts {
                @if let Some(clinic) = clinic {
                    dt { (texts.address) }
                    dd { (clinic.address.lines(clinic.place.as_ref())) }
                }
                dt { (texts.phone) }
                dd { (phone(number, invented, language)) }
                dt { (texts.new_patients) }
                dd { (role.new_patients.words(&answer.new_patients, language)) }
                dt { (texts.hours) }
                dd { (hours::words(role.hours.as_deref(), zone, &answer.weekdays, language)) }
                dt { (texts.doctor.plans) }
                dd {
                    @if role.plans.nodes.is_empty() {
                        span.unknown { (texts.doctor.plans_unknown) }
                    }
                    @for (number, plan) in role.plans.nodes.iter().enumerate() {
                        @if number > 0 { ", " } (plan.name)
                    }
                    @if role.plans.more() > 0 { " " ((texts.and_more)(role.plans.more())) }
                }
                dt { (texts.last_checked) }
                dd {
                    @match role.confidence.last_verified_at {
                        Some(day) => (date(day, language)),
                        None => span.unknown { (texts.unknown) },
                    }
                }
            }
            (disagreements(
                &role.source_views,
                &[&answer.new_patients, &answer.volumes],
                language,
            ))
        }
    }
}

fn offerings(offerings: &[Offering], answer: &Answer, language: Language) -> Markup {
    let texts = language.texts();
    if offerings.is_empty() {
        return html! { p.unknown { (texts.doctor.no_procedures) } };
    }
    html! {
        ul.plain-list.offerings {
            @for offering in offerings {
                li {
                    strong {
                        @match &offering.procedure {
                            Some(procedure) => @match procedure.articles.nodes.first() {
                                Some(article) => {
                                    a href=(language.at(&format!("/article/{}", article.slug))) {
                                        (procedure.name)
                                    }
                                }
                                None => (procedure.name),
                            },
                            None => (texts.unknown),
                        }
                    }
                    ul.chips {
                        li.chip { (answer.evidence.of(&offering.evidence)) }
                        li.chip {
                            (texts.doctor.how_often) ": "
                            (answer.volumes.of(&offering.volume_band))
                        }
                    }
                    p.muted.small {
                        @if let Some(clinic) = &offering.clinic { (clinic.name) " · " }
                        (texts.from) " "
                        (offering.source.as_ref().map_or(texts.source_unknown, |from| &from.name))
                        @if let Some(day) = offering.as_of {
                            ", " (texts.as_of) " " (date(day, language))
                        }
                    }
                }
            }
        }
    }
}

fn facts(doctor: &Doctor, answer: &Answer, language: Language) -> Markup {
    let texts = language.texts();
    let gender = doctor
        .gender
        .as_deref()
        .map(|value| answer.genders.of(value));
    let telehealth = doctor.telehealth.map(|sees| match sees {
        true => texts.yes,
        false => texts.no,
    });
    html! {
        dl.facts {
            dt { (texts.doctor.languages) }
            dd {
                @if doctor.languages.is_empty() { span.unknown { (texts.unknown) } }
                @if !doctor.languages.is_empty() {
                    ul.plain-list {
                        @for spoken in &doctor.languages {
                            li {
                                (language_name(&spoken.language, language))
                                @if let Some(how_well) = &spoken.proficiency {
                                    " " span.muted { "(" (answer.proficiencies.of(how_well)) ")" }
                                }
                            }
                        }
                    }
                }
            }
            dt { (texts.doctor.telehealth) }
            dd { (known(telehealth, language)) }
            dt { (texts.doctor.ages) }
            dd { (known(doctor.ages.as_ref().map(|ages| in_years(ages, texts)).as_deref(), language)) }
            dt { (texts.doctor.gender) }
            dd { (known(gender, language)) }
            dt { (texts.doctor.rating) }
            dd {
                @match &doctor.rating {
                    Some(rating) => {
                        ((texts.doctor.stars)(rating.mean, rating.count)) " "
                        span.muted { "(" (texts.as_of) " " (date(rating.as_of, language)) ")" }
                    }
                    None => span.unknown { (texts.doctor.too_few_ratings) },
                }
            }
            @if let Some(npi) = &doctor.npi {
                dt { abbr title="National Provider Identifier" { "NPI" } }
                dd { (npi) }
            }
        }
    }
}

fn in_years(ages: &Ages, texts: &Texts) -> String {
    (texts.doctor.years)(ages.youngest, ages.oldest)
}

fn qualifications(found: &[Qualification], language: Language) -> Markup {
    let texts = language.texts();
    if found.is_empty() {
        return html! { p.unknown { (texts.unknown) } };
    }
    html! {
        ul.plain-list.qualifications {
            @for one in found {
                li {
                    strong { (one.title) } " "
                    span.muted { "(" (kind(one.kind, texts)) ")" }
                    p.small {
                        (known(one.issuer.as_deref(), language))
                        @if let Some(region) = &one.valid_in {
                            " · " (texts.doctor.valid_in) " " (region)
                        }
                        @if let Some(period) = period(&one.period, language) { " · " (period) }
                        @if let Some(state) = one.status { " · " (holds(state, texts)) }
                    }
                }
            }
        }
    }
}

fn kind(kind: QualificationKind, texts: &Texts) -> &'static str {
    match kind {
        QualificationKind::Degree => texts.doctor.degree,
        QualificationKind::Certification => texts.doctor.certification,
        QualificationKind::Licence => texts.doctor.licence,
    }
}

fn holds(status: QualificationStatus, texts: &Texts) -> &'static str {
    match status {
        QualificationStatus::Active => texts.doctor.active,
        QualificationStatus::Expired => texts.doctor.expired,
        QualificationStatus::Suspended => texts.doctor.suspended,
    }
}

fn period(period: &Period, language: Language) -> Option<String> {
    let texts = language.texts();
    let day = |day| date(day, language);
    match (period.from, period.until) {
        (None, None) => None,
        (Some(from), None) => Some(format!("{} {}", texts.since, day(from))),
        (None, Some(until)) => Some(format!("{} {}", texts.until, day(until))),
        (Some(from), Some(until)) => Some(format!("{} – {}", day(from), day(until))),
    }
}

fn more(count: usize, texts: &Texts) -> Markup {
    html! { @if count > 0 { p.muted { ((texts.and_more)(count)) } } }
}
