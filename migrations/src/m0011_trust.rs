//! What speaks for a record and against it: sources, disagreements, reports, ratings.

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
                    .table("provenance")
                    .col(big_pk_auto("id"))
                    .col(text("node_kind"))
                    .col(big_integer("node_id"))
                    .col(text("field_group"))
                    .col(big_integer("source_id"))
                    .col(big_integer_null("release_id"))
                    .col(date_null("as_of"))
                    .foreign_key(&mut points_to("provenance", "source_id", "source"))
                    .foreign_key(&mut points_to("provenance", "release_id", "release"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("source_view")
                    .col(big_pk_auto("id"))
                    .col(text("node_kind"))
                    .col(big_integer("node_id"))
                    .col(text("field"))
                    .col(big_integer("source_id"))
                    .col(key_text(manager, "value"))
                    .col(date_null("as_of"))
                    .foreign_key(&mut points_to("source_view", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("report")
                    .col(big_pk_auto("id"))
                    .col(text("node_kind"))
                    .col(big_integer("node_id"))
                    .col(text("problem"))
                    .col(text("state"))
                    .col(date("reported_on"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("rating")
                    .col(big_pk_auto("id"))
                    .col(big_integer("doctor_id"))
                    .col(big_integer("source_id"))
                    .col(integer("count"))
                    .col(integer("mean_hundredths"))
                    .col(date("as_of"))
                    .foreign_key(&mut owned_by("rating", "doctor_id", "doctor"))
                    .foreign_key(&mut points_to("rating", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("review")
                    .col(big_pk_auto("id"))
                    .col(big_integer("doctor_id"))
                    .col(big_integer("source_id"))
                    .col(integer("stars"))
                    .col(text_null("title"))
                    .col(text_null("text"))
                    .col(key_text(manager, "order_key"))
                    .col(date("reviewed_on"))
                    .col(boolean("demonstration"))
                    .foreign_key(&mut owned_by("review", "doctor_id", "doctor"))
                    .foreign_key(&mut points_to("review", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("provenance", &["node_id", "node_kind"]))
            .await?;
        manager
            .create_index(index("source_view", &["node_id", "node_kind"]))
            .await?;
        manager
            .create_index(index("report", &["node_id", "node_kind"]))
            .await?;
        manager
            .create_index(unique("rating", &["doctor_id"]))
            .await?;
        manager
            .create_index(index("review", &["doctor_id", "order_key", "id"]))
            .await?;
        Ok(())
    }
}
