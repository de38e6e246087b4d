//! A shop's own account at Stripe: connected, used, told, replaced.

use http::Method;
use serde_json::{Value, json};
use stripe_double::{Double, Fault, Harm, Knobs, sign};
use testkit::Client;

use super::{ada, begin, keep, open_cart, owner};
use crate::payments::{Rig, complete, intent, payment};

pub(super) const PATH: &str = "/admin/payment-accounts";
pub(super) const OWN: &str = "sk_test_of_the_shop_0123456789";
const OWN_SECRET: &str = "whsec_of_the_shop_0123456789";

/// Connects the shop's own account; the account, and the double as that.
pub(crate) async fn connect(rig: &Rig, staff: &Client) -> (Value, Double) {
    let body = json!({"secret_key": OWN, "publishable_key": "pk_test_of_the_shop_0123456789", "webhook_secrets": [OWN_SECRET]});
    let made = staff.post(PATH, &body).ok().await["payment_account"].clone();
    let own = rig.stripe.account(OWN);
    own.tell(Knobs::to(&at(rig, &made), OWN_SECRET));
    (made, own)
}

fn at(rig: &Rig, account: &Value) -> String {
    format!("http://{}{}", rig.shop.address, account["webhook_path"].as_str().unwrap())
}

#[tokio::test]
async fn connected_and_never_shown_again() {
    let rig = Rig::silent().await;
    let staff = owner(&rig, "olga").await;
    let (made, _) = connect(&rig, &staff).await;
    assert!(made["account_ref"].as_str().unwrap().starts_with("acct_"), "{made}");
    assert_eq!(
        (&made["is_enabled"], &made["is_live"], &made["has_webhook_secrets"]),
        (&json!(true), &json!(false), &json!(true))
    );
    let one = format!("{PATH}/{}", made["id"].as_str().unwrap());
    let read = staff.get(&one).send().await;
    let list = staff.get(PATH).send().await;
    for text in [&read.text, &list.text, &made.to_string()] {
        assert!(!text.contains(OWN) && !text.contains(OWN_SECRET), "{text}");
    }
    assert_eq!(
        rig.shop
            .count(&format!("payment_accounts a where a::text like '%{OWN}%' or a::text like '%{OWN_SECRET}%'"))
            .await,
        0
    );
    assert_eq!(rig.shop.count(&format!("events e where e::text like '%{OWN}%'")).await, 0);
    let again = staff.post(PATH, &json!({"secret_key": OWN})).error(422).await;
    assert!(again["message"].as_str().unwrap().contains("already"), "{again}");
    // Another shop does not see it.
    let other = rig.shop.colleague("b", "lee", "owner").await.client;
    assert_eq!(other.get(PATH).ok().await["count"], 0);
    other.get(&one).error(404).await;
    other.post(&one, &json!({"is_enabled": false})).error(404).await;
    other.request(Method::DELETE, &one).error(404).await;
    let clerk = rig.shop.colleague("a", "vic", "viewer").await.client;
    clerk.post(PATH, &json!({"secret_key": OWN})).error(403).await;
}

#[tokio::test]
async fn keys_that_stripe_does_not_take() {
    let rig = Rig::silent().await;
    let staff = owner(&rig, "olga").await;
    for bad in [json!("sk_live_0123456789abcdef"), json!("sk_bad_0123456789abcdef")] {
        let refused = staff.post(PATH, &json!({"secret_key": bad})).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains("'secret_key'"), "{refused}");
    }
    for bad in
        [json!("pk_test_0123456789abcdef"), json!("sk_"), json!(7), Value::Null, json!("sk_test_\n0123456789abcdef")]
    {
        let refused = staff.post(PATH, &json!({"secret_key": bad})).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains("secret_key"), "{refused}");
    }
    let wrong = staff.post(PATH, &json!({"secret_key": OWN, "webhook_secrets": ["short"]})).error(400).await;
    assert!(wrong["message"].as_str().unwrap().contains("webhook_secrets"), "{wrong}");
    let mixed = json!({"secret_key": OWN, "publishable_key": "pk_live_0123456789abcdef"});
    staff.post(PATH, &mixed).error(400).await;
    assert_eq!(rig.shop.count("payment_accounts").await, 0);
    for harm in [Harm::ErrorBefore, Harm::Html, Harm::CutBefore] {
        rig.stripe.fail(Fault::new(harm).at("GET", "/v1/account"));
        let refused = staff.post(PATH, &json!({"secret_key": OWN})).error(503).await;
        assert!(refused["message"].as_str().unwrap().contains("nothing was kept"), "{refused}");
    }
    assert_eq!(rig.shop.count("payment_accounts").await, 0);
}

#[tokio::test]
async fn what_is_paid_goes_through_it() {
    let rig = Rig::open().await;
    let (guest, staff) = (rig.shop.shopper(), owner(&rig, "olga").await);
    // Begun before, with the installation's: it goes on with that.
    let (first, before) = rig.paying(&guest, &[(1, 1)]).await;
    let (account, own) = connect(&rig, &staff).await;
    rig.stripe.confirm(&before, "pm_card_visa").unwrap();
    assert_eq!(complete(&guest, &first).await["type"], "order");
    let cart = open_cart(&rig, &guest).await;
    let session = rig.begin(&guest, &cart).await;
    assert!(rig.stripe.object(&intent(&session)).is_none() && own.object(&intent(&session)).is_some());
    own.confirm(&intent(&session), "pm_card_visa").unwrap();
    let order = complete(&guest, &cart).await["order"].clone();
    // Replaced meanwhile: what was begun with it is captured and given back with it.
    let one = format!("{PATH}/{}", account["id"].as_str().unwrap());
    staff.post(&one, &json!({"is_enabled": false})).ok().await;
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    staff.post(&format!("{at}/capture"), &json!({})).ok().await;
    staff.post(&format!("{at}/refund"), &json!({"amount": 3})).ok().await;
    let sum = own.books()["sums"]["eur"]["balance"].clone();
    assert_eq!(sum, json!(2_000));
    let other = open_cart(&rig, &guest).await;
    let session = rig.begin(&guest, &other).await;
    assert!(rig.stripe.object(&intent(&session)).is_some(), "the installation's again");
    rig.work().await;
    assert_eq!(crate::carts::faults(&rig.shop).await, 0);
}

/// He pays and does not come back: the shop's own webhook tells, or its own sweep finds it.
#[tokio::test]
async fn told_and_swept() {
    for told in [true, false] {
        let rig = Rig::silent().await;
        let (guest, staff) = (rig.shop.shopper(), owner(&rig, "olga").await);
        let (_, own) = connect(&rig, &staff).await;
        if !told {
            own.tell(Knobs::default());
        }
        let cart = open_cart(&rig, &guest).await;
        let session = rig.begin(&guest, &cart).await;
        own.confirm(&intent(&session), "pm_card_visa").unwrap();
        if told {
            until(
                &rig,
                "webhook_events where organization_id = '00000000-0000-7000-8000-00000000000a' and source = 'told'",
            )
            .await;
        } else {
            rig.run("payments.events").await;
        }
        rig.jobs().await;
        assert_eq!(rig.shop.count("orders").await, 1, "told: {told}");
        assert_eq!(rig.open_events().await, Vec::<String>::new());
    }
}

/// Waits until what happened was told: made, charged, authorised.
async fn until(rig: &Rig, what: &str) {
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while rig.shop.count(what).await < 3 {
        assert!(tokio::time::Instant::now() < deadline, "nobody was told");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// An event about an intent, as an account tells it.
fn paid(intent: &Value, id: &str) -> Value {
    let mut object = intent.clone();
    object["status"] = json!("succeeded");
    object["amount_received"] = object["amount"].clone();
    json!({"id": id, "object": "event", "type": "payment_intent.succeeded", "created": 1_763_800_000, "livemode": false, "data": {"object": object}})
}

async fn deliver(rig: &Rig, path: &str, event: &Value, secret: &str) -> u16 {
    let signed = sign(event, &Knobs::to("", secret), rig.stripe.now());
    let client = rig.shop.anybody();
    let request = client
        .post(path, &json!({}))
        .body("application/json", signed.body.to_vec())
        .header("stripe-signature", &signed.header);
    request.send().await.status.as_u16()
}

/// An account speaks of what was begun with it, and of nothing else, however well it signs.
#[tokio::test]
async fn nobody_speaks_for_another_account() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let (_, of_all) = rig.paying(&guest, &[(1, 1)]).await;
    let theirs = rig.stripe.object(&of_all).unwrap();
    // Another shop connects an account of its own, whose secrets it knows.
    let other = rig.shop.colleague("b", "lee", "owner").await.client;
    let (account, _) = connect(&rig, &other).await;
    let hook = account["webhook_path"].as_str().unwrap().to_owned();
    assert_eq!(deliver(&rig, &hook, &paid(&theirs, "evt_1"), OWN_SECRET).await, 200);
    // Its secret is no good elsewhere, nor that of the installation there.
    assert_eq!(deliver(&rig, "/hooks/payment/stripe_stripe", &paid(&theirs, "evt_2"), OWN_SECRET).await, 400);
    assert_eq!(deliver(&rig, &hook, &paid(&theirs, "evt_3"), crate::payments::SECRET).await, 400);
    for wrong in [
        "/hooks/payment/stripe_stripe/pacc_01jd6nwvvgfa5sr38y5wx4pq3d",
        "/hooks/payment/stripe_stripe/x",
        "/hooks/payment/gold/x",
    ] {
        assert_eq!(deliver(&rig, wrong, &paid(&theirs, "evt_4"), OWN_SECRET).await, 404, "{wrong}");
    }
    rig.jobs().await;
    assert_eq!(rig.shop.count("payment_sessions where rank >= 50").await, 0);
    assert_eq!(rig.shop.count("orders").await, 0);
    assert_eq!(rig.shop.count("webhook_events where status = 'ignored'").await, 1);
}

/// The same of all else that happens: customers, what is kept for them, refunds, disputes.
#[tokio::test]
async fn nobody_speaks_of_anothers_customers() {
    let rig = Rig::silent().await;
    let ada = ada(&rig).await;
    let kept = keep(&rig, &ada, "pm_card_visa").await;
    let cart = open_cart(&rig, &ada).await;
    let session = begin(&ada, &cart, json!({})).await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    rig.stripe.confirm(&intent(&session), "pm_card_visa").unwrap();
    assert_eq!(complete(&ada, &cart).await["type"], "order");
    let staff = rig.staff().await;
    let order = staff.get("/admin/orders").ok().await["orders"][0].clone();
    let at = format!("/admin/payments/{}/capture", payment(&staff, &order).await["id"].as_str().unwrap());
    staff.post(&at, &json!({})).ok().await;
    let customer = rig.stripe.object(&kept).unwrap()["customer"].as_str().unwrap().to_owned();
    rig.stripe.refund_by_hand(&intent(&session), 700).unwrap();
    rig.stripe.detach(&kept).unwrap();
    rig.stripe.forget(&customer).unwrap();
    let other = rig.shop.colleague("b", "lee", "owner").await.client;
    let (account, _) = connect(&rig, &other).await;
    let hook = account["webhook_path"].as_str().unwrap().to_owned();
    let mut events = rig.stripe.events();
    let charge = events.iter().find(|event| event["type"] == "charge.succeeded").unwrap()["data"]["object"].clone();
    events.push(json!({
        "id": "evt_dispute", "object": "event", "type": "charge.dispute.created", "created": rig.stripe.now(), "livemode": false,
        "data": {"object": {
            "id": "dp_1", "object": "dispute", "amount": 500, "charge": charge["id"], "currency": "eur", "payment_intent": intent(&session),
            "status": "needs_response", "reason": "fraudulent", "evidence_details": {}, "balance_transactions": []
        }}
    }));
    for event in &events {
        assert_eq!(deliver(&rig, &hook, event, OWN_SECRET).await, 200);
    }
    rig.jobs().await;
    for (what, many) in [
        ("stripe_customers where provider_ref is not null", 1),
        ("saved_payment_methods where detached_at is null", 1),
        ("payment_refunds", 0),
        ("payment_disputes", 0),
        ("webhook_events where status not in ('ignored', 'done') or shop_id is not null", 0),
    ] {
        assert_eq!(rig.shop.count(what).await, many, "{what}");
    }
    assert_eq!(crate::carts::faults(&rig.shop).await, 0);
}

#[tokio::test]
async fn changed_and_removed() {
    let rig = Rig::silent().await;
    let (guest, staff) = (rig.shop.shopper(), owner(&rig, "olga").await);
    let (account, own) = connect(&rig, &staff).await;
    let one = format!("{PATH}/{}", account["id"].as_str().unwrap());
    let other = staff.post(&one, &json!({"secret_key": "sk_test_of_somebody_else_0123"})).error(400).await;
    assert!(other["message"].as_str().unwrap().contains("another account"), "{other}");
    staff
        .post(&one, &json!({"secret_key": OWN, "webhook_secrets": ["whsec_another_one_0123456789", OWN_SECRET]}))
        .ok()
        .await;
    let hook = account["webhook_path"].as_str().unwrap().to_owned();
    let event = json!({"id": "evt_1", "object": "event", "type": "payout.paid", "created": 1_763_800_000, "livemode": false, "data": {"object": {"id": "po_1", "object": "payout"}}});
    for secret in [OWN_SECRET, "whsec_another_one_0123456789"] {
        assert_eq!(deliver(&rig, &hook, &event, secret).await, 200);
    }
    staff.post(&one, &json!({"webhook_secrets": []})).ok().await;
    assert_eq!(deliver(&rig, &hook, &event, OWN_SECRET).await, 400);

    let cart = open_cart(&rig, &guest).await;
    let session = rig.begin(&guest, &cart).await;
    own.confirm(&intent(&session), "pm_card_visa").unwrap();
    let order = complete(&guest, &cart).await["order"].clone();
    let busy = staff.request(Method::DELETE, &one).error(400).await;
    assert!(busy["message"].as_str().unwrap().contains("under way"), "{busy}");
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    staff.post(&format!("{at}/capture"), &json!({})).ok().await;
    let gone = staff.request(Method::DELETE, &one).ok().await;
    assert_eq!(gone["deleted"], json!(true), "{gone}");
    assert_eq!(rig.shop.count("payment_accounts where secret_key is not null").await, 0);
    assert_eq!(deliver(&rig, &hook, &event, OWN_SECRET).await, 404);
    let refused = staff.post(&format!("{at}/refund"), &json!({"amount": 1})).error(400).await;
    assert_eq!(refused["code"], "payment_account_removed", "{refused}");
    staff.request(Method::DELETE, &one).error(404).await;
}
