//! What the handlers share.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::HeaderMap;
use tokio::sync::{Semaphore, watch};

use super::address::{self, Peer};
use super::callers::Callers;
use super::client::Client;
use super::documents::Documents;
use super::languages;
use super::metrics::Metrics;
use super::quota::{Account, Quotas};
use super::refusal::TurnedAway;
use super::request_id::RequestId;
use super::response_cache::ResponseCache;
use super::usage::Usage;
use crate::config::{Access, Server};
use crate::domain::caller::Caller;
use crate::graphql::{Executor, Reader};

/// The parts that answer requests. Cheap to clone; one per process.
#[derive(Clone)]
pub struct Gateway {
    pub executor: Executor,
    pub responses: ResponseCache,
    pub settings: Arc<Server>,
    pub callers: Callers,
    pub quotas: Quotas,
    pub documents: Documents,
    pub usage: Usage,
    /// A permit for each query that may run at once.
    pub turns: Arc<Semaphore>,
    /// Told when the process is asked to end, so that what is open for long ends too.
    pub ending: Arc<watch::Sender<()>>,
    /// A permit for each subscription.
    pub streams: Arc<Semaphore>,
    /// What is told of this process in numbers.
    pub metrics: Metrics,
}

/// A request as far as its headers tell.
#[derive(Clone, Debug)]
pub struct Visit {
    pub caller: Arc<Caller>,
    pub address: IpAddr,
    pub account: Account,
    pub reader: Reader,
    pub client: Client,
    pub id: RequestId,
}

impl Gateway {
    pub fn new(
        executor: Executor,
        responses: ResponseCache,
        settings: Server,
        access: &Access,
    ) -> Result<Self, redis::RedisError> {
        let graph = executor.graph();
        Ok(Gateway {
            callers: Callers::new(graph.db.clone(), graph.clock),
            quotas: Quotas::new(access)?,
            documents: Documents::new(graph.db.clone(), access),
            usage: Usage::default(),
            turns: Arc::new(Semaphore::new(settings.queries as usize)),
            ending: Arc::new(watch::Sender::new(())),
            streams: Arc::new(Semaphore::new(settings.subscriptions as usize)),
            settings: Arc::new(settings),
            metrics: Metrics::default(),
            executor,
            responses,
        })
    }

    /// Who comes, in which languages they read, and whose quota they use.
    pub async fn visit(
        &self,
        headers: &HeaderMap,
        peer: Option<Peer>,
        id: &RequestId,
    ) -> Result<Visit, TurnedAway> {
        let address = address::of(peer, headers, &self.settings.trusted_proxies);
        let caller = match self.callers.of(headers).await {
            Ok(caller) => caller,
            Err(away) => return Err(Box::pin(self.guessing(address, away)).await),
        };
        Ok(Visit {
            account: Account::of(&caller, address),
            address,
            caller,
            reader: Reader::new(languages::accepted(headers)),
            client: Client::of(headers),
            id: id.clone(),
        })
    }

    /// A key that is none is paid for by the address it comes from, so that guessing ends soon.
    async fn guessing(&self, address: IpAddr, away: TurnedAway) -> TurnedAway {
        const PRICE: u64 = 100;
        let account = Account::of(&Caller::anonymous(), address);
        match self.quotas.take(&account, PRICE).await {
            Ok(_) => away,
            Err(exhausted) => TurnedAway::exhausted(&exhausted),
        }
    }
}
