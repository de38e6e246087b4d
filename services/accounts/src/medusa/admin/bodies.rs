//! What bodies may say, for the OpenAPI document.
#![expect(dead_code, reason = "only their documentation is used")]

#[derive(utoipa::ToSchema)]
pub(super) struct CustomerBody {
    /// The address, in lower case.
    email: Option<String>,
    /// The company.
    company_name: Option<String>,
    /// The first name.
    first_name: Option<String>,
    /// The last name.
    last_name: Option<String>,
    /// A number to call.
    phone: Option<String>,
    /// The shop's own data, an object.
    metadata: Option<serde_json::Value>,
}

#[derive(utoipa::ToSchema)]
pub(super) struct AddressBody {
    /// What the address is called.
    address_name: Option<String>,
    /// Whether parcels go there.
    is_default_shipping: Option<bool>,
    /// Whether bills go there.
    is_default_billing: Option<bool>,
    /// The company.
    company: Option<String>,
    /// The first name.
    first_name: Option<String>,
    /// The last name.
    last_name: Option<String>,
    /// Street and number.
    address_1: Option<String>,
    /// More of it.
    address_2: Option<String>,
    /// The town.
    city: Option<String>,
    /// ISO 3166-1, two letters.
    country_code: Option<String>,
    /// The province.
    province: Option<String>,
    /// The postal code.
    postal_code: Option<String>,
    /// A number to call.
    phone: Option<String>,
    /// The shop's own data, an object.
    metadata: Option<serde_json::Value>,
}

#[derive(utoipa::ToSchema)]
pub(super) struct LinksBody {
    /// What is added.
    add: Option<Vec<String>>,
    /// What is removed.
    remove: Option<Vec<String>>,
}

#[derive(utoipa::ToSchema)]
pub(super) struct GroupBody {
    /// The name.
    name: Option<String>,
    /// The shop's own data, an object.
    metadata: Option<serde_json::Value>,
}

#[derive(utoipa::ToSchema)]
pub(super) struct UserBody {
    /// The first name.
    first_name: Option<String>,
    /// The last name.
    last_name: Option<String>,
    /// Where the picture is.
    avatar_url: Option<String>,
}

#[derive(utoipa::ToSchema)]
pub(super) struct InviteBody {
    /// The address, in lower case.
    email: Option<String>,
    /// Names of roles.
    roles: Option<Vec<String>>,
}

#[derive(utoipa::ToSchema)]
pub(super) struct AcceptBody {
    /// The address, in lower case.
    email: Option<String>,
    /// The first name.
    first_name: Option<String>,
    /// The last name.
    last_name: Option<String>,
}

#[derive(utoipa::ToSchema)]
pub(super) struct KeyBody {
    /// What the key is called.
    title: Option<String>,
    /// `publishable` or `secret`.
    r#type: Option<String>,
    /// What a secret key may do, `resource:action`.
    scopes: Option<Vec<String>>,
    /// When a secret key ends, RFC 3339.
    expires_at: Option<String>,
    /// Calls a minute of a secret key.
    rate_limit: Option<i32>,
}

#[derive(utoipa::ToSchema)]
pub(super) struct TitleBody {
    /// What the key is called.
    title: Option<String>,
}

#[derive(utoipa::ToSchema)]
pub(super) struct RevokeBody {
    /// Seconds until the key ends.
    revoke_in: Option<i64>,
}

#[derive(utoipa::ToSchema)]
pub(super) struct StoreBody {
    /// The name.
    name: Option<String>,
    /// The channel that counts when none is named.
    default_sales_channel_id: Option<String>,
    /// The region that counts when none is named.
    default_region_id: Option<String>,
    /// Where stock lies unless it is said otherwise.
    default_location_id: Option<String>,
    /// All currencies that the shop sells in: `{currency_code, is_default}`.
    supported_currencies: Option<Vec<serde_json::Value>>,
    /// The shop's own data, an object.
    metadata: Option<serde_json::Value>,
}

#[derive(utoipa::ToSchema)]
pub(super) struct ChannelBody {
    /// The name.
    name: Option<String>,
    /// Words about it.
    description: Option<String>,
    /// Whether nothing is sold through it.
    is_disabled: Option<bool>,
    /// The shop's own data, an object.
    metadata: Option<serde_json::Value>,
}
