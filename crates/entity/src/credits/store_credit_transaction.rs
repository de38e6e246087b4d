//! A change of store credit; added and never changed.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, StoreCreditAccountId, StoreCreditTransactionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "store_credit_transactions")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StoreCreditTransactionId,
    /// Account id.
    pub account_id: StoreCreditAccountId,
    /// Type.
    #[sea_orm(column_type = "Text")]
    pub r#type: String,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// Balance after.
    #[sea_orm(column_type = "Decimal(None)")]
    pub balance_after: BigDecimal,
    /// Reference.
    #[sea_orm(column_type = "Text")]
    pub reference: String,
    /// Reference id.
    pub reference_id: Option<Uuid>,
    /// Whoever comes again with it changes nothing.
    #[sea_orm(column_type = "Text")]
    pub key: String,
    /// Note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
