//! What tests of importers share: a database of their own, a clock that stands still, and ways to
//! kill an import and to compare what it left.

use std::collections::BTreeMap;
use std::future::Future;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::task::Poll;

use chrono::DateTime;

use super::batch::Progress;
use super::report::Report;
use crate::domain::clock::Clock;
use crate::store::connect::IfMissing;
use crate::store::entity::{
    article, article_part, article_subject, article_translation, author, biography, checklist_item,
    clinic, code, condition, condition_specialty, doctor, doctor_language, doctor_specialty, faq,
    glossary_definition, glossary_term, identifier, insurance_plan, label, media, network,
    offering, opening_hours, place, place_name, procedure, procedure_specialty, provenance,
    qualification, rating, red_flag, reference, release, report, review, role, role_plan,
    role_specialty, section, source_view, specialty, treatment,
};
use crate::store::id::Row;
use crate::store::{Database, migrate, read};

/// A moment at noon.
pub const NOON: Clock = Clock::Fixed(DateTime::from_timestamp(1_760_000_000, 0).unwrap());

/// A day later.
pub const NEXT_DAY: Clock = Clock::Fixed(DateTime::from_timestamp(1_760_086_400, 0).unwrap());

pub struct Scratch {
    pub db: Database,
    folder: tempfile::TempDir,
}

impl Scratch {
    pub fn url(&self) -> String {
        url(&self.folder)
    }
}

fn url(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("test.db").display())
}

/// A migrated database that is deleted with the value.
pub async fn scratch() -> Scratch {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(&url(&folder), IfMissing::Create)
        .await
        .unwrap();
    migrate::up(&db, NOON.now()).await.unwrap();
    Scratch { db, folder }
}

/// A folder of real files beside the repository; says so and gives nothing where it is absent.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: there is no {}", path.display());
    None
}

/// A reader that fails where its text ends.
pub struct Torn<'a>(pub &'a [u8]);

impl Read for Torn<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.0.read(out)? {
            0 => Err(io::Error::other("torn")),
            read => Ok(read),
        }
    }
}

pub fn assert_sums(report: &Report) {
    let counts = report.counts;
    assert_eq!(
        counts.read,
        counts.added + counts.changed + counts.unchanged + counts.skipped + counts.rejected,
        "{report}"
    );
}

/// Runs the import until it has told its progress so often, then drops it where it stands.
pub async fn killed_after(batches: usize, import: impl AsyncFnOnce(&mut Progress<'_>)) {
    let told = std::sync::atomic::AtomicUsize::new(0);
    let mut progress = |_: &_| {
        told.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    };
    let mut running = pin!(import(&mut progress));
    let ended = std::future::poll_fn(|context| {
        if told.load(std::sync::atomic::Ordering::Relaxed) >= batches {
            return Poll::Ready(false);
        }
        running.as_mut().poll(context).map(|()| true)
    })
    .await;
    assert!(!ended, "the import ended before it was killed");
}

/// Every row of the tables that imports write, by table, without ids and times.
///
/// Ids within a row are replaced by what they point at, so that two databases compare.
pub async fn dump(db: &Database) -> BTreeMap<&'static str, Vec<String>> {
    async fn rows<E: Row>(db: &Database) -> Vec<E::Model> {
        read::all::<E>(db.reader()).await.unwrap()
    }
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    macro_rules! named {
        ($($table:ident),+) => {$(
            for row in rows::<$table::Entity>(db).await {
                let table = stringify!($table);
                names.insert(format!("{table}_id {:?}", row.id), row.slug.clone());
            }
        )+};
    }
    named!(
        article,
        clinic,
        condition,
        doctor,
        glossary_term,
        place,
        procedure,
        specialty
    );
    let mut tables = BTreeMap::new();
    macro_rules! dumped {
        ($($table:ident),+) => {$(
            let mut lines: Vec<String> = rows::<$table::Entity>(db)
                .await
                .into_iter()
                .map(|row| anonymous(&format!("{row:?}"), &names))
                .collect();
            lines.sort();
            tables.insert(stringify!($table), lines);
        )+};
    }
    dumped!(
        article,
        article_part,
        article_subject,
        article_translation,
        author,
        biography,
        checklist_item,
        clinic,
        code,
        condition,
        condition_specialty,
        doctor,
        doctor_language,
        doctor_specialty,
        faq,
        glossary_definition,
        glossary_term,
        identifier,
        insurance_plan,
        label,
        media,
        network,
        offering,
        opening_hours,
        place,
        place_name,
        procedure,
        procedure_specialty,
        provenance,
        qualification,
        rating,
        red_flag,
        reference,
        release,
        report,
        review,
        role,
        role_plan,
        role_specialty,
        section,
        source_view,
        specialty,
        treatment
    );
    tables
}

/// The debug text of a row without its own id and its times, other ids by name.
fn anonymous(row: &str, names: &BTreeMap<String, String>) -> String {
    let fields = row.split(", ").filter_map(|field| {
        if field.contains(" id: #") || field.starts_with("updated_at") {
            return None;
        }
        let (key, value) = field.split_once(": ")?;
        let id = value
            .trim_start_matches("Some(")
            .trim_end_matches([')', ' ', '}']);
        let name = names.get(&format!("{key} {id}"));
        Some(name.map_or_else(|| field.to_owned(), |name| format!("{key}: {name}")))
    });
    fields.collect::<Vec<_>>().join(", ")
}
