//! What is counted while requests are answered.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::text::encode_registry;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::labels::{
    CloseCode, OfClose, OfOperation, OfRequest, OfTier, OperationKind, Operations,
};
use crate::domain::caller::Tier;
use crate::graphql::Work;
use crate::graphql::document::Code;

/// Seconds: from an answer out of memory to one that is given up.
const DURATIONS: [f64; 14] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0,
];

/// Batches and statements of one request.
const COUNTS: [f64; 8] = [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];

/// Counts what the gateway does. Cheap to clone; one per process.
///
/// To count an answer costs a few lookups in small tables and no allocation once its operation is
/// known: some hundred nanoseconds.
#[derive(Clone)]
pub struct Metrics(Arc<Recorded>);

struct Recorded {
    registry: Registry,
    operations: Operations,
    requests: Family<OfRequest, Counter>,
    durations: Family<OfOperation, Histogram>,
    batches: Family<OfOperation, Histogram>,
    statements: Family<OfOperation, Histogram>,
    bytes: Counter,
    quota_refusals: Family<OfTier, Counter>,
    connections: Gauge,
    subscriptions: Gauge,
    closes: Family<OfClose, Counter>,
    shed: Counter,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer without errors.
    Answered,
    /// Nothing ran.
    Refused(Code),
    /// It ran, and the answer carries errors: the code of the first.
    Failed(Code),
}

/// A request that is done with.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// The operation's name, if its document is a trusted one. Others have none: their names are
    /// the callers' words.
    pub operation: Option<&'a str>,
    pub kind: OperationKind,
    pub outcome: Outcome,
    /// From the request's last byte to the answer's first.
    pub took: Duration,
    /// What it took of the database; `None` where nothing ran.
    pub work: Option<Work>,
    /// Bytes of the answer's body, before compression.
    pub bytes: usize,
}

/// Something that is open until this is dropped.
#[must_use = "it counts as open until it is dropped"]
#[derive(Debug)]
pub struct Open(Gauge);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    /// A request was answered or refused.
    pub fn answered(&self, answered: &Answered<'_>) {
        let recorded = &self.0;
        let operation = recorded.operations.label(answered.operation);
        let (outcome, code) = match answered.outcome {
            Outcome::Answered => ("ok", ""),
            Outcome::Refused(code) => ("refused", code.as_str()),
            Outcome::Failed(code) => ("error", code.as_str()),
        };
        let of = OfOperation { operation };
        let durations = recorded.durations.get_or_create(&of);
        durations.observe(answered.took.as_secs_f64());
        drop(durations);
        if let Some(work) = answered.work {
            observe(&recorded.batches, &of, work.batches);
            observe(&recorded.statements, &of, work.statements);
        }
        let request = OfRequest {
            operation: of.operation,
            kind: answered.kind.into(),
            outcome,
            code,
        };
        recorded.requests.get_or_create(&request).inc();
        recorded.bytes.inc_by(answered.bytes as u64);
    }

    /// A caller had used up what the tier may use.
    pub fn quota_refused(&self, tier: Tier) {
        let tier = tier.into();
        self.0.quota_refusals.get_or_create(&OfTier { tier }).inc();
    }

    /// A connection was taken; keep what comes back as long as it is open.
    pub fn connection(&self) -> Open {
        opened(&self.0.connections)
    }

    /// A subscription began; keep what comes back as long as it runs.
    pub fn subscription(&self) -> Open {
        opened(&self.0.subscriptions)
    }

    /// A WebSocket was closed, by us or by the other side.
    pub fn socket_closed(&self, code: u16) {
        let code = CloseCode::from(code);
        self.0.closes.get_or_create(&OfClose { code }).inc();
    }

    /// A request was turned away because too many were running.
    pub fn shed(&self) {
        self.0.shed.inc();
    }

    /// Everything that was counted, in the text form of OpenMetrics without its end.
    pub(super) fn encode(&self, text: &mut String) -> fmt::Result {
        encode_registry(text, &self.0.registry)
    }
}

fn observe(family: &Family<OfOperation, Histogram>, of: &OfOperation, count: u64) {
    // More than this are all the same to a histogram.
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    family.get_or_create(of).observe(f64::from(count));
}

fn opened(gauge: &Gauge) -> Open {
    gauge.inc();
    Open(gauge.clone())
}

impl Default for Metrics {
    /// With everything at zero.
    fn default() -> Self {
        let mut registry = Registry::with_prefix("caregraph");
        let requests = Family::default();
        registry.register("requests", "Requests that were answered or refused", {
            Family::clone(&requests)
        });
        let durations = Family::new_with_constructor(seconds as fn() -> Histogram);
        registry.register_with_unit(
            "request_duration",
            "How long requests took",
            Unit::Seconds,
            durations.clone(),
        );
        let batches = Family::new_with_constructor(counts as fn() -> Histogram);
        registry.register(
            "request_batches",
            "Batches of keys that requests sent to the database",
            batches.clone(),
        );
        let statements = Family::new_with_constructor(counts as fn() -> Histogram);
        registry.register(
            "request_statements",
            "SQL statements that ran while requests were answered, caused or joined: one that \
             several requests share counts for each of them, one that memory saved for none",
            statements.clone(),
        );
        let bytes = Counter::default();
        registry.register_with_unit(
            "response",
            "Bodies of answers, before compression",
            Unit::Bytes,
            bytes.clone(),
        );
        let quota_refusals = Family::default();
        registry.register(
            "quota_refusals",
            "Requests of callers who had used up their quota",
            Family::clone(&quota_refusals),
        );
        let connections = Gauge::default();
        registry.register("connections_open", "Open connections", connections.clone());
        let subscriptions = Gauge::default();
        registry.register(
            "subscriptions_open",
            "Running subscriptions",
            subscriptions.clone(),
        );
        let closes = Family::default();
        registry.register(
            "websocket_closes",
            "WebSockets that were closed, by code",
            Family::clone(&closes),
        );
        let shed = Counter::default();
        registry.register(
            "shed_requests",
            "Requests turned away because too many were running",
            shed.clone(),
        );
        Metrics(Arc::new(Recorded {
            registry,
            operations: Operations::default(),
            requests,
            durations,
            batches,
            statements,
            bytes,
            quota_refusals,
            connections,
            subscriptions,
            closes,
            shed,
        }))
    }
}

fn seconds() -> Histogram {
    Histogram::new(DURATIONS)
}

fn counts() -> Histogram {
    Histogram::new(COUNTS)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::super::labels::MOST_OPERATIONS;
    use super::*;

    fn answered(operation: Option<&str>) -> Answered<'_> {
        Answered {
            operation,
            kind: OperationKind::Query,
            outcome: Outcome::Answered,
            took: Duration::from_millis(3),
            work: Some(Work {
                batches: 2,
                statements: 3,
            }),
            bytes: 100,
        }
    }

    fn text(metrics: &Metrics) -> String {
        let mut text = String::new();
        metrics.encode(&mut text).unwrap();
        text
    }

    #[test]
    fn every_number_is_told_as_it_was_counted() {
        let metrics = Metrics::default();
        metrics.answered(&answered(Some("NearMe")));
        metrics.answered(&answered(None));
        metrics.answered(&Answered {
            kind: OperationKind::Unread,
            outcome: Outcome::Refused(Code::GraphqlParseFailed),
            work: None,
            ..answered(None)
        });
        metrics.answered(&Answered {
            kind: OperationKind::Mutation,
            outcome: Outcome::Failed(Code::Internal),
            took: Duration::from_secs(60),
            ..answered(None)
        });
        metrics.quota_refused(Tier::Anonymous);
        let (one, two) = (metrics.connection(), metrics.connection());
        drop(one);
        let streaming = metrics.subscription();
        for code in [1000, 4409, 4409, 4999, 77] {
            metrics.socket_closed(code);
        }
        metrics.shed();
        let told = text(&metrics);
        for line in [
            r#"requests_total{operation="NearMe",kind="query",outcome="ok",code=""} 1"#,
            r#"requests_total{operation="other",kind="query",outcome="ok",code=""} 1"#,
            r#"requests_total{operation="other",kind="unread",outcome="refused",code="GRAPHQL_PARSE_FAILED"} 1"#,
            r#"requests_total{operation="other",kind="mutation",outcome="error",code="INTERNAL"} 1"#,
            r#"request_duration_seconds_bucket{le="0.0025",operation="NearMe"} 0"#,
            r#"request_duration_seconds_bucket{le="0.005",operation="NearMe"} 1"#,
            r#"request_duration_seconds_bucket{le="30.0",operation="other"} 2"#,
            r#"request_duration_seconds_count{operation="other"} 3"#,
            r#"request_batches_sum{operation="other"} 4.0"#,
            r#"request_batches_count{operation="other"} 2"#,
            r#"request_statements_bucket{le="2.0",operation="NearMe"} 0"#,
            r#"request_statements_bucket{le="4.0",operation="NearMe"} 1"#,
            r#"request_statements_sum{operation="other"} 6.0"#,
            r#"request_statements_count{operation="other"} 2"#,
            "response_bytes_total 400",
            r#"quota_refusals_total{tier="ANONYMOUS"} 1"#,
            "connections_open 1",
            "subscriptions_open 1",
            r#"websocket_closes_total{code="1000"} 1"#,
            r#"websocket_closes_total{code="4409"} 2"#,
            r#"websocket_closes_total{code="other"} 2"#,
            "shed_requests_total 1",
        ] {
            let line = format!("caregraph_{line}");
            assert!(told.lines().any(|told| told == line), "{line}\n{told}");
        }
        drop((two, streaming));
        let told = text(&metrics);
        assert!(told.contains("caregraph_connections_open 0\n"));
        assert!(told.contains("caregraph_subscriptions_open 0\n"));
    }

    #[test]
    fn no_caller_makes_the_labels_grow_without_end() {
        let metrics = Metrics::default();
        for number in 0..MOST_OPERATIONS * 3 {
            metrics.answered(&answered(Some(&format!("Operation{number}"))));
        }
        for code in 0..=u16::MAX {
            metrics.socket_closed(code);
        }
        let told = text(&metrics);
        let count = |start: &str| told.lines().filter(|line| line.starts_with(start)).count();
        assert_eq!(count("caregraph_requests_total{"), MOST_OPERATIONS + 1);
        let rest = format!(
            r#"caregraph_requests_total{{operation="other",kind="query",outcome="ok",code=""}} {}"#,
            MOST_OPERATIONS * 2
        );
        assert!(told.contains(&rest));
        assert_eq!(count("caregraph_websocket_closes_total{"), 20);
    }

    #[test]
    fn counting_an_answer_costs_little() {
        let metrics = Metrics::default();
        metrics.answered(&answered(Some("NearMe")));
        let began = Instant::now();
        for _ in 0..20_000 {
            metrics.answered(&answered(Some("NearMe")));
        }
        let each = began.elapsed() / 20_000;
        println!("{each:?} each");
        // Without optimisation, beside other tests; a release build takes a tenth of a microsecond
        // a lookup.
        assert!(each < Duration::from_micros(50), "{each:?}");
    }
}
