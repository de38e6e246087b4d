//! A try to pay.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PaymentAccountId, PaymentCollectionId, PaymentSessionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_sessions")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentSessionId,
    /// Payment collection id.
    pub payment_collection_id: PaymentCollectionId,
    /// Provider id.
    #[sea_orm(column_type = "Text")]
    pub provider_id: String,
    /// Payment account id.
    pub payment_account_id: Option<PaymentAccountId>,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// The provider's data.
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
    /// Context.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub context: Option<Json>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// Authorized at.
    pub authorized_at: Option<DateTimeUtc>,
    /// Replaced at.
    pub replaced_at: Option<DateTimeUtc>,
    /// The provider's own id of it.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_ref: Option<String>,
    /// With what it is paid, as the provider calls it.
    #[sea_orm(column_type = "Text", nullable)]
    pub method_ref: Option<String>,
    /// How far it has come; see the migration.
    pub rank: i16,
    /// Capturable amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub capturable_amount: BigDecimal,
    /// Received amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub received_amount: BigDecimal,
    /// Of when what we know is.
    pub told_at: Option<DateTimeUtc>,
    /// By which event we know it.
    #[sea_orm(column_type = "Text", nullable)]
    pub told_by: Option<String>,
    /// Last error.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub last_error: Option<Json>,
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
