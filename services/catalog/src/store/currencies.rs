//! `/store/currencies`: the currencies that the shop sells in.

use ::resource::Filter;
use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use cache::Topic;
use utoipa::openapi::path::{Parameter, ParameterIn};
use web::{
    ApiError, App, ListQuery, SelectQuery, StoreErrors,
    query::{FromParams, Params, Query},
};

use super::{
    answer,
    resource::{documented, read_filter},
    rules,
};
use crate::{
    data::{self, CURRENCIES},
    iso,
};

const SORTABLE: &[&str] = &["code"];

pub(super) struct Parameters {
    list: ListQuery,
    filter: Filter,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, 50, SORTABLE);
        Self { list, filter: read_filter(params, CURRENCIES.to_vec(), "s", &["s.currency_code"]) }
    }
}

impl utoipa::IntoParams for Parameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        documented(CURRENCIES)
    }
}

/// List currencies.
#[utoipa::path(
    get,
    path = "/store/currencies",
    tag = "Currencies",
    operation_id = "list_currencies",
    params(Parameters),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of currencies.", body = serde_json::Value, example = json!({
            "currencies": [{"code": "eur", "name": "Euro", "symbol": "€", "decimal_digits": 2}],
            "count": 1, "offset": 0, "limit": 50
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(Parameters { list, filter }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let selection = rules::CURRENCIES.select(list.fields.as_deref())?;
    let tx = app.db.begin_read(&shopper).await?;
    let mut found = data::list_currencies(&tx, &filter, &list.words).await?;
    tx.commit().await?;
    if list.order.first().is_some_and(|order| order.descending) {
        found.reverse();
    }
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let first = usize::try_from(list.page.offset).unwrap_or(usize::MAX).min(found.len());
    let most = usize::try_from(list.page.limit).unwrap_or(usize::MAX);
    let end = first.saturating_add(most).min(found.len());
    Ok(answer::list("currencies", &found[first..end], &selection, count, list.page, Topic::Catalog))
}

/// Read a currency.
#[utoipa::path(
    get,
    path = "/store/currencies/{code}",
    tag = "Currencies",
    operation_id = "retrieve_currency",
    params(
        ("code" = String, Path, description = "ISO 4217 code, lower-case.", example = "eur"),
        ("fields" = Option<String>, Query, description = "What to answer."),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The currency.", body = serde_json::Value, example = json!({
            "currency": {"code": "eur", "name": "Euro", "symbol": "€", "decimal_digits": 2}
        })),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(code) = path?;
    let selection = rules::CURRENCIES.select(fields.as_deref())?;
    let found = match iso::currency(&code) {
        Some(known) => {
            let tx = app.db.begin_read(&shopper).await?;
            let mut filter = Filter::default();
            filter.and("s.currency_code = ?", known.code);
            let found = data::list_currencies(&tx, &filter, &[]).await?;
            tx.commit().await?;
            found
        }
        None => Vec::new(),
    };
    if let Some(currency) = found.first() {
        return Ok(answer::one("currency", currency, &selection, Topic::Catalog));
    }
    let code: String = code.chars().take(100).collect();
    Err(ApiError::not_found(format!("Currency with code: {code} was not found")))
}
