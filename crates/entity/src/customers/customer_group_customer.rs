//! That a customer is in a group.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerGroupId, CustomerId, OrganizationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_group_customers")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_group_id: CustomerGroupId,
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// The group.
    #[sea_orm(belongs_to, from = "(organization_id, customer_group_id)", to = "(organization_id, id)")]
    pub customer_group: BelongsTo<super::customer_group::Entity>,
    /// The customer.
    #[sea_orm(belongs_to, from = "(organization_id, customer_id)", to = "(organization_id, id)")]
    pub customer: BelongsTo<super::customer::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
