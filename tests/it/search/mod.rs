//! The index against a reckoning by hand over all doctors, and how it follows the database.

use caregraph::domain::NodeKind;
use caregraph::domain::distance::{Distance, Point};
use caregraph::search::{
    Area, Filter, Follower, Found, Order, Query, Search, SearchError, Target, Widening, Window,
};
use caregraph::store::change::{self, Changes};
use caregraph::store::entity::{clinic, doctor, role};
use caregraph::store::upsert::upsert;

use crate::app::{TestApp, now};
use crate::engine::Home;
use crate::seed;

mod against_hand;
mod by_hand;
mod dealt;
mod judged;
mod upkeep;

fn around(latitude: f64, longitude: f64) -> Query {
    Query {
        target: Target::Doctor,
        concepts: None,
        inferred: false,
        clinic: None,
        area: Some(Area::circle(
            Point::new(latitude, longitude).unwrap(),
            Distance::from_km(10.0),
            None,
        )),
        filter: Filter::default(),
        order: Order::Distance,
        window: Window {
            size: 10,
            from: None,
            backward: false,
        },
        as_of: now().date_naive(),
        worths: None,
    }
}

async fn found(search: &Search, query: Query) -> Found {
    search.find(query, Widening::No).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_who_comes_moves_and_goes_is_found_where_they_are() {
    let mut app = TestApp::empty().await;
    let source = seed::a_source(&app.db).await;
    let total = async |app: &TestApp, at: (f64, f64)| {
        found(&app.search, around(at.0, at.1)).await.hits.total
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
    assert_eq!(found(&search, everybody()).await.hits.total, 30);
    drop(follower);

    let elsewhere = Home::blank().await;
    let other = elsewhere.open().await;
    caregraph::store::migrate::up(&other, now()).await.unwrap();
    let search = Search::default();
    let _follower = Follower::start(other, &index, search.clone())
        .await
        .unwrap();
    assert_eq!(found(&search, everybody()).await.hits.total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_is_not_built_says_so() {
    let search = Search::default();
    let found = search.find(around(0.0, 0.0), Widening::No).await;
    assert!(matches!(found, Err(SearchError::NotReady)));
}
