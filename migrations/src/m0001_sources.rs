//! Where data comes from and how readers learn that it changed.

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
                    .table("source")
                    .col(big_pk_auto("id"))
                    .col(key_text(manager, "slug"))
                    .col(text("name"))
                    .col(text_null("url"))
                    .col(text("licence"))
                    .col(text("attribution"))
                    .col(text_null("accuracy"))
                    .col(boolean("demonstration"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("source", &["slug"])).await?;

        manager
            .create_table(
                Table::create()
                    .table("release")
                    .col(big_pk_auto("id"))
                    .col(big_integer("source_id"))
                    .col(key_text(manager, "label"))
                    .col(timestamp_with_time_zone("loaded_at"))
                    .foreign_key(&mut owned_by("release", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("release", &["source_id", "label"]))
            .await?;

        // One row: tells this database from every other, so that an index built from
        // another one is noticed.
        manager
            .create_table(
                Table::create()
                    .table("instance")
                    .col(integer("key").primary_key())
                    .col(text("id"))
                    .col(timestamp_with_time_zone("created_at"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("counter")
                    .col(key_text(manager, "name").primary_key())
                    .col(big_integer("value"))
                    .to_owned(),
            )
            .await?;
        manager
            .exec_stmt(
                Query::insert()
                    .into_table("counter")
                    .columns(["name", "value"])
                    .values_panic(["change".into(), 0.into()])
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("change")
                    .col(big_integer("seq").primary_key())
                    .col(text("kind"))
                    .col(text("action"))
                    .col(text("ids"))
                    .col(timestamp_with_time_zone("at"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("import_run")
                    .col(big_pk_auto("id"))
                    .col(text("format"))
                    .col(text("file_name"))
                    .col(big_integer("source_id"))
                    .col(text("state"))
                    .col(timestamp_with_time_zone("started_at"))
                    .col(timestamp_with_time_zone_null("finished_at"))
                    .col(big_integer("read"))
                    .col(big_integer("added"))
                    .col(big_integer("changed"))
                    .col(big_integer("unchanged"))
                    .col(big_integer("skipped"))
                    .col(big_integer("rejected"))
                    .foreign_key(&mut points_to("import_run", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("import_reject")
                    .col(big_pk_auto("id"))
                    .col(big_integer("run_id"))
                    .col(big_integer("line"))
                    .col(text("reason"))
                    .col(text("detail"))
                    .foreign_key(&mut owned_by("import_reject", "run_id", "import_run"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("import_reject", &["run_id", "line"]))
            .await
    }
}
