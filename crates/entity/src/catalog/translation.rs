//! Texts of a thing in another language.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, TranslationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "translations")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TranslationId,
    /// Reference.
    #[sea_orm(column_type = "Text")]
    pub reference: String,
    /// Reference id.
    pub reference_id: Uuid,
    /// Locale code.
    #[sea_orm(column_type = "Text")]
    pub locale_code: String,
    /// Translations.
    #[sea_orm(column_type = "JsonBinary")]
    pub translations: Json,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// The store locale it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, locale_code)", to = "(organization_id, locale_code)")]
    pub store_locale: BelongsTo<super::super::sales::store_locale::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
