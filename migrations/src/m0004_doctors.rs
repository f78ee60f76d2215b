//! Doctors, their specialties, and the clinics where they see patients.

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
                    .table("doctor")
                    .col(big_pk_auto("id"))
                    .col(big_integer("source_id"))
                    .col(key_text(manager, "source_key"))
                    .col(key_text(manager, "slug"))
                    // Not unique: official examples give two people one number.
                    .col(text_null("npi"))
                    .col(text("name"))
                    .col(key_text(manager, "name_key"))
                    .col(text_null("prefix"))
                    .col(text_null("given"))
                    .col(text_null("middle"))
                    .col(text("family"))
                    .col(text_null("suffix"))
                    .col(text_null("credentials"))
                    .col(text_null("gender"))
                    .col(text("state"))
                    .col(boolean("demonstration"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut points_to("doctor", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("doctor", &["slug"])).await?;
        manager
            .create_index(unique("doctor", &["source_id", "source_key"]))
            .await?;
        manager.create_index(index("doctor", &["npi"])).await?;
        manager
            .create_index(index("doctor", &["name_key", "id"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("role")
                    .col(big_pk_auto("id"))
                    .col(big_integer("doctor_id"))
                    .col(big_integer("clinic_id"))
                    .col(big_integer("source_id"))
                    .col(key_text(manager, "source_key"))
                    .col(text_null("phone"))
                    .col(text_null("new_patients"))
                    .col(date_null("new_patients_as_of"))
                    .col(boolean("demonstration"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut owned_by("role", "doctor_id", "doctor"))
                    .foreign_key(&mut owned_by("role", "clinic_id", "clinic"))
                    .foreign_key(&mut points_to("role", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("role", &["source_id", "source_key"]))
            .await?;
        manager
            .create_index(unique("role", &["doctor_id", "clinic_id"]))
            .await?;
        manager
            .create_index(index("role", &["clinic_id", "doctor_id"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("specialty")
                    .col(big_pk_auto("id"))
                    .col(key_text(manager, "slug"))
                    .col(key_text(manager, "system"))
                    .col(key_text(manager, "code"))
                    .col(text("name"))
                    .col(key_text(manager, "name_key"))
                    .col(text_null("definition"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("specialty", &["slug"])).await?;
        manager
            .create_index(unique("specialty", &["system", "code"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("doctor_specialty")
                    .col(big_pk_auto("id"))
                    .col(big_integer("doctor_id"))
                    .col(big_integer("specialty_id"))
                    // 0 is the primary one.
                    .col(integer("position"))
                    .foreign_key(&mut owned_by("doctor_specialty", "doctor_id", "doctor"))
                    .foreign_key(&mut points_to(
                        "doctor_specialty",
                        "specialty_id",
                        "specialty",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("doctor_specialty", &["doctor_id", "specialty_id"]))
            .await?;
        manager
            .create_index(index("doctor_specialty", &["specialty_id", "doctor_id"]))
            .await
    }
}
