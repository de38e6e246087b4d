//! `POST /admin/loyalty/accounts`, `POST /admin/loyalty/accounts/{id}/adjust`

use auth::Staff;
use chrono::{DateTime, Utc};
use db::{OnConstraint, Tx};
use resource::admin::{Action, Create};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Change, Fields, Required, Within},
};

use super::accounts::Account;
use crate::admin::gift_cards::customer;

body! {
    /// Whose account.
    pub struct New {
        /// The customer.
        customer_id: Required = "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

#[derive(FromQueryResult)]
struct Opened {
    account: Uuid,
}

impl Create for Account {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, New { customer_id }: New) -> Result<Uuid, ApiError> {
        let owner = customer(tx, &customer_id.0).await?;
        let sql = "select private.loyalty_account($1) as account";
        let Opened { account } = db::fetch_one(tx, sql, [owner.into()]).await?;
        Ok(account)
    }
}

const MOST: i64 = 1_000_000_000;
const LEAST: i64 = -MOST;

body! {
    /// What is given or taken.
    pub struct Adjustment {
        /// So many points; below zero they are taken.
        points: Within<LEAST, MOST> = 100,
        /// Why. The customer is told when he asks what is kept about him.
        reason: Required = "For the late parcel",
        /// When given points end; never when it is left out.
        expires_at: Change<DateTime<Utc>> = "2028-12-31T23:59:59Z",
        /// Points are given once for each key.
        idempotency_key: Change<String> = "late-parcel-4711",
    }
    checked by check
}

fn check(fields: &mut Fields, said: &Adjustment) {
    if said.points.0 == Some(0) {
        fields.complain("Value for field 'points' must not be 0");
    }
    if let Change::Set(key) = &said.idempotency_key
        && (key.is_empty() || key.len() > 150)
    {
        fields.complain("Value for field 'idempotency_key' must be 1 to 150 characters");
    }
}

/// Points by hand.
#[derive(Debug)]
pub(super) struct Adjust;

#[derive(FromQueryResult)]
struct Done {
    done: Option<bool>,
}

impl Action for Adjust {
    type On = Account;
    type Input = Adjustment;

    const PATH: &'static str = "/adjust";
    const NAME: &'static str = "adjust_loyalty_account";

    async fn act(tx: &Tx, _: &Staff, id: Uuid, said: Adjustment) -> Result<bool, ApiError> {
        let Some(points) = said.points.0 else {
            return Err(ApiError::invalid_data("Invalid request: Field 'points' is required"));
        };
        let once = said.idempotency_key.given().unwrap_or_else(|| Uuid::now_v7().to_string());
        let once = format!("adjust:{id}:{once}");
        let sql = "select private.adjust_points($1, $2, $3, $4, $5) as done";
        let values = [id.into(), points.into(), said.reason.0.into(), once.into(), said.expires_at.given().into()];
        let done: db::Result<Done> = db::fetch_one(tx, sql, values).await;
        let Done { done } = done
            .on_constraint("loyalty_insufficient", |_| ApiError::not_allowed("The customer has not so many points"))?;
        Ok(done.is_some())
    }
}
