//! Many keys in one statement whose text never varies, so that it stays prepared.
//!
//! SQLite takes them as one JSON list, Postgres as one array. A column that is NULL matches none,
//! and is not told apart by `NOT` either, on both.

use sea_orm::sea_query::{ArrayType, Expr, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, Value};

/// `column` is one of the ids.
pub fn any_id(
    db: &impl ConnectionTrait,
    column: impl ColumnTrait,
    ids: impl IntoIterator<Item = i64>,
) -> SimpleExpr {
    any(db, column, ids_value(db, ids))
}

/// `column` is one of the texts.
pub fn any_text<'a>(
    db: &impl ConnectionTrait,
    column: impl ColumnTrait,
    texts: impl IntoIterator<Item = &'a str>,
) -> SimpleExpr {
    any(db, column, texts_value(db, texts))
}

/// Texts as one parameter: the JSON list that `json_each` reads, or an array.
pub fn texts_value<'a>(
    db: &impl ConnectionTrait,
    texts: impl IntoIterator<Item = &'a str>,
) -> Value {
    let texts = texts.into_iter();
    match db.get_database_backend() {
        DbBackend::Postgres => {
            // Postgres stores no U+0000 and fails on one: a text with it is never found.
            let texts = texts.filter(|text| !text.contains('\0'));
            array(ArrayType::String, texts.map(Value::from))
        }
        _ => serde_json::Value::from(texts.collect::<Vec<_>>())
            .to_string()
            .into(),
    }
}

/// Ids as one parameter: the JSON list that `json_each` reads, or an array.
pub fn ids_value(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = i64>) -> Value {
    let ids = ids.into_iter();
    match db.get_database_backend() {
        DbBackend::Postgres => array(ArrayType::BigInt, ids.map(Value::from)),
        _ => serde_json::Value::from(ids.collect::<Vec<_>>())
            .to_string()
            .into(),
    }
}

fn array(of: ArrayType, values: impl Iterator<Item = Value>) -> Value {
    Value::Array(of, Some(Box::new(values.collect())))
}

fn any(db: &impl ConnectionTrait, column: impl ColumnTrait, keys: Value) -> SimpleExpr {
    let text = match db.get_database_backend() {
        DbBackend::Postgres => "($1 = ANY($2))",
        _ => "? IN (SELECT value FROM json_each(?))",
    };
    let column = Expr::col(column.as_column_ref());
    Expr::cust_with_exprs(text, [column, Expr::val(keys)])
}
