//! `POST /admin/orders/{id}/payment-sessions/authorize`

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::{Scope, Tx};
use entity::ids::{OrderId, PaymentId, PaymentSessionId};
use resource::admin::respond;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, body,
    body::{Body, Required},
};

use crate::{
    admin::deed::{example, key},
    cart::view::goods::Audience,
    order,
    payment::{self, Desk, SYSTEM},
};

body! {
    /// What is to be authorised.
    pub(super) struct Wanted {
        /// A payment session of the order.
        payment_session_id: Required = "payses_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

#[derive(FromQueryResult)]
struct Session {
    id: Uuid,
    provider_id: String,
    provider_ref: Option<String>,
    rank: i16,
}

#[derive(FromQueryResult)]
struct Done {
    done: bool,
}

/// Have who takes the money say whether a try to pay the order is authorised; where nobody has to say so, it is now.
#[utoipa::path(
    post,
    path = "/admin/orders/{id}/payment-sessions/authorize",
    tag = "Admin: orders",
    operation_id = "admin_authorize_order_payment_session",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d")),
    request_body(content = inline(Wanted), example = json!({"payment_session_id": "payses_01jd6nwvvgfa5sr38y5wx4pq3d"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "The order, and whether it is.", body = serde_json::Value, example = json!({"order": example(), "is_authorized": true})),
        AdminErrors,
    )
)]
pub(super) async fn authorize(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Extension(desk): Extension<Desk>,
    path: Result<Path<String>, PathRejection>,
    Body(Wanted { payment_session_id: Required(named) }): Body<Wanted>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let id = key(&text)?;
    let selection = order::staff_rules().select(None)?;
    let tx = app.db.begin_working(&staff).await?;
    order::hold(&tx, id).await?.must_stand()?;
    let session = of_order(&tx, id, &named).await?;
    tx.commit().await?;
    if let Some(reference) =
        session.provider_ref.as_deref().filter(|_| session.rank < 50 && session.provider_id != SYSTEM)
    {
        let of = (session.provider_id.as_str(), session.id, reference);
        payment::look(&app.db, &desk, || (&staff).into(), of).await?;
    }
    let tx = app.db.begin_working(&staff).await?;
    order::hold(&tx, id).await?.must_stand()?;
    let sql = "select private.authorize_session($1, $2, $3) as done";
    let Done { done } =
        db::fetch_one(&tx, sql, [session.id.into(), PaymentId::new().0.into(), tx.now().into()]).await?;
    tx.commit().await?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let view = order::read_for(&tx, id, Audience::Staff, None, &selection).await?;
    tx.commit().await?;
    let mut body = format!("{{\"is_authorized\":{done},\"order\":").into_bytes();
    order::write(&view, &selection, &mut body);
    body.push(b'}');
    Ok(respond(body))
}

/// A try to pay the order that no other one has replaced.
async fn of_order(tx: &Tx, order: OrderId, named: &str) -> Result<Session, ApiError> {
    let missing = || ApiError::missing("Payment session", named);
    let id: PaymentSessionId = named.parse().map_err(|_| missing())?;
    let sql = "select s.id, s.provider_id, s.provider_ref, s.rank from payment_sessions s
        join payment_collections k on k.organization_id = s.organization_id and k.id = s.payment_collection_id
        where s.id = $1 and k.order_id = $2 and k.deleted_at is null and s.replaced_at is null";
    let found: Option<Session> = db::fetch_optional(tx, sql, [id.0.into(), order.0.into()]).await?;
    found.ok_or_else(missing)
}
