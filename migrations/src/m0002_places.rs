//! The gazetteer: places and every spelling by which they are found.

use sea_orm_migration::{prelude::*, schema::*};

use crate::column::{index, key_text, owned_by, points_to, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("place")
                    .col(big_pk_auto("id"))
                    .col(big_integer("source_id"))
                    .col(key_text(manager, "source_key"))
                    .col(key_text(manager, "slug"))
                    .col(text("name"))
                    .col(key_text(manager, "name_key"))
                    .col(text("country"))
                    // ISO 3166-2 where it is known; GeoNames files its own code in `admin1`.
                    .col(text_null("region"))
                    .col(text_null("region_name"))
                    .col(text_null("admin1"))
                    .col(text("kind"))
                    .col(double("latitude"))
                    .col(double("longitude"))
                    .col(text_null("time_zone"))
                    .col(big_integer_null("population"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut points_to("place", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("place", &["slug"])).await?;
        manager
            .create_index(unique("place", &["source_id", "source_key"]))
            .await?;
        manager
            .create_index(index("place", &["latitude", "longitude"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("place_name")
                    .col(big_pk_auto("id"))
                    .col(big_integer("place_id"))
                    .col(text("name"))
                    .col(key_text(manager, "name_key"))
                    .foreign_key(&mut owned_by("place_name", "place_id", "place"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("place_name", &["place_id", "name_key"]))
            .await?;
        manager
            .create_index(index("place_name", &["name_key", "place_id"]))
            .await
    }
}
