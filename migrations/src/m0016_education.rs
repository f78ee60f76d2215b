//! What an article holds beside its sections: who wrote it, checklists, questions, pictures; how each
//! part reads and from which text it was translated; and a glossary.

use sea_orm_migration::{prelude::*, schema::*};

use crate::column::{add, index, key_text, owned_by, points_to, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // NULL stands for PATIENT, whom every older article is written for.
        add(manager, "article", text_null("audience")).await?;
        add(manager, "article", text_null("conflict_of_interest")).await?;
        // TRUE for a translation that a machine made and nobody has checked.
        add(manager, "article_translation", boolean_null("machine")).await?;
        // FALSE for a section that makes no sense by itself.
        add(manager, "section", boolean_null("standalone")).await?;

        let parts: [(&str, &str, Vec<ColumnDef>); 5] = [
            (
                "author",
                "article",
                vec![text("name"), big_integer_null("doctor_id")],
            ),
            (
                "checklist_item",
                "article_translation",
                vec![text("step"), text("text")],
            ),
            (
                "faq",
                "article_translation",
                vec![text("question"), text("markdown"), text("text")],
            ),
            (
                "media",
                "article_translation",
                vec![
                    text("url"),
                    text_null("alt"),
                    text_null("credit"),
                    text_null("licence"),
                ],
            ),
            (
                "article_part",
                "article_translation",
                vec![
                    // SUMMARY, RED_FLAGS, CHECKLIST, FAQ or the aspect of a section.
                    text("name"),
                    // Of the part's text, and how often that has changed.
                    text("hash"),
                    integer("revision"),
                    // Which text of the original it was translated from; NULL in the original.
                    text_null("made_from"),
                    integer_null("made_from_revision"),
                    integer("words"),
                    integer("sentences"),
                    // NULL where the syllables of the language are not known here.
                    integer_null("syllables"),
                    integer_null("polysyllables"),
                    // NULL: too short, or no scale is known for the language.
                    text_null("scale"),
                    double_null("grade"),
                    double_null("score"),
                    text_null("band"),
                    double_null("smog"),
                ],
            ),
        ];
        for (table, parent, columns) in parts {
            let key: &'static str = match parent {
                "article" => "article_id",
                _ => "translation_id",
            };
            let mut create = Table::create();
            create
                .table(table)
                .col(big_pk_auto("id"))
                .col(big_integer(key))
                .col(integer("position"));
            for column in columns {
                create.col(column);
            }
            create.foreign_key(&mut owned_by(table, key, parent));
            if table == "author" {
                create.foreign_key(&mut points_to("author", "doctor_id", "doctor"));
            }
            manager.create_table(create.to_owned()).await?;
            manager
                .create_index(unique(table, &[key, "position"]))
                .await?;
        }

        manager
            .create_table(
                Table::create()
                    .table("glossary_term")
                    .col(big_pk_auto("id"))
                    .col(big_integer("source_id"))
                    .col(key_text(manager, "slug"))
                    .col(boolean("demonstration"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut points_to("glossary_term", "source_id", "source"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("glossary_term", &["slug"]))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("glossary_definition")
                    .col(big_pk_auto("id"))
                    .col(big_integer("term_id"))
                    .col(key_text(manager, "locale"))
                    .col(text("term"))
                    .col(key_text(manager, "term_key"))
                    // Other words for it, between bars.
                    .col(text_null("also"))
                    .col(text("definition"))
                    .col(text_null("source"))
                    .col(double_null("grade"))
                    .col(double_null("score"))
                    .col(text_null("scale"))
                    .col(text_null("band"))
                    .foreign_key(&mut owned_by(
                        "glossary_definition",
                        "term_id",
                        "glossary_term",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("glossary_definition", &["term_id", "locale"]))
            .await?;
        manager
            .create_index(index(
                "glossary_definition",
                &["locale", "term_key", "term_id"],
            ))
            .await
    }
}
