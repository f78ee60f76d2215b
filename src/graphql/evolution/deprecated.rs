//! What is deprecated, why, and until when it stays.

use async_graphql::Value;
use chrono::NaiveDate;

use super::contract::{Contract, Directives, InvalidContract, Which};

/// What is deprecated without a day until which it stays: a reason ends with words like
/// `until 2027-06-30`.
pub fn undated(sdl: &str) -> Result<Vec<String>, InvalidContract> {
    let contract = Contract::read(sdl, Which::New)?;
    let elements = contract.elements().into_iter();
    let wrong = elements.filter_map(|(at, directives)| {
        let reason = deprecation(directives)?;
        (!has_day(&reason)).then(|| format!("{at}: {reason:?} names no day of removal"))
    });
    Ok(wrong.collect())
}

/// The reason of a deprecation, empty where none is given; nothing for what is not deprecated.
pub fn deprecation(directives: &Directives) -> Option<String> {
    let directive = directives
        .iter()
        .find(|directive| directive.node.name.node == "deprecated")?;
    let reason = directive.node.get_argument("reason");
    Some(match reason.map(|reason| &reason.node) {
        Some(Value::String(reason)) => reason.clone(),
        _ => String::new(),
    })
}

fn has_day(reason: &str) -> bool {
    reason.split("until ").skip(1).any(|rest| {
        let day: Option<&str> = rest.get(..10);
        day.is_some_and(|day| day.parse::<NaiveDate>().is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deprecation_says_until_when() {
        let sdl = "type Query {
              good: Int @deprecated(reason: \"use better, until 2027-06-30\")
              bare: Int @deprecated
              vague(way: Int @deprecated(reason: \"until soon\")): Int
              never: Int @deprecated(reason: \"until 2027-13-01\")
            }
            enum Sort { NEAR @deprecated(reason: \"until 2027-01-01.\") FAR @deprecated }
            input By { id: ID @deprecated(reason: \"use slug\") slug: String }";
        let found = undated(sdl).unwrap();
        let at: Vec<&str> = found
            .iter()
            .filter_map(|at| at.split(": ").next())
            .collect();
        assert_eq!(
            at,
            [
                "By.id",
                "Query.bare",
                "Query.vague(way:)",
                "Query.never",
                "Sort.FAR"
            ]
        );
    }
}
