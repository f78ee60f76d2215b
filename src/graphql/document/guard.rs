//! The order of the steps from query text to an executable request.
//!
//! Each step protects the ones after it, so none may be moved or left out. It must not execute
//! anything, and it must not know who asks.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::admitted::{Admitted, Kept};
use super::cache::{Cache, CacheStats};
use super::checker::Checker;
use super::limits::Limits;
use super::needs::Guarded;
use super::refusal::{Refused, none_of};
use super::type_map::{InvalidSchema, ScalarCheck, TypeMap};
use super::{analyse, cost, literals, parse, prescan, usages, variables};

/// The one way from text to a parsed document.
pub struct Guard {
    checker: Checker,
    types: TypeMap,
    cache: Cache,
    limits: Limits,
    guarded: &'static [Guarded],
}

impl Guard {
    /// `scalars` decides which values each custom scalar takes; one that is not listed takes all.
    /// `guarded` are the fields that need a scope.
    pub fn new(
        checker: Checker,
        scalars: &[(&str, ScalarCheck)],
        guarded: &'static [Guarded],
        limits: Limits,
    ) -> Result<Self, InvalidSchema> {
        Ok(Self {
            types: TypeMap::new(checker.sdl(), scalars)?,
            cache: Cache::new(limits.cache_bytes),
            checker,
            limits,
            guarded,
        })
    }

    /// Turns a request as it came in into one that may be executed, or says all that is wrong.
    pub async fn admit(
        &self,
        text: &str,
        operation_name: Option<&str>,
        variables: Map<String, Json>,
    ) -> Result<Admitted, Refused> {
        let priced = self.price(text, operation_name, variables).await?;
        priced.cost.within(self.limits.cost)?;
        Ok(priced)
    }

    /// The same, whatever it costs: to say what that is, not to run it.
    pub async fn price(
        &self,
        text: &str,
        operation_name: Option<&str>,
        variables: Map<String, Json>,
    ) -> Result<Admitted, Refused> {
        let kept = self.document(text).await?;
        let operation = kept.operation(operation_name)?.clone();
        let variables = variables::coerced(&self.types, &operation.declared, variables)?;
        Ok(Admitted {
            cost: cost::cost(&operation, &variables, &self.types),
            kept,
            operation,
            variables,
        })
    }

    /// What one operation may cost.
    pub fn most_cost(&self) -> u64 {
        self.limits.cost
    }

    /// The document of a text, validated at most once while it stays in the cache.
    pub async fn document(&self, text: &str) -> Result<Arc<Kept>, Refused> {
        // A longer text cannot be in the cache, and hashing it would cost what the scan refuses.
        if text.len() <= self.limits.bytes
            && let Some(kept) = self.cache.find(text)
        {
            return Ok(kept);
        }
        let kept = Arc::new(self.prepare(text).await?);
        self.cache.keep(kept.clone());
        Ok(kept)
    }

    pub fn cache_stats(&self) -> CacheStats {
        self.cache.stats()
    }

    async fn prepare(&self, text: &str) -> Result<Kept, Refused> {
        let scan = prescan::scan(text, &self.limits)?;
        let document = parse::parse(text)?;
        let operations = analyse::analyse(&document, &self.limits)?;

        let unknown_types = operations
            .iter()
            .flat_map(|operation| usages::of_unknown_type(&operation.definition.node, &self.types))
            .collect();
        none_of(unknown_types)?;
        let usages = literals::check(&document, &operations, &self.types)?;
        none_of(usages::misplaced(&operations, &usages))?;

        let any_operation = operations.first().and_then(|operation| operation.name);
        let any_operation = any_operation.map(|name| name.as_str());
        self.checker.check(document.clone(), any_operation).await?;
        Ok(Kept::new(
            text.into(),
            scan.tokens,
            &operations,
            &usages,
            &document,
            &self.types,
            self.guarded,
        ))
    }
}
