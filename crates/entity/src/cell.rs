//! One column of a row, read by its position.
//!
//! sea-orm's own reader builds an error, text included, for every null before it makes a `None` of it; an answer of the
//! Store API has thousands of nulls.

use std::sync::Arc;

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult, RuntimeErr};
use sqlx::{Row, ValueRef, postgres::PgRow};
use uuid::Uuid;

use crate::{Number, Timestamp};

/// What a column can be read as.
pub trait Cell: Sized {
    /// Reads column `at`, from 0.
    fn read(row: &PgRow, at: usize) -> Result<Self, sqlx::Error>;
}

/// The value of column `at`, from 0.
pub fn read<T: Cell>(row: &QueryResult, at: usize) -> Result<T, DbErr> {
    let row = row.try_as_pg_row().ok_or_else(|| DbErr::Type("this row is not Postgres's".into()))?;
    T::read(row, at).map_err(|error| DbErr::Query(RuntimeErr::SqlxError(Arc::new(error))))
}

/// Whether column `at` is null.
pub fn is_null(row: &QueryResult, at: usize) -> Result<bool, DbErr> {
    struct Null(bool);
    impl Cell for Null {
        fn read(row: &PgRow, at: usize) -> Result<Self, sqlx::Error> {
            Ok(Self(row.try_get_raw(at)?.is_null()))
        }
    }
    read::<Null>(row, at).map(|null| null.0)
}

impl<T: Cell> Cell for Option<T> {
    fn read(row: &PgRow, at: usize) -> Result<Self, sqlx::Error> {
        if row.try_get_raw(at)?.is_null() { Ok(None) } else { T::read(row, at).map(Some) }
    }
}

macro_rules! native {
    ($($type:ty),*) => {$(
        impl Cell for $type {
            fn read(row: &PgRow, at: usize) -> Result<Self, sqlx::Error> {
                row.try_get(at)
            }
        }
    )*};
}

native!(BigDecimal, DateTime<Utc>, String, Uuid, Vec<String>, Vec<Uuid>, bool, f64, i32, i64, serde_json::Value);

impl Cell for Timestamp {
    fn read(row: &PgRow, at: usize) -> Result<Self, sqlx::Error> {
        Cell::read(row, at).map(Self)
    }
}

impl Cell for Number {
    fn read(row: &PgRow, at: usize) -> Result<Self, sqlx::Error> {
        Cell::read(row, at).map(Self)
    }
}
