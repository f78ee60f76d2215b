//! Pages that the server writes: what they say, to whom, and at which price.

mod engines;
mod hostile;
mod shown;
mod wrong;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use caregraph::store::entity::{article, clinic, doctor};

use crate::app::{Reply, TestApp};

/// A page as a reader gets it.
#[derive(Debug)]
struct Page {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
    statements: u64,
}

impl From<Reply> for Page {
    fn from(reply: Reply) -> Self {
        Page {
            status: reply.status,
            headers: reply.headers,
            text: reply.body.as_str().unwrap_or_default().to_owned(),
            statements: reply.statements,
        }
    }
}

impl Page {
    /// What stands between the first of these and what follows it.
    #[track_caller]
    fn between(&self, from: &str, to: &str) -> &str {
        let after = self.text.split_once(from);
        let (_, after) = after.unwrap_or_else(|| panic!("no {from} in {}", self.text));
        after.split_once(to).unwrap_or_else(|| panic!("no {to}")).0
    }

    #[track_caller]
    fn says(&self, words: &str) {
        assert!(self.text.contains(words), "no {words:?} in {}", self.text);
    }

    #[track_caller]
    fn does_not_say(&self, words: &str) {
        assert!(!self.text.contains(words), "{words:?} in {}", self.text);
    }
}

/// Opens a page as a browser of some languages does.
async fn opened_in(app: &TestApp, path: &str, languages: &str) -> Page {
    let request = Request::get(path)
        .header(header::HOST, "care.example.org")
        .header(header::ACCEPT_LANGUAGE, languages)
        .body(Body::empty())
        .unwrap();
    app.send(request).await.into()
}

/// Opens a page as a browser in English does.
async fn opened(app: &TestApp, path: &str) -> Page {
    opened_in(app, path, "en").await
}

/// Makes records of the demonstration real, as far as the directory can tell.
async fn made_real(app: &TestApp) {
    let db = app.db.writer();
    doctor::Entity::update_many()
        .col_expr(doctor::Column::Demonstration, Expr::value(false))
        .filter(doctor::Column::Slug.is_in(["kelzom-yarphel", "dorzin-kharphu", "urydzom-yangdra"]))
        .exec(db)
        .await
        .unwrap();
    clinic::Entity::update_many()
        .col_expr(clinic::Column::Demonstration, Expr::value(false))
        .filter(clinic::Column::Slug.eq("demonstration-hospital-white-crane"))
        .exec(db)
        .await
        .unwrap();
    article::Entity::update_many()
        .col_expr(article::Column::Demonstration, Expr::value(false))
        .filter(article::Column::Slug.is_in(["psoriasis", "cataract-surgery"]))
        .exec(db)
        .await
        .unwrap();
}
