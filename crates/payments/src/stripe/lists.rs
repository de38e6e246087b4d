//! Looking up and walking.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use stripe_billing::{
    invoice::{ListInvoice, RetrieveInvoice},
    subscription::{ListSubscription, ListSubscriptionStatus, RetrieveSubscription},
};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_core::{
    customer::{ListCustomer, RetrieveCustomer},
    dispute::{ListDispute, RetrieveDispute},
    event::ListEvent,
    payment_intent::{ListPaymentIntent, RetrievePaymentIntent},
    refund::{ListRefund, RetrieveRefund},
    setup_intent::RetrieveSetupIntent,
};
use stripe_payment::payment_method::ListPaymentMethod;
use stripe_types::{RangeBoundsTs, RangeQueryTs};

use crate::{
    Account, Doubt, Fact, Labels, Objects, Page, Question, Since, Swept, label,
    stripe::{Stripe, events, requests::billing::SECRETS, views},
};

/// The most that Stripe gives at once.
const PAGE: i64 = 100;
/// So many pages are walked for one thing that is looked for.
const MOST_PAGES: usize = 200;
/// Clocks differ.
const SLACK: i64 = 60;

#[derive(Deserialize)]
struct List {
    data: Vec<Box<RawValue>>,
    #[serde(default)]
    has_more: bool,
}

#[derive(Deserialize)]
struct Named {
    id: String,
    #[serde(default)]
    object: String,
}

impl List {
    /// Where the next page begins.
    fn next(&self) -> Option<String> {
        let last = self.data.last().filter(|_| self.has_more)?;
        serde_json::from_str::<Named>(last.get()).ok().map(|named| named.id)
    }

    fn facts(&self) -> Result<Vec<Fact>, Doubt> {
        self.data.iter().map(|raw| views::fact(raw.get().as_bytes()).ok_or(Doubt::Unreadable)).collect()
    }

    /// For a walk that one odd object must not stop for ever: of it is said that it is there.
    fn facts_or_names(&self) -> Result<Vec<Fact>, Doubt> {
        let fact = |raw: &RawValue| {
            views::fact(raw.get().as_bytes()).or_else(|| {
                let named: Named = serde_json::from_str(raw.get()).ok()?;
                Some(Fact::Changed { kind: named.object, reference: named.id })
            })
        };
        self.data.iter().map(|raw| fact(raw).ok_or(Doubt::Unreadable)).collect()
    }
}

pub(super) async fn look_up(stripe: &Stripe, account: &Account, question: &Question) -> Result<Vec<Fact>, Doubt> {
    match question {
        Question::Intent(id) => one(stripe, account, RetrievePaymentIntent::new(checked(id)?).build()).await,
        Question::Refund(id) => one(stripe, account, RetrieveRefund::new(checked(id)?).build()).await,
        Question::Dispute(id) => one(stripe, account, RetrieveDispute::new(checked(id)?).build()).await,
        Question::Setup(id) => one(stripe, account, RetrieveSetupIntent::new(checked(id)?).build()).await,
        Question::Customer(id) => one(stripe, account, RetrieveCustomer::new(checked(id)?).build()).await,
        Question::Subscription(id) => {
            let request = RetrieveSubscription::new(checked(id)?).expand(SECRETS.map(str::to_owned).to_vec());
            one(stripe, account, request.build()).await
        }
        Question::Price(id) => {
            let path = format!("/prices/{}", checked(id)?);
            one(stripe, account, RequestBuilder::new(StripeMethod::Get, path)).await
        }
        Question::Invoice(id) => {
            // What paid it stands behind it, and has to be asked for.
            let request = RetrieveInvoice::new(checked(id)?).expand(vec!["payments".to_owned()]);
            one(stripe, account, request.build()).await
        }
        Question::IntentOf { attempt, from, until } => {
            let list = ListPaymentIntent::new().created(RangeQueryTs::Bounds(window(*from, *until))).limit(PAGE);
            find(stripe, account, attempt, |after| at(list.clone(), after, ListPaymentIntent::starting_after)).await
        }
        Question::RefundOf { attempt, intent } => {
            let list = ListRefund::new().payment_intent(checked(intent)?).limit(PAGE);
            find(stripe, account, attempt, |after| at(list.clone(), after, ListRefund::starting_after)).await
        }
        Question::RefundsOf(intent) => {
            let list = ListRefund::new().payment_intent(checked(intent)?).limit(PAGE);
            all(stripe, account, |after| at(list.clone(), after, ListRefund::starting_after)).await
        }
        Question::DisputesOf(intent) => {
            let list = ListDispute::new().payment_intent(checked(intent)?).limit(PAGE);
            all(stripe, account, |after| at(list.clone(), after, ListDispute::starting_after)).await
        }
        Question::CustomerOf { attempt, from, until } => {
            let list = ListCustomer::new().created(RangeQueryTs::Bounds(window(*from, *until))).limit(PAGE);
            find(stripe, account, attempt, |after| at(list.clone(), after, ListCustomer::starting_after)).await
        }
        Question::Account => {
            let request = RequestBuilder::new(StripeMethod::Get, "/account");
            one(stripe, account, request).await
        }
        Question::MethodsOf(customer) => {
            let list = ListPaymentMethod::new().customer(checked(customer)?).limit(PAGE);
            all(stripe, account, |after| at(list.clone(), after, ListPaymentMethod::starting_after)).await
        }
        Question::SubscriptionOf { attempt, customer } => {
            let secrets = SECRETS.map(|path| format!("data.{path}")).to_vec();
            let list = ListSubscription::new().customer(checked(customer)?).status(ListSubscriptionStatus::All);
            let list = list.expand(secrets).limit(PAGE);
            find(stripe, account, attempt, |after| at(list.clone(), after, ListSubscription::starting_after)).await
        }
    }
}

/// When something was made that an attempt made.
fn window(from: DateTime<Utc>, until: DateTime<Utc>) -> RangeBoundsTs {
    let (from, until) = (from.timestamp() - SLACK, until.timestamp() + SLACK);
    RangeBoundsTs { gte: Some(from), lte: Some(until), ..RangeBoundsTs::default() }
}

/// The page of a list behind an object.
fn at<T: StripeRequest>(list: T, after: Option<String>, set: impl FnOnce(T, String) -> T) -> RequestBuilder {
    match after {
        Some(after) => set(list, after).build(),
        None => list.build(),
    }
}

fn checked(id: &str) -> Result<&str, Doubt> {
    // An id that Stripe cannot have given is nowhere.
    let is_id = (1..=255).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_id { Ok(id) } else { Err(Doubt::Unreadable) }
}

async fn one(stripe: &Stripe, account: &Account, request: RequestBuilder) -> Result<Vec<Fact>, Doubt> {
    let raw: Option<Box<RawValue>> = stripe.read_from(account, &request.path, request.query.as_deref()).await?;
    let fact = raw.map(|raw| views::fact(raw.get().as_bytes()).ok_or(Doubt::Unreadable)).transpose()?;
    Ok(fact.into_iter().collect())
}

/// A page behind a place. Where the place is gone nobody knows what comes behind it: that is not the end of the list.
async fn page(stripe: &Stripe, account: &Account, request: RequestBuilder, has_place: bool) -> Result<List, Doubt> {
    match stripe.read_from(account, &request.path, request.query.as_deref()).await? {
        Some(list) => Ok(list),
        None if has_place => Err(Doubt::Forgotten),
        // What the list is of is not there, and so has nothing.
        None => Ok(List { data: Vec::new(), has_more: false }),
    }
}

async fn all(
    stripe: &Stripe,
    account: &Account,
    request: impl Fn(Option<String>) -> RequestBuilder,
) -> Result<Vec<Fact>, Doubt> {
    let mut found = Vec::new();
    let mut after = None;
    for _ in 0..MOST_PAGES {
        let has_place = after.is_some();
        let list = page(stripe, account, request(after), has_place).await?;
        found.extend(list.facts()?);
        after = list.next();
        if after.is_none() {
            return Ok(found);
        }
    }
    Err(Doubt::Unreadable)
}

/// The object that carries an attempt's label. Not found counts only when every page was seen.
async fn find(
    stripe: &Stripe,
    account: &Account,
    attempt: &str,
    request: impl Fn(Option<String>) -> RequestBuilder,
) -> Result<Vec<Fact>, Doubt> {
    let mut after = None;
    for _ in 0..MOST_PAGES {
        let has_place = after.is_some();
        let list = page(stripe, account, request(after), has_place).await?;
        let found = list.facts()?.into_iter().find(|fact| fact.labels().is_some_and(|it| is_of(it, attempt)));
        if let Some(found) = found {
            return Ok(vec![found]);
        }
        after = list.next();
        if after.is_none() {
            return Ok(Vec::new());
        }
    }
    Err(Doubt::Unreadable)
}

fn is_of(labels: &Labels, attempt: &str) -> bool {
    labels.get(label::ATTEMPT).is_some_and(|said| said == attempt)
}

pub(super) async fn objects(
    stripe: &Stripe,
    account: &Account,
    of: Objects,
    since: i64,
    cursor: Option<&str>,
) -> Result<Page<Fact>, Doubt> {
    let created = RangeQueryTs::gte(since);
    let after = cursor.map(str::to_owned);
    let request = match of {
        Objects::Intents => {
            at(ListPaymentIntent::new().created(created).limit(PAGE), after, ListPaymentIntent::starting_after)
        }
        Objects::Refunds => at(ListRefund::new().created(created).limit(PAGE), after, ListRefund::starting_after),
        Objects::Disputes => at(ListDispute::new().created(created).limit(PAGE), after, ListDispute::starting_after),
        Objects::Subscriptions => {
            let list = ListSubscription::new().created(created).status(ListSubscriptionStatus::All).limit(PAGE);
            at(list, after, ListSubscription::starting_after)
        }
        Objects::Invoices => at(ListInvoice::new().created(created).limit(PAGE), after, ListInvoice::starting_after),
    };
    let list = page(stripe, account, request, cursor.is_some()).await?;
    Ok(Page::of(list.facts_or_names()?, list.next()))
}

pub(super) async fn events(stripe: &Stripe, account: &Account, since: &Since) -> Result<Page<Swept>, Doubt> {
    let mut list = ListEvent::new().limit(PAGE);
    if let Some(event) = &since.event {
        list = list.ending_before(event.clone());
    }
    if let Some(event) = &since.before {
        list = list.starting_after(event.clone());
    }
    if let Some(created) = since.created {
        list = list.created(RangeQueryTs::gte(created));
    }
    if since.undelivered {
        list = list.delivery_success(false);
    }
    let has_place = since.event.is_some() || since.before.is_some();
    let list = page(stripe, account, list.build(), has_place).await?;
    let mut entries = Vec::with_capacity(list.data.len());
    let has_more = list.has_more;
    for body in list.data.into_iter().rev() {
        let envelope = events::envelope(body.get().as_bytes()).ok_or(Doubt::Unreadable)?;
        entries.push(Swept { envelope, body });
    }
    // With `ending_before` pages go towards the youngest, and the next begins behind the youngest of this one.
    let edge = if since.event.is_some() { entries.last() } else { entries.first() };
    let next = edge.filter(|_| has_more).map(|swept| swept.envelope.event.clone());
    Ok(Page { entries, next })
}
