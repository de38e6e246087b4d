//! A gift card.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, GiftCardId, OrderLineItemId, OrganizationId, StoreCreditAccountId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "gift_cards")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GiftCardId,
    /// Code.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Value.
    #[sea_orm(column_type = "Decimal(None)")]
    pub value: BigDecimal,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// Store credit account id.
    pub store_credit_account_id: Option<StoreCreditAccountId>,
    /// Line item id.
    pub line_item_id: Option<OrderLineItemId>,
    /// Nth.
    pub nth: Option<i32>,
    /// What of its value was taken back.
    #[sea_orm(column_type = "Decimal(None)")]
    pub taken: BigDecimal,
    /// Reference.
    #[sea_orm(column_type = "Text", nullable)]
    pub reference: Option<String>,
    /// Reference id.
    #[sea_orm(column_type = "Text", nullable)]
    pub reference_id: Option<String>,
    /// Note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// Expires at.
    pub expires_at: Option<DateTimeUtc>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
