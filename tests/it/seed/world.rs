//! A world of random doctors that is the same on every run.

use caregraph::domain::{
    ClinicKind, Evidence, FieldGroup, Gender, NewPatients, NodeKind, Problem, Proficiency,
    QualificationKind, QualificationStatus, RecordState, ReportState, VolumeBand, Weekday,
};
use caregraph::store::change::{self, Changes};
use caregraph::store::entity::{
    clinic, doctor, doctor_language, insurance_plan, offering, opening_hours, procedure,
    provenance, qualification, rating, report, role, role_plan, source_view, specialty,
};
use caregraph::store::id::{DoctorId, Id, PlanId, ProcedureId, SourceId, SpecialtyId};
use caregraph::store::upsert::upsert;
use caregraph::store::{self, Database, Text, Transaction, parts};
use chrono::{Days, NaiveDate};
use strum::VariantArray;

use super::{Dice, a_clinic, a_doctor, a_procedure, a_role, a_source, an_offering};
use crate::app::now;

/// What was made.
pub struct World {
    pub clinics: Vec<clinic::Model>,
    pub doctors: Vec<doctor::Model>,
    pub procedures: Vec<ProcedureId>,
    pub specialties: Vec<SpecialtyId>,
    pub plans: Vec<PlanId>,
}

/// Many doctors over part of the world, some of them at the date line and at a pole.
pub async fn a_world(db: &Database, doctors: usize, seed: u64) -> World {
    let mut dice = Dice::new(seed);
    let source = a_source(db).await;
    let tx = db.begin().await.unwrap();
    let mut changes = Changes::default();

    let procedures: Vec<procedure::Model> = ["common", "frequent", "rare"]
        .iter()
        .map(|slug| a_procedure(slug, slug))
        .collect();
    let procedures: Vec<ProcedureId> = upsert::<procedure::Entity>(&tx, procedures)
        .await
        .unwrap()
        .into_iter()
        .map(|(id, _)| id)
        .collect();

    let mut clinics: Vec<clinic::Model> = (0..doctors / 3)
        .map(|n| {
            let at = match dice.below(20) {
                0 => None,
                1 => Some((dice.between(-20.0, 20.0), dice.between(179.0, 180.0))),
                2 => Some((dice.between(-20.0, 20.0), dice.between(-180.0, -179.0))),
                3 => Some((dice.between(88.0, 90.0), dice.between(-180.0, 180.0))),
                _ => Some((dice.between(26.0, 29.0), dice.between(88.0, 92.0))),
            };
            let country = ["BT", "IN"][usize::try_from(dice.below(2)).unwrap()];
            let known = ["BT-31", "BT-15", "IN-AS"];
            clinic::Model {
                region: dice
                    .percent(70)
                    .then(|| dice.one(&known).to_owned())
                    .filter(|region| region.starts_with(country)),
                kind: Text(dice.one(ClinicKind::VARIANTS)),
                accessibility: dice.percent(60).then(|| {
                    dice.one(&[
                        "STEP_FREE",
                        "WHEELCHAIR|HEARING_LOOP",
                        "STEP_FREE|WHEELCHAIR",
                    ])
                    .to_owned()
                }),
                time_zone: dice
                    .percent(80)
                    .then(|| dice.one(&["Asia/Thimphu", "Asia/Kolkata"]).to_owned()),
                ..a_clinic(source, &format!("clinic-{n}"), at, country)
            }
        })
        .collect();
    let ids = upsert::<clinic::Entity>(&tx, clinics.clone())
        .await
        .unwrap();
    for (row, (id, _)) in clinics.iter_mut().zip(ids) {
        row.id = id;
        changes.updated(NodeKind::Clinic, id);
    }

    let mut rows: Vec<doctor::Model> = (0..doctors)
        .map(|n| {
            // Few names, so that many share one.
            let name = format!("name {:03}", dice.below(200));
            let youngest = dice.percent(40).then(|| dice.one(&[0, 16, 18]));
            doctor::Model {
                gender: dice.percent(80).then(|| Text(dice.one(Gender::VARIANTS))),
                telehealth: dice.percent(60).then(|| dice.percent(50)),
                youngest_age: youngest,
                oldest_age: dice.percent(30).then(|| dice.one(&[18, 65])),
                state: Text(match dice.percent(3) {
                    true => RecordState::Retired,
                    false => RecordState::Active,
                }),
                ..a_doctor(source, &format!("doctor-{n}"), &name)
            }
        })
        .collect();
    let ids = upsert::<doctor::Entity>(&tx, rows.clone()).await.unwrap();
    for (row, (id, _)) in rows.iter_mut().zip(ids) {
        row.id = id;
        changes.updated(NodeKind::Doctor, id);
    }

    let specialties = specialties(&tx).await;
    let plans = plans(&tx, source).await;
    let (mut roles, mut offerings, mut practised) = (Vec::new(), Vec::new(), Vec::new());
    let (mut languages, mut licences, mut ratings) = (Vec::new(), Vec::new(), Vec::new());
    for doctor in &rows {
        let mut mine = Vec::new();
        for _ in 0..1 + dice.below(3) {
            let clinic = dice.one(&clinics).id;
            if !mine.contains(&clinic) {
                mine.push(clinic);
                roles.push(role::Model {
                    new_patients: dice
                        .percent(75)
                        .then(|| Text(dice.one(NewPatients::VARIANTS))),
                    last_verified_on: dice.percent(80).then(|| a_day(&mut dice)),
                    ..a_role(source, doctor.id, clinic)
                });
            }
        }
        for (procedure, share) in procedures.iter().zip([80, 30, 2]) {
            if dice.percent(share) {
                let only = dice.percent(25).then(|| mine[0]);
                offerings.push(offering::Model {
                    evidence: Text(dice.one(Evidence::VARIANTS)),
                    volume_band: Text(dice.one(VolumeBand::VARIANTS)),
                    ..an_offering(source, doctor.id, *procedure, only)
                });
            }
        }
        let known = usize::try_from(dice.below(3)).unwrap();
        practised.push((doctor.id, specialties[..known].to_vec()));
        for language in ["en", "dz", "es-MX"]
            .into_iter()
            .take(usize::try_from(dice.below(4)).unwrap())
        {
            languages.push(doctor_language::Model {
                id: Id::UNSET,
                doctor_id: doctor.id,
                position: 0,
                language: language.to_owned(),
                proficiency: dice
                    .percent(70)
                    .then(|| Text(dice.one(Proficiency::VARIANTS))),
            });
        }
        if dice.percent(40) {
            licences.push(a_licence(&mut dice, doctor.id));
        }
        if dice.percent(60) {
            ratings.push(rating::Model {
                id: Id::UNSET,
                doctor_id: doctor.id,
                source_id: source,
                count: dice.one(&[1, 4, 5, 40, 400]),
                mean_hundredths: 100 + i32::try_from(dice.below(401)).unwrap(),
                as_of: now().date_naive(),
            });
        }
    }
    let owners: Vec<i64> = rows.iter().map(|row| row.id.get()).collect();
    let doctors = NodeKind::Doctor;
    parts::replace::<doctor_language::Entity>(&tx, doctors, &owners, languages)
        .await
        .unwrap();
    parts::replace::<qualification::Entity>(&tx, doctors, &owners, licences)
        .await
        .unwrap();
    parts::replace::<rating::Entity>(&tx, doctors, &owners, ratings)
        .await
        .unwrap();
    store::doctor::replace_specialties(&tx, &practised)
        .await
        .unwrap();
    let roles: Vec<i64> = upsert::<role::Entity>(&tx, roles)
        .await
        .unwrap()
        .into_iter()
        .map(|(id, _)| id.get())
        .collect();
    upsert::<offering::Entity>(&tx, offerings).await.unwrap();

    let (mut taken, mut hours) = (Vec::new(), Vec::new());
    let (mut named, mut views, mut reports) = (Vec::new(), Vec::new(), Vec::new());
    for role in &roles {
        for plan in &plans {
            if dice.percent(25) {
                taken.push(role_plan::Model {
                    id: Id::UNSET,
                    role_id: Id::new(*role),
                    plan_id: *plan,
                    network_id: None,
                    as_of: None,
                });
            }
        }
        if dice.percent(50) {
            hours.push(opening_hours::Model {
                id: Id::UNSET,
                node_kind: Text(NodeKind::Role),
                node_id: *role,
                weekday: Text(dice.one(Weekday::VARIANTS)),
                opens: 8 * 60,
                closes: 17 * 60,
            });
        }
        for field_group in [FieldGroup::Identity, FieldGroup::Roles] {
            if dice.percent(20) {
                named.push(provenance::Model {
                    id: Id::UNSET,
                    node_kind: Text(NodeKind::Role),
                    node_id: *role,
                    field_group: Text(field_group),
                    source_id: source,
                    release_id: None,
                    as_of: None,
                });
            }
        }
        if dice.percent(10) {
            views.push(source_view::Model {
                id: Id::UNSET,
                node_kind: Text(NodeKind::Role),
                node_id: *role,
                field: "phone".to_owned(),
                source_id: source,
                value: "555-0100".to_owned(),
                as_of: None,
            });
        }
        if dice.percent(15) {
            reports.push(report::Model {
                id: Id::UNSET,
                node_kind: Text(NodeKind::Role),
                node_id: *role,
                problem: Text(Problem::WrongPhone),
                state: Text(dice.one(ReportState::VARIANTS)),
                reported_on: now().date_naive(),
                told_here: None,
                note: None,
                resolution: None,
                resolved_on: None,
            });
        }
    }
    let kind = NodeKind::Role;
    parts::replace::<role_plan::Entity>(&tx, kind, &roles, taken)
        .await
        .unwrap();
    parts::replace::<opening_hours::Entity>(&tx, kind, &roles, hours)
        .await
        .unwrap();
    parts::replace::<provenance::Entity>(&tx, kind, &roles, named)
        .await
        .unwrap();
    parts::replace::<source_view::Entity>(&tx, kind, &roles, views)
        .await
        .unwrap();
    parts::replace::<report::Entity>(&tx, kind, &roles, reports)
        .await
        .unwrap();
    change::commit(tx, changes, now()).await.unwrap();
    World {
        clinics,
        doctors: rows,
        procedures,
        specialties,
        plans,
    }
}

/// A day within the last three years.
fn a_day(dice: &mut Dice) -> NaiveDate {
    now().date_naive() - Days::new(dice.below(1_000))
}

fn a_licence(dice: &mut Dice, doctor: DoctorId) -> qualification::Model {
    qualification::Model {
        id: Id::UNSET,
        doctor_id: doctor,
        position: 0,
        kind: Text(QualificationKind::Licence),
        title: "Licence".to_owned(),
        issuer: None,
        region: Some(dice.one(&["BT", "BT-31", "IN"]).to_owned()),
        number: None,
        status: dice
            .percent(60)
            .then(|| Text(dice.one(QualificationStatus::VARIANTS))),
        valid_from: dice.percent(50).then(|| a_day(dice)),
        valid_until: dice.percent(50).then(|| a_day(dice) + Days::new(500)),
    }
}

async fn specialties(tx: &Transaction) -> Vec<SpecialtyId> {
    let rows = ["first", "second"].map(|slug| specialty::Model {
        id: Id::UNSET,
        slug: slug.to_owned(),
        name: slug.to_owned(),
        name_key: slug.to_owned(),
        system: "http://nucc.org/provider-taxonomy".to_owned(),
        code: slug.to_owned(),
        definition: None,
        parent_id: None,
        updated_at: now(),
    });
    let written = upsert::<specialty::Entity>(tx, rows.into()).await.unwrap();
    written.into_iter().map(|(id, _)| id).collect()
}

async fn plans(tx: &Transaction, source: SourceId) -> Vec<PlanId> {
    let rows = ["plan-a", "plan-b"].map(|slug| insurance_plan::Model {
        id: Id::UNSET,
        source_id: source,
        slug: slug.to_owned(),
        name: slug.to_owned(),
        name_key: slug.to_owned(),
        issuer: "Test".to_owned(),
        kind: None,
        country: "BT".to_owned(),
        demonstration: true,
        updated_at: now(),
    });
    let written = upsert::<insurance_plan::Entity>(tx, rows.into())
        .await
        .unwrap();
    written.into_iter().map(|(id, _)| id).collect()
}
