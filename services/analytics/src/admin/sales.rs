//! `GET /admin/analytics/sales`

use auth::{May, needs};
use axum::{extract::State, response::Response};
use bigdecimal::BigDecimal;
use db::Scope;
use entity::{
    Timestamp,
    ids::{ProductId, SalesChannelId},
};
use money::{Amount, wire::Number};
use resource::admin::respond;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App,
    query::{FromParams, Params, Query},
};

use super::when::{Asked, Period, refreshed_at};

/// By what it can be told.
const BY: &[&str] = &["day", "product", "sales_channel", "source", "campaign"];

pub(super) struct Parameters {
    asked: Asked,
    currency_code: Option<String>,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let asked = Asked::read(params, BY);
        let currency_code = params.text("currency_code").map(|code| code.to_lowercase());
        Self { asked, currency_code }
    }
}

#[derive(Debug, FromQueryResult)]
struct Line {
    value: String,
    currency_code: String,
    orders: i64,
    units: i64,
    customers: i64,
    first_orders: i64,
    amount: BigDecimal,
    net: Option<BigDecimal>,
    tax: Option<BigDecimal>,
    refunds: Option<BigDecimal>,
    collected: Option<BigDecimal>,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

const SUMS: &str = "s.currency_code, sum(s.orders)::bigint as orders, sum(s.units)::bigint as units, sum(s.customers)::bigint as customers,
    sum(s.first_orders)::bigint as first_orders, sum(s.amount) as amount, sum(s.net) as net, sum(s.tax) as tax, sum(s.refunds) as refunds,
    sum(s.collected) as collected";

fn example() -> Value {
    json!({
        "value": "2026-11-22", "currency_code": "eur", "orders": 9, "units": 14, "customers": 8, "first_orders": 5, "amount": 412.3,
        "net": 346.47, "tax": 65.83, "refunds": 20, "collected": 412.3
    })
}

fn number(amount: &BigDecimal) -> Option<Number> {
    Amount::new(amount.clone()).ok().map(Number)
}

fn shown(by: &str, line: &Line) -> Value {
    let id = |wire: fn(Uuid) -> String| line.value.parse().map_or_else(|_| line.value.clone(), wire);
    let value = match by {
        "product" => id(|id| ProductId(id).to_string()),
        "sales_channel" => id(|id| SalesChannelId(id).to_string()),
        _ => line.value.clone(),
    };
    let known = |amount: &Option<BigDecimal>| amount.as_ref().and_then(number);
    json!({
        "value": value, "currency_code": line.currency_code, "orders": line.orders, "units": line.units, "customers": line.customers,
        "first_orders": line.first_orders, "amount": number(&line.amount), "net": known(&line.net), "tax": known(&line.tax),
        "refunds": known(&line.refunds), "collected": known(&line.collected),
    })
}

/// Read what was sold, by day, product, sales channel, source or campaign, for each currency by itself.
///
/// `amount` is what the orders of these days cost when they were placed, with tax and shipping; of a product what its lines cost, before
/// discounts. `net` (revenue without tax), `tax`, `refunds` and `collected` are what the books say of these days, so refunds count
/// when they are made; only days have them. `first_orders` are those of customers who had none before. Sources are known of orders
/// whose visit was counted.
#[utoipa::path(
    get,
    path = "/admin/analytics/sales",
    tag = super::TAG,
    operation_id = "admin_retrieve_sales",
    params(
        ("from" = Option<String>, Query, description = "The first day (UTC); thirty days ago when nobody says.", example = "2026-11-01"),
        ("to" = Option<String>, Query, description = "The last day (UTC); today when nobody says.", example = "2026-11-23"),
        ("by" = Option<String>, Query, description = "`day`, `product`, `sales_channel`, `source` (empty: nobody's link) or `campaign`.", example = "product"),
        ("currency_code" = Option<String>, Query, description = "One currency only.", example = "eur"),
        ("limit" = Option<i64>, Query, description = "So many lines at most: 100 when nobody says, 1000 at most.", example = 100),
        ("offset" = Option<i64>, Query, description = "So many are left out.", example = 0),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "Days in their order, all else by its amount.", body = Value, example = json!({
            "sales": [example()], "totals": [example()], "by": "day", "from": "2026-11-01", "to": "2026-11-23", "count": 1, "offset": 0,
            "limit": 100, "refreshed_at": "2026-11-23T10:05:00.000Z"
        })),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    Query(Parameters { asked, currency_code }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let Period { from, to } = asked.period(tx.now());
    let (dimension, value, order_by) = match asked.by {
        "day" => ("", "s.day::text", "1, 2"),
        by => (by, "s.value", "amount desc, 1, 2"),
    };
    let among = "from public.sales_stats s where s.dimension = $1 and s.day between $2 and $3 and ($4::text is null or s.currency_code = $4)";
    let asked_for = |dimension: &str| [dimension.into(), from.into(), to.into(), currency_code.clone().into()];
    let sql = format!("select {value} as value, {SUMS} {among} group by 1, 2 order by {order_by} limit $5 offset $6");
    let [a, b, c, d] = asked_for(dimension);
    let lines: Vec<Line> = db::fetch_all(&tx, &sql, [a, b, c, d, asked.limit.into(), asked.offset.into()]).await?;
    let sql = format!("select count(*) as count from (select 1 {among} group by {value}, s.currency_code) n");
    let Count { count } = db::fetch_one(&tx, &sql, asked_for(dimension)).await?;
    let sql = format!("select '' as value, {SUMS} {among} group by s.currency_code order by s.currency_code");
    let totals: Vec<Line> = db::fetch_all(&tx, &sql, asked_for("")).await?;
    let refreshed_at = refreshed_at(&tx, "sales_stats").await?.map(Timestamp);
    tx.commit().await?;
    let totals: Vec<Value> = totals
        .iter()
        .map(|line| {
            let mut line = shown("day", line);
            line["value"] = Value::Null;
            line
        })
        .collect();
    let body = json!({
        "sales": lines.iter().map(|line| shown(asked.by, line)).collect::<Vec<_>>(), "totals": totals, "by": asked.by, "from": from,
        "to": to, "count": count, "offset": asked.offset, "limit": asked.limit, "refreshed_at": refreshed_at,
    });
    Ok(respond(body.to_string().into_bytes()))
}
