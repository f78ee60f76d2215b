//! Writing a generated directory, batch by batch, as any other import.

use super::layout::{Layout, Spread};
use super::record::{self, Directory, Person, clinic_key};
use super::world;
use crate::domain::clock::Clock;
use crate::domain::fold::fold;
use crate::domain::{NodeKind, PlaceKind};
use crate::ingest::batch::{self, Batch, Fate, Format, Found, Line, Name, Progress};
use crate::ingest::demo::ORIGIN;
use crate::ingest::doctor_specialties;
use crate::ingest::error::IngestError;
use crate::ingest::place_names::{self, Spelled};
use crate::ingest::report::Report;
use crate::store::entity::{
    clinic, doctor_language, offering, place, procedure, role, source, specialty,
};
use crate::store::id::{Id, ProcedureId};
use crate::store::upsert::{self, Outcome, Upsert};
use crate::store::{Database, Text, parts, read};

/// The source whose records are invented.
const SOURCE: &str = "demonstration";

/// Writes so many doctors with their towns and clinics into a database that has the demonstration.
pub async fn generate(
    db: &Database,
    doctors: u64,
    seed: u64,
    spread: Spread,
    clock: Clock,
    progress: &mut Progress<'_>,
) -> Result<Vec<Report>, IngestError> {
    let source = read::by_text::<source::Entity>(db.reader(), source::Column::Slug, SOURCE)
        .await?
        .map_or(Id::UNSET, |row| row.id);
    let procedures: Vec<ProcedureId> = read::all::<procedure::Entity>(db.reader())
        .await?
        .iter()
        .map(|row| row.id)
        .collect();
    let layout = Layout::new(spread, doctors);
    let directory = Directory {
        seed,
        source,
        today: clock.today(),
        specialties: read::all::<specialty::Entity>(db.reader())
            .await?
            .iter()
            .map(|row| row.id)
            .collect(),
        shares: layout.procedures(procedures.len()),
        procedures,
        layout,
    };
    let (towns, buildings) = (directory.layout.towns(), directory.layout.clinics());
    let named = |what: &str| format!("{ORIGIN}/generated-{seed}-{what}");
    let name = |file| Name {
        format: "generated",
        file,
        source,
    };
    let (a, b, c) = (named("towns"), named("clinics"), named("doctors"));
    let mut places = Towns(Numbers::new(&directory, towns));
    let mut clinics = Clinics(Numbers::new(&directory, buildings));
    let mut people = Doctors(Numbers::new(&directory, doctors));
    Ok(vec![
        batch::run(db, name(&a), &mut places, clock, progress).await?,
        batch::run(db, name(&b), &mut clinics, clock, progress).await?,
        batch::run(db, name(&c), &mut people, clock, progress).await?,
    ])
}

/// The numbers of the records of one kind, one after the other.
struct Numbers<'a> {
    directory: &'a Directory,
    next: u64,
    end: u64,
}

impl<'a> Numbers<'a> {
    fn new(directory: &'a Directory, end: u64) -> Self {
        Numbers {
            directory,
            next: 0,
            end,
        }
    }

    fn line(&mut self) -> Option<Line<u64>> {
        let number = self.next;
        (number < self.end).then(|| {
            self.next += 1;
            Line {
                number: number + 1,
                found: Found::Row(number),
            }
        })
    }
}

struct Towns<'a>(Numbers<'a>);

struct Clinics<'a>(Numbers<'a>);

struct Doctors<'a>(Numbers<'a>);

impl Format for Towns<'_> {
    type Row = u64;

    fn next(&mut self) -> Result<Option<Line<u64>>, IngestError> {
        Ok(self.0.line())
    }

    async fn write(
        &mut self,
        batch: &mut Batch<'_>,
        rows: Vec<u64>,
    ) -> Result<Vec<Fate>, IngestError> {
        let directory = self.0.directory;
        let drafts = rows.into_iter().map(|number| {
            let town = world::town(directory.seed, number);
            Spelled {
                row: place::Model {
                    id: Id::UNSET,
                    source_id: directory.source,
                    source_key: town.slug.clone(),
                    name_key: fold(&town.name),
                    slug: town.slug,
                    name: town.name,
                    country: town.country,
                    region: None,
                    region_name: None,
                    admin1: None,
                    kind: Text(PlaceKind::Town),
                    latitude: town.latitude,
                    longitude: town.longitude,
                    time_zone: None,
                    population: directory.layout.population(number),
                    parent_id: None,
                    updated_at: batch.now,
                },
                alternates: Vec::new(),
            }
        });
        let outcomes = place_names::write(batch, drafts.collect()).await?;
        Ok(outcomes.into_iter().map(Fate::Stored).collect())
    }
}

impl Format for Clinics<'_> {
    type Row = u64;

    fn next(&mut self) -> Result<Option<Line<u64>>, IngestError> {
        Ok(self.0.line())
    }

    async fn write(
        &mut self,
        batch: &mut Batch<'_>,
        rows: Vec<u64>,
    ) -> Result<Vec<Fate>, IngestError> {
        let directory = self.0.directory;
        let rows: Vec<clinic::Model> = rows
            .into_iter()
            .map(|number| {
                let town = world::town(directory.seed, directory.layout.town_of(number));
                record::a_clinic(directory, &town, number, batch.now)
            })
            .collect();
        let written = upsert::upsert::<clinic::Entity>(batch.tx, rows).await?;
        for (id, outcome) in &written {
            batch.note(NodeKind::Clinic, *id, *outcome);
        }
        Ok(written
            .into_iter()
            .map(|(_, outcome)| Fate::Stored(outcome))
            .collect())
    }
}

impl Format for Doctors<'_> {
    type Row = u64;

    const BATCH: usize = 1_000;

    fn next(&mut self) -> Result<Option<Line<u64>>, IngestError> {
        Ok(self.0.line())
    }

    async fn write(
        &mut self,
        batch: &mut Batch<'_>,
        numbers: Vec<u64>,
    ) -> Result<Vec<Fate>, IngestError> {
        let directory = self.0.directory;
        let people: Vec<Person> = numbers
            .iter()
            .map(|number| Person::new(directory, *number, batch.now))
            .collect();
        let keys: Vec<String> = people
            .iter()
            .flat_map(|person| person.clinics.iter().copied().map(clinic_key))
            .collect();
        let scope = Some((clinic::Column::SourceId, directory.source.into()));
        let clinics = upsert::ids_by_key::<clinic::Entity>(batch.tx, scope, &keys).await?;

        let rows = people.iter().map(|person| person.row.clone()).collect();
        let specialties = people
            .iter()
            .map(|person| person.specialties.clone())
            .collect();
        let mut written = doctor_specialties::write(batch, rows, specialties).await?;

        let (mut roles, mut offerings, mut languages) = (Vec::new(), Vec::new(), Vec::new());
        for (person, (id, _)) in people.into_iter().zip(&written) {
            roles.extend(person.roles(*id, &clinics));
            offerings.extend(person.offerings.into_iter().map(|mut row| {
                row.doctor_id = *id;
                row
            }));
            languages.extend(person.languages.into_iter().map(|mut row| {
                row.doctor_id = *id;
                row
            }));
        }
        let ids: Vec<i64> = written.iter().map(|(id, _)| id.get()).collect();
        let mut changed = owners(
            &upsert::upsert::<role::Entity>(batch.tx, roles.clone()).await?,
            &roles,
            |row| row.doctor_id.get(),
        );
        changed.extend(owners(
            &upsert::upsert::<offering::Entity>(batch.tx, offerings.clone()).await?,
            &offerings,
            |row| row.doctor_id.get(),
        ));
        let said =
            parts::replace::<doctor_language::Entity>(batch.tx, NodeKind::Doctor, &ids, languages)
                .await?;
        changed.extend(said.changed);
        for (id, outcome) in &mut written {
            if *outcome == Outcome::Unchanged && changed.contains(&id.get()) {
                *outcome = Outcome::Changed;
            }
            if *outcome != Outcome::Unchanged {
                batch.changes.updated(NodeKind::Doctor, *id);
            }
        }
        for row in roles
            .iter()
            .filter(|row| changed.contains(&row.doctor_id.get()))
        {
            batch.changes.updated(NodeKind::Clinic, row.clinic_id);
        }
        Ok(written
            .into_iter()
            .map(|(_, outcome)| Fate::Stored(outcome))
            .collect())
    }
}

/// The owners of the rows that are not as they were.
fn owners<E: Upsert>(
    written: &[(Id<E>, Outcome)],
    rows: &[E::Model],
    owner: impl Fn(&E::Model) -> i64,
) -> std::collections::HashSet<i64> {
    written
        .iter()
        .zip(rows)
        .filter(|((_, outcome), _)| *outcome != Outcome::Unchanged)
        .map(|(_, row)| owner(row))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::demo;
    use crate::ingest::testing::{NEXT_DAY, NOON, scratch};
    use crate::store::change;
    use crate::store::entity::doctor;

    #[tokio::test]
    async fn a_directory_of_any_size_is_the_same_each_time() {
        let scratch = scratch().await;
        let db = &scratch.db;
        demo::load(db, NOON, &mut |_| {}).await.unwrap();
        let before = read::all::<doctor::Entity>(db.reader()).await.unwrap();
        let make = async |doctors, clock| {
            generate(db, doctors, 7, Spread::Even, clock, &mut |_| {})
                .await
                .unwrap()
        };
        for report in make(1_300, NOON).await {
            assert_eq!(report.counts.added, report.counts.read, "{report}");
        }
        let seq = change::latest(db.reader()).await.unwrap();
        for report in make(1_300, NOON).await {
            assert_eq!(report.counts.unchanged, report.counts.read, "{report}");
        }
        assert_eq!(change::latest(db.reader()).await.unwrap(), seq);

        let doctors = read::all::<doctor::Entity>(db.reader()).await.unwrap();
        assert_eq!(doctors.len(), before.len() + 1_300);
        assert!(doctors.iter().all(|row| row.demonstration));
        let mut npis: Vec<&str> = doctors
            .iter()
            .filter_map(|row| row.npi.as_deref())
            .collect();
        let numbers = npis.len();
        npis.sort_unstable();
        npis.dedup();
        assert_eq!(npis.len(), numbers, "no number is given twice");
        let roles = read::all::<role::Entity>(db.reader()).await.unwrap();
        assert!(roles.len() > 2_000 && roles.iter().all(|row| row.demonstration));

        // A larger one holds the smaller one; dates follow the day.
        let reports = make(1_500, NEXT_DAY).await;
        assert_eq!(reports[2].counts.added, 200, "{}", reports[2]);
    }
}
