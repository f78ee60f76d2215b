//! One row by its id.

use std::collections::HashMap;
use std::marker::PhantomData;

use super::batch::Batch;
use crate::store::id::{Id, Row};
use crate::store::{Database, StoreError, read};

/// Rows of `E` by id.
pub struct ById<E>(PhantomData<fn() -> E>);

impl<E: Row> Batch for ById<E>
where
    E::Model: Send + Sync,
{
    type Key = Id<E>;
    type Value = E::Model;

    async fn read(db: &Database, keys: &[Id<E>]) -> Result<HashMap<Id<E>, E::Model>, StoreError> {
        read::by_ids(db.reader(), keys).await
    }
}
