//! An address that a customer keeps.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrganizationId, SavedAddressId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_addresses")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SavedAddressId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// What he calls it.
    #[sea_orm(column_type = "Text", nullable)]
    pub address_name: Option<String>,
    /// Where his parcels go.
    pub is_default_shipping: bool,
    /// Where his invoices go.
    pub is_default_billing: bool,
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
    /// What integrations keep here.
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
    /// The customer it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, customer_id)", to = "(organization_id, id)")]
    pub customer: BelongsTo<super::customer::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
