//! Data for search engines inside a page.

use maud::{Markup, PreEscaped, html};
use serde_json::Value as Json;

use crate::education::json_text::in_script;

/// The record as schema.org has it, in an element that is data and not a script: browsers do not
/// run it, and a policy that forbids inline scripts leaves it alone.
pub fn data(record: &Json) -> Markup {
    html! { script type="application/ld+json" { (PreEscaped(in_script(&record.to_string()))) } }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Each attack as a name, and as the name of a field, which stands there the same.
    #[test]
    fn no_attack_in_a_record_leaves_its_element() {
        let attacks = include_str!("../../../tests/data/xss.txt");
        let (mut tried, open) = (0, "<script type=\"application/ld+json\">");
        for attack in attacks.lines() {
            let attack = attack.replace('␊', "\n").replace('␀', "\0");
            let record = json!({ "name": attack, "about": [{ "name": attack }], &attack: attack });
            let shown = data(&record).into_string();
            let inside = shown.strip_prefix(open).unwrap();
            let inside = inside.strip_suffix("</script>").unwrap();
            assert!(!inside.contains(['<', '>', '&']), "{inside}");
            assert_eq!(serde_json::from_str::<Json>(inside).unwrap(), record);
            tried += 1;
        }
        assert!(tried >= 100, "only {tried} attacks");
    }
}
