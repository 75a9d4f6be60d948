//! From rows to model types, for both databases, without a derive.

use sqlx::{ColumnIndex, Decode, FromRow, Type};
use uuid::Uuid;

/// Reads a row of either database into a model type: a field from the column of the same name, and
/// after `..` the fields that read themselves from the same row.
///
/// ```ignore
/// kernel::from_row!(City { country_code, population; node });
/// ```
#[macro_export]
macro_rules! from_row {
    ($name:ident { $($field:ident),* $(,)? $(; $($inner:ident),*)? }) => {
        $crate::from_row!(@ $crate::sqlx::sqlite::SqliteRow, $name { $($field),* ; $($($inner),*)? });
        $crate::from_row!(@ $crate::sqlx::postgres::PgRow, $name { $($field),* ; $($($inner),*)? });
    };
    (@ $row:ty, $name:ident { $($field:ident),* ; $($inner:ident),* }) => {
        impl<'r> $crate::sqlx::FromRow<'r, $row> for $name {
            fn from_row(row: &'r $row) -> Result<Self, $crate::sqlx::Error> {
                Ok(Self {
                    $($field: $crate::sqlx::Row::try_get(row, stringify!($field))?,)*
                    $($inner: $crate::sqlx::FromRow::from_row(row)?,)*
                })
            }
        }
    };
}

/// Keeps an enum in the database as the name that the graph gives it.
///
/// ```ignore
/// kernel::stored_enum!(Membership { Eligible = "ELIGIBLE", Invited = "INVITED" });
/// ```
#[macro_export]
macro_rules! stored_enum {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $name {
            /// Its name in the graph and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => Err(format!("`{text}` is no {}", stringify!($name))),
                }
            }
        }

        impl From<$name> for $crate::db::Value {
            fn from(value: $name) -> Self {
                Self::Text(value.as_str().to_owned())
            }
        }

        impl $crate::db::Nullable for $name {
            const NULL: $crate::db::Null = $crate::db::Null::Text;
        }

        $crate::stored_enum!(@ $name, $crate::sqlx::Sqlite, $crate::sqlx::sqlite::SqliteValueRef<'r>);
        $crate::stored_enum!(@ $name, $crate::sqlx::Postgres, $crate::sqlx::postgres::PgValueRef<'r>);
    };
    (@ $name:ident, $db:ty, $value:ty) => {
        impl $crate::sqlx::Type<$db> for $name {
            fn type_info() -> <$db as $crate::sqlx::Database>::TypeInfo {
                <String as $crate::sqlx::Type<$db>>::type_info()
            }

            fn compatible(ty: &<$db as $crate::sqlx::Database>::TypeInfo) -> bool {
                <String as $crate::sqlx::Type<$db>>::compatible(ty)
            }
        }

        impl<'r> $crate::sqlx::Decode<'r, $db> for $name {
            fn decode(value: $value) -> Result<Self, $crate::sqlx::error::BoxDynError> {
                let text = <String as $crate::sqlx::Decode<'r, $db>>::decode(value)?;
                text.parse().map_err(Into::into)
            }
        }

        impl<'q> $crate::sqlx::Encode<'q, $db> for $name {
            fn encode_by_ref(
                &self,
                buffer: &mut <$db as $crate::sqlx::Database>::ArgumentBuffer,
            ) -> Result<$crate::sqlx::encode::IsNull, $crate::sqlx::error::BoxDynError> {
                <String as $crate::sqlx::Encode<'q, $db>>::encode(self.as_str().to_owned(), buffer)
            }
        }
    };
}

/// A row of a list that was selected for several parents at once.
#[derive(Debug)]
pub struct Page<T> {
    /// Whose list the row belongs to.
    pub parent: Uuid,
    /// The row.
    pub row: T,
}

impl<'r, R, T> FromRow<'r, R> for Page<T>
where
    R: sqlx::Row,
    T: FromRow<'r, R>,
    Uuid: Decode<'r, R::Database> + Type<R::Database>,
    for<'c> &'c str: ColumnIndex<R>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            parent: row.try_get("parent_id")?,
            row: T::from_row(row)?,
        })
    }
}
