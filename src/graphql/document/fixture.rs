//! A small schema for the tests of this folder. Only for tests.

use async_graphql::futures_util::{Stream, stream};
use async_graphql::{
    Enum, ID, InputObject, InputValueError, InputValueResult, Interface, Json, Object, OneofObject,
    Scalar, ScalarType, Schema, SchemaBuilder, SimpleObject, Subscription, Union, Value,
};

use super::{Checker, Guard, Limits};

pub struct Query;
pub struct Mutation;
pub struct Changes;

#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub struct Doctor {
    id: ID,
    name: String,
}

#[derive(Clone, SimpleObject)]
pub struct Clinic {
    id: ID,
    town: String,
}

#[derive(Interface)]
#[graphql(field(name = "id", ty = "&ID"))]
pub enum Node {
    Doctor(Doctor),
    Clinic(Clinic),
}

#[derive(Union)]
pub enum Found {
    Doctor(Doctor),
    Clinic(Clinic),
}

#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum Sort {
    Best,
    Nearest,
}

#[derive(OneofObject)]
pub enum DoctorBy {
    Npi(Npi),
    Slug(String),
}

#[derive(InputObject)]
pub struct Near {
    latitude: f64,
    longitude: f64,
    #[graphql(default = 25)]
    radius: i32,
}

#[derive(InputObject)]
pub struct DoctorFilter {
    near: Option<Near>,
    languages: Option<Vec<String>>,
    accepting: Option<bool>,
    by: Option<DoctorBy>,
}

pub struct Npi(String);

#[Scalar]
impl ScalarType for Npi {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

pub fn ten_digits(value: &Value) -> Result<(), String> {
    match value {
        Value::String(text) if text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(())
        }
        _ => Err("an NPI has ten digits".to_owned()),
    }
}

fn doctor() -> Doctor {
    Doctor {
        id: "1".into(),
        name: "Amara Osei".to_owned(),
    }
}

/// As many as asked for, at most three.
fn doctors(first: i32) -> Vec<Doctor> {
    (0..first.min(3)).map(|_| doctor()).collect()
}

#[async_graphql::ComplexObject]
impl Doctor {
    async fn colleagues(&self, first: Option<i32>, sort: Option<Sort>) -> Vec<Doctor> {
        let _ = sort;
        doctors(first.unwrap_or(1))
    }
}

#[Object]
impl Query {
    async fn doctor(&self, by: DoctorBy) -> Option<Doctor> {
        match by {
            DoctorBy::Npi(npi) => (npi.0 == "1234567893").then(doctor),
            DoctorBy::Slug(slug) => (slug == "amara-osei").then(doctor),
        }
    }

    async fn doctors(
        &self,
        #[graphql(default = 20)] first: i32,
        #[graphql(default_with = "Sort::Best")] sort: Sort,
        filter: Option<DoctorFilter>,
        ids: Option<Vec<ID>>,
        within: Option<f64>,
        grid: Option<Vec<Vec<i32>>>,
    ) -> Vec<Doctor> {
        let _ = (sort, filter, ids, within, grid);
        doctors(first)
    }

    async fn first(&self, #[graphql(default = 20)] first: i32) -> i32 {
        first
    }

    async fn node(&self, id: ID) -> Option<Node> {
        (id == "1").then(|| Node::Doctor(doctor()))
    }

    async fn search(&self, text: String) -> Vec<Found> {
        let _ = text;
        vec![Found::Doctor(doctor())]
    }

    async fn echo(&self, value: Option<Json<serde_json::Value>>) -> bool {
        value.is_some()
    }

    async fn version(&self) -> i32 {
        1
    }
}

#[Object]
impl Mutation {
    /// Panics, so that a test which merely validates it would notice its execution.
    async fn explode(&self, id: ID) -> bool {
        assert!(id.is_empty(), "the mutation was executed");
        true
    }
}

#[Subscription]
impl Changes {
    async fn changed(&self, kind: Option<String>) -> impl Stream<Item = i32> {
        let _ = kind;
        stream::iter([1])
    }

    async fn removed(&self) -> impl Stream<Item = i32> {
        stream::iter([1])
    }
}

pub fn builder() -> SchemaBuilder<Query, Mutation, Changes> {
    Schema::build(Query, Mutation, Changes)
}

pub fn guard() -> Guard {
    guard_with(Limits::default())
}

pub fn guard_with(limits: Limits) -> Guard {
    Guard::new(Checker::new(builder()), &[("Npi", ten_digits)], &[], limits).unwrap()
}

/// What graphql-js sends for `getIntrospectionQuery` with every option on, as GraphiQL does.
pub const INTROSPECTION_QUERY: &str = r#"
    query IntrospectionQuery {
      __schema {
        description
        queryType { name kind }
        mutationType { name kind }
        subscriptionType { name kind }
        types {
          ...FullType
        }
        directives {
          name
          description
          isRepeatable
          locations
          args(includeDeprecated: true) {
            ...InputValue
          }
        }
      }
    }

    fragment FullType on __Type {
      kind
      name
      description
      specifiedByURL
      isOneOf
      fields(includeDeprecated: true) {
        name
        description
        args(includeDeprecated: true) {
          ...InputValue
        }
        type {
          ...TypeRef
        }
        isDeprecated
        deprecationReason
      }
      inputFields(includeDeprecated: true) {
        ...InputValue
      }
      interfaces {
        ...TypeRef
      }
      enumValues(includeDeprecated: true) {
        name
        description
        isDeprecated
        deprecationReason
      }
      possibleTypes {
        ...TypeRef
      }
    }

    fragment InputValue on __InputValue {
      name
      description
      type { ...TypeRef }
      defaultValue
      isDeprecated
      deprecationReason
    }

    fragment TypeRef on __Type {
      kind
      name
      ofType {
        kind
        name
        ofType {
          kind
          name
          ofType {
            kind
            name
            ofType {
              kind
              name
              ofType {
                kind
                name
                ofType {
                  kind
                  name
                  ofType {
                    kind
                    name
                    ofType {
                      kind
                      name
                      ofType {
                        kind
                        name
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
"#;
