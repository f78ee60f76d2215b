//! Who does what an article explains, near a reader who says where they are.

mod answer;
mod markup;

use serde_json::{Map, Value as Json, json};

use crate::gateway::pages::ask::{Asker, DOCTORS_NEAR, PLACES, of_slug};
use crate::gateway::pages::failed::Failed;
use crate::gateway::pages::visitor::Visitor;
use answer::{Answer, Found, Place, Places};

pub use markup::markup;

/// Where a reader says they are.
pub enum Asked {
    /// A place, by its id.
    Place(String),
    /// A place, by what it is called.
    Name(String),
}

/// What came of it.
pub enum Near {
    /// Nobody has said where.
    NotAsked,
    Found(Box<Found>),
    /// No one place is called so; these may be meant.
    WhichPlace(Vec<Place>),
    /// The article is gone since it was read.
    Nothing,
}

impl Asked {
    /// What the address says.
    pub fn by(visitor: &Visitor) -> Option<Self> {
        let by_id = visitor
            .parameter("near")
            .map(|id| Asked::Place(id.to_owned()));
        by_id.or_else(|| {
            visitor
                .parameter("where")
                .map(|name| Asked::Name(name.to_owned()))
        })
    }

    /// The same as it stands in the address.
    pub fn kept(&self) -> (&'static str, String) {
        match self {
            Asked::Place(id) => ("near", id.clone()),
            Asked::Name(name) => ("where", name.clone()),
        }
    }

    fn spot(&self) -> Json {
        match self {
            Asked::Place(id) => json!({ "place": id }),
            Asked::Name(name) => match postal(name) {
                Some((code, country)) => {
                    json!({ "postalCode": { "code": code, "country": country } })
                }
                None => json!({ "placeName": name }),
            },
        }
    }
}

/// A postal code, with its country after a comma: a word with a digit in it is no place's name.
fn postal(text: &str) -> Option<(&str, &str)> {
    let (code, country) = text.rsplit_once(',')?;
    let (code, country) = (code.trim(), country.trim());
    let is_code = code.bytes().any(|byte| byte.is_ascii_digit());
    let is_country = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_code && is_country).then_some((code, country))
}

/// Doctors near, or the places that may be meant where no one place is.
pub async fn find(
    asker: &mut Asker<'_>,
    slug: &str,
    asked: Option<&Asked>,
) -> Result<Near, Failed> {
    let Some(asked) = asked else {
        return Ok(Near::NotAsked);
    };
    let mut variables = of_slug(slug);
    variables.insert("at".to_owned(), asked.spot());
    match asker.ask::<Answer>(DOCTORS_NEAR, variables).await {
        Ok(Answer {
            article: Some(article),
            new_patients,
        }) => Ok(Near::Found(Box::new(Found {
            doctors: article.doctors,
            new_patients,
        }))),
        Ok(Answer { article: None, .. }) => Ok(Near::Nothing),
        Err(failed) if failed.is_of_the_input() => match asked {
            Asked::Place(_) => Ok(Near::WhichPlace(Vec::new())),
            Asked::Name(name) => {
                let text = Map::from_iter([("text".to_owned(), Json::from(name.as_str()))]);
                match asker.ask::<Places>(PLACES, text).await {
                    Ok(places) => Ok(Near::WhichPlace(places.places.nodes)),
                    // Not even a text that can be looked for.
                    Err(failed) if failed.is_of_the_input() => Ok(Near::WhichPlace(Vec::new())),
                    Err(failed) => Err(failed),
                }
            }
        },
        Err(failed) => Err(failed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postal_code_has_a_digit_and_its_country() {
        let cases = [
            ("06105, US", Some(("06105", "US"))),
            ("SW1A 1AA,gb", Some(("SW1A 1AA", "gb"))),
            ("New Haven, CT", None),
            ("Serzhong", None),
            ("06105", None),
        ];
        for (text, expected) in cases {
            assert_eq!(postal(text), expected, "{text}");
        }
    }
}
