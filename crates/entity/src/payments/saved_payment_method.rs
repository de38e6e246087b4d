//! A card that is kept at the provider.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, SavedPaymentMethodId, StripeCustomerId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_payment_methods")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SavedPaymentMethodId,
    /// Stripe customer id.
    pub stripe_customer_id: StripeCustomerId,
    /// The provider's own id of it.
    #[sea_orm(column_type = "Text")]
    pub provider_ref: String,
    /// Type.
    #[sea_orm(column_type = "Text")]
    pub r#type: String,
    /// Brand.
    #[sea_orm(column_type = "Text", nullable)]
    pub brand: Option<String>,
    /// Last4.
    #[sea_orm(column_type = "Text", nullable)]
    pub last4: Option<String>,
    /// Exp month.
    pub exp_month: Option<i16>,
    /// Exp year.
    pub exp_year: Option<i16>,
    /// Fingerprint sha256.
    pub fingerprint_sha256: Option<Vec<u8>>,
    /// Detached at.
    pub detached_at: Option<DateTimeUtc>,
    /// Of when what we know is.
    pub told_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
