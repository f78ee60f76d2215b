//! Random writes and random reads through every cache at once: no read may be older than the bound.
//!
//! Each fact has a history of values with the moments between which its write was committed. A
//! read that began at a moment may give any value that was true from the bound before it on.
//! `CAREGRAPH_TEST_CHECK_SECONDS` says how long; a run of a minute is the proof, the short one of
//! every test run a guard.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use caregraph::config::Caches;
use caregraph::domain::{NodeKind, RecordState};
use caregraph::feed::ROWS_BOUND;
use caregraph::store::change::{self, Changes};
use caregraph::store::entity::{clinic, doctor, role};
use caregraph::store::id::{ClinicId, DoctorId, Id, SourceId};
use caregraph::store::upsert::upsert;
use caregraph::store::{Database, Text, role as roles};
use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use crate::app::{Served, TestApp, now};
use crate::engine::{is_shared, setting};
use crate::seed::{self, Dice};

/// The bound on what a search finds.
const SEARCH_BOUND: Duration = Duration::from_secs(1);

/// In the short run beside all other tests, without optimisation, the index is written when the
/// machine comes to it. A proof is held to the bound that is stated.
const SEARCH_BOUND_OF_A_GUARD: Duration = Duration::from_secs(4);

/// Writers; each has doctors and a clinic of its own, so that each fact has one writer.
const WRITERS: usize = 3;

const DOCTORS_EACH: usize = 12;

/// Something that is written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Fact {
    NameOfDoctor(usize),
    StateOfDoctor(usize),
    NameOfClinic(usize),
    ClinicsOfDoctor(usize),
    DoctorsNear(usize),
}

struct Value {
    value: Json,
    /// Everybody who begins the bound later must see it, or a later one. `None` while its write is
    /// under way: it may be seen already.
    committed: Option<Instant>,
}

struct Histories {
    search_bound: Duration,
    facts: Mutex<HashMap<Fact, Vec<Value>>>,
    writes: AtomicU64,
    reads: AtomicU64,
    from_memory: AtomicU64,
    oldest_row_us: AtomicU64,
    oldest_found_us: AtomicU64,
    violations: Mutex<Vec<String>>,
}

impl Histories {
    fn new(search_bound: Duration) -> Self {
        Histories {
            search_bound,
            facts: Mutex::default(),
            writes: AtomicU64::new(0),
            reads: AtomicU64::new(0),
            from_memory: AtomicU64::new(0),
            oldest_row_us: AtomicU64::new(0),
            oldest_found_us: AtomicU64::new(0),
            violations: Mutex::default(),
        }
    }

    /// Notes values that are about to be written together.
    fn writes(&self, values: &[(Fact, Json)]) {
        let mut facts = self.facts.lock().unwrap();
        for (fact, value) in values {
            facts.entry(*fact).or_default().push(Value {
                value: value.clone(),
                committed: None,
            });
        }
    }

    /// Notes that they are committed.
    fn written(&self, values: &[(Fact, Json)]) {
        let committed = Instant::now();
        let mut facts = self.facts.lock().unwrap();
        for (fact, _) in values {
            let last = facts.get_mut(fact).and_then(|history| history.last_mut());
            last.unwrap().committed = Some(committed);
        }
    }

    /// Judges what a read that ran from `began` until now gave.
    fn judge(&self, fact: Fact, found: &Json, began: Instant, through: &str) {
        let (bound, oldest) = match fact {
            Fact::DoctorsNear(_) => (self.search_bound, &self.oldest_found_us),
            _ => (ROWS_BOUND, &self.oldest_row_us),
        };
        let facts = self.facts.lock().unwrap();
        let history = &facts[&fact];
        // The age of a value is how long before the read its successor was committed. Of several
        // equal values the youngest is meant.
        let age = history
            .iter()
            .enumerate()
            .filter(|(_, value)| value.value == *found)
            .map(
                |(at, _)| match history.get(at + 1).and_then(|next| next.committed) {
                    Some(next) => began.saturating_duration_since(next),
                    None => Duration::ZERO,
                },
            )
            .min();
        let problem = match age {
            Some(age) => {
                oldest.fetch_max(u64::try_from(age.as_micros()).unwrap(), Ordering::Relaxed);
                (age > bound).then(|| format!("{age:?} old"))
            }
            None => Some("never written".to_owned()),
        };
        if let Some(problem) = problem {
            self.violations
                .lock()
                .unwrap()
                .push(format!("{fact:?} through {through}: {found} is {problem}"));
        }
    }
}

/// What one writer has.
struct Own {
    number: usize,
    source: SourceId,
    doctors: Vec<doctor::Model>,
    /// At which of the writer's two clinics each doctor is.
    places: Vec<Vec<usize>>,
    clinics: Vec<clinic::Model>,
    near: usize,
    version: u64,
}

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

impl Own {
    async fn set_up(db: &Database, number: usize, source: SourceId, told: &Histories) -> Self {
        let tx = db.begin().await.unwrap();
        let mut changes = Changes::default();
        let at = Some(spot(number));
        let mut clinics: Vec<clinic::Model> = (0..2)
            .map(|n| seed::a_clinic(source, &slug_of_clinic(number, n), at, "BT"))
            .collect();
        let ids = upsert::<clinic::Entity>(&tx, clinics.clone())
            .await
            .unwrap();
        for (row, (id, _)) in clinics.iter_mut().zip(ids) {
            row.id = id;
            changes.updated(NodeKind::Clinic, id);
        }
        let mut doctors: Vec<doctor::Model> = (0..DOCTORS_EACH)
            .map(|n| {
                let slug = slug_of_doctor(number, n);
                seed::a_doctor(source, &slug, &slug)
            })
            .collect();
        let ids = upsert::<doctor::Entity>(&tx, doctors.clone())
            .await
            .unwrap();
        for (row, (id, _)) in doctors.iter_mut().zip(ids) {
            row.id = id;
            changes.updated(NodeKind::Doctor, id);
        }
        let links = doctors
            .iter()
            .map(|row| seed::a_role(source, row.id, clinics[0].id))
            .collect();
        upsert::<role::Entity>(&tx, links).await.unwrap();
        change::commit(tx, changes, now()).await.unwrap();
        let own = Own {
            number,
            source,
            places: vec![vec![0]; DOCTORS_EACH],
            near: doctors.len(),
            doctors,
            clinics,
            version: 0,
        };
        let mut values = vec![
            (Fact::NameOfClinic(number), json!(own.clinics[0].name)),
            (Fact::DoctorsNear(number), json!(own.near)),
        ];
        for (n, row) in own.doctors.iter().enumerate() {
            let at = index(number, n);
            values.push((Fact::NameOfDoctor(at), json!(row.name)));
            values.push((Fact::StateOfDoctor(at), json!("ACTIVE")));
            values.push((Fact::ClinicsOfDoctor(at), own.clinics_seen(n)));
        }
        told.writes(&values);
        told.written(&values);
        own
    }

    /// The clinics of a doctor as a reader sees them.
    fn clinics_seen(&self, doctor: usize) -> Json {
        let mut at = self.places[doctor].clone();
        at.sort_unstable();
        let slugs = at.iter().map(|clinic| slug_of_clinic(self.number, *clinic));
        json!(slugs.collect::<Vec<_>>())
    }

    /// Writes something, as one transaction.
    async fn write(&mut self, db: &Database, dice: &mut Dice, told: &Histories) {
        self.version += 1;
        let doctor = usize::try_from(dice.below(DOCTORS_EACH as u64)).unwrap();
        let done = match dice.below(10) {
            0..=3 => self.rename_doctor(db, doctor, told).await,
            4 | 5 => self.rename_clinic(db, told).await,
            6 | 7 => self.move_role(db, doctor, told).await,
            8 => self.add_doctor(db, told).await,
            _ => self.merge_or_part(db, doctor, told).await,
        };
        if done {
            told.writes.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn at(&self, doctor: usize) -> usize {
        index(self.number, doctor)
    }

    async fn rename_doctor(&mut self, db: &Database, doctor: usize, told: &Histories) -> bool {
        self.doctors[doctor].name = format!("name {}", self.version);
        let name = json!(self.doctors[doctor].name);
        let values = [(Fact::NameOfDoctor(self.at(doctor)), name)];
        told.writes(&values);
        self.store(db, &[doctor], &[]).await;
        told.written(&values);
        true
    }

    async fn rename_clinic(&mut self, db: &Database, told: &Histories) -> bool {
        self.clinics[0].name = format!("clinic {}", self.version);
        let name = json!(self.clinics[0].name);
        let values = [(Fact::NameOfClinic(self.number), name)];
        told.writes(&values);
        let tx = db.begin().await.unwrap();
        upsert::<clinic::Entity>(&tx, vec![self.clinics[0].clone()])
            .await
            .unwrap();
        let mut changes = Changes::default();
        changes.updated(NodeKind::Clinic, self.clinics[0].id);
        change::commit(tx, changes, now()).await.unwrap();
        told.written(&values);
        true
    }

    /// Adds the second clinic to a doctor, or removes it.
    async fn move_role(&mut self, db: &Database, doctor: usize, told: &Histories) -> bool {
        if self.places[doctor].is_empty() {
            return false;
        }
        self.places[doctor] = match self.places[doctor].len() {
            1 => vec![0, 1],
            _ => vec![0],
        };
        let values = [(
            Fact::ClinicsOfDoctor(self.at(doctor)),
            self.clinics_seen(doctor),
        )];
        told.writes(&values);
        self.store(db, &[], &[doctor]).await;
        told.written(&values);
        true
    }

    /// A doctor whom nobody knew, inside the radius.
    async fn add_doctor(&mut self, db: &Database, told: &Histories) -> bool {
        let slug = format!("new-{}-{}", self.number, self.version);
        self.near += 1;
        let values = [(Fact::DoctorsNear(self.number), json!(self.near))];
        told.writes(&values);
        let tx = db.begin().await.unwrap();
        let row = seed::a_doctor(self.source, &slug, &slug);
        let id = upsert::<doctor::Entity>(&tx, vec![row]).await.unwrap()[0].0;
        let link = seed::a_role(self.source, id, self.clinics[0].id);
        upsert::<role::Entity>(&tx, vec![link]).await.unwrap();
        let mut changes = Changes::default();
        changes.updated(NodeKind::Doctor, id);
        changes.updated(NodeKind::Clinic, self.clinics[0].id);
        change::commit(tx, changes, now()).await.unwrap();
        told.written(&values);
        true
    }

    /// Merges a doctor into the next one, which takes over its clinics; or undoes that.
    async fn merge_or_part(&mut self, db: &Database, doctor: usize, told: &Histories) -> bool {
        let other = (doctor + 1) % DOCTORS_EACH;
        let is_retired = |doctor: usize| self.doctors[doctor].state.0 == RecordState::Retired;
        if is_retired(other) {
            return false;
        }
        let merged = is_retired(doctor);
        let (state, places) = match merged {
            true => (RecordState::Active, vec![0]),
            false => (RecordState::Retired, Vec::new()),
        };
        self.doctors[doctor].state = Text(state);
        self.places[doctor] = places;
        self.places[other] = vec![0, 1];
        // Whoever has no clinic is nowhere near.
        match merged {
            true => self.near += 1,
            false => self.near -= 1,
        }
        let state: &str = state.into();
        let values = [
            (Fact::StateOfDoctor(self.at(doctor)), json!(state)),
            (
                Fact::ClinicsOfDoctor(self.at(doctor)),
                self.clinics_seen(doctor),
            ),
            (
                Fact::ClinicsOfDoctor(self.at(other)),
                self.clinics_seen(other),
            ),
            (Fact::DoctorsNear(self.number), json!(self.near)),
        ];
        told.writes(&values);
        self.store(db, &[doctor], &[doctor, other]).await;
        told.written(&values);
        true
    }

    /// Writes these doctors' rows, and the roles of those, in one transaction.
    async fn store(&self, db: &Database, rows: &[usize], links: &[usize]) {
        let tx = db.begin().await.unwrap();
        let mut changes = Changes::default();
        let written: Vec<doctor::Model> = rows.iter().map(|n| self.doctors[*n].clone()).collect();
        for (id, _) in upsert::<doctor::Entity>(&tx, written).await.unwrap() {
            changes.updated(NodeKind::Doctor, id);
        }
        for doctor in links {
            let id: DoctorId = self.doctors[*doctor].id;
            let clinics: Vec<ClinicId> = self.places[*doctor]
                .iter()
                .map(|clinic| self.clinics[*clinic].id)
                .collect();
            let wanted: Vec<role::Model> = clinics
                .iter()
                .map(|clinic| seed::a_role(self.source, id, *clinic))
                .collect();
            let kept: Vec<Id<role::Entity>> = upsert::<role::Entity>(&tx, wanted)
                .await
                .unwrap()
                .into_iter()
                .map(|(id, _)| id)
                .collect();
            roles::prune(&tx, self.source, &[id], &kept).await.unwrap();
            changes.updated(NodeKind::Doctor, id);
            for clinic in &self.clinics {
                changes.updated(NodeKind::Clinic, clinic.id);
            }
        }
        change::commit(tx, changes, now()).await.unwrap();
    }
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
