//! Which texts of a kind of thing are translated.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, TranslationSettingId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "translation_settings")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TranslationSettingId,
    /// Entity type.
    #[sea_orm(column_type = "Text")]
    pub entity_type: String,
    /// Fields.
    pub fields: Vec<String>,
    /// Is active.
    pub is_active: bool,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
