//! What customers and addresses are asked for with `fields`: Medusa 2.21's lists.

use std::sync::LazyLock;

use auth::Customer as Actor;
use axum::response::{IntoResponse, Response};
use db::Tx;
use entity::ids::CustomerId;
use http::{HeaderValue, header};
use serde_json::Value;
use web::{
    ApiError,
    fields::{Column, FieldRules, Plan, Relation, Selection, View, many},
};

use crate::{
    medusa::private::NO_STORE,
    store::{
        customers::{self, Customer},
        saved_addresses::{self, Address},
    },
};

#[rustfmt::skip]
const ADDRESS: &[&str] = &[
    "id", "address_name", "company", "customer_id", "first_name", "last_name", "address_1", "address_2", "city", "province",
    "postal_code", "country_code", "phone", "metadata", "is_default_shipping", "is_default_billing", "created_at",
    "updated_at",
];

/// `/store/customers`, `/store/customers/me` and the answers of changes of addresses.
pub(super) static CUSTOMER: LazyLock<FieldRules> = LazyLock::new(|| {
    let defaults = [
        "id",
        "email",
        "company_name",
        "first_name",
        "last_name",
        "phone",
        "metadata",
        "has_account",
        "deleted_at",
        "created_at",
        "updated_at",
        "*addresses",
    ];
    let addresses = ADDRESS.iter().map(|path| format!("addresses.{path}"));
    FieldRules::new(defaults, addresses.chain(["orders".to_owned()]))
});

/// `/store/customers/me/addresses[/:id]`
pub(super) static ADDRESSES: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(ADDRESS.iter().copied(), ADDRESS.iter().copied()));

/// A customer with his addresses.
pub(super) struct Profile {
    pub(super) customer: Customer,
    pub(super) addresses: Vec<Address>,
}

macro_rules! profile_columns {
    ($($field:ident),* $(,)?) => {
        &[$((
            stringify!($field),
            |profile: &Profile, out: &mut web::fields::JsonOut| web::fields::json(&profile.customer.$field, out),
        )),*]
    };
}

impl View for Profile {
    const COLUMNS: &'static [Column<Self>] = profile_columns!(
        id,
        email,
        company_name,
        first_name,
        last_name,
        phone,
        metadata,
        has_account,
        deleted_at,
        created_at,
        updated_at,
    );
    const RELATIONS: &'static [Relation<Self>] =
        &[("addresses", |selection| many(&of_address(selection), |profile: &Profile| profile.addresses.as_slice()))];
}

impl Profile {
    /// The customer who calls, with what was selected.
    pub(super) async fn of(tx: &Tx, actor: &Actor, selection: &Selection) -> Result<Self, ApiError> {
        Self::find(tx, actor.id, selection).await?.ok_or_else(|| missing(actor.id))
    }

    /// A customer with what was selected.
    pub(super) async fn find(tx: &Tx, id: CustomerId, selection: &Selection) -> db::Result<Option<Self>> {
        let Some(customer) = customers::by_id(tx, id).await? else {
            return Ok(None);
        };
        let addresses = if selection.has("addresses") { saved_addresses::all(tx, id).await? } else { Vec::new() };
        Ok(Some(Self { customer, addresses }))
    }

    /// As JSON.
    pub(super) fn json(&self, selection: &Selection) -> Result<Value, ApiError> {
        let mut out = Vec::with_capacity(2_048);
        Plan::<Self>::new(selection).write(self, &mut out);
        serde_json::from_slice(&out).map_err(ApiError::internal)
    }

    /// `{customer}`
    pub(super) fn answer(&self, selection: &Selection) -> Response {
        let mut out = b"{\"customer\":".to_vec();
        Plan::<Self>::new(selection).write(self, &mut out);
        out.push(b'}');
        respond(out)
    }
}

/// All of an address is what shoppers may see of it.
fn of_address(selection: &Selection) -> Selection {
    if selection.is_star() { Selection::of(ADDRESS.iter().copied()) } else { selection.clone() }
}

/// A body that nobody keeps.
pub(super) fn respond(body: Vec<u8>) -> Response {
    const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
    ([(header::CONTENT_TYPE, JSON), NO_STORE], body).into_response()
}

fn missing(id: CustomerId) -> ApiError {
    ApiError::missing("Customer", &id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_paths_as_medusa_has() {
        assert_eq!((CUSTOMER.allowed(), ADDRESSES.allowed()), (31, 18));
    }
}
