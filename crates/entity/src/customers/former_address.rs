//! A mail address that a person or a customer had.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, FormerAddressId, OrganizationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "former_addresses")]
pub struct Model {
    /// The shop, or the installation when it is a person's.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FormerAddressId,
    /// The person who had proven it.
    pub user_id: Option<UserId>,
    /// The customer whom the shop knew by it.
    pub customer_id: Option<CustomerId>,
    /// The address.
    #[sea_orm(column_type = "Text")]
    pub email: String,
    /// Until when it was his.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
