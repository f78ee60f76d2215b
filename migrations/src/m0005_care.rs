//! What is done, against what, by whom: procedures, conditions, treatments, offerings,
//! and the codes and labels by which they are known.

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
                    .table("procedure")
                    .col(big_pk_auto("id"))
                    .col(key_text(manager, "slug"))
                    .col(text("name"))
                    .col(key_text(manager, "name_key"))
                    .col(text("summary"))
                    .col(text_null("body_site"))
                    .col(text_null("setting"))
                    .col(integer_null("shortest_minutes"))
                    .col(integer_null("longest_minutes"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("procedure", &["slug"])).await?;

        manager
            .create_table(
                Table::create()
                    .table("condition")
                    .col(big_pk_auto("id"))
                    .col(key_text(manager, "slug"))
                    .col(text("name"))
                    .col(key_text(manager, "name_key"))
                    .col(text("summary"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("condition", &["slug"])).await?;

        manager
            .create_table(
                Table::create()
                    .table("treatment")
                    .col(big_pk_auto("id"))
                    .col(big_integer("condition_id"))
                    .col(big_integer("procedure_id"))
                    .foreign_key(&mut owned_by("treatment", "condition_id", "condition"))
                    .foreign_key(&mut owned_by("treatment", "procedure_id", "procedure"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("treatment", &["condition_id", "procedure_id"]))
            .await?;
        manager
            .create_index(index("treatment", &["procedure_id", "condition_id"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("offering")
                    .col(big_pk_auto("id"))
                    .col(big_integer("source_id"))
                    .col(key_text(manager, "source_key"))
                    .col(big_integer("doctor_id"))
                    .col(big_integer("procedure_id"))
                    // NULL: at every clinic where the doctor sees patients.
                    .col(big_integer_null("clinic_id"))
                    .col(text("evidence"))
                    .col(text("volume_band"))
                    .col(date_null("as_of"))
                    .col(boolean("demonstration"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut points_to("offering", "source_id", "source"))
                    .foreign_key(&mut owned_by("offering", "doctor_id", "doctor"))
                    .foreign_key(&mut points_to("offering", "procedure_id", "procedure"))
                    .foreign_key(&mut owned_by("offering", "clinic_id", "clinic"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("offering", &["source_id", "source_key"]))
            .await?;
        manager
            .create_index(index("offering", &["doctor_id", "procedure_id"]))
            .await?;
        manager
            .create_index(index("offering", &["procedure_id", "doctor_id"]))
            .await?;
        manager
            .create_index(index("offering", &["clinic_id"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("code")
                    .col(big_pk_auto("id"))
                    .col(key_text(manager, "node_kind"))
                    .col(big_integer("node_id"))
                    .col(key_text(manager, "system"))
                    .col(key_text(manager, "value"))
                    .col(text_null("display"))
                    .col(text("licence_class"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("code", &["node_kind", "node_id", "system", "value"]))
            .await?;
        manager
            .create_index(index("code", &["system", "value", "node_kind"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("label")
                    .col(big_pk_auto("id"))
                    .col(key_text(manager, "node_kind"))
                    .col(big_integer("node_id"))
                    .col(key_text(manager, "locale"))
                    .col(text("kind"))
                    .col(text("text"))
                    .col(key_text(manager, "text_key"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique(
                "label",
                &["node_kind", "node_id", "locale", "text_key"],
            ))
            .await
    }
}
