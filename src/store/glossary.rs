//! The glossary: words that articles explain, and what they mean in each language.

use std::sync::Arc;

use sea_orm::sea_query::Condition;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::glossary_definition;
use super::error::StoreError;
use super::related::{Listed, Position, Slice, Window};
use crate::domain::fold::fold;

/// The definitions in one language whose term begins so, by term.
pub async fn page(
    db: &impl ConnectionTrait,
    locale: &str,
    prefix: &str,
    window: &Window,
) -> Result<Slice<glossary_definition::Model>, StoreError> {
    use glossary_definition::Column;
    let mut query = glossary_definition::Entity::find().filter(begins(locale, prefix));
    if let Some(from) = &window.from {
        let order = from.order.replace('\0', "");
        let key = match window.backward {
            true => Condition::any().add(Column::TermKey.lt(order.clone())).add(
                Condition::all()
                    .add(Column::TermKey.eq(order))
                    .add(Column::TermId.lt(from.id)),
            ),
            false => Condition::any().add(Column::TermKey.gt(order.clone())).add(
                Condition::all()
                    .add(Column::TermKey.eq(order))
                    .add(Column::TermId.gt(from.id)),
            ),
        };
        query = query.filter(key);
    }
    query = match window.backward {
        true => query
            .order_by_desc(Column::TermKey)
            .order_by_desc(Column::TermId),
        false => query
            .order_by_asc(Column::TermKey)
            .order_by_asc(Column::TermId),
    };
    let mut rows = query.limit(window.size + 1).all(db).await?;
    let size = usize::try_from(window.size).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    if window.backward {
        rows.reverse();
    }
    let rows = rows.into_iter().map(|row| Listed {
        position: Position {
            order: row.term_key.clone(),
            id: row.term_id.get(),
        },
        row: Arc::new(row),
    });
    Ok(Slice {
        rows: rows.collect(),
        more,
    })
}

/// How many definitions in one language begin so.
pub async fn count(
    db: &impl ConnectionTrait,
    locale: &str,
    prefix: &str,
) -> Result<u64, StoreError> {
    let found = glossary_definition::Entity::find().filter(begins(locale, prefix));
    Ok(found.count(db).await?)
}

/// Terms are compared by their folded keys: `Ana` finds anaesthetic, and `bio` biopsia.
fn begins(locale: &str, prefix: &str) -> Condition {
    use glossary_definition::Column;
    let of_locale = Condition::all().add(Column::Locale.eq(locale.replace('\0', "")));
    let prefix = fold(prefix);
    match prefix.is_empty() {
        true => of_locale,
        // Keys are folded letters, digits and spaces: none is above this one.
        false => of_locale
            .add(Column::TermKey.gte(prefix.clone()))
            .add(Column::TermKey.lt(format!("{prefix}\u{10ffff}"))),
    }
}
