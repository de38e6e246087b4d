//! `GET /store/gift-cards/{idOrCode}`

use auth::Shopper;
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::GiftCardId;
use http::request::Parts;
use limits::Limits;
use resource::admin::{select, shown};
use web::{ApiError, App, SelectParams, SelectQuery, query::Query};

use crate::{
    admin::gift_cards::GiftCard,
    credit::{count_guess, written},
    store::{carts::Signed, errors::CartErrors},
};

/// Read a gift card by its code. By its id it is read by who owns it, or has bought it.
#[utoipa::path(
    get,
    path = "/store/gift-cards/{idOrCode}",
    tag = "Gift cards",
    operation_id = "retrieve_gift_card",
    params(("idOrCode" = String, Path, description = "A code, or the id of a card of one's own.", example = "SUMMER-7Q2K-9DJX"), SelectParams),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The card, with what is left of it.", body = serde_json::Value, example = json!({"gift_card": {
            "id": "gcard_01jd6nwvvgfa5sr38y5wx4pq3d", "code": "SUMMER-7Q2K-9DJX", "status": "redeemed", "value": 50, "balance": 27,
            "currency_code": "eur", "expires_at": null
        }})),
        CartErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    Extension(limits): Extension<Limits>,
    shopper: Shopper,
    customer: Signed,
    parts: Parts,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(named) = path?;
    let selection = select::<GiftCard>(fields.as_deref())?;
    count_guess(&app, &limits, &shopper, &parts).await?;
    let tx = app.db.begin_working(shopper.working(customer.as_deref())).await?;
    let id = named.parse::<GiftCardId>().ok().map(|id| id.0);
    let me = customer.as_deref().map(|customer| customer.id.0);
    let sql = format!(
        "select {} from public.gift_cards g where g.deleted_at is null and coalesce(g.expires_at > $4, true) and (g.code = $1
           or (g.id = $2 and (g.customer_id = $3 or exists (select from public.order_line_items i
             join public.orders o on o.organization_id = i.organization_id and o.id = i.order_id
             where i.organization_id = g.organization_id and i.id = g.line_item_id and o.customer_id = $3))))",
        GiftCard::SELECT.replace("'****-' || right(g.code, 4)", "g.code")
    );
    let values = [written(&named).into(), id.into(), me.into(), tx.now().into()];
    let found: Option<GiftCard> = db::fetch_optional(&tx, &sql, values).await?;
    tx.commit().await?;
    let mut card = found.ok_or_else(|| ApiError::missing("Gift card", &named))?;
    // What the staff writes about it, and whose it is, is not for whoever has found the code.
    (card.note, card.metadata, card.reference, card.reference_id) = (None, None, None, None);
    card.customer_id = card.customer_id.filter(|owner| Some(owner.0) == me);
    (card.line_item_id, card.store_credit_account_id) = (None, None);
    Ok(shown(&card, &selection))
}
