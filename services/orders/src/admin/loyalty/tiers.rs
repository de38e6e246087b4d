//! `/admin/loyalty/tiers`: steps that customers reach by what they earned.

use auth::{Staff, needs};
use bigdecimal::BigDecimal;
use db::{OnConstraint, Tx};
use entity::{Timestamp, ids::LoyaltyTierId};
use money::Amount;
use resource::{
    Param, Set, Table,
    admin::{Create, Delete, Resource, Routes, Update, duplicate},
    fields::Word,
    fresh_metadata, retire, row,
};
use sea_orm::Value;
use serde_json::{Map, Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{Change, Fields, Filled, Required, Within},
    fields::{Column, View, json as write},
};

use crate::admin::promotions::{fields::Sum, number};

row! {
    /// A tier.
    pub struct Tier from "t" {
        id: LoyaltyTierId,
        name: String,
        least_points: i64,
        multiplier: BigDecimal,
        benefits: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Tier {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |tier, out| write(&tier.id, out)),
        ("name", |tier, out| write(&tier.name, out)),
        ("least_points", |tier, out| write(&tier.least_points, out)),
        ("multiplier", |tier, out| write(&number(&tier.multiplier), out)),
        ("benefits", |tier, out| write(&tier.benefits, out)),
        ("created_at", |tier, out| write(&tier.created_at, out)),
        ("updated_at", |tier, out| write(&tier.updated_at, out)),
        ("deleted_at", |tier, out| write(&tier.deleted_at, out)),
    ];
}

impl Table for Tier {
    type Id = LoyaltyTierId;

    const ONE: &'static str = "tier";
    const MANY: &'static str = "tiers";
    const NAME: &'static str = "Tier";
    const SORTABLE: &'static [&'static str] = &["id", "name", "least_points", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["t.name"];
    const FROM: &'static str = "public.loyalty_tiers t";
    const ALIAS: &'static str = "t";
    const FILTERS: &'static [Param] =
        &[Param::text("name", "Exact names."), Param::number("least_points", "From how many points on it is reached.")];
}

impl Resource for Tier {
    type Read = needs::PromotionRead;
    type Write = needs::PromotionWrite;

    const PATH: &'static str = "/admin/loyalty/tiers";
    const TAG: &'static str = super::TAG;

    fn example() -> Json {
        json!({
            "id": "ltier_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Gold", "least_points": 1000, "multiplier": 1.5,
            "benefits": {"free_shipping": true}, "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

const MOST_POINTS: i64 = 1_000_000_000_000;

body! {
    /// What is said of a new tier.
    pub struct New {
        /// What it is called.
        name: Required<Word> = "Gold",
        /// It is reached by so many points; each number is there once.
        least_points: Within<0, MOST_POINTS> = 1000,
        /// Who is in it earns so many times as much: from 1 to 100.
        multiplier: Sum = 1.5,
        /// What else it gives, in the shop's own words.
        benefits: Change<Map<String, Json>> = {"free_shipping": true},
    }
    checked by check_new
}

body! {
    /// What changes of a tier. What is not named stays.
    pub struct Changes {
        /// What it is called.
        name: Filled<Word> = "Gold",
        /// It is reached by so many points; each number is there once.
        least_points: Within<0, MOST_POINTS> = 1000,
        /// Who is in it earns so many times as much: from 1 to 100.
        multiplier: Sum = 1.5,
        /// What else it gives, in the shop's own words.
        benefits: Change<Map<String, Json>> = {"free_shipping": true},
    }
    checked by check_changes
}

fn check_new(fields: &mut Fields, said: &New) {
    if said.least_points.0.is_none() && !fields.has("least_points") {
        fields.complain("Field 'least_points' is required");
    }
    check(fields, &said.multiplier);
}

fn check_changes(fields: &mut Fields, said: &Changes) {
    check(fields, &said.multiplier);
}

fn check(fields: &mut Fields, multiplier: &Sum) {
    if let Change::Set(times) = &multiplier.0
        && (*times < Amount::of_units(1, 0) || *times > Amount::of_units(100, 0))
    {
        fields.complain("Value for field 'multiplier' must be from 1 to 100");
    }
}

fn taken<T>(done: db::Result<T>) -> Result<T, ApiError> {
    done.on_constraint("loyalty_tiers_least", |_| duplicate("Tier with these least_points, already exists.".to_owned()))
}

impl Create for Tier {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let id = LoyaltyTierId::new().0;
        let sql = "insert into public.loyalty_tiers (organization_id, id, name, least_points, multiplier, benefits, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $7)";
        let multiplier = new.multiplier.0.given().unwrap_or_else(|| Amount::of_units(1, 0));
        let values: [Value; 7] = [
            tx.organization()?.into(),
            id.into(),
            new.name.0.0.into(),
            new.least_points.0.unwrap_or_default().into(),
            multiplier.into_decimal().into(),
            fresh_metadata(new.benefits).into(),
            tx.now().into(),
        ];
        taken(db::exec(tx, sql, values).await)?;
        Ok(id)
    }
}

impl Update for Tier {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let mut set = Set::new(tx, id)?;
        set.given("name", changes.name.0.map(|name| name.0));
        set.given("least_points", changes.least_points.0);
        set.given("multiplier", changes.multiplier.0.given().map(Amount::into_decimal));
        set.change("benefits", changes.benefits.map(Json::Object));
        taken(set.run(tx, "public.loyalty_tiers").await)
    }
}

impl Delete for Tier {
    /// Who is in it is in none until points are looked after the next time.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(retire(tx, "public.loyalty_tiers", id).await?)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Tier>::new()
        .list("List tiers.")
        .retrieve("Read a tier.")
        .create("Make a tier. Customers reach it when points are looked after, every hour.")
        .update("Change a tier.")
        .delete("Remove a tier.")
        .router()
}
