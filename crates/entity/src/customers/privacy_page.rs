//! A page of what somebody is told of all that is kept about him.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PrivacyPageId, PrivacyRequestId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "privacy_pages")]
pub struct Model {
    /// The shop, or the installation when it is about a whole person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PrivacyPageId,
    /// The request that it belongs to.
    pub request_id: PrivacyRequestId,
    /// Which page, from 0.
    pub nth: i32,
    /// A part of the file, sealed.
    #[sea_orm(column_type = "Text")]
    pub page: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
