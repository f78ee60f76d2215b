//! The evaluator beside a reckoning by hand, on questions dealt by dice.

use std::collections::BTreeMap;

use caregraph::domain::distance::Distance;
use caregraph::domain::region::Region;
use caregraph::domain::{NodeKind, RecordState};
use caregraph::search::{
    Area, Concept, FacetField, FacetValue, Hits, Order, Query, RADII_KM, Rung, Widening,
};
use caregraph::store::Text;
use caregraph::store::change::{self, Changes};
use caregraph::store::entity::doctor;
use caregraph::store::searchable::{self, DoctorRows};
use caregraph::store::upsert::upsert;
use strum::VariantArray;

use super::by_hand::{self, Expected, Reckoned, reckon};
use super::{dealt, found};
use crate::app::{TestApp, now};
use crate::seed::{self, Dice, World};

/// A world in an index of several segments with deletions, and its rows.
async fn a_world(doctors: usize) -> (TestApp, World, Vec<DoctorRows>) {
    let mut app = TestApp::empty().await;
    let world = seed::a_world(&app.db, doctors, 7).await;
    app.settle().await;
    // Written once more, some documents stand in later segments and are deleted in the first.
    for part in world.doctors.chunks(doctors / 4).take(2) {
        let tx = app.db.begin().await.unwrap();
        let mut changes = Changes::default();
        for doctor in part {
            changes.updated(NodeKind::Doctor, doctor.id);
        }
        change::commit(tx, changes, now()).await.unwrap();
        app.settle().await;
    }
    let mut rows = Vec::new();
    for part in world.doctors.chunks(1_000) {
        let ids: Vec<_> = part.iter().map(|row| row.id).collect();
        rows.extend(searchable::doctors(app.db.reader(), &ids).await.unwrap());
    }
    (app, world, rows)
}

fn assert_page(query: &Query, hits: &Hits, reckoned: &Reckoned) {
    let window = &query.window;
    let inside: Vec<&Expected> = reckoned
        .found
        .iter()
        .filter(|found| match (&window.from, window.backward) {
            (None, _) => true,
            (Some(from), false) => found.position > *from,
            (Some(from), true) => found.position < *from,
        })
        .collect();
    let page = match window.backward {
        false => &inside[..inside.len().min(window.size)],
        true => &inside[inside.len().saturating_sub(window.size)..],
    };
    assert_eq!(hits.total, reckoned.found.len() as u64, "{query:?}");
    assert_eq!(hits.beyond_border, reckoned.beyond, "{query:?}");
    assert_eq!(
        hits.outside,
        (reckoned.found.len() - inside.len()) as u64,
        "{query:?}"
    );
    assert_eq!(hits.more, inside.len() > window.size, "{query:?}");
    let without: Vec<_> = hits
        .without
        .iter()
        .map(|kept| (kept.out, kept.unknown))
        .collect();
    assert_eq!(without, reckoned.without, "{query:?}");
    let found: Vec<_> = hits
        .hits
        .iter()
        .map(|hit| {
            (
                hit.position.clone(),
                hit.distance,
                hit.role,
                hit.ranking.score(),
            )
        })
        .collect();
    let page: Vec<_> = page
        .iter()
        .map(|found| {
            (
                found.position.clone(),
                found.distance,
                found.role,
                found.score,
            )
        })
        .collect();
    assert_eq!(found, page, "{query:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_finds_what_a_reckoning_by_hand_finds() {
    let (app, world, rows) = a_world(2_400).await;
    let mut dice = Dice::new(11);
    let mut by_order: BTreeMap<String, u64> = BTreeMap::new();
    for turn in 0..160 {
        let mut query = dealt::a_query(&mut dice, &world, now());
        let reckoned = reckon(&rows, &query, now());
        *by_order.entry(format!("{:?}", query.order)).or_default() +=
            u64::from(!reckoned.found.is_empty());
        let place = usize::try_from(dice.below(60)).unwrap();
        if let Some(from) = reckoned.found.get(place) {
            query.window.from = (turn % 3 > 0).then(|| from.position.clone());
            query.window.backward = turn % 3 == 2;
        }
        let found = found(&app.search, query.clone()).await;
        assert_page(&query, &found.hits, &reckoned);
        for hit in &found.hits.hits {
            let factors = &hit.ranking.factors;
            let sum: u32 = factors.iter().map(|factor| factor.contribution()).sum();
            assert_eq!(sum, hit.ranking.score());
        }
    }
    assert_eq!(by_order.len(), 6, "{by_order:?}");
    assert!(by_order.values().all(|found| *found >= 5), "{by_order:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn facets_count_what_their_values_would_find() {
    let (app, world, rows) = a_world(900).await;
    let mut dice = Dice::new(5);
    let mut counted = 0;
    for _ in 0..40 {
        let query = dealt::a_query(&mut dice, &world, now());
        let found = found(&app.search, query.clone()).await;
        let fields = FacetField::VARIANTS.to_vec();
        for facet in app.search.facets(&found, fields).await.unwrap() {
            let (expected, unknown) = by_hand::facet(&rows, &query, facet.field, now());
            let held: BTreeMap<String, u64> = facet
                .values
                .iter()
                .map(|(value, count)| (written(value), *count))
                .collect();
            counted += held.len();
            assert_eq!(held, expected, "{:?} of {query:?}", facet.field);
            assert_eq!(facet.unknown, unknown, "{:?} of {query:?}", facet.field);
            let counts: Vec<u64> = facet.values.iter().map(|(_, count)| *count).collect();
            assert!(counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
        }
    }
    assert!(counted > 500, "{counted}");
}

fn written(value: &FacetValue) -> String {
    match value {
        FacetValue::Spelling(spelling) => spelling.clone(),
        FacetValue::Flag(flag) => flag.to_string(),
        FacetValue::Plan(id) => id.get().to_string(),
        FacetValue::Specialty(id) => id.get().to_string(),
        FacetValue::Clinic(id) => id.get().to_string(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clauses_find_the_same_in_any_order() {
    let (app, world, _) = a_world(900).await;
    let mut dice = Dice::new(3);
    let mut turned = 0;
    while turned < 25 {
        let query = dealt::a_query(&mut dice, &world, now());
        if query.filter.clauses.len() < 2 {
            continue;
        }
        turned += 1;
        let mut other = query.clone();
        other.filter.clauses.reverse();
        let one = found(&app.search, query).await.hits;
        let mut two = found(&app.search, other).await.hits;
        two.without.reverse();
        assert_eq!(one.hits, two.hits);
        assert_eq!(
            (one.total, one.without, one.beyond_border),
            (two.total, two.without, two.beyond_border)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ladder_stops_at_the_first_rung_that_finds_somebody() {
    let (app, world, rows) = a_world(900).await;
    let mut dice = Dice::new(23);
    let home: Region = "BT-31".parse().unwrap();
    let mut rungs: BTreeMap<String, u64> = BTreeMap::new();
    for _ in 0..120 {
        let mut query = dealt::a_query(&mut dice, &world, now());
        query.concepts = Some(vec![Concept::Procedure(world.procedures[2])]);
        let Some(area) = query.area.clone() else {
            continue;
        };
        let widening = Widening::Up(Some(home.clone()));
        let found = app.search.find(query.clone(), widening).await.unwrap();
        *rungs.entry(format!("{:?}", found.rung)).or_default() += 1;
        let wider = |km: f64| {
            let mut query = query.clone();
            query.area = Some(Area::circle(
                area.centre,
                Distance::from_km(km),
                area.only_country,
            ));
            reckon(&rows, &query, now()).found.len() as u64
        };
        // Whatever rung it is, those below it find nobody.
        let mut radii = vec![area.within.km()];
        let above = RADII_KM.iter().map(|km| f64::from(*km));
        radii.extend(above.filter(|km| *km > area.within.km()));
        for km in radii {
            let reached = match found.rung {
                Rung::Asked => km == area.within.km(),
                Rung::Km(rung) => km == f64::from(rung),
                Rung::Region | Rung::Telehealth => false,
            };
            if reached {
                assert_eq!(found.hits.total, wider(km), "{query:?}");
                break;
            }
            assert_eq!(wider(km), 0, "{query:?}");
        }
        for hit in &found.hits.hits {
            if let (Rung::Asked | Rung::Km(_), Some(area)) = (found.rung, &found.query.area) {
                assert!(hit.distance.unwrap() <= area.within);
            }
            if found.rung == Rung::Telehealth {
                let rows = rows
                    .iter()
                    .find(|rows| rows.doctor.id.get() == hit.position.id)
                    .unwrap();
                assert_eq!(rows.doctor.telehealth, Some(true));
                assert!(by_hand::is_licensed(rows, &home, query.as_of));
            }
        }
        let nearest = app.search.nearest(&found).await.unwrap();
        let mut everywhere = query.clone();
        everywhere.area = Some(Area {
            within: Distance::from_km(20_015.0),
            ..area
        });
        everywhere.order = Order::Distance;
        let first = reckon(&rows, &everywhere, now()).found.into_iter().next();
        assert_eq!(
            nearest.map(|hit| (hit.position, hit.distance)),
            first.map(|found| (found.position, found.distance)),
            "{query:?}"
        );
    }
    assert!(rungs.len() >= 4, "{rungs:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_part_the_list_forward_and_backward() {
    let (app, world, _) = a_world(900).await;
    let mut dice = Dice::new(17);
    for _ in 0..30 {
        let mut query = dealt::a_query(&mut dice, &world, now());
        query.window.size = 10_000;
        let all = found(&app.search, query.clone()).await.hits;
        let ids =
            |hits: &Hits| -> Vec<i64> { hits.hits.iter().map(|hit| hit.position.id).collect() };
        query.window.size = 23;
        query.worths = Some(all.worths.clone());
        for backward in [false, true] {
            query.window.backward = backward;
            query.window.from = None;
            let mut walked = Vec::new();
            loop {
                let hits = found(&app.search, query.clone()).await.hits;
                let end = match backward {
                    false => hits.hits.last(),
                    true => hits.hits.first(),
                };
                query.window.from = end.map(|hit| hit.position.clone());
                match backward {
                    false => walked.extend(ids(&hits)),
                    true => {
                        let mut page = ids(&hits);
                        page.append(&mut walked);
                        walked = page;
                    }
                }
                if !hits.more {
                    break;
                }
            }
            assert_eq!(walked, ids(&all), "{query:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_give_each_once_while_others_come_and_go() {
    let (mut app, world, _) = a_world(900).await;
    let mut dice = Dice::new(23);
    for (turn, backward) in (0..6).zip([false, true].into_iter().cycle()) {
        let mut query = dealt::a_query(&mut dice, &world, now());
        query.window.size = 10_000;
        let all = found(&app.search, query.clone()).await.hits;
        let ids =
            |hits: &Hits| -> Vec<i64> { hits.hits.iter().map(|hit| hit.position.id).collect() };
        let at_first = ids(&all);
        query.window.size = 1 + at_first.len() / 4;
        query.window.backward = backward;
        query.worths = Some(all.worths.clone());
        let (mut walked, mut gone) = (Vec::new(), Vec::new());
        loop {
            let hits = found(&app.search, query.clone()).await.hits;
            let mut page = ids(&hits);
            let (first, last) = (hits.hits.first(), hits.hits.last());
            let end = if backward { first } else { last };
            query.window.from = end.map(|hit| hit.position.clone());
            if backward {
                page.reverse();
            }
            walked.extend(page);
            if !hits.more {
                break;
            }
            // Many are written once more as they are; one who was not shown yet retires.
            let tx = app.db.begin().await.unwrap();
            let mut changes = Changes::default();
            for doctor in world.doctors.iter().skip(turn).step_by(5) {
                changes.updated(NodeKind::Doctor, doctor.id);
            }
            let leaves = at_first
                .iter()
                .find(|id| !walked.contains(id) && !gone.contains(*id));
            let leaves = world
                .doctors
                .iter()
                .find(|row| Some(&row.id.get()) == leaves);
            if let Some(row) = leaves {
                let mut row = row.clone();
                row.state = Text(RecordState::Retired);
                gone.push(row.id.get());
                changes.updated(NodeKind::Doctor, row.id);
                upsert::<doctor::Entity>(&tx, vec![row]).await.unwrap();
            }
            change::commit(tx, changes, now()).await.unwrap();
            app.settle().await;
        }
        if backward {
            walked.reverse();
        }
        let stayed: Vec<i64> = at_first
            .into_iter()
            .filter(|id| !gone.contains(id))
            .collect();
        assert_eq!(walked, stayed, "{query:?}");
    }
}
