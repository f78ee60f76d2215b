//! The statements: one for each kind of row, for all parents at once. None fetches what is not
//! shown.

use std::collections::HashMap;

use anyhow::Context as _;
use chrono::NaiveDate;
use sea_orm::sqlx::postgres::PgExecutor;
use sea_orm::sqlx::{query_as, query_scalar};

use caregraph::domain::distance::Point;

use super::area::{Bounds, Candidate};
use super::page::{Address, Clinic, Name, NewPatients, Offering, RedFlag, Role, Section, Source};
use super::{Asked, PROCEDURE};

pub struct Place {
    pub name: String,
    pub region_name: Option<String>,
    pub country: String,
    pub point: Point,
}

pub struct Procedure {
    pub id: i64,
    pub name: String,
}

/// An article in English, without its parts.
pub struct Article {
    pub translation: i64,
    pub title: String,
    pub summary: String,
    pub review_status: String,
}

pub struct Doctor {
    pub name: Name,
    pub demonstration: bool,
}

pub async fn place(db: impl PgExecutor<'_>, asked: &Asked) -> anyhow::Result<Place> {
    let (name, region_name, country, latitude, longitude) = query_as(
        "SELECT p.name, p.region_name, p.country, p.latitude, p.longitude \
         FROM place_name n JOIN place p ON p.id = n.place_id \
         WHERE n.name_key = $1 ORDER BY p.population DESC NULLS LAST, p.id LIMIT 1",
    )
    .bind(asked.name_key())
    .fetch_optional(db)
    .await?
    .context("no such place")?;
    Ok(Place {
        name,
        region_name,
        country,
        point: Point::new(latitude, longitude)?,
    })
}

pub async fn procedure(db: impl PgExecutor<'_>) -> anyhow::Result<Procedure> {
    let (id, name) = query_as("SELECT id, name FROM procedure WHERE slug = $1")
        .bind(PROCEDURE)
        .fetch_optional(db)
        .await?
        .context("no such procedure")?;
    Ok(Procedure { id, name })
}

pub async fn also_known_as(db: impl PgExecutor<'_>, procedure: i64) -> anyhow::Result<Vec<String>> {
    Ok(query_scalar(
        "SELECT text FROM label WHERE node_kind = 'PROCEDURE' AND node_id = $1 \
         AND locale = 'en' AND kind <> 'PREFERRED' ORDER BY text_key, id",
    )
    .bind(procedure)
    .fetch_all(db)
    .await?)
}

/// The first article about the procedure.
pub async fn article(db: impl PgExecutor<'_>, procedure: i64) -> anyhow::Result<Option<Article>> {
    let found: Option<(i64, String, String, String)> = query_as(
        "SELECT t.id, t.title, t.summary, CASE \
           WHEN a.reviewer_id IS NULL OR a.reviewed_on IS NULL THEN 'NOT_MEDICALLY_REVIEWED' \
           WHEN a.review_due_on < current_date THEN 'OVERDUE' \
           WHEN a.review_due_on < current_date + 90 THEN 'DUE_SOON' \
           ELSE 'CURRENT' END \
         FROM article_subject j JOIN article a ON a.id = j.article_id \
         JOIN article_translation t ON t.article_id = a.id AND t.locale = 'en' \
         WHERE j.node_kind = 'PROCEDURE' AND j.node_id = $1 ORDER BY a.slug, a.id LIMIT 1",
    )
    .bind(procedure)
    .fetch_optional(db)
    .await?;
    Ok(
        found.map(|(translation, title, summary, review_status)| Article {
            translation,
            title,
            summary,
            review_status,
        }),
    )
}

pub async fn red_flags(db: impl PgExecutor<'_>, translation: i64) -> anyhow::Result<Vec<RedFlag>> {
    let rows =
        query_as("SELECT urgency, text FROM red_flag WHERE translation_id = $1 ORDER BY position")
            .bind(translation)
            .fetch_all(db)
            .await?;
    let flag = |(urgency, text)| RedFlag { urgency, text };
    Ok(rows.into_iter().map(flag).collect())
}

/// The section about recovery.
pub async fn section(db: impl PgExecutor<'_>, translation: i64) -> anyhow::Result<Option<Section>> {
    let row: Option<(String, String)> = query_as(
        "SELECT title, text FROM section WHERE translation_id = $1 AND aspect = 'RECOVERY' \
         ORDER BY position LIMIT 1",
    )
    .bind(translation)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|(title, text)| Section { title, text }))
}

/// Every role at which the procedure is done, in the box.
pub async fn candidates(
    db: impl PgExecutor<'_>,
    procedure: i64,
    bounds: &Bounds,
) -> anyhow::Result<Vec<Candidate>> {
    // OFFSET keeps the box out of the plan: without its values the planner takes it for tiny, and
    // begins with every clinic.
    let rows: Vec<(i64, i64, String, f64, f64)> = query_as(
        "SELECT * FROM (\
           SELECT r.doctor_id, r.id, c.country, c.latitude, c.longitude \
           FROM offering o JOIN doctor d ON d.id = o.doctor_id AND d.state = 'ACTIVE' \
           JOIN role r ON r.doctor_id = o.doctor_id \
             AND (o.clinic_id IS NULL OR o.clinic_id = r.clinic_id) \
           JOIN clinic c ON c.id = r.clinic_id \
           WHERE o.procedure_id = $1 OFFSET 0) s \
         WHERE latitude BETWEEN $2 AND $3 AND longitude BETWEEN $4 AND $5",
    )
    .bind(procedure)
    .bind(bounds.south)
    .bind(bounds.north)
    .bind(bounds.west)
    .bind(bounds.east)
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|(doctor, role, country, latitude, longitude)| {
            Ok(Candidate {
                doctor,
                role,
                country,
                point: Point::new(latitude, longitude)?,
            })
        })
        .collect()
}

pub async fn doctors(db: impl PgExecutor<'_>, ids: &[i64]) -> anyhow::Result<HashMap<i64, Doctor>> {
    let rows: Vec<(i64, String, bool)> =
        query_as("SELECT id, name, demonstration FROM doctor WHERE id = ANY($1)")
            .bind(ids)
            .fetch_all(db)
            .await?;
    let pairs = rows.into_iter().map(|(id, display, demonstration)| {
        let doctor = Doctor {
            name: Name { display },
            demonstration,
        };
        (id, doctor)
    });
    Ok(pairs.collect())
}

/// The best offering of each doctor, with its source, which is one row.
pub async fn offerings(
    db: impl PgExecutor<'_>,
    doctors: &[i64],
    procedure: i64,
) -> anyhow::Result<HashMap<i64, Offering>> {
    let rows: Vec<(i64, String, String, Option<NaiveDate>, String)> = query_as(
        "SELECT DISTINCT ON (o.doctor_id) o.doctor_id, o.evidence, o.volume_band, o.as_of, s.name \
         FROM offering o JOIN source s ON s.id = o.source_id \
         WHERE o.doctor_id = ANY($1) AND o.procedure_id = $2 \
         ORDER BY o.doctor_id, \
           array_position(ARRAY['DECLARED', 'CLAIMS', 'FACILITY', 'INFERRED'], o.evidence), \
           o.as_of DESC NULLS LAST, o.id",
    )
    .bind(doctors)
    .bind(procedure)
    .fetch_all(db)
    .await?;
    let pairs = rows
        .into_iter()
        .map(|(doctor, evidence, volume_band, as_of, name)| {
            let offering = Offering {
                evidence,
                volume_band,
                as_of,
                source: Source { name },
            };
            (doctor, offering)
        });
    Ok(pairs.collect())
}

/// Roles, each with its clinic, which is one row.
pub async fn roles(db: impl PgExecutor<'_>, ids: &[i64]) -> anyhow::Result<HashMap<i64, Role>> {
    type Row = (
        i64,
        Option<String>,
        Option<NaiveDate>,
        Option<String>,
        String,
        Option<String>,
        Option<String>,
    );
    let rows: Vec<Row> = query_as(
        "SELECT r.id, r.new_patients, r.new_patients_as_of, r.phone, \
           c.name, c.city, c.position_accuracy \
         FROM role r JOIN clinic c ON c.id = r.clinic_id WHERE r.id = ANY($1)",
    )
    .bind(ids)
    .fetch_all(db)
    .await?;
    let pairs = rows.into_iter().map(
        |(id, status, as_of, phone, name, city, position_accuracy)| {
            let clinic = Clinic {
                name,
                address: Address { city },
                position_accuracy,
            };
            let role = Role {
                new_patients: NewPatients { status, as_of },
                phone,
                clinic,
            };
            (id, role)
        },
    );
    Ok(pairs.collect())
}
