//! Callers: partners and their keys, what they used and wrote, and the documents that are trusted.

use sea_orm_migration::{prelude::*, schema::*};

use crate::column::{index, key_text, owned_by, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("partner")
                    .col(big_pk_auto("id"))
                    .col(key_text(manager, "name"))
                    .col(text("tier"))
                    .col(timestamp_with_time_zone("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("api_key")
                    .col(big_pk_auto("id"))
                    .col(big_integer("partner_id"))
                    // The part that may be shown, by which the key is found.
                    .col(key_text(manager, "prefix"))
                    // SHA-256 of the rest, in hexadecimal digits: it is 256 random bits, so that a
                    // slow hash would add nothing.
                    .col(text("secret_hash"))
                    // Names with spaces between.
                    .col(text("scopes"))
                    // Web origins that may use it, with spaces between; empty for any.
                    .col(text("origins"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("expires_at"))
                    .col(timestamp_with_time_zone_null("last_used_at"))
                    .col(timestamp_with_time_zone_null("revoked_at"))
                    .foreign_key(&mut owned_by("api_key", "partner_id", "partner"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("usage")
                    .col(big_pk_auto("id"))
                    .col(big_integer("key_id"))
                    .col(date("day"))
                    .col(big_integer("requests"))
                    .col(big_integer("cost"))
                    .col(big_integer("refused"))
                    .foreign_key(&mut owned_by("usage", "key_id", "api_key"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("audit")
                    .col(big_pk_auto("id"))
                    .col(timestamp_with_time_zone("at"))
                    // Whoever did it, in words that stay when a partner is gone.
                    .col(text("actor"))
                    .col(big_integer_null("key_id"))
                    // The mutation or the command.
                    .col(text("action"))
                    .col(text_null("node_kind"))
                    .col(big_integer_null("node_id"))
                    // The record as JSON, where there was one.
                    .col(text_null("before"))
                    .col(text_null("after"))
                    .col(text_null("reason"))
                    .col(text_null("request_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("trusted_document")
                    .col(big_pk_auto("id"))
                    // What a caller sends in place of the text.
                    .col(key_text(manager, "key"))
                    .col(text("body"))
                    .col(text_null("operation_name"))
                    .col(timestamp_with_time_zone("published_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("idempotency_key")
                    .col(big_pk_auto("id"))
                    .col(big_integer("key_id"))
                    .col(key_text(manager, "key"))
                    // SHA-256 of the mutation and its arguments: the same key with other ones is a
                    // mistake of the caller.
                    .col(text("fingerprint"))
                    // The node that the first call wrote.
                    .col(text_null("node_kind"))
                    .col(big_integer_null("node_id"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(&mut owned_by("idempotency_key", "key_id", "api_key"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("partner", &["name"])).await?;
        manager.create_index(unique("api_key", &["prefix"])).await?;
        manager
            .create_index(index("api_key", &["partner_id"]))
            .await?;
        manager
            .create_index(unique("usage", &["key_id", "day"]))
            .await?;
        manager
            .create_index(index("audit", &["node_id", "node_kind"]))
            .await?;
        manager.create_index(index("audit", &["at"])).await?;
        manager
            .create_index(unique("trusted_document", &["key"]))
            .await?;
        manager
            .create_index(unique("idempotency_key", &["key_id", "key"]))
            .await?;
        manager
            .create_index(index("idempotency_key", &["at"]))
            .await?;
        Ok(())
    }
}
