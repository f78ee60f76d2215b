//! Where a record is from, and where sources disagree.

use chrono::NaiveDate;
use maud::{Markup, html};
use serde::Deserialize;

use super::language::Language;
use super::words::{Labels, Named, date};

/// Where a group of fields is from.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    field_group: String,
    source: Option<Named>,
    as_of: Option<NaiveDate>,
}

/// What one source says of a field.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceView {
    field: String,
    value: String,
    source: Option<Named>,
    as_of: Option<NaiveDate>,
}

/// Where the whole record is from.
#[derive(Deserialize)]
pub struct Source {
    pub attribution: String,
}

/// "From …, as of …", a group of fields a line.
pub fn stated(provenance: &[Provenance], source: Option<&Source>, language: Language) -> Markup {
    let texts = language.texts();
    html! {
        section.provenance aria-labelledby="provenance" {
            h2 id="provenance" { (texts.where_from) }
            @if provenance.is_empty() && source.is_none() { p.unknown { (texts.unknown) } }
            @if !provenance.is_empty() {
                dl.facts {
                    @for part in provenance {
                        dt { (group(&part.field_group, language)) }
                        dd { (told(part.source.as_ref(), part.as_of, language)) }
                    }
                }
            }
            @if let Some(source) = source {
                p.muted.small { (source.attribution) }
            }
        }
    }
}

/// Where sources disagree, a field a line; nothing where they do not.
pub fn disagreements(views: &[SourceView], labels: &[&Labels], language: Language) -> Markup {
    let texts = language.texts();
    if views.is_empty() {
        return html! {};
    }
    html! {
        div.banner.note.disagree {
            p { strong { (texts.sources_disagree) } }
            ul {
                @for view in views {
                    li {
                        (field(&view.field, language)) ": "
                        (value(&view.value, labels, language)) ", "
                        (told(view.source.as_ref(), view.as_of, language))
                    }
                }
            }
        }
    }
}

fn told(source: Option<&Named>, as_of: Option<NaiveDate>, language: Language) -> Markup {
    let texts = language.texts();
    html! {
        (texts.from) " "
        @match source {
            Some(source) => (source.name),
            None => (texts.source_unknown),
        }
        @if let Some(day) = as_of { ", " (texts.as_of) " " (date(day, language)) }
    }
}

fn group(name: &str, language: Language) -> &str {
    find(language.texts().field_groups, name)
}

fn field(name: &str, language: Language) -> &str {
    find(language.texts().fields, name)
}

fn find<'a>(table: &[(&str, &'a str)], name: &'a str) -> &'a str {
    let row = table.iter().find(|(known, _)| *known == name);
    row.map_or(name, |(_, words)| words)
}

fn value<'a>(value: &'a str, labels: &[&'a Labels], language: Language) -> &'a str {
    let texts = language.texts();
    match value {
        "true" => texts.yes,
        "false" => texts.no,
        value => labels
            .iter()
            .find_map(|labels| labels.known(value))
            .unwrap_or(value),
    }
}
