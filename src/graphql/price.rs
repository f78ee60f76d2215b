//! What a query would cost, for whoever wants to know before asking it.

use async_graphql::{Context, SimpleObject};
use serde_json::{Map, Value as Json};

use super::context::Ask;
use super::error::Failure;
use super::page::whole;
use super::scalar;

/// The variables of a query.
pub type Variables = scalar::Json;

/// What a query would cost: the same number that its answer carries in `extensions.cost`.
#[derive(SimpleObject)]
pub struct CostEstimate {
    /// Its price: 1 for every object that it may show, multiplied by the lengths of lists, and more
    /// for searches.
    requested: i32,
    /// What one query may cost.
    limit: i32,
    /// Whether it would be run.
    allowed: bool,
    /// The fields, from the root downwards, under which most of the price lies.
    heaviest_path: Vec<String>,
}

/// The price of a query; one that is not understood is refused as it would be if it were asked.
pub async fn estimate(
    ctx: &Context<'_>,
    query: &str,
    variables: Option<Variables>,
    operation_name: Option<&str>,
) -> Result<CostEstimate, Failure> {
    let variables = match variables.map(|variables| variables.0) {
        None | Some(Json::Null) => Map::new(),
        Some(Json::Object(variables)) => variables,
        Some(_) => return Err(Failure::bad_input("variables must be an object")),
    };
    let guard = ctx.guard();
    let priced = guard.price(query, operation_name, variables).await;
    let priced = priced.map_err(|refused| match refused.refusals().first() {
        Some(first) => Failure::Refused(super::document::Refusal::new(
            first.code,
            format!("query: {}", first.message),
        )),
        None => Failure::bad_input("query is refused"),
    })?;
    let cost = priced.cost();
    Ok(CostEstimate {
        requested: whole(cost.requested),
        limit: whole(guard.most_cost()),
        allowed: cost.requested <= guard.most_cost(),
        heaviest_path: cost.heaviest.clone(),
    })
}
