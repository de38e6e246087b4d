//! One value of an option.

use sea_orm::entity::prelude::*;

use crate::ids::{OptionId, OptionValueId, OrganizationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_option_values")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OptionValueId,
    /// Option id.
    pub option_id: OptionId,
    /// Value.
    #[sea_orm(column_type = "Text")]
    pub value: String,
    /// Rank.
    pub rank: i32,
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
    /// The option it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, option_id)", to = "(organization_id, id)")]
    pub product_option: BelongsTo<super::option::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
