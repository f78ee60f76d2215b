//! Many keys in one statement whose text never varies, so that it stays prepared.

use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, SimpleExpr};

/// `column` is one of the ids: `json_each` takes them all as one parameter.
pub fn any_id(column: impl ColumnTrait, ids: impl IntoIterator<Item = i64>) -> SimpleExpr {
    any_json(column, json_ids(ids))
}

/// `column` is one of the texts, as one parameter.
pub fn any_text<'a>(
    column: impl ColumnTrait,
    texts: impl IntoIterator<Item = &'a str>,
) -> SimpleExpr {
    let texts: Vec<&str> = texts.into_iter().collect();
    any_json(column, serde_json::Value::from(texts).to_string())
}

/// Ids as the JSON list that `json_each` reads.
pub fn json_ids(ids: impl IntoIterator<Item = i64>) -> String {
    let ids: Vec<i64> = ids.into_iter().collect();
    serde_json::Value::from(ids).to_string()
}

fn any_json(column: impl ColumnTrait, json: String) -> SimpleExpr {
    Expr::cust_with_exprs(
        "? IN (SELECT value FROM json_each(?))",
        [Expr::col(column.as_column_ref()), Expr::val(json)],
    )
}
