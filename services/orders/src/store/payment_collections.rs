//! `/store/payment-collections`

use std::sync::LazyLock;

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::{Db, Tx, Working};
use entity::ids::{CartId, PaymentCollectionId};
use resource::admin::respond;
use sea_orm::FromQueryResult;
use serde_json::{Map, Value};
use uuid::Uuid;
use web::{
    ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Change, Required},
    fields::{FieldRules, Plan, Selection},
    query::Query,
};

use super::{
    errors::CartErrors,
    order_collections,
    visitor::{Deed, Visitor},
};
use crate::{
    cart::{
        self, Cart, Collection,
        turn::{OF_CHANGES, turn},
        view::payment::CollectionView,
    },
    payment::{self, Begun, Desk, Owed, Paying, Promised},
};

static RULES: LazyLock<FieldRules> = LazyLock::new(|| {
    let further = [
        "payment_sessions",
        "status",
        "payment_providers",
        "payment_providers.id",
        "payment_sessions.id",
        "payment_sessions.amount",
        "payment_sessions.currency_code",
        "payment_sessions.provider_id",
        "payment_sessions.data",
        "payment_sessions.status",
    ];
    FieldRules::new(["id", "currency_code", "amount", "*payment_sessions"], further)
});

body! {
    /// For what is to be paid.
    pub(super) struct NewCollection {
        /// The cart.
        cart_id: Required = "cart_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

body! {
    /// How it is to be paid.
    pub(super) struct NewSession {
        /// Who takes the money.
        provider_id: Required = "pp_system_default",
        /// What the provider wants to know.
        data: Change<Map<String, Value>> = {"setup_future_usage": "off_session"},
    }
}

/// Begin to pay a cart. Asked again, it answers the same.
#[utoipa::path(
    post,
    path = "/store/payment-collections",
    tag = "Payments",
    operation_id = "create_payment_collection",
    params(SelectParams),
    request_body(content = inline(NewCollection), example = json!({"cart_id": "cart_01jd6nwvvgfa5sr38y5wx4pq3d"})),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "What is to be paid.", body = serde_json::Value, example = json!({"payment_collection": example()})),
        CartErrors,
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(NewCollection { cart_id: Required(id) }): Body<NewCollection>,
) -> Result<Response, ApiError> {
    let selection = RULES.select(fields.as_deref())?;
    let _turn = turn(&id, OF_CHANGES).await?;
    let tx = app.db.begin_shopping(shopper.working(customer.as_deref())).await?;
    let collection = payment::collect(&tx, &id).await?;
    tx.commit().await?;
    Ok(answer(&collection, &selection))
}

/// Choose who takes the money, and begin. What was begun before ends. `data` is what whoever pays needs: of Stripe the intent's
/// `client_secret`, and the `publishable_key` of the account that it is of, where one is known.
#[utoipa::path(
    post,
    path = "/store/payment-collections/{id}/payment-sessions",
    tag = "Payments",
    operation_id = "create_payment_session",
    params(
        ("id" = String, Path, description = "The payment collection's id.", example = "pay_col_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(NewSession), example = json!({"provider_id": "pp_system_default"})),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "What is to be paid, and how.", body = serde_json::Value, example = json!({"payment_collection": example()})),
        CartErrors,
    )
)]
pub(super) async fn start(
    State(app): State<App>,
    Extension(desk): Extension<Desk>,
    customer: Option<Extension<Customer>>,
    visitor: Visitor,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(NewSession { provider_id: Required(provider), data }): Body<NewSession>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = RULES.select(fields.as_deref())?;
    let working = || visitor.shopper.working(customer.as_deref());
    if provider == payment::SYSTEM {
        let _turn = turn(&id, OF_CHANGES).await?;
        let tx = app.db.begin_working(working()).await?;
        if let Promised::Begun(cart) = payment::promise(&tx, &desk, &id).await? {
            return read(tx, cart, &selection).await;
        }
    }
    let data = data.given().unwrap_or_default();
    let me = customer.as_deref().map(|me| me.id);
    if provider != payment::SYSTEM {
        visitor.does(Deed::Payment).await?;
        if let Some(me) = me {
            visitor.does_as(Deed::Payment, me).await?;
        }
    }
    let holder = payment::customers::known(&app.db, &desk, working, &provider, me).await?;
    // What is sent along is the provider's to understand, and that one understands nothing.
    let paying = if provider == payment::SYSTEM { Paying::default() } else { Paying::read(&data, holder)? };
    let tx = app.db.begin_working(working()).await?;
    let of = of_what(&tx, &id).await?;
    tx.commit().await?;
    let cart = match of {
        What::Cart(cart) => CartId(cart),
        What::Order(collection) => {
            return order_collections::start(
                &app.db,
                &desk,
                working,
                (&id, collection),
                (&provider, &paying),
                &selection,
            )
            .await;
        }
    };
    start_of_cart(&app.db, &desk, working, (&id, cart), (&provider, &paying)).await?;
    let tx = app.db.begin_working(working()).await?;
    read(tx, cart.0, &selection).await
}

/// Begins to pay a cart. Nobody waits for the cart while the provider thinks.
async fn start_of_cart(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    (id, cart): (&str, CartId),
    (provider, paying): (&str, &Paying),
) -> Result<(), ApiError> {
    let cart = cart.to_string();
    for is_looked in [false, true] {
        let turn = turn(&cart, OF_CHANGES).await?;
        let tx = db.begin_working(working()).await?;
        let mut held: Cart = cart::hold(&tx, &cart).await?;
        if cart::freshen(&tx, &mut held).await? {
            tx.commit().await?;
            let words =
                "The prices of the cart have changed since they were told: look at its new total, and try again";
            return Err(ApiError::not_allowed(words));
        }
        if provider != payment::SYSTEM {
            // Whoever takes money at once is asked for none that would have to go back.
            cart::check_sold(&tx, &held).await?;
        }
        let Some(owed) = Owed::of_cart(&held) else { return Err(ApiError::missing("Payment collection", id)) };
        let begun = payment::start(&tx, desk, &owed, (provider, paying), is_looked).await?;
        tx.commit().await?;
        drop(turn);
        match begun {
            Begun::Nothing => break,
            Begun::Send(attempt) => {
                payment::send_session(db, &working, &attempt, paying.holder.as_ref()).await?;
                break;
            }
            Begun::Look(there) => {
                payment::look(db, desk, &working, (provider, there.session, &there.reference)).await?;
            }
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Of {
    id: Uuid,
    cart_id: Option<Uuid>,
    order_id: Option<Uuid>,
}

/// What a collection is of.
enum What {
    /// A cart, which is held before what is paid for it.
    Cart(Uuid),
    /// An order: a due of it, or a difference. The collection is told.
    Order(Uuid),
}

async fn of_what(tx: &Tx, id: &str) -> Result<What, ApiError> {
    let missing = || ApiError::missing("Payment collection", id);
    let key: PaymentCollectionId = id.parse().map_err(|_| missing())?;
    let sql = "select c.id, c.cart_id, c.order_id from payment_collections c where c.id = $1 and c.deleted_at is null";
    let found: Option<Of> = db::fetch_optional(tx, sql, [key.0.into()]).await?;
    match found {
        // What was a cart's is the order's since there is one.
        Some(Of { id, order_id: Some(_), .. }) => Ok(What::Order(id)),
        Some(Of { cart_id: Some(cart), .. }) => Ok(What::Cart(cart)),
        _ => Err(missing()),
    }
}

async fn read(tx: Tx, cart: Uuid, selection: &Selection) -> Result<Response, ApiError> {
    let found = cart::collection(&tx, cart).await?;
    tx.commit().await?;
    let collection = found.ok_or_else(|| ApiError::internal("nothing is to be paid"))?;
    Ok(answer(&collection, selection))
}

fn answer(collection: &Collection, selection: &Selection) -> Response {
    let mut body = b"{\"payment_collection\":".to_vec();
    Plan::<CollectionView>::new(selection).write(&CollectionView::new(collection), &mut body);
    body.push(b'}');
    respond(body)
}

fn example() -> Value {
    serde_json::json!({
        "id": "pay_col_01jd6nwvvgfa5sr38y5wx4pq3d", "currency_code": "eur", "amount": 24.9,
        "payment_sessions": [{"id": "payses_01jd6nwvvgfa5sr38y5wx4pq3d", "provider_id": "pp_system_default", "status": "pending", "amount": 24.9, "data": {}}]
    })
}
