//! `GET /store/loyalty`

use auth::Customer;
use axum::{extract::State, response::Response};
use resource::admin::respond;
use sea_orm::FromQueryResult;
use serde_json::Value;
use web::{ApiError, App};

use crate::store::errors::CartErrors;

#[derive(FromQueryResult)]
struct Row {
    loyalty: Option<Value>,
}

/// All of it in one statement. Money is text until it is written.
const SQL: &str = "select (select jsonb_build_object(
      'is_enabled', p.is_enabled, 'currency_code', p.currency_code, 'point_value', p.point_value, 'points_per_unit', p.points_per_unit,
      'least_redeemed', p.least_redeemed, 'most_percent', p.most_percent,
      'available', coalesce(s.available, 0), 'pending', coalesce(a.pending, 0), 'debt', coalesce(a.debt, 0),
      'value', coalesce(s.available, 0) * p.point_value,
      'tier', (select jsonb_build_object('id', private.wire_id('ltier', t.id), 'name', t.name, 'least_points', t.least_points,
          'multiplier', t.multiplier, 'benefits', t.benefits, 'until', a.tier_until)
        from loyalty_tiers t where t.organization_id = p.organization_id and t.id = a.tier_id and t.deleted_at is null and p.tiers_enabled),
      'tiers', (select coalesce(jsonb_agg(jsonb_build_object('id', private.wire_id('ltier', t.id), 'name', t.name,
          'least_points', t.least_points, 'multiplier', t.multiplier, 'benefits', t.benefits) order by t.least_points), '[]')
        from loyalty_tiers t where t.organization_id = p.organization_id and t.deleted_at is null and p.tiers_enabled),
      'ending', (select coalesce(jsonb_agg(jsonb_build_object('points', l.points, 'expires_at', l.expires_at) order by l.expires_at), '[]')
        from (select sum(l.remaining) as points, l.expires_at from points_lots l where l.organization_id = p.organization_id
          and l.account_id = a.id and l.state = 'available' and l.remaining > 0 and l.expires_at > $2
          group by l.expires_at order by l.expires_at limit 20) l),
      'entries', (select coalesce(jsonb_agg(jsonb_build_object('id', private.wire_id('pent', e.id), 'kind', e.kind, 'amount', e.amount,
          'pending_amount', e.pending_amount, 'debt_amount', e.debt_amount, 'source', e.source,
          'order_id', case when e.source = 'order' then private.wire_id('order', e.source_id) end, 'created_at', e.created_at)
          order by e.created_at desc, e.id desc), '[]')
        from (select * from points_entries e where e.organization_id = p.organization_id and e.account_id = a.id
          order by e.created_at desc, e.id desc limit 50) e))
    from loyalty_programs p left join loyalty_accounts a on a.organization_id = p.organization_id and a.customer_id = $1
    cross join lateral (select private.spendable_points(a.id, $2) as available) s
    where p.is_enabled) as loyalty";

/// Read one's points: what can be spent, what is pending, what ends soon, one's tier, and the last 50 changes. Null where the shop gives
/// none.
#[utoipa::path(
    get,
    path = "/store/loyalty",
    tag = "Loyalty",
    operation_id = "retrieve_loyalty",
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "One's points.", body = serde_json::Value, example = json!({"loyalty": {
            "is_enabled": true, "currency_code": "eur", "point_value": 0.01, "points_per_unit": 1, "least_redeemed": 100, "most_percent": 50,
            "available": 250, "pending": 36, "debt": 0, "value": 2.5, "tier": null, "tiers": [],
            "ending": [{"points": 100, "expires_at": "2027-11-21T10:00:00Z"}],
            "entries": [{
                "id": "pent_01jd6nwvvgfa5sr38y5wx4pq3d", "kind": "pend", "amount": 0, "pending_amount": 36, "debt_amount": 0,
                "source": "order", "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00Z"
            }]
        }})),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        CartErrors,
    )
)]
pub(super) async fn retrieve(State(app): State<App>, me: Customer) -> Result<Response, ApiError> {
    let tx = app.db.begin_working(&me).await?;
    let Row { loyalty } = db::fetch_one(&tx, SQL, [me.id.0.into(), tx.now().into()]).await?;
    tx.commit().await?;
    Ok(respond(serde_json::json!({ "loyalty": loyalty }).to_string().into_bytes()))
}
