//! Having a customer known to the provider.

use db::{Db, Working};
use entity::ids::{CustomerId, StripeCustomerId};
use payments::{Kind, Settled, Want, label};
use sea_orm::{FromQueryResult, Value};
use secrecy::SecretString;
use uuid::Uuid;
use web::{ApiError, Kind as Failing};

use crate::payment::{
    Desk, SYSTEM,
    accounts::{OWN, current, unknown},
    attempts::{self, Step, plan, refused},
};

/// A customer as a provider knows him.
#[derive(Debug, Clone)]
pub(crate) struct Holder {
    /// Our row.
    pub(crate) id: Uuid,
    /// The account that knows him.
    pub(crate) account: Uuid,
    /// The provider's own id of him.
    pub(crate) reference: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    provider_ref: Option<String>,
    is_leaving: bool,
    email: Option<String>,
    name: Option<String>,
}

/// The customer at the provider; made when he is new there. None where the provider needs nobody, or nobody has signed in.
pub(crate) async fn known(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    provider: &str,
    customer: Option<CustomerId>,
) -> Result<Option<Holder>, ApiError> {
    let Some(customer) = customer.filter(|_| provider != SYSTEM) else { return Ok(None) };
    desk.get(provider)?;
    // An address that the provider does not take is left out: nobody goes without a card for it.
    for has_address in [true, false] {
        let tx = db.begin_working(working()).await?;
        let account = current(&tx).await?;
        if account == OWN && !desk.has_own() {
            return Err(unknown(provider));
        }
        let sql = "insert into stripe_customers (organization_id, id, payment_account_id, customer_id, created_at, updated_at)
            select c.organization_id, $1, $2, c.id, $4, $4 from customers c where c.id = $3 and c.deleted_at is null
            on conflict (organization_id, payment_account_id, customer_id) do nothing";
        let values: [Value; 4] = [StripeCustomerId::new().0.into(), account.into(), customer.0.into(), tx.now().into()];
        db::exec(&tx, sql, values).await?;
        let sql = "select h.id, h.provider_ref, h.deleted_at is not null as is_leaving, c.email, nullif(concat_ws(' ', c.first_name, c.last_name), '') as name
            from stripe_customers h join customers c on c.organization_id = h.organization_id and c.id = h.customer_id
            where h.payment_account_id = $1 and h.customer_id = $2 for no key update of h";
        let found: Option<Row> = db::fetch_optional(&tx, sql, [account.into(), customer.0.into()]).await?;
        let Some(row) = found.filter(|row| !row.is_leaving) else { return Ok(None) };
        if let Some(reference) = row.provider_ref {
            tx.commit().await?;
            return Ok(Some(Holder { id: row.id, account, reference }));
        }
        let attempt = if let Some(attempt) = attempts::open(&tx, desk, Kind::CreateCustomer, row.id).await? {
            attempt
        } else {
            let labels = [
                (label::HOLDER, StripeCustomerId(row.id).to_string()),
                (label::CUSTOMER, customer.to_string()),
                (label::ORGANIZATION, tx.organization()?.to_string()),
            ];
            let want = Want::Customer {
                email: row.email.filter(|_| has_address).map(SecretString::from),
                name: row.name.map(SecretString::from),
                labels: labels.map(|(name, value)| (name.to_owned(), value)).into(),
            };
            match plan(&tx, desk, (provider, account), &want, row.id).await? {
                Step::Send(attempt) => attempt,
                Step::Done => return Ok(None),
            }
        };
        tx.commit().await?;
        let outcome = attempts::send(db, working(), &attempt).await?;
        match &outcome.settled {
            Settled::Succeeded(answer) => {
                return Ok(Some(Holder { id: row.id, account, reference: answer.reference.clone() }));
            }
            Settled::Failed(failure, _) if has_address && failure.code == "email_invalid" => {}
            _ => return Err(refused(&outcome).unwrap_or_else(|| ApiError::internal("nobody knows what became of it"))),
        }
    }
    Ok(None)
}

/// The provider does not know him any more: somebody has deleted him there. The next time he is made anew.
pub(crate) async fn forgotten(db: &Db, working: Working, holder: &Holder) -> Result<ApiError, ApiError> {
    let tx = db.begin_working(working).await?;
    super::settle::forget(&tx, holder.id, Some(&holder.reference)).await?;
    tx.commit().await?;
    let words = "The payment provider had forgotten the customer: nothing is lost, please try again";
    Ok(ApiError::new(Failing::Unavailable, words))
}
