//! Loaders: one statement for what is asked for together, and nobody harmed by another.

use std::future::Future;
use std::task::Poll;

use caregraph::loaders::Loaders;
use caregraph::store::id::DoctorId;
use futures_util::future::{join_all, poll_fn};
use sea_orm::ConnectionTrait;

use crate::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn keys_asked_for_together_cost_one_statement_and_are_remembered() {
    let app = TestApp::demo().await;
    let loaders = Loaders::new(&app.relations);
    let before = app.db.statements();
    let ids = || (1..=500).map(DoctorId::new);
    let found = join_all(ids().map(|id| loaders.doctor().load(id))).await;
    assert_eq!(
        found
            .iter()
            .filter(|row| row.as_ref().unwrap().is_some())
            .count(),
        250
    );
    assert_eq!(app.db.statements() - before, 1);
    join_all(ids().map(|id| loaders.doctor().load(id))).await;
    assert_eq!(app.db.statements() - before, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_that_is_dropped_half_way_loses_nobody_elses_key() {
    let app = TestApp::demo().await;
    for polls in 1..8 {
        let loaders = Loaders::new(&app.relations);
        let mut dropped = Box::pin(loaders.doctor().load(DoctorId::new(1)));
        let mut waiting = Box::pin(loaders.doctor().load(DoctorId::new(2)));
        poll_fn(|cx| {
            for _ in 0..polls {
                // Both may be ready early; neither may be polled after that.
                if waiting.as_mut().poll(cx).is_ready() || dropped.as_mut().poll(cx).is_ready() {
                    waiting = Box::pin(loaders.doctor().load(DoctorId::new(2)));
                    break;
                }
            }
            Poll::Ready(())
        })
        .await;
        drop(dropped);
        assert!(waiting.await.unwrap().is_some(), "{polls} polls");
        assert!(
            loaders
                .doctor()
                .load(DoctorId::new(1))
                .await
                .unwrap()
                .is_some()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_batch_fails_every_key_in_it_and_shows_nothing_of_the_database() {
    let app = TestApp::demo().await;
    app.db
        .writer()
        .execute_unprepared("ALTER TABLE offering RENAME TO gone")
        .await
        .unwrap();
    let reply = app
        .query("{ doctors(first: 3) { nodes { slug offerings { nodes { id } } } } }")
        .await;
    assert_eq!(
        reply.error(),
        ("INTERNAL", "something went wrong on our side")
    );
    let text = reply.body.to_string().to_lowercase();
    for inside in ["select", "sql", "table", "src/", ".rs", "sea_orm"] {
        assert!(!text.contains(inside), "{text}");
    }
}
