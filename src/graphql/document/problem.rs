//! What is wrong with a value, said so that the caller can mend it.
//!
//! Names the place inside the value and what would be right; shows little of the value itself.

use async_graphql::Value;
use async_graphql::parser::types::Type;

use super::refusal::{Code, Refusal, shortened};

/// What a message is about.
#[derive(Clone, Copy)]
pub(super) enum Subject<'a> {
    Variable(&'a str),
    DefaultOf(&'a str),
    /// An argument of a field or directive.
    Argument {
        name: &'a str,
        of: &'a str,
    },
}

pub(super) enum Step {
    Field(Box<str>),
    Index(usize),
}

/// What is wrong with a value, and where inside it.
pub(super) struct Problem {
    /// From the inside out.
    path: Vec<Step>,
    text: String,
    of_scalar: bool,
}

impl Problem {
    pub fn new(text: String) -> Self {
        Self {
            path: Vec::new(),
            text,
            of_scalar: false,
        }
    }

    pub fn found(wanted: &str, value: &Value) -> Self {
        Self::new(format!("{wanted}, found {}", shown(value)))
    }

    pub fn inside(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }

    /// Marks the value as malformed by the rules of a custom scalar.
    pub fn of_scalar(self) -> Self {
        Self {
            of_scalar: true,
            ..self
        }
    }

    /// A malformed custom scalar is bad input wherever it stands; anything else gets `code`.
    pub fn refusal(self, subject: Subject<'_>, code: Code) -> Refusal {
        let mut path = String::new();
        for step in self.path.iter().rev() {
            match step {
                Step::Field(name) => {
                    path.push('.');
                    path.push_str(name);
                }
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        let text = self.text;
        let message = match subject {
            Subject::Variable(name) => {
                format!(r#"variable "${}{path}" {text}"#, shortened(name, 60))
            }
            Subject::DefaultOf(name) => {
                format!(
                    r#"the default of variable "${}{path}" {text}"#,
                    shortened(name, 60)
                )
            }
            Subject::Argument { name, of } => format!(
                r#"argument "{}{path}" of "{}" {text}"#,
                shortened(name, 60),
                shortened(of, 60)
            ),
        };
        let code = if self.of_scalar {
            Code::BadUserInput
        } else {
            code
        };
        Refusal::new(code, message)
    }
}

/// For a place that must have a value and has none.
pub(super) fn missing(ty: &Type) -> Problem {
    Problem::new(format!("is missing; it must be of type {ty}"))
}

/// A value for a message, never more than 60 characters of it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!(r#""{}""#, shortened(text, 58)),
        Value::List(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
        Value::Binary(_) => "a variable".to_owned(),
        other => shortened(&other.to_string(), 60),
    }
}
