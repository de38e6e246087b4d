//! What a query means, as numbers.

use sea_orm::entity::prelude::*;

use crate::ids::OrganizationId;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "query_embeddings")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Query SHA-256.
    #[sea_orm(primary_key, auto_increment = false)]
    pub query_sha256: Vec<u8>,
    /// Model.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub model: String,
    /// Embedding.
    #[sea_orm(column_type = "custom(\"vector\")", nullable)]
    pub embedding: Option<String>,
    /// Used at.
    pub used_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
