//! Rows that are read by position: a list has thousands of columns, and looking each one up by name is what shows.

/// Declares a struct of columns followed by what is loaded separately (and is empty until then), its select list and its
/// decoder.
macro_rules! record {
    (
        $(#[$doc:meta])*
        $vis:vis struct $name:ident from $alias:literal {
            $first:ident: $first_type:ty,
            $($column:ident: $type:ty,)*
        }
        $(joined { $($joined_sql:literal => $joined:ident: $joined_type:ty,)* })?
        $(loaded { $($loaded:ident: $loaded_type:ty,)* })?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        $vis struct $name {
            pub $first: $first_type,
            $(pub $column: $type,)*
            $($(pub $joined: $joined_type,)*)?
            $($(pub $loaded: $loaded_type,)*)?
        }

        impl $name {
            /// The select list, in the order in which the decoder reads it.
            $vis const SELECT: &'static str = concat!(
                $alias, ".", stringify!($first),
                $(", ", $alias, ".", stringify!($column),)*
                $($(", ", $joined_sql,)*)?
            );

            /// How many columns that is.
            $vis const WIDTH: usize = [stringify!($first), $(stringify!($column),)* $($($joined_sql,)*)?].len();

            /// Reads a row in which this select list begins at column `first`.
            $vis fn read_at(row: &sea_orm::QueryResult, first: usize) -> Result<Self, sea_orm::DbErr> {
                let mut at = first..first + Self::WIDTH;
                let mut next = || at.next().unwrap_or_default();
                Ok(Self {
                    $first: entity::cell::read(row, next())?,
                    $($column: entity::cell::read(row, next())?,)*
                    $($($joined: entity::cell::read(row, next())?,)*)?
                    $($($loaded: Default::default(),)*)?
                })
            }
        }

        impl sea_orm::FromQueryResult for $name {
            fn from_query_result(row: &sea_orm::QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
                Self::read_at(row, 0)
            }
        }
    };
}

pub(crate) use record;
