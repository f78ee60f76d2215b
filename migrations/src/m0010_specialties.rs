//! Which specialty does what, and how procedures are guided.

use sea_orm_migration::{prelude::*, schema::*};

use crate::column::{add, index, owned_by, points_to, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, "procedure", text_null("guidance")).await?;
        add(manager, "offering", text_null("guidance")).await?;
        add(manager, "offering", date_null("period_from")).await?;
        add(manager, "offering", date_null("period_until")).await?;
        add(manager, "specialty", big_integer_null("parent_id")).await?;
        add(manager, "place", big_integer_null("parent_id")).await?;
        manager
            .create_index(index("specialty", &["parent_id", "name_key", "id"]))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("procedure_specialty")
                    .col(big_pk_auto("id"))
                    .col(big_integer("procedure_id"))
                    .col(big_integer("specialty_id"))
                    .foreign_key(&mut owned_by(
                        "procedure_specialty",
                        "procedure_id",
                        "procedure",
                    ))
                    .foreign_key(&mut points_to(
                        "procedure_specialty",
                        "specialty_id",
                        "specialty",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("condition_specialty")
                    .col(big_pk_auto("id"))
                    .col(big_integer("condition_id"))
                    .col(big_integer("specialty_id"))
                    .foreign_key(&mut owned_by(
                        "condition_specialty",
                        "condition_id",
                        "condition",
                    ))
                    .foreign_key(&mut points_to(
                        "condition_specialty",
                        "specialty_id",
                        "specialty",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique(
                "procedure_specialty",
                &["procedure_id", "specialty_id"],
            ))
            .await?;
        manager
            .create_index(index(
                "procedure_specialty",
                &["specialty_id", "procedure_id"],
            ))
            .await?;
        manager
            .create_index(unique(
                "condition_specialty",
                &["condition_id", "specialty_id"],
            ))
            .await?;
        manager
            .create_index(index(
                "condition_specialty",
                &["specialty_id", "condition_id"],
            ))
            .await?;
        Ok(())
    }
}
