//! Whether the contenders answer alike: the same values under the same names, lists in the same
//! order, numbers to three decimals.

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::client::{Connection, post};
use super::contender::{Contender, Running};
use super::question::Question;

/// What one contender answers to each question.
pub struct Answers {
    pub name: &'static str,
    /// How long each body is.
    pub bytes: Vec<usize>,
    /// What each says.
    data: Vec<Value>,
}

impl Answers {
    pub async fn of(
        contender: Contender,
        running: &Running,
        questions: &[Question],
    ) -> anyhow::Result<Self> {
        let mut answers = Answers {
            name: contender.name,
            bytes: Vec::new(),
            data: Vec::new(),
        };
        let mut connection = Connection::open(running.address).await?;
        for question in questions {
            let reply = connection.ask(&post(&contender.body(*question))).await?;
            let text = String::from_utf8_lossy(reply.body);
            ensure!(
                reply.status == 200,
                "{} answers {question:?} with {}: {text}",
                contender.name,
                reply.status
            );
            answers.bytes.push(reply.body.len());
            if contender.answers() {
                let mut body: Value = serde_json::from_slice(reply.body)?;
                ensure!(body.get("errors").is_none(), "{}: {text}", contender.name);
                answers.data.push(body["data"].take());
            }
        }
        Ok(answers)
    }

    /// The mean length of a body.
    pub fn mean_bytes(&self) -> usize {
        self.bytes.iter().sum::<usize>() / self.bytes.len().max(1)
    }

    /// Fails unless somebody is found somewhere, and somebody elsewhere only across a border:
    /// answers that are all empty are alike too.
    pub fn must_say_something(&self) -> anyhow::Result<()> {
        let any = |pointer: &str| {
            let numbers = self.data.iter().filter_map(|data| data.pointer(pointer));
            numbers.filter_map(Value::as_f64).any(|number| number > 0.0)
        };
        ensure!(any("/doctors/totalCount"), "nobody is found anywhere");
        ensure!(
            any("/doctors/searchArea/beyondBorder"),
            "nobody lies across a border"
        );
        Ok(())
    }

    /// Fails where the other says something else.
    pub fn must_equal(&self, other: &Answers, questions: &[Question]) -> anyhow::Result<()> {
        for ((ours, theirs), question) in self.data.iter().zip(&other.data).zip(questions) {
            differs(ours, theirs, "data")
                .map_or(Ok(()), Err)
                .map_err(anyhow::Error::msg)
                .with_context(|| {
                    format!("{} and {} differ on {question:?}", self.name, other.name)
                })?;
        }
        Ok(())
    }
}

/// The first difference, in words.
fn differs(ours: &Value, theirs: &Value, path: &str) -> Option<String> {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            if let Some(name) = b.keys().find(|name| !a.contains_key(*name)) {
                return Some(format!("only one has {path}.{name}"));
            }
            a.iter().find_map(|(name, value)| match b.get(name) {
                Some(other) => differs(value, other, &format!("{path}.{name}")),
                None => Some(format!("only one has {path}.{name}")),
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate();
            pairs
                .filter_map(|(index, (a, b))| differs(a, b, &format!("{path}[{index}]")))
                .next()
        }
        (Value::Number(a), Value::Number(b)) if alike(a.as_f64(), b.as_f64()) => None,
        (a, b) if a == b => None,
        (a, b) => Some(format!("{path} is {a} and {b}")),
    }
}

fn alike(a: Option<f64>, b: Option<f64>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if (a - b).abs() < 0.0005)
}
