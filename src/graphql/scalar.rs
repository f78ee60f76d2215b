//! Scalars of the contract, and the check that refuses a malformed one before anything runs.

use std::str::FromStr;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, SchemaBuilder, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};

use super::document::ScalarCheck;
use crate::domain::locale::Locale;
use crate::domain::npi::Npi;
use crate::domain::slug::Slug;

/// Says of every scalar what it is; the macro has no place for it.
pub fn describe<Q, M, S>(builder: SchemaBuilder<Q, M, S>) -> SchemaBuilder<Q, M, S> {
    builder
        .override_output_type_description::<Npi>(
            "A US National Provider Identifier: ten digits with a sound check digit (Luhn over \
             80840 and the number).",
        )
        .override_input_type_description::<Slug>(
            "A readable name that is unique within its kind: lower-case words joined by hyphens, \
             such as `epidural-blood-patch`.",
        )
        .override_input_type_description::<Locale>(
            "A language as a BCP 47 tag, such as `en`, `es` or `pt-BR`.",
        )
        .override_output_type_description::<Date>("A day as in RFC 3339, such as `2026-01-31`.")
        .override_output_type_description::<DateTime>(
            "A moment in UTC as in RFC 3339, such as `2026-01-31T08:00:00Z`.",
        )
        .override_output_type_description::<Json>("A JSON value of any shape.")
        .override_output_type_description::<Url>(
            "An absolute address of a page or file, with its scheme.",
        )
}

/// Every scalar whose values are checked, by its name in the schema.
pub const CHECKS: [(&str, ScalarCheck); 5] = [
    ("Npi", check::<Npi>),
    ("Slug", check::<Slug>),
    ("Locale", check::<Locale>),
    ("Date", check::<Date>),
    ("DateTime", check::<DateTime>),
];

#[Scalar(name = "Npi")]
impl ScalarType for Npi {
    fn parse(value: Value) -> InputValueResult<Self> {
        parsed(&value).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

#[Scalar(name = "Slug")]
impl ScalarType for Slug {
    fn parse(value: Value) -> InputValueResult<Self> {
        parsed(&value).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.as_str().to_owned())
    }
}

#[Scalar(
    name = "Locale",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc5646"
)]
impl ScalarType for Locale {
    fn parse(value: Value) -> InputValueResult<Self> {
        parsed(&value).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.as_str().to_owned())
    }
}

/// A day as in RFC 3339: `2026-01-31`.
#[derive(Clone, Copy, Debug)]
pub struct Date(pub NaiveDate);

#[Scalar(
    name = "Date",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339"
)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        parsed(&value).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl FromStr for Date {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse()
            .map(Date)
            .map_err(|_| "a date is written like 2026-01-31")
    }
}

/// A moment in UTC as in RFC 3339: `2026-01-31T08:00:00Z`.
#[derive(Clone, Copy, Debug)]
pub struct DateTime(pub chrono::DateTime<Utc>);

#[Scalar(
    name = "DateTime",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339"
)]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        parsed(&value).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl FromStr for DateTime {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        chrono::DateTime::parse_from_rfc3339(text)
            .map(|moment| DateTime(moment.to_utc()))
            .map_err(|_| "a moment is written like 2026-01-31T08:00:00Z")
    }
}

/// An absolute address of a page or file, with its scheme.
#[derive(Clone, Debug)]
pub struct Url(pub String);

#[Scalar(
    name = "Url",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc3986"
)]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Url(text)),
            _ => Err(InputValueError::custom("an address is a string")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A JSON value of any shape.
#[derive(Clone, Debug)]
pub struct Json(pub serde_json::Value);

#[Scalar(
    name = "JSON",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259"
)]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        let value = value.into_json();
        value
            .map(Json)
            .map_err(|_| InputValueError::custom("it must be a JSON value"))
    }

    fn to_value(&self) -> Value {
        // A number that JSON cannot hold is the only thing that is refused, and no value has one.
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

fn parsed<T: FromStr>(value: &Value) -> Result<T, String>
where
    T::Err: ToString,
{
    match value {
        Value::String(text) => text.parse().map_err(|error: T::Err| error.to_string()),
        _ => Err("it must be a string".to_owned()),
    }
}

fn check<T: FromStr>(value: &Value) -> Result<(), String>
where
    T::Err: ToString,
{
    parsed::<T>(value).map(drop)
}
