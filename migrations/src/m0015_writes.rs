//! What callers write: notes on reports, reviews that wait to be moderated, and merges of doctors.

use sea_orm_migration::{prelude::*, schema::*};

use crate::column::{add, index, owned_by, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // TRUE for those that callers told: an import of reports replaces its own only.
        add(manager, "report", boolean_null("told_here")).await?;
        add(manager, "report", text_null("note")).await?;
        add(manager, "report", text_null("resolution")).await?;
        add(manager, "report", date_null("resolved_on")).await?;
        // A table of its own, so that nothing which reads reviews can show one too early.
        manager
            .create_table(
                Table::create()
                    .table("submitted_review")
                    .col(big_pk_auto("id"))
                    .col(big_integer("doctor_id"))
                    .col(big_integer("key_id"))
                    // The first day of the month: a key writes one review of a doctor in each.
                    .col(date("month"))
                    .col(integer("stars"))
                    .col(text_null("title"))
                    .col(text_null("text"))
                    .col(text("state"))
                    .col(text_null("reason"))
                    .col(timestamp_with_time_zone("submitted_at"))
                    .col(timestamp_with_time_zone_null("moderated_at"))
                    .foreign_key(&mut owned_by("submitted_review", "doctor_id", "doctor"))
                    .foreign_key(&mut owned_by("submitted_review", "key_id", "api_key"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("merge")
                    .col(big_pk_auto("id"))
                    .col(big_integer("kept_id"))
                    .col(big_integer("merged_id"))
                    // JSON: what the merged doctor was before, and each row that was moved.
                    .col(text("before"))
                    .col(text("moved"))
                    .col(text("reason"))
                    .col(timestamp_with_time_zone("merged_at"))
                    .col(timestamp_with_time_zone_null("undone_at"))
                    .foreign_key(&mut owned_by("merge", "kept_id", "doctor"))
                    .foreign_key(&mut owned_by("merge", "merged_id", "doctor"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique(
                "submitted_review",
                &["key_id", "doctor_id", "month"],
            ))
            .await?;
        manager
            .create_index(index("submitted_review", &["state", "id"]))
            .await?;
        manager.create_index(index("merge", &["merged_id"])).await?;
        manager.create_index(index("merge", &["kept_id"])).await?;
        // Whoever repairs reports looks for the open ones.
        manager
            .create_index(index("report", &["state", "id"]))
            .await
    }
}
