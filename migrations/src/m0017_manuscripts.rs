//! The content desk: articles as they are written, every version of them, and who reviewed which.
//!
//! Tables of their own, so that nothing which reads articles can show one before it is published.

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
                    .table("manuscript")
                    .col(big_pk_auto("id"))
                    .col(key_text(manager, "slug"))
                    .col(key_text(manager, "locale"))
                    .col(text("title"))
                    .col(text("state"))
                    // Goes up with every write: whoever writes says which one they have read.
                    .col(integer("revision"))
                    // Which version is worked on, and which one readers see.
                    .col(integer("version"))
                    .col(integer_null("published_version"))
                    // The row that readers see, kept so that it comes back under its own id. No
                    // foreign key: an archived article has no row.
                    .col(big_integer_null("article_id"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("manuscript", &["slug", "locale"]))
            .await?;
        manager
            .create_index(index("manuscript", &["state", "id"]))
            .await?;
        manager
            .create_index(index("manuscript", &["article_id"]))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("article_version")
                    .col(big_pk_auto("id"))
                    .col(big_integer("manuscript_id"))
                    .col(integer("number"))
                    // The document as JSON.
                    .col(text("content"))
                    .col(text("author"))
                    .col(big_integer_null("partner_id"))
                    .col(text_null("note"))
                    .col(integer_null("restored_from"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(&mut owned_by(
                        "article_version",
                        "manuscript_id",
                        "manuscript",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("article_version", &["manuscript_id", "number"]))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("clinical_review")
                    .col(big_pk_auto("id"))
                    .col(big_integer("manuscript_id"))
                    .col(integer("version"))
                    .col(boolean("approved"))
                    .col(big_integer_null("reviewer_id"))
                    .col(text_null("conflict_of_interest"))
                    .col(text_null("comment"))
                    .col(date_null("reviewed_on"))
                    .col(date_null("due_on"))
                    .col(text("written_by"))
                    .col(big_integer_null("partner_id"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(&mut owned_by(
                        "clinical_review",
                        "manuscript_id",
                        "manuscript",
                    ))
                    .foreign_key(&mut points_to("clinical_review", "reviewer_id", "doctor"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("clinical_review", &["manuscript_id", "version"]))
            .await
    }
}
