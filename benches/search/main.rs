//! How long searches take in process, on the index of a large directory.
//!
//! `cargo bench --bench search -- --database-url URL --data-dir DIR [--questions N] [--seed S]`
//!
//! The directory is one that `caregraph demo --doctors N` made and `caregraph index rebuild`
//! indexed. Each question takes its need and its place from a doctor drawn by lot, so that what
//! many doctors do where many doctors are is asked most often.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use caregraph::domain::clock::Clock;
use caregraph::domain::distance::{Distance, Point};
use caregraph::domain::{Gender, NewPatients};
use caregraph::search::{
    Area, Asked, Clause, Concept, FacetField, Filter, Found, LookUp, NodeSort, Order, Query, Rule,
    Search, Target, Test, Widening, Window, open_to_search,
};
use caregraph::store::connect::IfMissing;
use caregraph::store::id::DoctorId;
use caregraph::store::{Database, searchable};

struct Arguments {
    database_url: String,
    data_dir: PathBuf,
    questions: usize,
    seed: u64,
}

fn arguments() -> anyhow::Result<Arguments> {
    let mut arguments = Arguments {
        database_url: "sqlite://caregraph.db".to_owned(),
        data_dir: "data".into(),
        questions: 1_000,
        seed: 7,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        // Cargo says that this is a benchmark.
        if word == "--bench" {
            continue;
        }
        let value = words
            .next()
            .with_context(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--database-url" => arguments.database_url = value,
            "--data-dir" => arguments.data_dir = value.into(),
            "--questions" => arguments.questions = value.parse()?,
            "--seed" => arguments.seed = value.parse()?,
            _ => bail!("{word} is not known"),
        }
    }
    Ok(arguments)
}

/// What somebody asks: drawn from a doctor, who is one answer to it.
struct Question {
    /// The doctor's name, folded.
    name: String,
    procedure: Option<Concept>,
    specialty: Option<Concept>,
    at: Point,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = arguments()?;
    let db = Database::open(&arguments.database_url, IfMissing::Refuse).await?;
    let search = open_to_search(&db, &arguments.data_dir.join("index")).await?;
    let questions = questions(&db, arguments.questions, arguments.seed).await?;
    println!("{} questions", questions.len());
    println!("| | found, median | p50 ms | p90 ms | p99 ms |");
    println!("| --- | --- | --- | --- | --- |");

    let procedures = |order| {
        move |question: &Question| {
            Some(near(
                question,
                question.procedure?,
                order,
                Filter::default(),
            ))
        }
    };
    shape(
        &search,
        &questions,
        "procedure near a town, by distance",
        procedures(Order::Distance),
        &[],
    )
    .await?;
    shape(
        &search,
        &questions,
        "procedure near a town, BEST",
        procedures(Order::Best),
        &[],
    )
    .await?;
    let specialties = |question: &Question| {
        Some(near(
            question,
            question.specialty?,
            Order::Best,
            Filter::default(),
        ))
    };
    let five = [
        FacetField::Gender,
        FacetField::Language,
        FacetField::NewPatients,
        FacetField::Plan,
        FacetField::ClinicKind,
    ];
    shape(
        &search,
        &questions,
        "specialty near a town, BEST",
        specialties,
        &[],
    )
    .await?;
    shape(
        &search,
        &questions,
        "the same with five facets",
        specialties,
        &five,
    )
    .await?;
    let filtered =
        |question: &Question| Some(near(question, question.procedure?, Order::Best, filter()));
    shape(
        &search,
        &questions,
        "procedure, two filters, BEST",
        filtered,
        &[],
    )
    .await?;
    deep(&search, &questions).await?;
    names(&db, &search, &questions).await?;
    meanings(&search).await
}

/// Takes new patients and is a woman.
fn filter() -> Filter {
    Filter {
        clauses: vec![
            Clause {
                name: "newPatients",
                rule: Rule::Is(Test::NewPatients(vec![NewPatients::Accepting].into())),
            },
            Clause {
                name: "gender",
                rule: Rule::Is(Test::Gender(vec![Gender::Female].into())),
            },
        ],
    }
}

fn near(question: &Question, concept: Concept, order: Order, filter: Filter) -> Query {
    Query {
        target: Target::Doctor,
        concepts: Some(vec![concept]),
        inferred: false,
        clinic: None,
        area: Some(Area::circle(question.at, Distance::from_km(25.0), None)),
        filter,
        order,
        window: Window {
            size: 20,
            from: None,
            backward: false,
        },
        as_of: Clock::System.today(),
        worths: None,
    }
}

/// Asks every question once to warm up and once for the clock, and prints a line.
async fn shape(
    search: &Search,
    questions: &[Question],
    name: &str,
    query: impl Fn(&Question) -> Option<Query>,
    facets: &[FacetField],
) -> anyhow::Result<()> {
    let mut took = Vec::new();
    let mut found = Vec::new();
    for timed in [false, true] {
        for question in questions {
            let Some(query) = query(question) else {
                continue;
            };
            let began = Instant::now();
            let answer = search.find(query, Widening::No).await?;
            if !facets.is_empty() {
                search.facets(&answer, facets.to_vec()).await?;
            }
            if timed {
                took.push(began.elapsed());
                found.push(answer.hits.total);
            }
        }
    }
    line(name, took, found);
    Ok(())
}

/// The fiftieth page of ten, of those questions that have one.
async fn deep(search: &Search, questions: &[Question]) -> anyhow::Result<()> {
    let (mut took, mut found) = (Vec::new(), Vec::new());
    for question in questions {
        let Some(concept) = question.procedure else {
            continue;
        };
        let mut query = near(question, concept, Order::Best, Filter::default());
        // So far that there are fifty pages.
        query.area = Some(Area::circle(question.at, Distance::from_km(400.0), None));
        query.window.size = 490;
        let first: Found = search.find(query.clone(), Widening::No).await?;
        let Some(last) = first.hits.hits.get(489) else {
            continue;
        };
        query.window.size = 10;
        query.window.from = Some(last.position.clone());
        query.worths = Some(first.hits.worths.clone());
        let began = Instant::now();
        let page = search.find(query, Widening::No).await?;
        took.push(began.elapsed());
        found.push(page.hits.total);
    }
    line("page 50 within 400 km, BEST", took, found);
    Ok(())
}

/// Suggestions of people while a name is typed: its first letters, and the same one letter short
/// of whole.
async fn names(db: &Database, search: &Search, questions: &[Question]) -> anyhow::Result<()> {
    for (shape, letters) in [
        ("2 letters", 2),
        ("4 letters", 4),
        ("all but one letter", usize::MAX),
    ] {
        let (mut took, mut found) = (Vec::new(), Vec::new());
        for timed in [false, true] {
            for question in questions {
                let name: Vec<char> = question.name.chars().collect();
                let most = letters.min(name.len().saturating_sub(1));
                let typed: String = name[..most].iter().collect();
                let Ok(asked) = Asked::any(&typed) else {
                    continue;
                };
                let query = LookUp {
                    asked,
                    kinds: vec![NodeSort::Doctor],
                    area: None,
                    languages: vec!["en".to_owned()],
                    unfinished: true,
                    after: None,
                    size: 8,
                };
                let began = Instant::now();
                let answer = search.suggest(db, query).await?;
                if timed {
                    took.push(began.elapsed());
                    found.push(answer.nodes.len() as u64);
                }
            }
        }
        line(&format!("people suggested by {shape}"), took, found);
    }
    Ok(())
}

/// What people write, some of it misspelt.
async fn meanings(search: &Search) -> anyhow::Result<()> {
    const TEXTS: [&str; 8] = [
        "blood patch",
        "spinal headache fix",
        "CSF leak treatment",
        "parche hemático",
        "skin plaques",
        "soriasis",
        "colonoscopia",
        "doctor for the heart",
    ];
    let (mut took, mut found) = (Vec::new(), Vec::new());
    for turn in 0..1_000 {
        let asked = Asked::read(TEXTS[turn % TEXTS.len()])?;
        let began = Instant::now();
        let (meanings, _) = search.understand(&asked)?;
        took.push(began.elapsed());
        found.push(meanings.len() as u64);
    }
    line("free text to concepts", took, found);
    Ok(())
}

fn line(name: &str, mut took: Vec<Duration>, mut found: Vec<u64>) {
    took.sort_unstable();
    found.sort_unstable();
    let at = |percent: usize| {
        let place = (took.len() * percent / 100).min(took.len().saturating_sub(1));
        took.get(place).map_or(0.0, |took| took.as_secs_f64() * 1e3)
    };
    let median = found.get(found.len() / 2).copied().unwrap_or(0);
    println!(
        "| {name} ({}) | {median} | {:.3} | {:.3} | {:.3} |",
        took.len(),
        at(50),
        at(90),
        at(99)
    );
}

/// Needs and places of doctors drawn by lot.
async fn questions(db: &Database, count: usize, seed: u64) -> anyhow::Result<Vec<Question>> {
    let all = searchable::count(db.reader()).await?;
    let mut state = seed;
    let mut ids = Vec::new();
    for _ in 0..count * 3 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ids.push(DoctorId::new(i64::try_from((state >> 33) % all.max(1))?));
    }
    let mut questions = Vec::new();
    for part in ids.chunks(1_000) {
        for rows in searchable::doctors(db.reader(), part).await? {
            let point = rows
                .roles
                .iter()
                .find_map(|rows| Point::new(rows.clinic.latitude?, rows.clinic.longitude?).ok());
            let Some(at) = point else { continue };
            questions.push(Question {
                name: rows.doctor.name_key.clone(),
                procedure: rows
                    .offerings
                    .first()
                    .map(|row| Concept::Procedure(row.procedure_id)),
                specialty: rows
                    .specialties
                    .first()
                    .map(|row| Concept::Specialty(row.specialty_id)),
                at,
            });
        }
    }
    questions.truncate(count);
    if questions.is_empty() {
        bail!("the directory has no doctors at a known place");
    }
    Ok(questions)
}
