//! Postal codes: where each stands, or in which town.

use sea_orm_migration::{prelude::*, schema::*};

use crate::column::{index, key_text, points_to, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The code of an address as codes are looked up: without spaces and hyphens, in capitals, and of
/// the United States the first five digits. Whoever queries it writes the same expression.
const KEY_OF_CLINIC: &str = "CREATE INDEX ix_clinic_postal_key ON clinic \
     ((CASE WHEN country = 'US' THEN substr(postal_code, 1, 5) \
     ELSE upper(replace(replace(postal_code, ' ', ''), '-', '')) END))";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("postal_code")
                    .col(big_pk_auto("id"))
                    .col(big_integer("source_id"))
                    .col(key_text(manager, "source_key"))
                    .col(text("country"))
                    // Without spaces and hyphens, in capitals.
                    .col(key_text(manager, "code"))
                    .col(text("place_name"))
                    .col(key_text(manager, "place_key"))
                    // ISO 3166-2 where it is known.
                    .col(text_null("region"))
                    // NULL in both: only the town is known.
                    .col(double_null("latitude"))
                    .col(double_null("longitude"))
                    // As the source has it: 1 is estimated, 6 the middle of the area.
                    .col(integer_null("accuracy"))
                    // The town, where the source names it by a place of ours.
                    .col(big_integer_null("place_id"))
                    .foreign_key(&mut points_to("postal_code", "source_id", "source"))
                    .foreign_key(&mut points_to("postal_code", "place_id", "place"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("postal_code", &["source_id", "source_key"]))
            .await?;
        manager
            .create_index(index("postal_code", &["code", "country"]))
            .await?;
        manager
            .create_index(index("postal_code", &["place_id"]))
            .await?;
        manager
            .get_connection()
            .execute_unprepared(KEY_OF_CLINIC)
            .await?;
        Ok(())
    }
}
