//! Data for search engines inside a page.

use maud::{Markup, PreEscaped, html};
use serde_json::Value as Json;

use crate::education::json_text::in_script;

/// The record as schema.org has it, in an element that is data and not a script: browsers do not
/// run it, and a policy that forbids inline scripts leaves it alone.
pub fn data(record: &Json) -> Markup {
    html! { script type="application/ld+json" { (PreEscaped(in_script(&record.to_string()))) } }
}
