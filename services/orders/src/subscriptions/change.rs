//! What is done to a subscription that is there: it ends, goes on, changes its plan, rests.

use chrono::{DateTime, Utc};
use db::{Db, Tx, Working};
use entity::ids::{SubscriptionId, SubscriptionPlanId};
use payments::{Pause, Settled, Want};
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
    is_paused: bool,
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
            s.paused_at is not null as is_paused
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
                let (item, prorate, pause) = (None, false, None);
                Some(Want::ChangeSubscription { subscription, item, prorate, ends_with_period: Some(true), pause })
            }
        })
    })
    .await
}

/// It goes on: it does not end with its period any more, and its bills are sent again.
pub(crate) async fn resume<W: Fn() -> Working>(by: &Changing<'_, W>, id: Uuid) -> Result<bool, ApiError> {
    let may_end_pause = by.customer.is_none();
    by.with(id, |_, row, subscription| {
        row.refuse_over(id)?;
        let ends_with_period = row.cancel_at_period_end.then_some(false);
        let pause = (row.is_paused && may_end_pause).then_some(Pause::Ends);
        if ends_with_period.is_none() && pause.is_none() {
            return Ok(None);
        }
        let (item, prorate) = (None, false);
        Ok(Some(Want::ChangeSubscription { subscription, item, prorate, ends_with_period, pause }))
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
        if row.is_paused && until.is_none() {
            return Ok(None);
        }
        let (item, prorate, ends_with_period) = (None, false, None);
        let pause = Some(Pause::Begins(until));
        Ok(Some(Want::ChangeSubscription { subscription, item, prorate, ends_with_period, pause }))
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
    let price = plans::ready(by.db, by.desk, &by.working, wanted, None).await?;
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
        let item =
            row.item_ref.clone().ok_or_else(|| ApiError::internal("nobody has said what it is a subscription to"))?;
        let item = Some((item, price.provider_ref.clone(), quantity.unsigned_abs()));
        Ok(Some(Want::ChangeSubscription { subscription, item, prorate, ends_with_period: None, pause: None }))
    })
    .await
}
