//! For whom a price list holds.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PriceListId, PriceListRuleId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "price_list_rules")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PriceListRuleId,
    /// Price list id.
    pub price_list_id: PriceListId,
    /// Attribute.
    #[sea_orm(column_type = "Text")]
    pub attribute: String,
    /// Value.
    pub value: Vec<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// The price list it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, price_list_id)", to = "(organization_id, id)")]
    pub price_list: BelongsTo<super::price_list::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
