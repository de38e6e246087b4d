//! What is done to a subscription that is there: it ends, goes on, changes its plan, rests.

use chrono::{DateTime, SubsecRound, Utc};
use db::{Db, Tx, Working};
use entity::ids::{SubscriptionId, SubscriptionPlanId};
use payments::{Change, Pause, Settled, Want};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use super::{PROVIDER, end_what_is_under_way, look};
use crate::{
    cart::turn::{OF_COMPLETING, turn},
    payment::{Desk, Step, accounts::OWN, plan, refused, send},
    plans,
};

/// Who has it changed, and where.
pub(crate) struct Changing<'a, W> {
    pub(crate) db: &'a Db,
    pub(crate) desk: &'a Desk,
    pub(crate) working: W,
    /// Only his own, if it is a customer.
    pub(crate) customer: Option<Uuid>,
    /// Where he buys: what is not shown there he does not change to.
    pub(crate) channels: Option<Vec<Uuid>>,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    status: String,
    payment_account_id: Option<Uuid>,
    provider_ref: Option<String>,
    item_ref: Option<String>,
    plan_id: Option<Uuid>,
    quantity: i64,
    currency_code: Option<String>,
    cancel_at_period_end: bool,
    cancel_at: Option<DateTime<Utc>>,
    is_paused: bool,
    resumes_at: Option<DateTime<Utc>>,
    has_address: bool,
}

impl Row {
    /// The account that it was begun with.
    fn account(&self) -> Uuid {
        self.payment_account_id.unwrap_or(OWN)
    }

    fn is_over(&self) -> bool {
        matches!(self.status.as_str(), "canceled" | "incomplete_expired")
    }

    fn refuse_over(&self, id: Uuid) -> Result<(), ApiError> {
        if self.is_over() {
            let id = SubscriptionId(id);
            return Err(ApiError::not_allowed(format!(
                "Subscription with id: {id} is {}: subscribe anew",
                self.status
            )));
        }
        Ok(())
    }
}

async fn held(tx: &Tx, id: Uuid, customer: Option<Uuid>) -> Result<Option<Row>, ApiError> {
    let sql =
        "select s.status, c.payment_account_id, s.provider_ref, s.item_ref, s.plan_id, s.quantity, l.currency_code, s.cancel_at_period_end,
            s.cancel_at, s.paused_at is not null as is_paused, s.resumes_at,
            exists (select from saved_addresses a
              join region_countries n on n.organization_id = a.organization_id and n.iso_2 = a.country_code and n.region_id = s.region_id
              where a.organization_id = s.organization_id and a.customer_id = s.customer_id and a.deleted_at is null and a.address_1 <> '')
              as has_address
        from subscriptions s
        left join stripe_customers c on c.organization_id = s.organization_id and c.id = s.stripe_customer_id
        left join subscription_plans l on l.organization_id = s.organization_id and l.id = s.plan_id
        where s.id = $1 and coalesce(s.customer_id = $2, $2::uuid is null) for no key update of s";
    Ok(db::fetch_optional(tx, sql, [id.into(), customer.into()]).await?)
}

impl<W: Fn() -> Working> Changing<'_, W> {
    /// Does what `wanted` says of the row as it is, once whatever is under way has ended. False when there is no such subscription of his.
    async fn with(
        &self,
        id: Uuid,
        wanted: impl Fn(DateTime<Utc>, &Row, String) -> Result<Option<Want>, ApiError>,
    ) -> Result<bool, ApiError> {
        // Twenty who cancel at once wait here: the first one does it, the others find it done.
        let _turn = turn(&format!("subscription {id}"), OF_COMPLETING).await?;
        let tx = self.db.begin_working((self.working)()).await?;
        if held(&tx, id, self.customer).await?.is_none() {
            return Ok(false);
        }
        tx.commit().await?;
        end_what_is_under_way(self.db, self.desk, &self.working, id).await?;
        let tx = self.db.begin_working((self.working)()).await?;
        let Some(row) = held(&tx, id, self.customer).await? else { return Ok(false) };
        let Some(reference) = row.provider_ref.clone() else {
            if row.is_over() {
                return Ok(true);
            }
            return Err(ApiError::internal("the subscription has no name at its provider, and nothing is under way"));
        };
        let Some(want) = wanted(tx.now(), &row, reference.clone())? else { return Ok(true) };
        let step = plan(&tx, self.desk, (PROVIDER, row.account()), &want, id).await?;
        tx.commit().await?;
        if let Step::Send(attempt) = step {
            let outcome = send(self.db, (self.working)(), &attempt).await?;
            if let Some(error) = refused(&outcome) {
                if matches!(outcome.settled, Settled::Failed(..)) {
                    // It is not as we believed, perhaps: the row is set right, and what was wanted may be so already.
                    let of = self.desk.open(row.account()).await?;
                    look(self.db, self.desk, &of, (self.working)(), (id, &reference)).await?;
                    let tx = self.db.begin_working((self.working)()).await?;
                    if let Some(row) = held(&tx, id, self.customer).await?
                        && wanted(tx.now(), &row, reference)?.is_none()
                    {
                        return Ok(true);
                    }
                }
                return Err(error);
            }
        }
        Ok(true)
    }
}

/// Ends it, at once or with its period. What has ended, or will, stays so.
pub(crate) async fn cancel<W: Fn() -> Working>(
    by: &Changing<'_, W>,
    id: Uuid,
    at_once: bool,
) -> Result<bool, ApiError> {
    by.with(id, |_, row, subscription| {
        Ok(match row.status.as_str() {
            "canceled" | "incomplete_expired" => None,
            // What never ran ends at once.
            _ if at_once || row.status == "incomplete" => Some(Want::CancelSubscription { subscription }),
            _ if row.cancel_at_period_end => None,
            _ => {
                let change = Change { ends_with_period: Some(true), ..Change::default() };
                Some(Want::ChangeSubscription { subscription, change })
            }
        })
    })
    .await
}

/// It goes on: it does not end with its period any more, and its bills are sent again.
pub(crate) async fn resume<W: Fn() -> Working>(by: &Changing<'_, W>, id: Uuid) -> Result<bool, ApiError> {
    // What the shop has said, a customer does not take back.
    let is_staff = by.customer.is_none();
    by.with(id, |_, row, subscription| {
        row.refuse_over(id)?;
        let ends_with_period = row.cancel_at_period_end.then_some(false);
        let withdraws_end = is_staff && row.cancel_at.is_some() && !row.cancel_at_period_end;
        let pause = (row.is_paused && is_staff).then_some(Pause::Ends);
        if ends_with_period.is_none() && pause.is_none() && !withdraws_end {
            return Ok(None);
        }
        let change = Change { ends_with_period, withdraws_end, pause, ..Change::default() };
        Ok(Some(Want::ChangeSubscription { subscription, change }))
    })
    .await
}

/// Its bills are left out, until then or until it is resumed.
pub(crate) async fn pause<W: Fn() -> Working>(
    by: &Changing<'_, W>,
    id: Uuid,
    until: Option<DateTime<Utc>>,
) -> Result<bool, ApiError> {
    by.with(id, |now, row, subscription| {
        row.refuse_over(id)?;
        if row.status == "incomplete" {
            let id = SubscriptionId(id);
            return Err(ApiError::not_allowed(format!(
                "Subscription with id: {id} does not run yet and cannot be paused"
            )));
        }
        if until.is_some_and(|until| until <= now) {
            return Err(ApiError::invalid_data("Invalid request: 'resumes_at' is over: name a time that is to come"));
        }
        // By the second, as the provider knows it.
        let until = until.map(|until| until.trunc_subsecs(0));
        if row.is_paused && until == row.resumes_at {
            return Ok(None);
        }
        let change = Change { pause: Some(Pause::Begins(until)), ..Change::default() };
        Ok(Some(Want::ChangeSubscription { subscription, change }))
    })
    .await
}

/// Another plan, or another number of it. What is left of the period is charged at once, or to the customer's credit, if it is `prorated`.
pub(crate) async fn change_plan<W: Fn() -> Working>(
    by: &Changing<'_, W>,
    id: Uuid,
    wanted: Uuid,
    quantity: Option<i64>,
    prorate: bool,
) -> Result<bool, ApiError> {
    let price = plans::ready(by.db, by.desk, &by.working, wanted, by.channels.as_deref()).await?;
    by.with(id, |_, row, subscription| {
        row.refuse_over(id)?;
        let name = SubscriptionId(id);
        if !matches!(row.status.as_str(), "trialing" | "active" | "past_due") {
            return Err(ApiError::not_allowed(format!(
                "Subscription with id: {name} is {} and cannot change its plan: pay what is open first",
                row.status
            )));
        }
        if row.currency_code.as_ref().is_some_and(|currency| *currency != price.currency_code) {
            let plan = SubscriptionPlanId(wanted);
            return Err(ApiError::not_allowed(format!(
                "Subscription plan {plan} is paid in {}, and a subscription stays in its currency",
                price.currency_code
            )));
        }
        let quantity = quantity.unwrap_or(row.quantity);
        if row.plan_id == Some(wanted) && quantity == row.quantity {
            return Ok(None);
        }
        if row.account() != price.account {
            return Err(ApiError::not_allowed(format!(
                "Subscription with id: {name} runs at the account that the shop had before, and plans are sold at the one it has now: \
                 cancel it, and subscribe anew"
            )));
        }
        if price.needs_shipping && !row.has_address {
            let plan = SubscriptionPlanId(wanted);
            return Err(ApiError::not_allowed(format!(
                "Subscription plan {plan} is sent, and the customer has no address in the region of the subscription: save one first"
            )));
        }
        let item =
            row.item_ref.clone().ok_or_else(|| ApiError::internal("nobody has said what it is a subscription to"))?;
        let item = Some((item, price.provider_ref.clone(), quantity.unsigned_abs()));
        let change = Change { item, prorate, ..Change::default() };
        Ok(Some(Want::ChangeSubscription { subscription, change }))
    })
    .await
}
