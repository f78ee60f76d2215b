//! Clinics: where care is given.

use sea_orm_migration::{prelude::*, schema::*};

use crate::column::{index, key_text, points_to, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("clinic")
                    .col(big_pk_auto("id"))
                    .col(big_integer("source_id"))
                    .col(key_text(manager, "source_key"))
                    .col(key_text(manager, "slug"))
                    .col(text("name"))
                    .col(key_text(manager, "name_key"))
                    .col(text("kind"))
                    .col(text_null("npi"))
                    .col(text_null("address"))
                    .col(text_null("city"))
                    .col(text_null("region"))
                    .col(text_null("postal_code"))
                    .col(text("country"))
                    // No position is NULL in all three: a clinic the gazetteer cannot place
                    // is never drawn somewhere convenient.
                    .col(double_null("latitude"))
                    .col(double_null("longitude"))
                    .col(text_null("position_accuracy"))
                    .col(big_integer_null("place_id"))
                    .col(text_null("time_zone"))
                    .col(text_null("phone"))
                    .col(text_null("website"))
                    .col(boolean("demonstration"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut points_to("clinic", "source_id", "source"))
                    .foreign_key(&mut points_to("clinic", "place_id", "place"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("clinic", &["slug"])).await?;
        manager
            .create_index(unique("clinic", &["source_id", "source_key"]))
            .await?;
        manager
            .create_index(index("clinic", &["name_key", "id"]))
            .await?;
        manager.create_index(index("clinic", &["place_id"])).await
    }
}
