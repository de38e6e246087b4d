//! What of a cart is to be paid with credit or points.

use sea_orm::entity::prelude::*;

use crate::ids::{CartCreditLineId, CartId, OrganizationId, StoreCreditAccountId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cart_credit_lines")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CartCreditLineId,
    /// Cart id.
    pub cart_id: CartId,
    /// Reference.
    #[sea_orm(column_type = "Text")]
    pub reference: String,
    /// Reference id.
    pub reference_id: Uuid,
    /// Store credit account id.
    pub store_credit_account_id: Option<StoreCreditAccountId>,
    /// Points.
    pub points: Option<i64>,
    /// Wanted.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub wanted: Option<BigDecimal>,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
