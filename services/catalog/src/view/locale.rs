//! Languages.

use entity::Timestamp;
use web::{
    columns,
    fields::{Column, View},
};

/// A language.
#[derive(Debug, Clone)]
pub struct LocaleView {
    pub code: String,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
}

impl View for LocaleView {
    const COLUMNS: &'static [Column<Self>] = columns!(LocaleView: code, name, created_at, updated_at, deleted_at);
}
