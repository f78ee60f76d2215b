//! Random writes and random reads through every cache at once: no read may be older than the bound.
//!
//! Each fact has a history of values with the moments between which its write was committed. A
//! read that began at a moment may give any value that was true from the bound before it on.
//! `CAREGRAPH_TEST_CHECK_SECONDS` says how long; a run of a minute is the proof, the short one of
//! every test run a guard.

mod histories;
mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use caregraph::config::Caches;
use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use self::histories::{Fact, Histories};
use self::writer::Own;
use crate::app::{Served, TestApp};
use crate::engine::{is_shared, setting};
use crate::seed::{self, Dice};

/// The bound on what a search finds.
const SEARCH_BOUND: Duration = Duration::from_secs(1);

/// In the short run beside all other tests, without optimisation, the index is written when the
/// machine comes to it. A proof is held to the bound that is stated.
const SEARCH_BOUND_OF_A_GUARD: Duration = Duration::from_secs(4);

/// Writers; each has doctors and a clinic of its own, so that each fact has one writer.
const WRITERS: usize = 4;

const DOCTORS_EACH: usize = 12;

fn slug_of_doctor(writer: usize, doctor: usize) -> String {
    format!("doctor-{writer}-{doctor}")
}

fn slug_of_clinic(writer: usize, clinic: usize) -> String {
    format!("clinic-{writer}-{clinic}")
}

/// Where a writer's clinics are: far enough from the others'.
fn spot(writer: usize) -> (f64, f64) {
    let writer = f64::from(u8::try_from(writer).unwrap());
    (10.0 + 10.0 * writer, 90.0)
}

fn index(writer: usize, doctor: usize) -> usize {
    writer * DOCTORS_EACH + doctor
}

/// Reads one random fact through a gateway, and judges it.
async fn read(gateway: &Served, dice: &mut Dice, told: &Histories, name: &str) {
    let writer = usize::try_from(dice.below(WRITERS as u64)).unwrap();
    let doctor = usize::try_from(dice.below(DOCTORS_EACH as u64)).unwrap();
    let at = index(writer, doctor);
    let slug = slug_of_doctor(writer, doctor);
    let one = |fields: &str| format!("{{ doctor(by: {{ slug: \"{slug}\" }}) {{ {fields} }} }}");
    let (latitude, longitude) = spot(writer);
    let near = format!(
        "near: {{ at: {{ point: {{ latitude: {latitude}, longitude: {longitude} }} }}, withinKm: 5 }}"
    );
    let (fact, query, pointer) = match dice.below(7) {
        0 => (
            Fact::NameOfDoctor(at),
            one("name { display }"),
            "/doctor/name/display",
        ),
        1 => (
            Fact::StateOfDoctor(at),
            one("status { state }"),
            "/doctor/status/state",
        ),
        2 => (
            Fact::ClinicsOfDoctor(at),
            one("clinics { nodes { slug } }"),
            "/doctor/clinics/nodes",
        ),
        3 => (
            Fact::ClinicsOfDoctor(at),
            one("roles { nodes { clinic { slug } } }"),
            "/doctor/roles/nodes",
        ),
        4 => (
            Fact::NameOfClinic(writer),
            format!(
                "{{ clinic(by: {{ slug: \"{}\" }}) {{ name }} }}",
                slug_of_clinic(writer, 0)
            ),
            "/clinic/name",
        ),
        5 => (
            Fact::DoctorsNear(writer),
            format!("{{ doctors({near}, first: 1) {{ totalCount }} }}"),
            "/doctors/totalCount",
        ),
        // The name through a search: the row is as fresh as any, whatever the index knows.
        _ => (
            Fact::NameOfClinic(writer),
            format!("{{ clinics({near}, first: 2) {{ nodes {{ slug name }} }} }}"),
            "/clinics/nodes",
        ),
    };
    let began = Instant::now();
    let reply = gateway.query(&query).await;
    let found = reply
        .data()
        .pointer(pointer)
        .unwrap_or_else(|| panic!("{query}: {:#}", reply.body));
    let first_clinic = slug_of_clinic(writer, 0);
    let found = match found {
        Json::Array(nodes) if pointer == "/clinics/nodes" => nodes
            .iter()
            .find(|node| node["slug"] == json!(first_clinic))
            .map(|node| node["name"].clone())
            .unwrap_or_default(),
        Json::Array(nodes) => {
            let mut slugs: Vec<&str> = nodes
                .iter()
                .map(|node| node["slug"].as_str().or(node["clinic"]["slug"].as_str()))
                .map(Option::unwrap)
                .collect();
            slugs.sort_unstable();
            json!(slugs)
        }
        found => found.clone(),
    };
    told.judge(fact, &found, began, name);
    told.reads.fetch_add(1, Ordering::Relaxed);
    if reply.statements == 0 {
        told.from_memory.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_read_is_older_than_the_bound() {
    let proof: Option<u64> = setting("CAREGRAPH_TEST_CHECK_SECONDS")
        .map(|text| text.parse().expect("a number of seconds"));
    let seconds = proof.unwrap_or(6);
    let search_bound = match proof {
        Some(_) => SEARCH_BOUND,
        None => SEARCH_BOUND_OF_A_GUARD,
    };
    let app = TestApp::empty_with(Caches::default()).await;
    let told = Arc::new(Histories::new(search_bound));
    let source = seed::a_source(&app.db).await;
    let mut owned = Vec::new();
    for number in 0..WRITERS {
        owned.push(Own::set_up(&app.db, number, source, &told).await);
    }
    // Two gateways need a database that two processes share.
    let others = match is_shared() {
        true => vec![app.and_another(Caches::default()).await],
        false => Vec::new(),
    };
    let db = app.db.clone();
    let mut gateways = vec![app.keep_up()];
    gateways.extend(others.into_iter().map(TestApp::keep_up));
    let gateways: Vec<Arc<Served>> = gateways.into_iter().map(Arc::new).collect();
    // What was set up is seen by all before anybody judges.
    tokio::time::sleep(SEARCH_BOUND * 2).await;

    let over = Arc::new(AtomicBool::new(false));
    let writers = owned.into_iter().map(|mut own| {
        let (db, told, over) = (db.clone(), Arc::clone(&told), Arc::clone(&over));
        tokio::spawn(async move {
            let mut dice = Dice::new(own.number as u64 + 1);
            while !over.load(Ordering::Relaxed) {
                own.write(&db, &mut dice, &told).await;
                tokio::time::sleep(Duration::from_millis(dice.below(20))).await;
            }
        })
    });
    let readers = gateways.iter().enumerate().flat_map(|(number, gateway)| {
        let (told, over) = (&told, &over);
        (0..3).map(move |reader| {
            let (gateway, told, over) = (Arc::clone(gateway), Arc::clone(told), Arc::clone(over));
            tokio::spawn(async move {
                let mut dice = Dice::new(100 + 10 * number as u64 + reader);
                let name = format!("gateway {number}");
                while !over.load(Ordering::Relaxed) {
                    read(&gateway, &mut dice, &told, &name).await;
                    tokio::time::sleep(Duration::from_millis(dice.below(6))).await;
                }
            })
        })
    });
    let tasks: Vec<_> = writers.chain(readers).collect();
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    over.store(true, Ordering::Relaxed);
    for task in join_all(tasks).await {
        task.unwrap();
    }

    let (writes, reads) = (
        told.writes.load(Ordering::Relaxed),
        told.reads.load(Ordering::Relaxed),
    );
    let from_memory = told.from_memory.load(Ordering::Relaxed);
    let ms = |oldest: &AtomicU64| Duration::from_micros(oldest.load(Ordering::Relaxed));
    println!(
        "{writes} writes, {reads} reads, {from_memory} of them without a statement; \
         the oldest row was {:?} old, the oldest search {:?}",
        ms(&told.oldest_row_us),
        ms(&told.oldest_found_us),
    );
    let violations = told.violations.lock().unwrap();
    assert!(
        violations.is_empty(),
        "{} of {reads} reads: {}",
        violations.len(),
        violations[..violations.len().min(10)].join("\n")
    );
    assert!(writes >= seconds * 20, "{writes} writes prove little");
    assert!(
        from_memory > reads / 10,
        "{from_memory} of {reads} reads from memory prove little"
    );
}
