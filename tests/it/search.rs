//! The index against a reckoning by hand over all doctors, and how it follows the database.

use caregraph::domain::NodeKind;
use caregraph::domain::country::Country;
use caregraph::domain::distance::{Distance, Point};
use caregraph::search::{
    Area, Concept, Follower, Order, Position, Query, Search, SearchError, SortKey, Target, Window,
};
use caregraph::store::change::{self, Changes};
use caregraph::store::entity::{clinic, doctor, role};
use caregraph::store::upsert::upsert;

use crate::app::{TestApp, now};
use crate::engine::Home;
use crate::seed::{self, Dice, World};

/// What should be found: positions in order, how many a border keeps out.
fn by_hand(world: &World, query: &Query) -> (Vec<(Position, Option<Distance>)>, u64) {
    let mut found = Vec::new();
    let mut beyond = 0;
    for (index, doctor) in world.doctors.iter().enumerate() {
        let offered = |at: usize| match &query.concepts {
            None => true,
            Some(concepts) => world.offerings_of(index).iter().any(|(_, what, only)| {
                concepts.contains(&Concept::Procedure(*what)) && only.is_none_or(|only| only == at)
            }),
        };
        let mut nearest: Option<Distance> = None;
        let mut across = false;
        let mut anywhere = false;
        for (_, at) in world.roles_of(index) {
            if !offered(*at) {
                continue;
            }
            anywhere = true;
            let clinic = &world.clinics[*at];
            let (Some(area), Some(latitude), Some(longitude)) =
                (&query.area, clinic.latitude, clinic.longitude)
            else {
                continue;
            };
            let distance = area
                .centre
                .distance_to(Point::new(latitude, longitude).unwrap());
            if distance > area.within {
                continue;
            }
            let here = area
                .only_country
                .is_none_or(|only| only.as_str() == clinic.country);
            match here {
                true => nearest = Some(nearest.map_or(distance, |held| held.min(distance))),
                false => across = true,
            }
        }
        let meets = match query.area {
            Some(_) => nearest.is_some(),
            // A doctor with none but offerings elsewhere still meets the need somewhere.
            None => anywhere,
        };
        if !meets {
            beyond += u64::from(query.area.is_some() && across);
            continue;
        }
        let key = match query.order {
            Order::Distance => SortKey::Millimetres(nearest.unwrap().millimetres()),
            Order::Name => SortKey::Name(doctor.name_key.clone()),
        };
        let id = doctor.id.get();
        found.push((Position { key, id }, nearest));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    (found, beyond)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_finds_what_a_reckoning_by_hand_finds() {
    let mut app = TestApp::empty().await;
    let world = seed::a_world(&app.db, 6_000, 7).await;
    app.settle().await;
    // Written once more, some documents stand in later segments and are deleted in the first.
    for part in world.doctors.chunks(1_500).take(2) {
        let tx = app.db.begin().await.unwrap();
        let mut changes = Changes::default();
        for doctor in part {
            changes.updated(NodeKind::Doctor, doctor.id);
        }
        change::commit(tx, changes, now()).await.unwrap();
        app.settle().await;
    }
    let mut dice = Dice::new(11);
    for turn in 0..150 {
        let centre = match dice.below(6) {
            0 => (0.0, 179.95),
            1 => (89.5, 10.0),
            _ => (dice.between(26.0, 29.0), dice.between(88.0, 92.0)),
        };
        let area = (dice.below(8) > 0).then(|| Area {
            centre: Point::new(centre.0, centre.1).unwrap(),
            within: Distance::from_km(
                [5.0, 25.0, 59.0, 120.0, 390.0, 2_500.0, 20_000.0]
                    [usize::try_from(dice.below(7)).unwrap()],
            ),
            only_country: (dice.below(2) == 0).then(|| "BT".parse::<Country>().unwrap()),
        });
        let concepts = match dice.below(5) {
            0 => None,
            1 => Some(vec![]),
            2 => Some(vec![
                Concept::Procedure(world.procedures[1]),
                Concept::Procedure(world.procedures[2]),
            ]),
            _ => Some(vec![Concept::Procedure(
                world.procedures[usize::try_from(dice.below(3)).unwrap()],
            )]),
        };
        let order = match (&area, dice.below(2)) {
            (Some(_), 0) => Order::Distance,
            _ => Order::Name,
        };
        let mut query = Query {
            target: Target::Doctor,
            concepts,
            clinic: None,
            area,
            order,
            window: Window {
                size: 17,
                from: None,
                backward: false,
            },
        };
        let (expected, beyond) = by_hand(&world, &query);
        if let Some((from, _)) = expected.get(usize::try_from(dice.below(60)).unwrap()) {
            query.window.from = (turn % 3 > 0).then(|| from.clone());
            query.window.backward = turn % 3 == 2;
        }
        let hits = app.search.find(query.clone()).await.unwrap().0;
        let window = &query.window;
        let inside: Vec<_> = expected
            .iter()
            .filter(|(position, _)| match (&window.from, window.backward) {
                (None, _) => true,
                (Some(from), false) => position > from,
                (Some(from), true) => position < from,
            })
            .collect();
        let page: Vec<_> = match window.backward {
            false => inside.iter().take(window.size).collect(),
            true => inside[inside.len().saturating_sub(window.size)..]
                .iter()
                .collect(),
        };
        assert_eq!(hits.total, expected.len() as u64, "{query:?}");
        assert_eq!(hits.beyond_border, beyond, "{query:?}");
        assert_eq!(
            hits.outside,
            (expected.len() - inside.len()) as u64,
            "{query:?}"
        );
        assert_eq!(hits.more, inside.len() > window.size, "{query:?}");
        let found: Vec<_> = hits
            .hits
            .iter()
            .map(|hit| (hit.position.clone(), hit.distance))
            .collect();
        let page: Vec<_> = page.into_iter().map(|found| (**found).clone()).collect();
        assert_eq!(found, page, "{query:?}");
    }
}

fn around(latitude: f64, longitude: f64) -> Query {
    Query {
        target: Target::Doctor,
        concepts: None,
        clinic: None,
        area: Some(Area {
            centre: Point::new(latitude, longitude).unwrap(),
            within: Distance::from_km(10.0),
            only_country: None,
        }),
        order: Order::Distance,
        window: Window {
            size: 10,
            from: None,
            backward: false,
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_who_comes_moves_and_goes_is_found_where_they_are() {
    let mut app = TestApp::empty().await;
    let source = seed::a_source(&app.db).await;
    let total = async |app: &TestApp, at: (f64, f64)| {
        app.search.find(around(at.0, at.1)).await.unwrap().0.total
    };
    let (here, there) = ((10.0, 10.0), (20.0, 20.0));

    let tx = app.db.begin().await.unwrap();
    let clinics = vec![
        seed::a_clinic(source, "here", Some(here), "BT"),
        seed::a_clinic(source, "there", Some(there), "BT"),
    ];
    let clinics = upsert::<clinic::Entity>(&tx, clinics).await.unwrap();
    let doctor = seed::a_doctor(source, "amara", "osei amara");
    let doctor = upsert::<doctor::Entity>(&tx, vec![doctor]).await.unwrap()[0].0;
    let first = seed::a_role(source, doctor, clinics[0].0);
    let first = upsert::<role::Entity>(&tx, vec![first]).await.unwrap()[0].0;
    let mut changes = Changes::default();
    changes.updated(NodeKind::Doctor, doctor);
    change::commit(tx, changes, now()).await.unwrap();
    assert_eq!(total(&app, here).await, 0);
    app.settle().await;
    assert_eq!(total(&app, here).await, 1);

    let tx = app.db.begin().await.unwrap();
    let second = seed::a_role(source, doctor, clinics[1].0);
    let second = upsert::<role::Entity>(&tx, vec![second]).await.unwrap()[0].0;
    let gone = caregraph::store::role::prune(&tx, source, &[doctor], &[second])
        .await
        .unwrap();
    assert_eq!(gone[0].id, first);
    let mut changes = Changes::default();
    changes.updated(NodeKind::Doctor, doctor);
    change::commit(tx, changes, now()).await.unwrap();
    app.settle().await;
    assert_eq!((total(&app, here).await, total(&app, there).await), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_goes_on_where_it_stopped_and_is_built_anew_for_another_database() {
    let home = Home::blank().await;
    let db = home.open().await;
    caregraph::store::migrate::up(&db, now()).await.unwrap();
    let index = home.folder().join("index");
    seed::a_world(&db, 30, 1).await;

    let search = Search::default();
    let follower = Follower::start(db.clone(), &index, search.clone())
        .await
        .unwrap();
    let seq = search.seq().unwrap();
    assert!(seq > 0);

    // Only one process may write an index.
    let second = Follower::start(db.clone(), &index, Search::default()).await;
    assert!(matches!(second, Err(SearchError::Locked(_))));
    drop(follower);

    let everybody = || Query {
        area: None,
        order: Order::Name,
        ..around(0.0, 0.0)
    };
    let search = Search::default();
    let follower = Follower::start(db.clone(), &index, search.clone())
        .await
        .unwrap();
    assert_eq!(search.seq(), Some(seq));
    assert_eq!(search.find(everybody()).await.unwrap().0.total, 30);
    drop(follower);

    let elsewhere = Home::blank().await;
    let other = elsewhere.open().await;
    caregraph::store::migrate::up(&other, now()).await.unwrap();
    let search = Search::default();
    let _follower = Follower::start(other, &index, search.clone())
        .await
        .unwrap();
    assert_eq!(search.find(everybody()).await.unwrap().0.total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_is_not_built_says_so() {
    let search = Search::default();
    let found = search.find(around(0.0, 0.0)).await;
    assert!(matches!(found, Err(SearchError::NotReady)));
}
