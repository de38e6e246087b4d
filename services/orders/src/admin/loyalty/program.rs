//! `/admin/loyalty/program`: the settings. A shop has one program, or none yet.

use auth::{May, Staff, needs};
use axum::{extract::State, response::Response};
use bigdecimal::BigDecimal;
use db::{Scope, Tx};
use entity::{Timestamp, ids::LoyaltyProgramId};
use money::Amount;
use resource::{
    Set,
    admin::respond,
    fields::{Quantity, Word},
    fresh_metadata, names, row,
};
use serde_json::{Map, Value as Json};
use web::{
    AdminErrors, ApiError, App, body,
    body::{Body, Change, Field, Fields, Within},
    fields::{Column, Plan, Selection, View, json as write},
};

use crate::admin::promotions::{
    fields::{OneOf, Sum, Words, currency},
    number,
};

row! {
    /// How the shop rewards.
    pub(super) struct Program from "p" {
        id: LoyaltyProgramId,
        is_enabled: bool,
        referrals_enabled: bool,
        tiers_enabled: bool,
        currency_code: String,
        points_per_unit: BigDecimal,
        point_value: BigDecimal,
        pending_days: Option<i32>,
        expires_after_days: Option<i32>,
        warn_days: Option<Json> = "to_jsonb(p.warn_days)",
        least_redeemed: i64,
        most_percent: BigDecimal,
        when_short: String,
        tier_window_days: i32,
        tier_grace_days: i32,
        referrer_points: i64,
        referee_points: i64,
        referrals_most: Option<i32>,
        least_order: BigDecimal,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Program {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |program, out| write(&program.id, out)),
        ("is_enabled", |program, out| write(&program.is_enabled, out)),
        ("referrals_enabled", |program, out| write(&program.referrals_enabled, out)),
        ("tiers_enabled", |program, out| write(&program.tiers_enabled, out)),
        ("currency_code", |program, out| write(&program.currency_code, out)),
        ("points_per_unit", |program, out| write(&number(&program.points_per_unit), out)),
        ("point_value", |program, out| write(&number(&program.point_value), out)),
        ("pending_days", |program, out| write(&program.pending_days, out)),
        ("expires_after_days", |program, out| write(&program.expires_after_days, out)),
        ("warn_days", |program, out| write(&program.warn_days, out)),
        ("least_redeemed", |program, out| write(&program.least_redeemed, out)),
        ("most_percent", |program, out| write(&number(&program.most_percent), out)),
        ("when_short", |program, out| write(&program.when_short, out)),
        ("tier_window_days", |program, out| write(&program.tier_window_days, out)),
        ("tier_grace_days", |program, out| write(&program.tier_grace_days, out)),
        ("referrer_points", |program, out| write(&program.referrer_points, out)),
        ("referee_points", |program, out| write(&program.referee_points, out)),
        ("referrals_most", |program, out| write(&program.referrals_most, out)),
        ("least_order", |program, out| write(&number(&program.least_order), out)),
        ("metadata", |program, out| write(&program.metadata, out)),
        ("created_at", |program, out| write(&program.created_at, out)),
        ("updated_at", |program, out| write(&program.updated_at, out)),
    ];
}

/// `when_short`
#[derive(Debug)]
pub(super) enum WhenShort {}

impl Words for WhenShort {
    const ALL: &'static [&'static str] = &["debt", "zero"];
}

/// Days before points end on which their owner is told.
#[derive(Debug)]
pub(super) struct Days(Option<Vec<i32>>);

impl Field for Days {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        match fields.take(name) {
            None | Some(Json::Null) => Self(None),
            Some(Json::Array(days)) if days.len() <= 10 => {
                let numbers: Option<Vec<i32>> = (days.iter())
                    .map(|day| {
                        day.as_i64().and_then(|day| i32::try_from(day).ok()).filter(|day| (1..=3_650).contains(day))
                    })
                    .collect();
                if numbers.is_none() {
                    fields.complain(format!("Value for field '{at}' must be whole numbers from 1 to 3650"));
                }
                Self(numbers)
            }
            Some(other) => {
                resource::fields::complain(fields, "array", &at, &other);
                Self(None)
            }
        }
    }

    fn schema() -> utoipa::openapi::schema::Schema {
        use utoipa::openapi::schema::{Array, Object, Type};
        Array::new(Object::with_type(Type::Integer)).into()
    }
}

/// Days until points can be spent; `null`: until goods cannot be returned any more.
#[derive(Debug)]
pub(super) struct Pending(Change<i32>);

impl Field for Pending {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if !fields.has(name) {
            return Self(Change::Keep);
        }
        let days = fields.integer(name, 0, YEARS).and_then(|days| i32::try_from(days).ok());
        Self(days.map_or(Change::Clear, Change::Set))
    }

    fn schema() -> utoipa::openapi::schema::Schema {
        use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
        let kinds = SchemaType::from_iter([Type::Integer, Type::Null]);
        ObjectBuilder::new().schema_type(kinds).minimum(Some(0)).maximum(Some(YEARS)).into()
    }
}

/// Most points for one unit of a currency.
const MOST_PER_UNIT: i64 = 1_000_000;
/// Most days that anything lasts.
const YEARS: i64 = 3_650;
/// Most points that are given at once.
const MOST_POINTS: i64 = 1_000_000_000;

body! {
    /// What changes of the program. What is not named stays.
    pub(super) struct Changes {
        /// Whether points are earned and spent.
        is_enabled: Option<bool> = true,
        /// Whether who brings somebody is rewarded.
        referrals_enabled: Option<bool> = true,
        /// Whether there are tiers.
        tiers_enabled: Option<bool> = false,
        /// In which currency points are earned and spent; needed at first.
        currency_code: Change<Word> = "eur",
        /// Points for one unit of the currency.
        points_per_unit: Sum = 1,
        /// What a point is worth when it is spent.
        point_value: Sum = 0.01,
        /// After so many days earned points can be spent; `null`: when goods cannot be returned any more.
        pending_days: Pending = 14,
        /// So many days later they end; `null`: never.
        expires_after_days: Quantity = 365,
        /// So many days before that their owner is told.
        warn_days: Days = [30, 7],
        /// Fewer points are not spent.
        least_redeemed: Within<1, MOST_POINTS> = 100,
        /// Of an order, points pay so many percent at most.
        most_percent: Sum = 50,
        /// What happens when more points are taken back than are there: a `debt`, or nothing (`zero`).
        when_short: OneOf<WhenShort> = "debt",
        /// Tiers are reached by what was earned in so many days.
        tier_window_days: Within<1, YEARS> = 365,
        /// A tier is kept for so many days after it is not reached any more.
        tier_grace_days: Within<0, YEARS> = 30,
        /// Points for who brings somebody.
        referrer_points: Within<0, MOST_POINTS> = 500,
        /// Points for who was brought.
        referee_points: Within<0, MOST_POINTS> = 200,
        /// Nobody is rewarded for more; `null`: for as many as he brings.
        referrals_most: Quantity = 50,
        /// Nobody is rewarded before who was brought has paid so much for an order, in money.
        least_order: Sum = 20,
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"name": "Harbour points"},
    }
    checked by check
}

fn check(fields: &mut Fields, said: &Changes) {
    if let Change::Set(percent) = &said.most_percent.0
        && !(percent.is_positive() && *percent <= Amount::of_units(100, 0))
    {
        fields.complain("Value for field 'most_percent' must be above 0 and at most 100");
    }
    if let Change::Set(points) = &said.points_per_unit.0
        && *points > Amount::of_units(MOST_PER_UNIT, 0)
    {
        fields.complain(format!("Value for field 'points_per_unit' too big, expected at most: '{MOST_PER_UNIT}'"));
    }
    if let Change::Set(value) = &said.point_value.0
        && !value.is_positive()
    {
        fields.complain("Value for field 'point_value' too small, expected more than: '0'");
    }
    for (name, days) in [("expires_after_days", &said.expires_after_days), ("referrals_most", &said.referrals_most)] {
        if let Change::Set(days) = days.0
            && days > 36_500
        {
            fields.complain(format!("Value for field '{name}' too big, expected at most: '36500'"));
        }
    }
}

/// The program of the shop, if it has one.
async fn find(tx: &Tx) -> db::Result<Option<Program>> {
    let sql = format!("select {} from public.loyalty_programs p where p.organization_id = $1", Program::SELECT);
    db::fetch_optional(tx, &sql, [tx.organization()?.into()]).await
}

fn shown(program: Option<&Program>) -> Response {
    let mut body = b"{\"loyalty_program\":".to_vec();
    match program {
        Some(program) => Plan::<Program>::new(&Selection::of(names::<Program>())).write(program, &mut body),
        None => body.extend_from_slice(b"null"),
    }
    body.push(b'}');
    respond(body)
}

fn example() -> Json {
    serde_json::json!({
        "id": "loy_01jd6nwvvgfa5sr38y5wx4pq3d", "is_enabled": true, "referrals_enabled": true, "tiers_enabled": false,
        "currency_code": "eur", "points_per_unit": 1, "point_value": 0.01, "pending_days": 14, "expires_after_days": 365,
        "warn_days": [30, 7], "least_redeemed": 100, "most_percent": 50, "when_short": "debt"
    })
}

/// Read how the shop rewards; null where it does not.
#[utoipa::path(
    get,
    path = "/admin/loyalty/program",
    tag = super::TAG,
    operation_id = "admin_retrieve_loyalty_program",
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("promotion:read"))),
    responses((status = 200, description = "The program.", body = serde_json::Value, example = json!({"loyalty_program": example()})), AdminErrors)
)]
pub(super) async fn retrieve(State(app): State<App>, staff: May<needs::PromotionRead>) -> Result<Response, ApiError> {
    let staff: &Staff = &staff;
    let tx = app.db.begin(Scope::from(staff)).await?;
    let program = find(&tx).await?;
    tx.commit().await?;
    Ok(shown(program.as_ref()))
}

/// Say how the shop rewards. The first time it is made.
#[utoipa::path(
    post,
    path = "/admin/loyalty/program",
    tag = super::TAG,
    operation_id = "admin_update_loyalty_program",
    request_body(content = inline(Changes), example = json!({"is_enabled": true, "currency_code": "eur", "points_per_unit": 1, "point_value": 0.01})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("promotion:write"))),
    responses((status = 200, description = "The program.", body = serde_json::Value, example = json!({"loyalty_program": example()})), AdminErrors)
)]
pub(super) async fn update(
    State(app): State<App>,
    staff: May<needs::PromotionWrite>,
    Body(said): Body<Changes>,
) -> Result<Response, ApiError> {
    let staff: &Staff = &staff;
    let tx = app.db.begin(Scope::from(staff)).await?;
    let code = said.currency_code.given().map(|code| currency(&code.0, "currency_code")).transpose()?;
    let id = match (find(&tx).await?, &code) {
        (Some(program), _) => program.id.0,
        (None, Some(code)) => {
            let sql = "insert into public.loyalty_programs (organization_id, id, currency_code, metadata, created_at, updated_at)
                values ($1, $2, $3, private.merge_metadata(null, $4, '{}'), $5, $5)
                on conflict (organization_id) do nothing";
            let id = LoyaltyProgramId::new().0;
            let metadata = fresh_metadata(Change::Keep);
            let values = [tx.organization()?.into(), id.into(), code.as_str().into(), metadata.into(), tx.now().into()];
            db::exec(&tx, sql, values).await?;
            // Somebody else may have made it meanwhile: a shop has one.
            find(&tx).await?.map_or(id, |program| program.id.0)
        }
        (None, None) => return Err(ApiError::invalid_data("Invalid request: Field 'currency_code' is required")),
    };
    let whole = |number: Option<i64>| number.and_then(|number| i32::try_from(number).ok());
    let decimal = |sum: Sum| sum.0.given().map(Amount::into_decimal);
    let mut set = Set::new(&tx, id)?;
    set.given("currency_code", code);
    set.given("is_enabled", said.is_enabled);
    set.given("referrals_enabled", said.referrals_enabled);
    set.given("tiers_enabled", said.tiers_enabled);
    set.given("points_per_unit", decimal(said.points_per_unit));
    set.given("point_value", decimal(said.point_value));
    set.change("pending_days", said.pending_days.0);
    set.change("expires_after_days", said.expires_after_days.0.map(|days| i32::try_from(days).unwrap_or(i32::MAX)));
    set.given("warn_days", said.warn_days.0);
    set.given("least_redeemed", said.least_redeemed.0);
    set.given("most_percent", decimal(said.most_percent));
    set.given("when_short", said.when_short.0);
    set.given("tier_window_days", whole(said.tier_window_days.0));
    set.given("tier_grace_days", whole(said.tier_grace_days.0));
    set.given("referrer_points", said.referrer_points.0);
    set.given("referee_points", said.referee_points.0);
    set.change("referrals_most", said.referrals_most.0.map(|most| i32::try_from(most).unwrap_or(i32::MAX)));
    set.given("least_order", decimal(said.least_order));
    set.metadata("metadata", said.metadata);
    set.run_where(&tx, "public.loyalty_programs", "true").await?;
    let program = find(&tx).await?;
    tx.commit().await?;
    Ok(shown(program.as_ref()))
}
