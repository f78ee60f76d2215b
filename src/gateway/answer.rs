//! The way of one query, whatever it came by: found, admitted, paid, run.
//!
//! HTTP, event streams and sockets all come through here, so that none is laxer than another.

use std::sync::Arc;
use std::time::Instant;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response as AnyResponse, Value};
use axum::http::{StatusCode, header};
use tokio::sync::OwnedSemaphorePermit;

use super::documents::{Found, hash};
use super::metrics::{Answered, OperationKind, Outcome};
use super::question::Question;
use super::quota::{Exhausted, Taken};
use super::refusal::{TurnedAway, named};
use super::request::Asked;
use super::response_cache::Answer;
use super::state::{Gateway, Visit};
use crate::graphql::document::{Admitted, Code, Cost};
use crate::graphql::{Asker, Quota, Ran, Work};

/// What an answer from memory costs, and what any costs at least.
const LEAST: u64 = 1;

/// What a query costs that is refused: it was read and checked all the same.
const REFUSED: u64 = 5;

/// A query that may be run.
pub struct Ready {
    admitted: Admitted,
    /// When it came.
    began: Instant,
    is_trusted: bool,
    pub question: Option<Question>,
}

/// What became of a query.
pub struct Made {
    pub body: Body,
    pub spent: Spent,
}

/// The answer's bytes.
pub enum Body {
    /// Without errors, perhaps made earlier.
    Whole(Arc<Answer>),
    /// With errors, which carry the request's id, and the code of the first.
    Flawed(Vec<u8>, Code),
}

/// What a query cost, and what its caller has left; nothing is left to say where nobody counts.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    pub cost: u64,
    pub left: Option<Quota>,
}

impl TurnedAway {
    /// The caller's quota is used up.
    pub fn exhausted(exhausted: &Exhausted) -> Self {
        let Quota {
            limit,
            remaining,
            full_in,
        } = exhausted.left;
        let message = match exhausted.wait {
            Some(wait) => format!(
                "the quota of {limit} a minute is used up: come back in {} s",
                wait.as_secs() + 1
            ),
            None => format!(
                "the query costs more than the quota of {limit} a minute: ask for less at once"
            ),
        };
        let away = TurnedAway::new(StatusCode::TOO_MANY_REQUESTS, Code::RateLimited, message)
            .with_number(super::headers::LIMIT, limit)
            .with_number(super::headers::REMAINING, remaining)
            .with_number(super::headers::RESET, full_in);
        match exhausted.wait {
            Some(wait) => away.with_number(header::RETRY_AFTER, wait.as_secs() + 1),
            None => away,
        }
    }

    /// More is asked at once than can be answered.
    pub fn overloaded() -> Self {
        TurnedAway::new(
            StatusCode::SERVICE_UNAVAILABLE,
            Code::Overloaded,
            "too many queries at once, try again in a moment",
        )
        .with(header::RETRY_AFTER, "1")
    }
}

impl Made {
    fn outcome(&self) -> Outcome {
        match &self.body {
            Body::Whole(_) => Outcome::Answered,
            Body::Flawed(_, code) => Outcome::Failed(*code),
        }
    }

    /// The answer as it is written.
    pub fn bytes(&self) -> &[u8] {
        match &self.body {
            Body::Whole(answer) => &answer.body,
            Body::Flawed(body, _) => body,
        }
    }
}

impl Ready {
    pub fn kind(&self) -> OperationType {
        self.admitted.operation().kind()
    }
}

impl Gateway {
    /// Takes what was asked, or says why not.
    pub async fn admit(&self, asked: Asked, visit: &Visit) -> Result<Ready, TurnedAway> {
        let began = Instant::now();
        let away = match self.checked(asked, visit, began).await {
            Ok(ready) => return Ok(ready),
            Err(away) => away,
        };
        let away = match self.quotas.take(&visit.account, REFUSED).await {
            Ok(_) => away,
            Err(exhausted) => self.refused(visit, &exhausted),
        };
        self.metrics.answered(&Answered {
            operation: None,
            kind: OperationKind::Unread,
            outcome: Outcome::Refused(away.code()),
            took: began.elapsed(),
            work: None,
            bytes: 0,
        });
        Err(away)
    }

    async fn checked(
        &self,
        asked: Asked,
        visit: &Visit,
        began: Instant,
    ) -> Result<Ready, TurnedAway> {
        let found = self.documents.find(asked.document, &visit.caller).await?;
        let Found {
            text, is_trusted, ..
        } = &found;
        let admitted = self
            .executor
            .admit(
                text,
                asked.operation_name.as_deref(),
                asked.variables,
                &visit.caller,
            )
            .await
            .map_err(|refused| TurnedAway::from(&refused))?;
        self.documents.keep(&found, &visit.caller);
        let keeps = self.responses.is_on() && self.executor.is_for_everybody(&admitted);
        Ok(Ready {
            is_trusted: *is_trusted,
            began,
            question: match keeps {
                true => Question::of(&admitted, &visit.reader),
                false => None,
            },
            admitted,
        })
    }

    /// Runs a query or a mutation that was admitted.
    pub async fn run(&self, ready: Ready, visit: &Visit) -> Result<Made, TurnedAway> {
        let operation = Arc::clone(ready.admitted.operation());
        let text = Arc::clone(ready.admitted.kept().text());
        let (began, is_trusted) = (ready.began, ready.is_trusted);
        let made = self.made(ready, visit).await;
        let outcome = match &made {
            Ok((made, _)) => made.outcome(),
            Err(away) => Outcome::Refused(away.code()),
        };
        let took = began.elapsed();
        self.metrics.answered(&Answered {
            // Other names are callers' words, and may be private.
            operation: operation.name().filter(|_| is_trusted),
            kind: operation.kind().into(),
            outcome,
            took,
            work: made.as_ref().ok().and_then(|(_, work)| *work),
            bytes: made.as_ref().map_or(0, |(made, _)| made.bytes().len()),
        });
        // The hash tells documents apart without telling what they ask.
        tracing::debug!(
            operation.name = operation.name(),
            operation.hash = %hash(&text),
            client.name = visit.client.name,
            client.version = visit.client.version,
            ?outcome,
            duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
        made.map(|(made, _)| made)
    }

    async fn made(&self, ready: Ready, visit: &Visit) -> Result<(Made, Option<Work>), TurnedAway> {
        let Ready {
            admitted,
            is_trusted,
            question,
            ..
        } = ready;
        if let Some(question) = &question
            && let Some(answer) = self.responses.find(question)
        {
            return Ok((self.paid(answer, visit).await?, None));
        }
        let price = price(admitted.cost(), is_trusted);
        let taken = self.pay(price, visit).await?;
        let _turn = self.turn().await?;
        let cost = admitted.cost().clone();
        let began = Instant::now();
        let run = self
            .executor
            .execute(admitted, asker(visit, taken.as_ref()));
        let Ok(ran) = tokio::time::timeout(self.settings.query_timeout, run).await else {
            return Err(TurnedAway::new(
                StatusCode::GATEWAY_TIMEOUT,
                Code::Timeout,
                "the query took too long, ask for less at once",
            ));
        };
        let Ran {
            response,
            resting,
            work,
        } = ran;
        let used = used(&cost, &response, is_trusted);
        let spent = self.settle(taken, used, visit);
        if !response.errors.is_empty() {
            let code = code(&response);
            let body = Body::Flawed(flawed(response, visit)?, code);
            return Ok((Made { body, spent }, Some(work)));
        }
        let body = written(&response)?;
        let answer = Arc::new(Answer::new(body, used));
        if let Some(question) = question {
            self.responses.keep(question, &answer, resting, began);
        }
        let body = Body::Whole(answer);
        Ok((Made { body, spent }, Some(work)))
    }

    /// Gives an answer that was made earlier.
    pub async fn from_memory(
        &self,
        answer: Arc<Answer>,
        visit: &Visit,
    ) -> Result<Made, TurnedAway> {
        let began = Instant::now();
        let made = self.paid(answer, visit).await;
        self.metrics.answered(&Answered {
            operation: None,
            kind: OperationKind::Query,
            outcome: match &made {
                Ok(made) => made.outcome(),
                Err(away) => Outcome::Refused(away.code()),
            },
            took: began.elapsed(),
            work: None,
            bytes: made.as_ref().map_or(0, |made| made.bytes().len()),
        });
        made
    }

    async fn paid(&self, answer: Arc<Answer>, visit: &Visit) -> Result<Made, TurnedAway> {
        let taken = self.pay(LEAST, visit).await?;
        Ok(Made {
            body: Body::Whole(answer),
            spent: self.settle(taken, LEAST, visit),
        })
    }

    /// Takes the price from the caller's quota.
    pub async fn pay(&self, price: u64, visit: &Visit) -> Result<Option<Taken>, TurnedAway> {
        let taken = self.quotas.take(&visit.account, price).await;
        taken.map_err(|exhausted| self.refused(visit, &exhausted))
    }

    /// Runs a subscription that was admitted. Each event is paid for when it is sent.
    pub fn subscribe(
        &self,
        ready: Ready,
        visit: &Visit,
    ) -> (futures_util::stream::BoxStream<'static, AnyResponse>, u64) {
        let price = price(ready.admitted.cost(), ready.is_trusted);
        let events = self.executor.subscribe(ready.admitted, asker(visit, None));
        (events, price)
    }

    /// Waits for a turn, but not long: a queue that grows helps nobody.
    async fn turn(&self) -> Result<OwnedSemaphorePermit, TurnedAway> {
        let turns = Arc::clone(&self.turns);
        match tokio::time::timeout(self.settings.turn_timeout, turns.acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) | Err(_) => {
                self.metrics.shed();
                Err(TurnedAway::overloaded())
            }
        }
    }

    /// Gives back what was taken and not used.
    pub fn settle(&self, taken: Option<Taken>, used: u64, visit: &Visit) -> Spent {
        self.usage.answered(&visit.caller, used);
        Spent {
            cost: used,
            left: taken.map(|taken| self.quotas.settle(taken, used)),
        }
    }

    fn refused(&self, visit: &Visit, exhausted: &Exhausted) -> TurnedAway {
        self.usage.refused(&visit.caller);
        self.metrics.quota_refused(visit.caller.tier);
        TurnedAway::exhausted(exhausted)
    }
}

fn asker(visit: &Visit, taken: Option<&Taken>) -> Asker {
    Asker {
        caller: Arc::clone(&visit.caller),
        reader: visit.reader.clone(),
        request_id: visit.id.as_str().into(),
        quota: taken.map(|taken| taken.left),
    }
}

/// Trusted documents were looked at before they were published, and cost half.
fn price(cost: &Cost, is_trusted: bool) -> u64 {
    halved(cost.requested, is_trusted)
}

fn used(cost: &Cost, response: &AnyResponse, is_trusted: bool) -> u64 {
    let objects = objects(&response.data).saturating_sub(1);
    halved(cost.actual(objects), is_trusted)
}

fn halved(cost: u64, is_trusted: bool) -> u64 {
    match is_trusted {
        true => cost.div_ceil(2).max(LEAST),
        false => cost.max(LEAST),
    }
}

/// How many objects an answer shows, itself included.
fn objects(value: &Value) -> u64 {
    match value {
        Value::Object(fields) => fields.values().fold(1, |sum, value| sum + objects(value)),
        Value::List(items) => items.iter().map(objects).sum(),
        _ => 0,
    }
}

/// The code of an answer's first error.
fn code(response: &AnyResponse) -> Code {
    let first = response
        .errors
        .first()
        .and_then(|error| error.extensions.as_ref());
    match first.and_then(|extensions| extensions.get("code")) {
        Some(Value::String(code)) => code.parse().unwrap_or(Code::Internal),
        _ => Code::Internal,
    }
}

/// An answer with errors, as bytes: each error carries the request's id.
pub fn flawed(mut response: AnyResponse, visit: &Visit) -> Result<Vec<u8>, TurnedAway> {
    response.errors = std::mem::take(&mut response.errors)
        .into_iter()
        .map(|error| named(error, &visit.id))
        .collect();
    written(&response)
}

/// An answer as bytes.
pub fn written(response: &AnyResponse) -> Result<Vec<u8>, TurnedAway> {
    serde_json::to_vec(response).map_err(|error| {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "an answer cannot be written"
        );
        TurnedAway::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            Code::Internal,
            "something went wrong on our side",
        )
    })
}
