//! When a key was last used.

use sea_orm::entity::prelude::*;

use crate::ids::{ApiKeyId, OrganizationId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key_uses")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Api key id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub api_key_id: ApiKeyId,
    /// Last used at.
    pub last_used_at: DateTimeUtc,
    /// The api key it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, api_key_id)", to = "(organization_id, id)")]
    pub api_key: BelongsTo<super::api_key::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
