//! One row, by its id, its slug or its code.

use std::collections::HashMap;
use std::marker::PhantomData;

use super::batch::Batch;
use crate::store::code::CodeKey;
use crate::store::entity::{doctor as doctors, specialty as specialties};
use crate::store::id::{Id, Row, Slugged};
use crate::store::{Database, StoreError, code, doctor, read, specialty};

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

/// Rows of `E` by slug.
pub struct BySlug<E>(PhantomData<fn() -> E>);

impl<E: Slugged> Batch for BySlug<E>
where
    E::Model: Send + Sync,
{
    type Key = String;
    type Value = E::Model;

    async fn read(db: &Database, keys: &[String]) -> Result<HashMap<String, E::Model>, StoreError> {
        read::by_slugs::<E>(db.reader(), keys).await
    }
}

/// The node that carries a code.
pub struct NodeByCode;

impl Batch for NodeByCode {
    type Key = CodeKey;
    type Value = i64;

    async fn read(db: &Database, keys: &[CodeKey]) -> Result<HashMap<CodeKey, i64>, StoreError> {
        code::nodes(db.reader(), keys).await
    }
}

/// A specialty by its own code, as (system, code).
pub struct SpecialtyByCode;

impl Batch for SpecialtyByCode {
    type Key = (String, String);
    type Value = specialties::Model;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        specialty::by_codes(db.reader(), keys).await
    }
}

/// A doctor by NPI.
pub struct DoctorByNpi;

impl Batch for DoctorByNpi {
    type Key = String;
    type Value = doctors::Model;

    async fn read(
        db: &Database,
        keys: &[String],
    ) -> Result<HashMap<String, doctors::Model>, StoreError> {
        doctor::by_npis(db.reader(), keys).await
    }
}
