//! One statement that builds the whole answer inside Postgres: the fewest round trips there can be.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use sea_orm::sqlx::{self, PgPool};

use super::{Answer, Asked, PROCEDURE, json};

const SQL: &str = include_str!("one_statement.sql");

pub fn router(pool: PgPool) -> Router {
    Router::new()
        .route("/graphql", post(answer))
        .with_state(pool)
}

async fn answer(State(pool): State<PgPool>, body: Bytes) -> Answer {
    let asked = Asked::read(&body)?;
    let text: String = sqlx::query_scalar(SQL)
        .bind(asked.name_key())
        .bind(asked.km)
        .bind(i64::from(asked.first))
        .bind(PROCEDURE)
        .fetch_one(&pool)
        .await?;
    Ok(json(text))
}
