//! Rows that are read by position: a list has thousands of columns, and looking each one up by name is what shows.

use sea_orm::FromQueryResult;
use web::fields::Column;

/// A row that was declared with [`row!`](crate::row!).
pub trait Row: FromQueryResult + 'static {
    /// The select list, in the order in which the decoder reads it.
    const SELECT: &'static str;
    /// All columns in this order, for a view that shows all of them.
    const FIELDS: &'static [Column<Self>];
}

/// Declares a struct of columns (each its name in the table of the alias, or the SQL behind `=`), followed by what is loaded
/// separately and is empty until then; its select list and its decoder.
#[macro_export]
macro_rules! row {
    (
        $(#[$doc:meta])*
        $vis:vis struct $name:ident from $alias:literal {
            $(#[$first_doc:meta])*
            $first:ident: $first_type:ty $(= $first_sql:literal)?,
            $($(#[$column_doc:meta])* $column:ident: $type:ty $(= $sql:literal)?,)*
        }
        $(loaded { $($loaded:ident: $loaded_type:ty,)* })?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        $vis struct $name {
            $(#[$first_doc])*
            pub $first: $first_type,
            $($(#[$column_doc])* pub $column: $type,)*
            $($(pub $loaded: $loaded_type,)*)?
        }

        impl $name {
            /// The select list, in the order in which the decoder reads it.
            $vis const SELECT: &'static str = concat!(
                $crate::column!($alias, $first $(, $first_sql)?)
                $(, ", ", $crate::column!($alias, $column $(, $sql)?))*
            );

            /// How many columns that is.
            $vis const WIDTH: usize = [stringify!($first), $(stringify!($column),)*].len();

            /// Reads a row in which this select list begins at column `first`.
            $vis fn read_at(
                row: &$crate::reexport::sea_orm::QueryResult,
                first: usize,
            ) -> Result<Self, $crate::reexport::sea_orm::DbErr> {
                let mut at = first..first + Self::WIDTH;
                let mut next = || at.next().unwrap_or_default();
                Ok(Self {
                    $first: $crate::reexport::entity::cell::read(row, next())?,
                    $($column: $crate::reexport::entity::cell::read(row, next())?,)*
                    $($($loaded: Default::default(),)*)?
                })
            }
        }

        impl $crate::reexport::sea_orm::FromQueryResult for $name {
            fn from_query_result(
                row: &$crate::reexport::sea_orm::QueryResult,
                _: &str,
            ) -> Result<Self, $crate::reexport::sea_orm::DbErr> {
                Self::read_at(row, 0)
            }
        }

        impl $crate::Row for $name {
            const SELECT: &'static str = Self::SELECT;
            const FIELDS: &'static [$crate::reexport::web::fields::Column<Self>] =
                $crate::reexport::web::columns!($name: $first, $($column,)*);
        }
    };
}

/// A column's SQL: its own, or its name in the table.
#[doc(hidden)]
#[macro_export]
macro_rules! column {
    ($alias:literal, $column:ident) => {
        concat!($alias, ".", stringify!($column))
    };
    ($alias:literal, $column:ident, $sql:literal) => {
        $sql
    };
}
