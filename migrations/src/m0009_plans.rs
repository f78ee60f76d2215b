//! Who pays: insurance plans, their networks, and where they are taken.

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
                    .table("insurance_plan")
                    .col(big_pk_auto("id"))
                    .col(big_integer("source_id"))
                    .col(key_text(manager, "slug"))
                    .col(text("name"))
                    .col(key_text(manager, "name_key"))
                    .col(text("issuer"))
                    .col(text_null("kind"))
                    .col(text("country"))
                    .col(boolean("demonstration"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut points_to("insurance_plan", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("insurance_plan", &["slug"]))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("network")
                    .col(big_pk_auto("id"))
                    .col(big_integer("plan_id"))
                    .col(key_text(manager, "slug"))
                    .col(text("name"))
                    .foreign_key(&mut owned_by("network", "plan_id", "insurance_plan"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("role_plan")
                    .col(big_pk_auto("id"))
                    .col(big_integer("role_id"))
                    .col(big_integer("plan_id"))
                    .col(big_integer_null("network_id"))
                    .col(date_null("as_of"))
                    .foreign_key(&mut owned_by("role_plan", "role_id", "role"))
                    .foreign_key(&mut points_to("role_plan", "plan_id", "insurance_plan"))
                    .foreign_key(&mut points_to("role_plan", "network_id", "network"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("network", &["slug"])).await?;
        manager.create_index(index("network", &["plan_id"])).await?;
        manager
            .create_index(index("role_plan", &["role_id", "plan_id"]))
            .await?;
        Ok(())
    }
}
