//! Lists judged by people: who should stand before whom, and why, in words.

use std::collections::HashMap;

use caregraph::domain::distance::{Distance, Point};
use caregraph::domain::{Evidence, NewPatients, NodeKind, Proficiency, VolumeBand};
use caregraph::search::{Area, Clause, Concept, Filter, Order, Query, Rule, Test};
use caregraph::store::change::{self, Changes};
use caregraph::store::entity::{
    clinic, doctor, doctor_language, offering, procedure, rating, role,
};
use caregraph::store::id::{Id, ProcedureId, SourceId};
use caregraph::store::upsert::upsert;
use caregraph::store::{Text, Transaction, parts};
use chrono::Days;

use super::{around, found};
use crate::app::{TestApp, now};
use crate::seed;

/// Somebody who does the procedure 10 km away, takes new patients, was verified today and of whom
/// nothing else is known.
#[derive(Clone, Copy)]
struct Person {
    name: &'static str,
    km: f64,
    new_patients: Option<NewPatients>,
    verified_days_ago: Option<u64>,
    evidence: Evidence,
    volume: VolumeBand,
    /// Mean in hundredths, and how many.
    rating: Option<(i32, i32)>,
    language: Option<(&'static str, Proficiency)>,
}

fn person(name: &'static str) -> Person {
    Person {
        name,
        km: 10.0,
        new_patients: Some(NewPatients::Accepting),
        verified_days_ago: Some(0),
        evidence: Evidence::Declared,
        volume: VolumeBand::SuppressedOrUnknown,
        rating: None,
        language: None,
    }
}

/// Who stands in the list, in the order in which they should, and why.
struct Judged {
    people: Vec<Person>,
    because: &'static str,
    speaking: Option<&'static str>,
}

fn judged(because: &'static str, people: Vec<Person>) -> Judged {
    Judged {
        people,
        because,
        speaking: None,
    }
}

fn lists() -> Vec<Judged> {
    use Evidence::{Claims, Declared, Facility, Inferred};
    use NewPatients::{Accepting, ExistingOnly, NotAccepting, WaitingList};
    use VolumeBand::{From11To50, From51To200, Over200};
    vec![
        judged(
            "all else equal, the nearer one is less of a journey",
            vec![
                Person {
                    km: 3.0,
                    ..person("near")
                },
                Person {
                    km: 12.0,
                    ..person("farther")
                },
                Person {
                    km: 45.0,
                    ..person("far")
                },
            ],
        ),
        judged(
            "what a doctor says they do outweighs what their specialty suggests",
            vec![
                Person {
                    evidence: Declared,
                    ..person("declared")
                },
                Person {
                    evidence: Claims,
                    ..person("claims")
                },
                Person {
                    evidence: Facility,
                    ..person("facility")
                },
                Person {
                    evidence: Inferred,
                    ..person("inferred")
                },
            ],
        ),
        judged(
            "a doctor of whom nobody says whether they take patients is worth a call: after those who do, before those who do not",
            vec![
                Person {
                    new_patients: Some(Accepting),
                    ..person("accepting")
                },
                Person {
                    new_patients: Some(WaitingList),
                    ..person("waiting")
                },
                Person {
                    new_patients: None,
                    ..person("unknown")
                },
                Person {
                    new_patients: Some(ExistingOnly),
                    ..person("existing")
                },
                Person {
                    new_patients: Some(NotAccepting),
                    ..person("closed")
                },
            ],
        ),
        judged(
            "a role that was verified lately is more likely to be true",
            vec![
                Person {
                    verified_days_ago: Some(5),
                    ..person("this-week")
                },
                Person {
                    verified_days_ago: Some(200),
                    ..person("this-year")
                },
                Person {
                    verified_days_ago: Some(900),
                    ..person("long-ago")
                },
            ],
        ),
        judged(
            "doing it more often than peers speaks for somebody, not knowing how often speaks neither way",
            vec![
                Person {
                    volume: Over200,
                    ..person("often")
                },
                Person {
                    volume: VolumeBand::SuppressedOrUnknown,
                    ..person("unknown")
                },
                Person {
                    volume: From11To50,
                    ..person("seldom")
                },
                // Peers, far away: they make the bands mean something.
                Person {
                    volume: From51To200,
                    km: 600.0,
                    ..person("peer-1")
                },
                Person {
                    volume: From51To200,
                    km: 601.0,
                    ..person("peer-2")
                },
            ],
        ),
        judged(
            "much practice does not make up for a journey of hours",
            vec![
                Person {
                    km: 4.0,
                    ..person("near")
                },
                Person {
                    km: 150.0,
                    volume: Over200,
                    ..person("far-and-often")
                },
            ],
        ),
        judged(
            "one glowing rating is noise: it changes nothing against none",
            vec![
                Person {
                    km: 9.0,
                    ..person("nearer")
                },
                Person {
                    km: 10.0,
                    rating: Some((500, 1)),
                    ..person("one-rating")
                },
            ],
        ),
        judged(
            "many good ratings count for a little, and many bad ones against",
            vec![
                Person {
                    rating: Some((480, 900)),
                    ..person("good")
                },
                Person {
                    rating: None,
                    ..person("unknown")
                },
                Person {
                    rating: Some((150, 900)),
                    ..person("bad")
                },
            ],
        ),
        Judged {
            speaking: Some("ne"),
            ..judged(
                "somebody who can be talked to in one's own language comes first, one who speaks only others last",
                vec![
                    Person {
                        language: Some(("ne", Proficiency::Native)),
                        ..person("native")
                    },
                    Person {
                        language: Some(("ne", Proficiency::Conversational)),
                        ..person("some")
                    },
                    Person {
                        language: None,
                        ..person("unknown")
                    },
                    Person {
                        language: Some(("en", Proficiency::Native)),
                        ..person("another")
                    },
                ],
            )
        },
        judged(
            "a stale record of somebody close does not beat a sure one a little farther away",
            vec![
                Person {
                    km: 14.0,
                    ..person("sure")
                },
                Person {
                    km: 8.0,
                    verified_days_ago: None,
                    new_patients: None,
                    evidence: Inferred,
                    ..person("stale")
                },
            ],
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_is_the_one_that_people_judged_right() {
    let mut wrong = Vec::new();
    let mut app = TestApp::empty().await;
    let source = seed::a_source(&app.db).await;
    for (turn, list) in lists().into_iter().enumerate() {
        let tx = app.db.begin().await.unwrap();
        let (procedure, names) = write(&tx, source, turn, &list.people).await;
        let mut changes = Changes::default();
        for id in names.keys() {
            changes.node_updated(NodeKind::Doctor, *id);
        }
        change::commit(tx, changes, now()).await.unwrap();
        app.settle().await;

        let mut query = Query {
            concepts: Some(vec![Concept::Procedure(procedure)]),
            order: Order::Best,
            area: Some(Area::circle(
                Point::new(0.0, 0.0).unwrap(),
                Distance::from_km(5_000.0),
                None,
            )),
            ..around(0.0, 0.0)
        };
        if let Some(language) = list.speaking {
            // Everybody is wanted; the language only says what is preferred.
            let speaks = Rule::Is(Test::Languages(vec![(language.parse().unwrap(), None)]));
            query.filter = Filter {
                clauses: vec![Clause {
                    name: "languages",
                    rule: speaks,
                }],
            };
        }
        let hits = found(&app.search, query).await.hits.hits;
        let order: Vec<&str> = hits
            .iter()
            .map(|hit| names[&hit.position.id])
            .filter(|name| !name.starts_with("peer"))
            .collect();
        let expected: Vec<&str> = list
            .people
            .iter()
            .map(|person| person.name)
            .filter(|name| !name.starts_with("peer"))
            // A filter leaves out whoever does not pass it.
            .filter(|name| list.speaking.is_none() || !["unknown", "another"].contains(name))
            .collect();
        if order != expected {
            wrong.push((list.because, order.join(", "), expected.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Writes a list under a procedure of its own, last person first, so that age of rows helps nobody.
async fn write(
    tx: &Transaction,
    source: SourceId,
    turn: usize,
    people: &[Person],
) -> (ProcedureId, HashMap<i64, &'static str>) {
    let slug = format!("procedure-{turn}");
    let procedure = seed::a_procedure(&slug, &slug);
    let procedure = upsert::<procedure::Entity>(tx, vec![procedure])
        .await
        .unwrap()[0]
        .0;
    let mut names = HashMap::new();
    for person in people.iter().rev() {
        let key = format!("{turn}-{}", person.name);
        // A degree of latitude is about 111.2 km.
        let at = Some((person.km / 111.195, 0.0));
        let clinic = seed::a_clinic(source, &key, at, "BT");
        let clinic = upsert::<clinic::Entity>(tx, vec![clinic]).await.unwrap()[0].0;
        let doctor = seed::a_doctor(source, &key, &key);
        let doctor = upsert::<doctor::Entity>(tx, vec![doctor]).await.unwrap()[0].0;
        let role = role::Model {
            new_patients: person.new_patients.map(Text),
            last_verified_on: person
                .verified_days_ago
                .map(|days| now().date_naive() - Days::new(days)),
            ..seed::a_role(source, doctor, clinic)
        };
        upsert::<role::Entity>(tx, vec![role]).await.unwrap();
        let offering = offering::Model {
            evidence: Text(person.evidence),
            volume_band: Text(person.volume),
            ..seed::an_offering(source, doctor, procedure, None)
        };
        upsert::<offering::Entity>(tx, vec![offering])
            .await
            .unwrap();
        let owner = [doctor.get()];
        let rating = person.rating.map(|(mean_hundredths, count)| rating::Model {
            id: Id::UNSET,
            doctor_id: doctor,
            source_id: source,
            count,
            mean_hundredths,
            as_of: now().date_naive(),
        });
        let rows = rating.into_iter().collect();
        parts::replace::<rating::Entity>(tx, NodeKind::Doctor, &owner, rows)
            .await
            .unwrap();
        let language = person
            .language
            .map(|(language, proficiency)| doctor_language::Model {
                id: Id::UNSET,
                doctor_id: doctor,
                position: 0,
                language: language.to_owned(),
                proficiency: Some(Text(proficiency)),
            });
        let rows = language.into_iter().collect();
        parts::replace::<doctor_language::Entity>(tx, NodeKind::Doctor, &owner, rows)
            .await
            .unwrap();
        names.insert(doctor.get(), person.name);
    }
    (procedure, names)
}
