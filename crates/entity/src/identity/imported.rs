//! What was taken over from another system, and how both sides looked then.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "imported")]
pub struct Model {
    /// Key: which kind of thing.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub kind: String,
    /// Key: its id here.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// A digest of the other system's row.
    #[sea_orm(column_type = "Text")]
    pub theirs: String,
    /// A digest of the row here.
    #[sea_orm(column_type = "Text")]
    pub ours: String,
}

impl ActiveModelBehavior for ActiveModel {}
