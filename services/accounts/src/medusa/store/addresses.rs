//! `GET /store/customers/me/addresses`

use auth::Customer;
use axum::{extract::State, response::Response};
use resource::Filter;
use web::{
    ApiError, App, ListParams, ListQuery,
    fields::Plan,
    query::{FromParams, Params, Query},
};

use super::view::{ADDRESSES, respond};
use crate::{
    medusa::errors::CustomerErrors,
    store::saved_addresses::{self, Address},
};

#[rustfmt::skip]
const SORTABLE: &[&str] = &[
    "id", "address_name", "company", "first_name", "last_name", "address_1", "address_2", "city", "province", "postal_code",
    "country_code", "phone", "is_default_shipping", "is_default_billing", "created_at", "updated_at",
];

pub(super) struct Parameters {
    list: ListQuery,
    filter: Filter,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, 50, SORTABLE);
        let lower = |texts: Vec<String>| texts.into_iter().map(|text| text.to_lowercase()).collect();
        let mut filter = Filter::default();
        filter.and_texts("a.city", params.texts("city").as_ref());
        filter.and_texts("a.country_code", params.texts("country_code").map(lower).as_ref());
        filter.and_texts("a.postal_code", params.texts("postal_code").as_ref());
        Self { list, filter }
    }
}

/// List one's addresses.
#[utoipa::path(
    get,
    path = "/store/customers/me/addresses",
    tag = "Customers",
    operation_id = "list_addresses",
    params(
        ListParams,
        ("city" = Option<Vec<String>>, Query, description = "Cities."),
        ("country_code" = Option<Vec<String>>, Query, description = "ISO 3166-1, two letters."),
        ("postal_code" = Option<Vec<String>>, Query, description = "Postal codes."),
    ),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "A page of addresses.", body = serde_json::Value, example = json!({"addresses": [{"id": "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d", "address_1": "Havnegade 1", "city": "København", "postal_code": "1058", "country_code": "dk"}], "count": 1, "offset": 0, "limit": 50})),
        CustomerErrors,
    )
)]
pub(super) async fn list_addresses(
    State(app): State<App>,
    me: Customer,
    Query(Parameters { list, filter }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let selection = ADDRESSES.select(list.fields.as_deref())?;
    let tx = app.db.begin_read(&me).await?;
    let (found, count) = saved_addresses::list(&tx, me.id, filter, &list).await?;
    tx.commit().await?;
    let mut body = b"{\"addresses\":".to_vec();
    Plan::<Address>::new(&selection).write_all(&found, &mut body);
    let page = list.page;
    body.extend_from_slice(
        format!(",\"count\":{count},\"offset\":{},\"limit\":{}}}", page.offset, page.limit).as_bytes(),
    );
    Ok(respond(body))
}
