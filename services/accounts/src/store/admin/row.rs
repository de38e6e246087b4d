//! Rows that are answered: a column is declared once, for the select list, the decoder and the answer.

/// Declares a struct of columns, followed by what is loaded separately and is empty until then.
macro_rules! row {
    (
        $(#[$doc:meta])*
        pub struct $name:ident from $alias:literal {
            $($column:ident: $type:ty $(= $sql:literal)?,)*
        }
        $(loaded { $($loaded:ident: $loaded_type:ty,)* })?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            $(pub $column: $type,)*
            $($(pub $loaded: $loaded_type,)*)?
        }

        impl $name {
            /// The select list, in the order in which the decoder reads it.
            pub const SELECT: &'static [&'static str] =
                &[$($crate::store::admin::row::column!($alias, $column $(, $sql)?),)*];

            /// All columns, for the answer.
            pub const FIELDS: &'static [web::fields::Column<Self>] = web::columns!($name: $($column,)*);
        }

        impl sea_orm::FromQueryResult for $name {
            fn from_query_result(row: &sea_orm::QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
                let mut at = 0..;
                let mut next = || at.next().unwrap_or_default();
                Ok(Self {
                    $($column: entity::cell::read(row, next())?,)*
                    $($($loaded: Default::default(),)*)?
                })
            }
        }
    };
}

/// A column's SQL: its own, or its name in the table.
macro_rules! column {
    ($alias:literal, $column:ident) => {
        concat!($alias, ".", stringify!($column))
    };
    ($alias:literal, $column:ident, $sql:literal) => {
        $sql
    };
}

pub(crate) use {column, row};
