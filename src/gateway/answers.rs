//! The answers to one operation, one after another: of a subscription one for each event, of a
//! query or a mutation one.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use futures_util::StreamExt;
use futures_util::future;
use futures_util::stream::{self, BoxStream};

use super::answer::{Ready, flawed, written};
use super::refusal::TurnedAway;
use super::state::{Gateway, Visit};

/// An answer as it is written, or why there is none; nothing follows after that.
pub type Told = Result<Vec<u8>, TurnedAway>;

/// Runs what was admitted. Dropping the stream ends the operation.
pub fn answers(gateway: Arc<Gateway>, ready: Ready, visit: Visit) -> BoxStream<'static, Told> {
    if ready.kind() != OperationType::Subscription {
        let run = async move {
            let made = gateway.run(ready, &visit).await?;
            Ok(made.bytes().to_vec())
        };
        return stream::once(run).boxed();
    }
    let Ok(place) = Arc::clone(&gateway.streams).try_acquire_owned() else {
        return stream::once(future::ready(Err(TurnedAway::overloaded()))).boxed();
    };
    let open = (place, gateway.metrics.subscription());
    let (events, price) = gateway.subscribe(ready, &visit);
    events
        .then(move |event| {
            let (gateway, visit) = (Arc::clone(&gateway), visit.clone());
            async move {
                if event.errors.is_empty() {
                    let taken = gateway.pay(price, &visit).await?;
                    gateway.settle(taken, price, &visit);
                    return written(&event);
                }
                flawed(event, &visit)
            }
        })
        // Nobody is told more after a refusal.
        .scan(Some(open), |open, told| {
            let goes_on = open.is_some();
            if told.is_err() {
                *open = None;
            }
            future::ready(goes_on.then_some(told))
        })
        .boxed()
}
