//! What happens when writes, failures and departures come in the middle of a read.
//!
//! The reads here stop at a gate, so that each order of events is made, not hoped for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::batch::{Batch, LoadError, Room};
use super::relation::Relation;
use crate::domain::{Action, NodeKind};
use crate::feed::{Applied, Change, Depends};
use crate::store::connect::IfMissing;
use crate::store::{Database, StoreError};

/// A table of one number, and a gate before each answer.
struct Gate {
    stored: AtomicI64,
    /// Statements that have read, whether they have answered or not.
    entered: Semaphore,
    /// Statements that may answer.
    open: Semaphore,
    statements: AtomicU64,
    does: Mutex<fn() -> Result<(), StoreError>>,
}

static GATES: LazyLock<Mutex<Vec<Arc<Gate>>>> = LazyLock::new(Mutex::default);

/// Values that are alive; each is counted when it is made and when it is dropped.
static ALIVE: AtomicUsize = AtomicUsize::new(0);

#[derive(Debug)]
struct Counted(i64);

impl Counted {
    fn new(value: i64) -> Self {
        ALIVE.fetch_add(1, Ordering::Relaxed);
        Counted(value)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Gated;

impl Batch for Gated {
    /// The gate, and a row that has the table's number.
    type Key = (usize, i64);
    type Value = Counted;

    const ROOM: Room = Room::Share(1_000);

    fn depends((_, row): &Self::Key, _: Option<&Counted>) -> Vec<Depends> {
        vec![Depends::On(NodeKind::Doctor, *row)]
    }

    async fn read(
        _: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Counted>, StoreError> {
        let gate = Arc::clone(&GATES.lock().unwrap()[keys[0].0]);
        gate.statements.fetch_add(1, Ordering::Relaxed);
        let value = gate.stored.load(Ordering::SeqCst);
        gate.entered.add_permits(1);
        gate.open.acquire().await.unwrap().forget();
        let does = *gate.does.lock().unwrap();
        does()?;
        // Row 0 is not there.
        let rows = keys.iter().filter(|(_, row)| *row != 0);
        Ok(rows.map(|key| (*key, Counted::new(value))).collect())
    }
}

/// A read with its gate, in a process of its own.
struct Process {
    number: usize,
    gate: Arc<Gate>,
    applied: Applied,
    relation: Arc<Relation<Gated>>,
    _folder: tempfile::TempDir,
}

/// A database that no read here asks.
async fn a_database() -> (Database, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let db = Database::open(&url, IfMissing::Create).await.unwrap();
    (db, folder)
}

impl Process {
    async fn new(cache_bytes: u64) -> Self {
        let gate = Arc::new(Gate {
            stored: AtomicI64::new(1),
            entered: Semaphore::new(0),
            open: Semaphore::new(0),
            statements: AtomicU64::new(0),
            does: Mutex::new(|| Ok(())),
        });
        let number = {
            let mut gates = GATES.lock().unwrap();
            gates.push(Arc::clone(&gate));
            gates.len() - 1
        };
        let (db, folder) = a_database().await;
        let applied = Applied::new(0, Duration::from_secs(3_600));
        applied.confirm(Instant::now());
        Process {
            number,
            gate,
            relation: Arc::new(Relation::new(&db, &applied, cache_bytes, true)),
            applied,
            _folder: folder,
        }
    }

    /// One request that loads one row.
    async fn load(&self, row: i64) -> Result<Option<i64>, LoadError> {
        load(Arc::clone(&self.relation), (self.number, row)).await
    }

    fn spawn(&self, row: i64) -> tokio::task::JoinHandle<Result<Option<i64>, LoadError>> {
        tokio::spawn(load(Arc::clone(&self.relation), (self.number, row)))
    }

    /// Waits until a statement has read.
    async fn entered(&self) {
        self.gate.entered.acquire().await.unwrap().forget();
    }

    /// One statement after another, until a further one has to wait.
    async fn as_many_as_may_run(
        &self,
    ) -> [tokio::task::JoinHandle<Result<Option<i64>, LoadError>>; 2] {
        let first = self.spawn(1);
        self.entered().await;
        let second = self.spawn(2);
        self.entered().await;
        [first, second]
    }

    fn open(&self, statements: usize) {
        self.gate.open.add_permits(statements);
    }

    /// Writes the number, and lets the process know.
    fn write(&self, value: i64, row: i64) {
        self.gate.stored.store(value, Ordering::SeqCst);
        self.applied.apply(&[Change {
            seq: self.applied.seq() + 1,
            kind: NodeKind::Doctor,
            action: Action::Updated,
            ids: vec![row],
            at: chrono::DateTime::UNIX_EPOCH,
        }]);
    }

    fn statements(&self) -> u64 {
        self.gate.statements.load(Ordering::Relaxed)
    }
}

async fn load(relation: Arc<Relation<Gated>>, key: (usize, i64)) -> Result<Option<i64>, LoadError> {
    let entry = match relation.kept(&key) {
        Some(entry) => entry,
        None => Arc::clone(&relation.load(&[key]).await.answers?[&key]),
    };
    Ok(entry.value.as_ref().map(|value| value.0))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_in_the_middle_of_a_fill_leaves_nothing_old_behind() {
    let process = Process::new(1 << 20).await;
    let first = process.spawn(7);
    process.entered().await;
    // The statement has read the old number and not answered yet.
    process.write(2, 7);
    process.open(1);
    assert_eq!(first.await.unwrap().unwrap(), Some(1), "it began before");
    process.open(1);
    assert_eq!(process.load(7).await.unwrap(), Some(2), "it is not kept");
    assert_eq!(process.load(7).await.unwrap(), Some(2));
    assert_eq!(process.statements(), 2, "the newer answer is");
    process.write(3, 8);
    assert_eq!(process.load(7).await.unwrap(), Some(2));
    assert_eq!(
        process.statements(),
        2,
        "another row's write changes nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_kept_until_it_may_be() {
    let process = Process::new(1 << 20).await;
    process.open(10);
    assert_eq!(process.load(0).await.unwrap(), None);
    assert_eq!(process.load(0).await.unwrap(), None);
    assert_eq!(process.statements(), 1);
    process.write(1, 0);
    assert_eq!(process.load(0).await.unwrap(), None);
    assert_eq!(process.statements(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_never_joins_a_statement_that_began_before_it_was_asked_for() {
    let process = Process::new(0).await;
    let before = process.spawn(7);
    process.entered().await;
    process.write(2, 7);
    let after = process.spawn(7);
    process.entered().await;
    process.open(2);
    assert_eq!(before.await.unwrap().unwrap(), Some(1));
    assert_eq!(after.await.unwrap().unwrap(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_wait_share_one_statement() {
    let process = Process::new(0).await;
    let running = process.as_many_as_may_run().await;
    let waiting: Vec<_> = (0..50).map(|n| process.spawn(3 + n % 5)).collect();
    while process.relation.waiting() < 50 {
        tokio::task::yield_now().await;
    }
    assert_eq!(process.statements(), 2, "nothing more has begun");
    process.write(2, 3);
    process.open(3);
    for load in running {
        assert_eq!(load.await.unwrap().unwrap(), Some(1));
    }
    for load in waiting {
        assert_eq!(load.await.unwrap().unwrap(), Some(2), "it began after");
    }
    assert_eq!(process.statements(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn requests_that_are_ready_share_the_first_statement() {
    let process = Process::new(0).await;
    process.open(50);
    let (relation, number) = (Arc::clone(&process.relation), process.number);
    // Spawned on the worker itself, so that all of them are ready before any runs.
    let loads = tokio::spawn(async move {
        let loads = (0..50).map(|n| tokio::spawn(load(Arc::clone(&relation), (number, 1 + n % 5))));
        loads.collect::<Vec<_>>()
    });
    for load in loads.await.unwrap() {
        assert_eq!(load.await.unwrap().unwrap(), Some(1));
    }
    // The turn ends early where the runtime looks at its timers in the middle of it.
    assert!(process.statements() <= 2, "{}", process.statements());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_given_up_takes_nobody_with_it() {
    let process = Process::new(0).await;
    let running = process.as_many_as_may_run().await;
    let (gives_up, waits) = (process.spawn(3), process.spawn(3));
    while process.relation.waiting() < 2 {
        tokio::task::yield_now().await;
    }
    for load in running.iter().chain([&gives_up]) {
        load.abort();
    }
    process.open(3);
    assert_eq!(waits.await.unwrap().unwrap(), Some(1));
    assert!(gives_up.await.unwrap_err().is_cancelled());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_fails_or_panics_fails_its_own_keys_only() {
    let process = Process::new(1 << 20).await;
    let failures: [fn() -> Result<(), StoreError>; 2] = [
        || Err(StoreError::Corrupt("a number")),
        || panic!("a defect in a read"),
    ];
    for does in failures {
        *process.gate.does.lock().unwrap() = does;
        process.open(1);
        let error = process.load(1).await.unwrap_err();
        assert!(!error.is_passing(), "{error}");
        *process.gate.does.lock().unwrap() = || Ok(());
        process.open(1);
        assert_eq!(process.load(2).await.unwrap(), Some(1));
        process.open(1);
        assert_eq!(process.load(1).await.unwrap(), Some(1), "nothing was kept");
        process.write(1, 1);
        process.write(1, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_from_memory_is_served_while_changes_are_not_seen() {
    let process = Process::new(1 << 20).await;
    let blind = Applied::new(0, Duration::from_millis(1));
    let (db, _folder) = a_database().await;
    let relation = Arc::new(Relation::<Gated>::new(&db, &blind, 1 << 20, true));
    process.open(10);
    for _ in 0..2 {
        load(Arc::clone(&relation), (process.number, 7))
            .await
            .unwrap();
    }
    assert_eq!(process.statements(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_loads_leave_nothing_but_what_is_kept() {
    const LOADS: i64 = 100_000;
    let before = ALIVE.load(Ordering::Relaxed);
    let bytes = 1 << 18;
    let process = Process::new(bytes).await;
    process.open(usize::try_from(LOADS).unwrap());
    for row in 1..=LOADS {
        process.load(row).await.unwrap();
    }
    let stats = process.relation.cache.as_ref().unwrap().stats();
    assert!(stats.weight <= bytes, "{stats:?}");
    assert!(stats.entries > 100, "{stats:?}");
    assert_eq!(process.relation.waiting(), 0);
    // A statement's task tells its answer first and ends then, maybe on another thread.
    let ended = async {
        while Arc::strong_count(&process.relation) > 1 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), ended)
        .await
        .expect("a task holds on to the relation");
    drop(process.relation);
    // Other tests of this file keep some dozens.
    let left = ALIVE.load(Ordering::Relaxed).saturating_sub(before);
    assert!(left < 200, "{left} values are alive");
}
