//! The option values that make a variant.

use sea_orm::entity::prelude::*;

use crate::ids::{OptionValueId, OrganizationId, VariantId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_variant_options")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Variant id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant_id: VariantId,
    /// Option value id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub option_value_id: OptionValueId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The variant it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, variant_id)", to = "(organization_id, id)")]
    pub variant: BelongsTo<super::variant::Entity>,
    /// The option value it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, option_value_id)", to = "(organization_id, id)")]
    pub option_value: BelongsTo<super::option_value::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
