//! Patient education: articles as they are published, one translation per locale.

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
                    .table("article")
                    .col(big_pk_auto("id"))
                    .col(big_integer("source_id"))
                    .col(key_text(manager, "slug"))
                    .col(text("kind"))
                    .col(text("original_locale"))
                    .col(text("licence"))
                    .col(text("attribution"))
                    // NULL: nobody has medically reviewed it.
                    .col(big_integer_null("reviewer_id"))
                    .col(date_null("reviewed_on"))
                    .col(date_null("review_due_on"))
                    .col(boolean("demonstration"))
                    .col(timestamp_with_time_zone("published_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut points_to("article", "source_id", "source"))
                    .foreign_key(&mut points_to("article", "reviewer_id", "doctor"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("article", &["slug"])).await?;

        manager
            .create_table(
                Table::create()
                    .table("article_translation")
                    .col(big_pk_auto("id"))
                    .col(big_integer("article_id"))
                    .col(key_text(manager, "locale"))
                    .col(text("title"))
                    .col(key_text(manager, "title_key"))
                    .col(text("summary"))
                    .foreign_key(&mut owned_by(
                        "article_translation",
                        "article_id",
                        "article",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("article_translation", &["article_id", "locale"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("section")
                    .col(big_pk_auto("id"))
                    .col(big_integer("translation_id"))
                    .col(integer("position"))
                    .col(text("aspect"))
                    .col(text("title"))
                    .col(text("markdown"))
                    .col(text("text"))
                    .foreign_key(&mut owned_by(
                        "section",
                        "translation_id",
                        "article_translation",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("section", &["translation_id", "position"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("red_flag")
                    .col(big_pk_auto("id"))
                    .col(big_integer("translation_id"))
                    .col(integer("position"))
                    .col(text("urgency"))
                    .col(text("text"))
                    .foreign_key(&mut owned_by(
                        "red_flag",
                        "translation_id",
                        "article_translation",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("red_flag", &["translation_id", "position"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("reference")
                    .col(big_pk_auto("id"))
                    .col(big_integer("article_id"))
                    .col(integer("position"))
                    .col(text("key"))
                    .col(text("title"))
                    .col(text_null("source"))
                    .col(integer_null("year"))
                    .col(text_null("url"))
                    .col(text_null("doi"))
                    .col(text_null("pmid"))
                    .foreign_key(&mut owned_by("reference", "article_id", "article"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("reference", &["article_id", "position"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("article_subject")
                    .col(big_pk_auto("id"))
                    .col(big_integer("article_id"))
                    .col(integer("position"))
                    .col(key_text(manager, "node_kind"))
                    .col(big_integer("node_id"))
                    .foreign_key(&mut owned_by("article_subject", "article_id", "article"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique(
                "article_subject",
                &["article_id", "node_kind", "node_id"],
            ))
            .await?;
        manager
            .create_index(index(
                "article_subject",
                &["node_kind", "node_id", "article_id"],
            ))
            .await
    }
}
