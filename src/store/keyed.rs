//! How networks and releases are written: by the name that others use for them, so that what
//! points at one keeps pointing at it.

use sea_orm::Value;

use super::entity::{network, release};
use super::upsert::Upsert;

impl Upsert for network::Entity {
    const KEY: network::Column = network::Column::Slug;

    fn key(model: &network::Model) -> &str {
        &model.slug
    }

    fn scope(_: &network::Model) -> Option<(network::Column, Value)> {
        None
    }

    fn adopt(model: &mut network::Model, held: &network::Model) {
        model.id = held.id;
    }
}

impl Upsert for release::Entity {
    const KEY: release::Column = release::Column::Label;

    fn key(model: &release::Model) -> &str {
        &model.label
    }

    fn scope(model: &release::Model) -> Option<(release::Column, Value)> {
        Some((release::Column::SourceId, model.source_id.into()))
    }

    // A release that is read again was loaded when it was read first.
    fn adopt(model: &mut release::Model, held: &release::Model) {
        model.id = held.id;
        model.loaded_at = held.loaded_at;
    }
}
