//! A try to keep a card.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, SetupSessionId, StripeCustomerId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "setup_sessions")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SetupSessionId,
    /// Stripe customer id.
    pub stripe_customer_id: StripeCustomerId,
    /// The provider's own id of it.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_ref: Option<String>,
    /// How far it has come; see the migration.
    pub rank: i16,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// The provider's data.
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
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
