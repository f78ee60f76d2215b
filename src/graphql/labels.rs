//! What procedures, conditions and specialties share: other names, and codes.

use async_graphql::{Context, SimpleObject};
use serde_json::Value as Json;

use super::context::Ask;
use super::error::Failure;
use super::json_ld;
use super::localised;
use super::sets::LicenceClass;
use crate::domain::locale::Locale;
use crate::domain::{LabelKind, NodeKind};

/// A code in a code system, for indexing; never billing advice.
#[derive(SimpleObject)]
pub struct Code {
    /// The system's canonical URI.
    system: String,
    /// The code itself.
    value: String,
    /// What the code stands for; null where its publisher's text may not be shown.
    display: Option<String>,
    /// What may be done with the code and its text.
    licence_class: LicenceClass,
}

/// The codes of a node, by system, then value.
pub async fn codes(ctx: &Context<'_>, kind: NodeKind, id: i64) -> Result<Vec<Code>, Failure> {
    let rows = ctx.loaders().codes().load((kind, id)).await?;
    Ok(rows
        .iter()
        .flat_map(|rows| rows.iter())
        .map(|row| Code {
            system: row.system.clone(),
            value: row.value.clone(),
            display: row.display.clone(),
            licence_class: row.licence_class.0.into(),
        })
        .collect())
}

/// The codes of a node for JSON-LD.
pub async fn linked_codes(
    ctx: &Context<'_>,
    kind: NodeKind,
    id: i64,
) -> Result<Vec<Json>, Failure> {
    let rows = ctx.loaders().codes().load((kind, id)).await?;
    let rows = rows.iter().flat_map(|rows| rows.iter());
    Ok(rows
        .map(|row| json_ld::code(&row.system, &row.value))
        .collect())
}

/// Other names of a node in one language: synonyms and lay words, in alphabetical order.
pub async fn also_known_as(
    ctx: &Context<'_>,
    kind: NodeKind,
    id: i64,
    locale: Option<Locale>,
) -> Result<Vec<String>, Failure> {
    let locale = match locale {
        Some(locale) => locale,
        None => localised::wanted(ctx, None).remove(0),
    };
    let rows = ctx.loaders().labels().load((kind, id)).await?;
    Ok(rows
        .iter()
        .flat_map(|rows| rows.iter())
        .filter(|row| row.locale == locale.as_str() || row.locale == locale.language())
        // The preferred name in English is the node's own name.
        .filter(|row| row.kind.0 != LabelKind::Preferred || row.locale != "en")
        .map(|row| row.text.clone())
        .collect())
}
