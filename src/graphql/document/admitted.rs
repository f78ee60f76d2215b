//! What the guard lets through: a kept document, one of its operations, and its variables.
//!
//! Only the guard makes these, so whoever holds one need not check it again.

use std::collections::HashSet;
use std::sync::Arc;

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType};
use async_graphql::{Name, Request, Variables};

use super::analyse::Analysed;
use super::cost::Cost;
use super::measure::Measure;
use super::needs::{self, Guarded, Need};
use super::omit;
use super::refusal::{Code, Refusal, listed, shortened};
use super::type_map::TypeMap;
use super::usages::Usages;
use super::variables::{self, Declared};

/// A document that has been parsed, measured and validated. It never changes.
#[derive(Debug)]
pub struct Kept {
    text: Arc<str>,
    /// In document order, never empty.
    operations: Vec<Arc<Operation>>,
    weight: u32,
}

/// One operation with just the fragments that it reaches, so that a request pays for nothing
/// else that stands in its document.
#[derive(Debug)]
pub struct Operation {
    name: Option<String>,
    kind: OperationType,
    needs: Vec<Need>,
    measure: Measure,
    pub(super) declared: Vec<Declared>,
    document: ExecutableDocument,
}

impl Kept {
    pub(super) fn new(
        text: Arc<str>,
        tokens: usize,
        operations: &[Analysed<'_>],
        usages: &Usages<'_>,
        document: &ExecutableDocument,
        types: &TypeMap,
        guarded: &[Guarded],
    ) -> Self {
        // Measured on parsed documents of many shapes: 24 to 252 bytes a token.
        const BYTES_PER_TOKEN: usize = 260;
        let bytes = tokens * operations.len() * BYTES_PER_TOKEN + text.len();
        Self {
            text,
            weight: u32::try_from(bytes).unwrap_or(u32::MAX),
            operations: operations
                .iter()
                .enumerate()
                .map(|(index, operation)| {
                    Arc::new(Operation::new(
                        index, operation, usages, document, types, guarded,
                    ))
                })
                .collect(),
        }
    }

    /// The text, shared with the cache. It identifies the document.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The operations in document order, never none.
    pub fn operations(&self) -> &[Arc<Operation>] {
        &self.operations
    }

    /// Estimated bytes in memory.
    pub(super) fn weight(&self) -> u32 {
        self.weight
    }

    /// The operation to run: the named one, or the only one.
    pub fn operation(&self, name: Option<&str>) -> Result<&Arc<Operation>, Refusal> {
        let message = match (name, &self.operations[..]) {
            (None, [only]) => return Ok(only),
            (None, _) => format!(
                "the document has {} operations, so operationName must be one of {}",
                self.operations.len(),
                self.names()
            ),
            (Some(name), operations) => {
                let named = operations
                    .iter()
                    .find(|operation| operation.name() == Some(name));
                match named {
                    Some(operation) => return Ok(operation),
                    None if operations
                        .iter()
                        .all(|operation| operation.name().is_none()) =>
                    {
                        "the only operation of the document has no name, so operationName must \
                         be left out"
                            .to_owned()
                    }
                    None => format!(
                        r#"the document has no operation "{}"; it has {}"#,
                        shortened(name, 60),
                        self.names()
                    ),
                }
            }
        };
        Err(Refusal::new(Code::BadUserInput, message))
    }

    fn names(&self) -> String {
        listed(
            self.operations
                .iter()
                .filter_map(|operation| operation.name()),
        )
    }
}

impl Operation {
    fn new(
        index: usize,
        operation: &Analysed<'_>,
        usages: &Usages<'_>,
        whole: &ExecutableDocument,
        types: &TypeMap,
        guarded: &[Guarded],
    ) -> Self {
        let definition = operation.definition;
        let fragments = operation.fragments.iter().filter_map(|name| {
            let (name, fragment) = whole.fragments.get_key_value(*name)?;
            Some((name.clone(), fragment.clone()))
        });
        Self {
            name: operation.name.map(|name| name.to_string()),
            kind: definition.node.ty,
            needs: needs::needs(&definition.node, whole, types, guarded),
            measure: operation.measure,
            declared: variables::declared(
                &definition.node,
                usages.reached(index, operation),
                types,
            ),
            document: ExecutableDocument {
                operations: match operation.name {
                    None => DocumentOperations::Single(definition.clone()),
                    Some(name) => {
                        DocumentOperations::Multiple([(name.clone(), definition.clone())].into())
                    }
                },
                fragments: fragments.collect(),
            },
        }
    }

    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub fn kind(&self) -> OperationType {
        self.kind
    }

    /// Whether it reads and does nothing else.
    pub fn is_query(&self) -> bool {
        self.kind == OperationType::Query
    }

    /// Whether it asks about the schema and nothing else.
    pub fn is_introspection(&self) -> bool {
        self.measure.is_introspection()
    }

    /// The scopes that whoever runs it must have.
    pub fn needs(&self) -> &[Need] {
        &self.needs
    }

    pub fn measure(&self) -> &Measure {
        &self.measure
    }

    /// The operation and the fragments that it reaches.
    pub fn document(&self) -> &ExecutableDocument {
        &self.document
    }
}

/// A request that may be executed as it stands.
#[derive(Clone, Debug)]
pub struct Admitted {
    pub(super) kept: Arc<Kept>,
    pub(super) operation: Arc<Operation>,
    pub(super) variables: Variables,
    pub(super) cost: Cost,
}

impl Admitted {
    /// What it costs, whatever is in memory.
    pub fn cost(&self) -> &Cost {
        &self.cost
    }

    pub fn kept(&self) -> &Arc<Kept> {
        &self.kept
    }

    pub fn operation(&self) -> &Arc<Operation> {
        &self.operation
    }

    /// Coerced, defaults filled in, and only those that the operation declares: two requests that
    /// mean the same have the same.
    pub fn variables(&self) -> &Variables {
        &self.variables
    }

    /// The request for a schema in `ValidationMode::Fast`.
    ///
    /// Its query text is empty: the parsed document goes with it.
    pub fn into_request(self) -> Request {
        let mut document = self.operation.document.clone();
        let left_out: HashSet<&Name> = self
            .operation
            .declared
            .iter()
            .filter(|variable| variable.has_stand_in)
            .map(|variable| &variable.name)
            .filter(|name| !self.variables.contains_key(*name))
            .collect();
        if !left_out.is_empty() {
            omit::arguments(&mut document, &left_out);
        }
        let mut request = Request::new("").variables(self.variables);
        request.operation_name = self.operation.name.clone();
        request.set_parsed_query(document);
        request
    }
}
