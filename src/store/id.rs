//! Row ids that know their table, and what every table with such an id has.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{
    ActiveValue, ColIdx, DbErr, EntityTrait, IntoActiveValue, QueryResult, TryFromU64, TryGetError,
    TryGetable, Value,
};

use super::entity;

/// The key of a row of `E`. Internal: callers outside see opaque global ids.
pub struct Id<E>(i64, PhantomData<fn() -> E>);

pub type ArticleId = Id<entity::article::Entity>;
pub type ClinicId = Id<entity::clinic::Entity>;
pub type ConditionId = Id<entity::condition::Entity>;
pub type DoctorId = Id<entity::doctor::Entity>;
pub type NetworkId = Id<entity::network::Entity>;
pub type OfferingId = Id<entity::offering::Entity>;
pub type PlanId = Id<entity::insurance_plan::Entity>;
pub type PlaceId = Id<entity::place::Entity>;
pub type ProcedureId = Id<entity::procedure::Entity>;
pub type RoleId = Id<entity::role::Entity>;
pub type SectionId = Id<entity::section::Entity>;
pub type SourceId = Id<entity::source::Entity>;
pub type SpecialtyId = Id<entity::specialty::Entity>;
pub type TranslationId = Id<entity::article_translation::Entity>;

/// A table whose rows are known by an [`Id`].
pub trait Row: EntityTrait {
    const ID: Self::Column;

    fn id(model: &Self::Model) -> Id<Self>;
}

/// A table whose rows also have a readable unique name.
pub trait Slugged: Row {
    const SLUG: Self::Column;

    fn slug(model: &Self::Model) -> &str;
}

impl<E> Id<E> {
    /// The id of a row that is not stored yet; the database gives the real one.
    pub const UNSET: Self = Id::new(0);

    pub const fn new(value: i64) -> Self {
        Id(value, PhantomData)
    }

    pub const fn get(self) -> i64 {
        self.0
    }
}

impl<E> Clone for Id<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Id<E> {}

impl<E> PartialEq for Id<E> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<E> Eq for Id<E> {}

impl<E> PartialOrd for Id<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Id<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<E> Hash for Id<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<E> fmt::Debug for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl<E> From<Id<E>> for Value {
    fn from(id: Id<E>) -> Value {
        id.0.into()
    }
}

impl<E> Nullable for Id<E> {
    fn null() -> Value {
        i64::null()
    }
}

impl<E> ValueType for Id<E> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        <i64 as ValueType>::try_from(value).map(Id::new)
    }

    fn type_name() -> String {
        "Id".to_owned()
    }

    fn array_type() -> ArrayType {
        ArrayType::BigInt
    }

    fn column_type() -> ColumnType {
        ColumnType::BigInteger
    }
}

impl<E> TryGetable for Id<E> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        i64::try_get_by(row, index).map(Id::new)
    }
}

impl<E> TryFromU64 for Id<E> {
    fn try_from_u64(value: u64) -> Result<Self, DbErr> {
        i64::try_from_u64(value).map(Id::new)
    }
}

impl<E> IntoActiveValue<Id<E>> for Id<E> {
    fn into_active_value(self) -> ActiveValue<Id<E>> {
        ActiveValue::Set(self)
    }
}
