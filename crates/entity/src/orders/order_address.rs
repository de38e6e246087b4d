//! Where an order goes to, or its bill.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrderAddressId, OrderId, OrganizationId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_addresses")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderAddressId,
    /// Order id.
    pub order_id: OrderId,
    /// Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// Company.
    #[sea_orm(column_type = "Text", nullable)]
    pub company: Option<String>,
    /// First name.
    #[sea_orm(column_type = "Text", nullable)]
    pub first_name: Option<String>,
    /// Last name.
    #[sea_orm(column_type = "Text", nullable)]
    pub last_name: Option<String>,
    /// Street and number.
    #[sea_orm(column_type = "Text", nullable)]
    pub address_1: Option<String>,
    /// Floor, door.
    #[sea_orm(column_type = "Text", nullable)]
    pub address_2: Option<String>,
    /// City.
    #[sea_orm(column_type = "Text", nullable)]
    pub city: Option<String>,
    /// ISO 3166-1, two letters in lower case.
    #[sea_orm(column_type = "Text", nullable)]
    pub country_code: Option<String>,
    /// State, canton.
    #[sea_orm(column_type = "Text", nullable)]
    pub province: Option<String>,
    /// Postal code.
    #[sea_orm(column_type = "Text", nullable)]
    pub postal_code: Option<String>,
    /// Phone.
    #[sea_orm(column_type = "Text", nullable)]
    pub phone: Option<String>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
