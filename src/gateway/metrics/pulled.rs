//! What the parts of the process know of themselves, read when somebody asks.

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::text::encode_registry;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::labels::{OfCache, OfPool, OfRelation};
use crate::gateway::state::Gateway;
use crate::graphql::{Graph, schema_version};
use crate::store::change;

/// How long the database may take to tell its newest change.
const PATIENCE: Duration = Duration::from_secs(1);

/// Adds everything to the text, in the form of OpenMetrics without its end.
pub async fn encode(gateway: &Gateway, text: &mut String) -> fmt::Result {
    let graph = gateway.executor.graph();
    let latest = tokio::time::timeout(PATIENCE, change::latest(graph.db.feed())).await;
    let mut registry = Registry::with_prefix("caregraph");
    let build = Info::new([
        ("version", env!("CARGO_PKG_VERSION")),
        ("schema", schema_version()),
    ]);
    registry.register("build", "What is running", build);
    database(graph, &mut registry);
    relations(graph, &mut registry);
    caches(gateway, &mut registry);
    staleness(graph, latest.ok().and_then(Result::ok), &mut registry);
    index(graph, &mut registry);
    let help = "Times that Redis did not answer and this process counted quotas alone";
    let fallbacks: Counter = counted(gateway.quotas.fallbacks());
    registry.register("redis_fallbacks", help, fallbacks);
    encode_registry(text, &registry)
}

fn database(graph: &Graph, registry: &mut Registry) {
    let statements: Counter = counted(graph.db.statements());
    let help = "SQL statements that have run; looking for changes is not counted";
    registry.register("database_statements", help, statements);
    let connections = Family::<OfPool, Gauge>::default();
    let idle = Family::<OfPool, Gauge>::default();
    for pool in graph.db.pools() {
        let of = OfPool { pool: pool.name };
        connections
            .get_or_create(&of)
            .set(i64::from(pool.connections));
        idle.get_or_create(&of).set(whole(pool.idle as u64));
    }
    let help = "Connections to the database, by what they are for";
    registry.register("database_connections", help, connections);
    let help = "Connections to the database that nobody uses";
    registry.register("database_connections_idle", help, idle);
}

fn relations(graph: &Graph, registry: &mut Registry) {
    let hits = Family::<OfRelation, Counter>::default();
    let misses = Family::<OfRelation, Counter>::default();
    let entries = Family::<OfRelation, Gauge>::default();
    let weight = Family::<OfRelation, Gauge>::default();
    for (relation, stats) in graph.relations.stats() {
        let of = OfRelation { relation };
        hits.get_or_create(&of).inc_by(stats.hits);
        misses.get_or_create(&of).inc_by(stats.misses);
        entries.get_or_create(&of).set(whole(stats.entries));
        weight.get_or_create(&of).set(whole(stats.weight));
    }
    let help = "Reads that memory answered, by relation";
    registry.register("relation_cache_hits", help, hits);
    let help = "Reads that memory did not answer, by relation";
    registry.register("relation_cache_misses", help, misses);
    let help = "Answers in memory, by relation";
    registry.register("relation_cache_entries", help, entries);
    let help = "Estimated bytes in memory, by relation; an entry of a small table counts as one";
    registry.register("relation_cache_weight", help, weight);
}

fn caches(gateway: &Gateway, registry: &mut Registry) {
    let hits = Family::<OfCache, Counter>::default();
    let misses = Family::<OfCache, Counter>::default();
    let entries = Family::<OfCache, Gauge>::default();
    let bytes = Family::<OfCache, Gauge>::default();
    let documents = gateway.executor.document_stats();
    let responses = gateway.responses.stats();
    for (cache, numbers) in [
        (
            "document",
            [
                documents.hits,
                documents.misses,
                documents.documents,
                documents.bytes,
            ],
        ),
        (
            "response",
            [
                responses.hits,
                responses.misses,
                responses.entries,
                responses.bytes,
            ],
        ),
    ] {
        let of = OfCache { cache };
        let [hit, missed, kept, weighed] = numbers;
        hits.get_or_create(&of).inc_by(hit);
        misses.get_or_create(&of).inc_by(missed);
        entries.get_or_create(&of).set(whole(kept));
        bytes.get_or_create(&of).set(whole(weighed));
    }
    let help = "Documents and whole answers that memory had, by cache";
    registry.register("cache_hits", help, hits);
    let help = "Documents and whole answers that memory did not have, by cache";
    registry.register("cache_misses", help, misses);
    let help = "Documents and whole answers in memory, by cache";
    registry.register("cache_entries", help, entries);
    let help = "Estimated size in memory, by cache";
    registry.register_with_unit("cache", help, Unit::Bytes, bytes);
}

/// `latest` is nothing where the database does not say.
fn staleness(graph: &Graph, latest: Option<i64>, registry: &mut Registry) {
    let applied: Gauge = Gauge::default();
    applied.set(graph.applied.seq());
    let help = "The last change that copies in memory know of";
    registry.register("change_applied", help, applied);
    if let Some(seq) = latest {
        let latest: Gauge = Gauge::default();
        latest.set(seq);
        let help = "The last change in the database; absent while it does not answer";
        registry.register("change_latest", help, latest);
    }
    if let Some(age) = graph.applied.age() {
        let confirmed = Gauge::<f64, AtomicU64>::default();
        confirmed.set(age.as_secs_f64());
        let help = "Time since it was last certain that no change is unseen";
        registry.register_with_unit("change_confirmed_age", help, Unit::Seconds, confirmed);
    }
    let used: Gauge = Gauge::default();
    used.set(i64::from(graph.applied.is_certain()));
    let help = "Whether copies in memory are served: 1, or 0 while changes cannot be seen";
    registry.register("memory_used", help, used);
}

fn index(graph: &Graph, registry: &mut Registry) {
    // Absent while the index is being built.
    let Some(size) = graph.search.size() else {
        return;
    };
    for (name, help, value) in [
        ("index_seq", "The last change that searches see", size.seq),
        (
            "index_documents",
            "Documents of the search index",
            whole(size.documents),
        ),
        (
            "index_segments",
            "Segments of the search index",
            whole(size.segments as u64),
        ),
    ] {
        let gauge: Gauge = Gauge::default();
        gauge.set(value);
        registry.register(name, help, gauge);
    }
}

fn counted(number: u64) -> Counter {
    let counter = Counter::default();
    counter.inc_by(number);
    counter
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
