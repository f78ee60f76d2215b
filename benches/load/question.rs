//! What is asked: the query of `examples/queries/blood-patch-near-serzhong.graphql`, around several
//! places and within several radii, in one sequence for everybody.

use serde_json::json;

const QUERY: &str = include_str!("../../examples/queries/blood-patch-near-serzhong.graphql");

/// Places of the demonstration: the one it is laid around, towns near and far from its clinics, and
/// one across the border.
const PLACES: [&str; 6] = [
    "Serzhong",
    "Gelephu",
    "Thimphu",
    "Trongsa",
    "Samtenling",
    "Bongaigaon",
];

/// From nobody in reach to everybody.
const RADII_KM: [f64; 8] = [25.0, 40.0, 50.0, 75.0, 100.0, 125.0, 150.0, 200.0];

/// The most doctors in an answer.
const FIRST: u32 = 10;

/// One question.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    pub place: &'static str,
    pub km: f64,
}

/// Every question, in the order in which all are asked.
pub fn all() -> Vec<Question> {
    let around = |place| RADII_KM.map(|km| Question { place, km });
    PLACES.into_iter().flat_map(around).collect()
}

impl Question {
    /// As GraphQL over HTTP has it. The peers look no farther than they are asked to.
    pub fn graphql(self) -> Vec<u8> {
        let query = QUERY.replace("withinKm: $km", "withinKm: $km, widen: false");
        json!({ "query": query, "variables": self.variables() })
            .to_string()
            .into_bytes()
    }

    /// As a hand-written endpoint would have it: no more than the variables.
    pub fn plain(self) -> Vec<u8> {
        self.variables().to_string().into_bytes()
    }

    fn variables(self) -> serde_json::Value {
        json!({ "place": self.place, "km": self.km, "first": FIRST })
    }
}
