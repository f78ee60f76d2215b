//! Closed sets as text columns.

use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{
    ActiveValue, ColIdx, DbErr, IntoActiveValue, QueryResult, TryGetError, TryGetable, Value,
};

use crate::domain::closed::Closed;

/// A member of a closed set, stored by its spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Text<T>(pub T);

impl<T: Closed> From<Text<T>> for Value {
    fn from(text: Text<T>) -> Value {
        text.0.spelling().into()
    }
}

impl<T> Nullable for Text<T> {
    fn null() -> Value {
        String::null()
    }
}

impl<T: Closed> ValueType for Text<T> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        <String as ValueType>::try_from(value)?
            .parse()
            .map(Text)
            .map_err(|_| ValueTypeErr)
    }

    fn type_name() -> String {
        "Text".to_owned()
    }

    fn array_type() -> ArrayType {
        ArrayType::String
    }

    fn column_type() -> ColumnType {
        ColumnType::Text
    }
}

impl<T: Closed> TryGetable for Text<T> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let spelling = String::try_get_by(row, index)?;
        spelling.parse().map(Text).map_err(|_| {
            // A newer release may have written a value that this one does not know.
            TryGetError::DbErr(DbErr::Type(format!("unknown value {spelling}")))
        })
    }
}

impl<T: Closed> IntoActiveValue<Text<T>> for Text<T> {
    fn into_active_value(self) -> ActiveValue<Text<T>> {
        ActiveValue::Set(self)
    }
}
