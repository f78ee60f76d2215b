//! How long searches take in process, on the index of a large directory.
//!
//! `cargo bench --bench search -- --database-url URL --data-dir DIR [--questions N] [--seed S]`
//!
//! The directory is one that `caregraph demo --doctors N` made, evenly or `--uneven`, and
//! `caregraph index rebuild` indexed.

mod question;
mod table;

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use caregraph::domain::clock::Clock;
use caregraph::domain::distance::Distance;
use caregraph::domain::{Gender, NewPatients};
use caregraph::search::{
    Area, Asked, Clause, Concept, FacetField, Filter, Found, LookUp, LookUpOrder, NodeSort, Order,
    Query, Rule, Search, Target, Test, Widening, Window, open_to_search,
};
use caregraph::store::Database;
use caregraph::store::connect::IfMissing;

use question::{Question, questions};
use table::line;

const FIVE: [FacetField; 5] = [
    FacetField::Gender,
    FacetField::Language,
    FacetField::NewPatients,
    FacetField::Plan,
    FacetField::ClinicKind,
];

/// What people write, some of it misspelt.
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
        &FIVE,
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
    meanings(&search).await?;
    mixed(&db, &search, &questions).await
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
        let (mut first, mut took, mut found) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for timed in [false, true] {
            for question in questions {
                let Some(query) = typed(question, letters) else {
                    continue;
                };
                let is_new = seen.insert(query.asked.text().to_owned());
                let began = Instant::now();
                let answer = search.suggest(db, query).await?;
                if is_new {
                    first.push(began.elapsed());
                }
                if timed {
                    took.push(began.elapsed());
                    found.push(answer.nodes.len() as u64);
                }
            }
        }
        line(&format!("people suggested by {shape}"), took, found);
        line("the same text for the first time", first, Vec::new());
    }
    Ok(())
}

/// The beginning of a name, while somebody types it.
fn typed(question: &Question, letters: usize) -> Option<LookUp> {
    let name: Vec<char> = question.name.chars().collect();
    let most = letters.min(name.len().saturating_sub(1));
    let typed: String = name[..most].iter().collect();
    Some(LookUp {
        asked: Asked::any(&typed).ok()?,
        kinds: vec![NodeSort::Doctor],
        area: None,
        languages: vec!["en".to_owned()],
        unfinished: true,
        order: LookUpOrder::Relevance,
        after: None,
        size: 8,
    })
}

/// All shapes by turns, as people may ask them: of twenty questions eight for the best who do a
/// procedure, three by distance, three with filters, three for a specialty with five facets, two
/// for a name that is being typed and one in words of their own.
async fn mixed(db: &Database, search: &Search, questions: &[Question]) -> anyhow::Result<()> {
    let (mut took, mut found) = (Vec::new(), Vec::new());
    let mut most = (0, Duration::ZERO);
    for timed in [false, true] {
        for (turn, question) in questions.iter().enumerate() {
            let (Some(procedure), Some(specialty)) = (question.procedure, question.specialty)
            else {
                continue;
            };
            let began = Instant::now();
            let total = match turn % 20 {
                0..8 => {
                    of(
                        search,
                        near(question, procedure, Order::Best, Filter::default()),
                    )
                    .await?
                }
                8..11 => {
                    let nearest = near(question, procedure, Order::Distance, Filter::default());
                    of(search, nearest).await?
                }
                11..14 => of(search, near(question, procedure, Order::Best, filter())).await?,
                14..17 => {
                    let query = near(question, specialty, Order::Best, Filter::default());
                    let answer = search.find(query, Widening::No).await?;
                    search.facets(&answer, FIVE.to_vec()).await?;
                    answer.hits.total
                }
                17..19 => match typed(question, 4) {
                    Some(query) => search.suggest(db, query).await?.nodes.len() as u64,
                    None => 0,
                },
                _ => {
                    let asked = Asked::read(TEXTS[turn % TEXTS.len()])?;
                    search.understand(&asked)?.0.len() as u64
                }
            };
            if timed {
                let elapsed = began.elapsed();
                most = most.max((total, elapsed));
                took.push(elapsed);
                found.push(total);
            }
        }
    }
    line("all of these by turns", took, found);
    let (total, elapsed) = most;
    println!("\nThe most that one of them found: {total}, in {elapsed:.1?}.");
    Ok(())
}

async fn of(search: &Search, query: Query) -> anyhow::Result<u64> {
    Ok(search.find(query, Widening::No).await?.hits.total)
}

/// What people write, some of it misspelt.
async fn meanings(search: &Search) -> anyhow::Result<()> {
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
