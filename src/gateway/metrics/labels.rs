//! The labels that numbers are told apart by, each from a set that callers cannot make grow.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use async_graphql::parser::types::OperationType;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use strum::IntoStaticStr;

/// The most operations that have numbers of their own; those named later count as `other`.
pub const MOST_OPERATIONS: usize = 200;

/// The operation of every document that is not a trusted one.
const OTHER: &str = "other";

/// Codes with which a socket is closed that have a number of their own: those of the protocols.
const CLOSES: [u16; 19] = [
    1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1011, 1012, 1013, 4400, 4401, 4403, 4406,
    4408, 4409, 4429,
];

/// What a request asked to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum OperationKind {
    Query,
    Mutation,
    Subscription,
    /// Refused before anybody could tell.
    Unread,
}

impl From<OperationType> for OperationKind {
    fn from(ty: OperationType) -> Self {
        match ty {
            OperationType::Query => OperationKind::Query,
            OperationType::Mutation => OperationKind::Mutation,
            OperationType::Subscription => OperationKind::Subscription,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OfOperation {
    pub operation: Arc<str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OfRequest {
    pub operation: Arc<str>,
    pub kind: &'static str,
    pub outcome: &'static str,
    /// Empty for what went well.
    pub code: &'static str,
}

/// Any one word of ours: the key is the field's name.
macro_rules! of_word {
    ($($name:ident { $field:ident },)*) => {
        $(
            #[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
            pub struct $name {
                pub $field: &'static str,
            }
        )*
    };
}

of_word! {
    OfTier { tier },
    OfRelation { relation },
    OfCache { cache },
    OfPool { pool },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OfClose {
    pub code: CloseCode,
}

/// The code of a close, `None` for one of nobody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CloseCode(Option<u16>);

impl From<u16> for CloseCode {
    fn from(code: u16) -> Self {
        CloseCode(CLOSES.contains(&code).then_some(code))
    }
}

impl EncodeLabelValue for CloseCode {
    fn encode(
        &self,
        encoder: &mut prometheus_client::encoding::LabelValueEncoder<'_>,
    ) -> std::fmt::Result {
        match self.0 {
            Some(code) => EncodeLabelValue::encode(&u32::from(code), encoder),
            None => EncodeLabelValue::encode(&OTHER, encoder),
        }
    }
}

/// The names of operations that have numbers of their own.
#[derive(Debug)]
pub struct Operations {
    other: Arc<str>,
    named: RwLock<HashSet<Arc<str>>>,
}

impl Default for Operations {
    fn default() -> Self {
        Operations {
            other: OTHER.into(),
            named: RwLock::default(),
        }
    }
}

impl Operations {
    /// The label of a trusted document's operation; of `None`, and of one too many, `other`.
    pub fn label(&self, name: Option<&str>) -> Arc<str> {
        let Some(name) = name else {
            return Arc::clone(&self.other);
        };
        let known = self.named.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(label) = known.get(name) {
            return Arc::clone(label);
        }
        let is_full = known.len() >= MOST_OPERATIONS;
        drop(known);
        if is_full {
            return Arc::clone(&self.other);
        }
        let mut named = self.named.write().unwrap_or_else(PoisonError::into_inner);
        match named.get(name) {
            Some(label) => Arc::clone(label),
            // Others may have come in between.
            None if named.len() >= MOST_OPERATIONS => Arc::clone(&self.other),
            None => {
                let label: Arc<str> = name.into();
                named.insert(Arc::clone(&label));
                label
            }
        }
    }
}
