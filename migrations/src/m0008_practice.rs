//! How doctors and clinics practise: languages, licences, hours, who is part of whom.

use sea_orm_migration::{prelude::*, schema::*};

use crate::column::{add, index, key_text, owned_by, points_to};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, "doctor", boolean_null("telehealth")).await?;
        add(manager, "doctor", text_null("photo_url")).await?;
        add(manager, "doctor", text_null("state_reason")).await?;
        add(manager, "doctor", big_integer_null("replaced_by_id")).await?;
        add(manager, "clinic", big_integer_null("parent_id")).await?;
        add(manager, "clinic", text_null("accessibility")).await?;
        add(manager, "role", date_null("last_verified_on")).await?;
        manager
            .create_index(index("clinic", &["parent_id", "name_key", "id"]))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("doctor_language")
                    .col(big_pk_auto("id"))
                    .col(big_integer("doctor_id"))
                    .col(integer("position"))
                    .col(text("language"))
                    .col(text_null("proficiency"))
                    .foreign_key(&mut owned_by("doctor_language", "doctor_id", "doctor"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("biography")
                    .col(big_pk_auto("id"))
                    .col(big_integer("doctor_id"))
                    .col(text("locale"))
                    .col(text("text"))
                    .foreign_key(&mut owned_by("biography", "doctor_id", "doctor"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("qualification")
                    .col(big_pk_auto("id"))
                    .col(big_integer("doctor_id"))
                    .col(integer("position"))
                    .col(text("kind"))
                    .col(text("title"))
                    .col(text_null("issuer"))
                    .col(text_null("region"))
                    .col(text_null("number"))
                    .col(text_null("status"))
                    .col(date_null("valid_from"))
                    .col(date_null("valid_until"))
                    .foreign_key(&mut owned_by("qualification", "doctor_id", "doctor"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("identifier")
                    .col(big_pk_auto("id"))
                    .col(text("node_kind"))
                    .col(big_integer("node_id"))
                    .col(key_text(manager, "system"))
                    .col(key_text(manager, "value"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("opening_hours")
                    .col(big_pk_auto("id"))
                    .col(text("node_kind"))
                    .col(big_integer("node_id"))
                    .col(text("weekday"))
                    .col(integer("opens"))
                    .col(integer("closes"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("role_specialty")
                    .col(big_pk_auto("id"))
                    .col(big_integer("role_id"))
                    .col(big_integer("specialty_id"))
                    .col(integer("position"))
                    .foreign_key(&mut owned_by("role_specialty", "role_id", "role"))
                    .foreign_key(&mut points_to(
                        "role_specialty",
                        "specialty_id",
                        "specialty",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("doctor_language", &["doctor_id"]))
            .await?;
        manager
            .create_index(index("biography", &["doctor_id"]))
            .await?;
        manager
            .create_index(index("qualification", &["doctor_id"]))
            .await?;
        manager
            .create_index(index("identifier", &["node_id", "node_kind"]))
            .await?;
        manager
            .create_index(index("identifier", &["system", "value"]))
            .await?;
        manager
            .create_index(index("opening_hours", &["node_id", "node_kind"]))
            .await?;
        manager
            .create_index(index("role_specialty", &["role_id"]))
            .await?;
        Ok(())
    }
}
