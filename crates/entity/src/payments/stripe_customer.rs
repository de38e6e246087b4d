//! A customer as a provider knows him.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrganizationId, PaymentAccountId, StripeCustomerId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stripe_customers")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StripeCustomerId,
    /// Payment account id.
    pub payment_account_id: PaymentAccountId,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// The provider's own id of it.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_ref: Option<String>,
    /// Is live.
    pub is_live: bool,
    /// Default method ref.
    #[sea_orm(column_type = "Text", nullable)]
    pub default_method_ref: Option<String>,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
