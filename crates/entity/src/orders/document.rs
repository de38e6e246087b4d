//! An invoice, a credit note, a packing slip, a quote on paper.

use sea_orm::entity::prelude::*;

use crate::ids::{DocumentId, FulfillmentId, OrderId, OrganizationId, PaymentRefundId, QuoteId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "documents")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DocumentId,
    /// Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Number.
    pub number: Option<i64>,
    /// Order id.
    pub order_id: Option<OrderId>,
    /// Quote id.
    pub quote_id: Option<QuoteId>,
    /// Fulfillment id.
    pub fulfillment_id: Option<FulfillmentId>,
    /// Refund id.
    pub refund_id: Option<PaymentRefundId>,
    /// Content.
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    /// The PDF.
    pub file: Option<Vec<u8>>,
    /// Sha256.
    pub sha256: Option<Vec<u8>>,
    /// Locale.
    #[sea_orm(column_type = "Text", nullable)]
    pub locale: Option<String>,
    /// What it comes to, and each tax in it.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub amounts: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
