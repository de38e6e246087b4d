//! The shop's own words in mails about orders.

use sea_orm::entity::prelude::*;

use crate::ids::{OrderMailId, OrganizationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_mails")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderMailId,
    /// Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Locale.
    #[sea_orm(column_type = "Text")]
    pub locale: String,
    /// Is enabled.
    pub is_enabled: bool,
    /// Subject.
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    /// Heading.
    #[sea_orm(column_type = "Text", nullable)]
    pub heading: Option<String>,
    /// Body.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
