//! Paying by card: from the form in the page to the order, which is there whether the customer comes back or not.

use serde_json::{Value, json};
use stripe_double::{Knobs, PUBLISHABLE_KEY};

use super::{Visitor, checkout::ready};
use crate::{
    carts::{at_once, faults},
    payments::{Rig, SECRET},
    shop::key,
};

/// What two mugs and their parcel cost.
const TOTAL: &str = "41";
const SCRIPT: &str = "http://127.0.0.1:8431/js/stripe.js";

/// A shop with pages that takes cards. Nobody tells it what happens at Stripe.
async fn open() -> Rig {
    open_with(&[("STRIPE_PUBLISHABLE_KEY", PUBLISHABLE_KEY)]).await
}

async fn open_with(settings: &[(&str, &str)]) -> Rig {
    let key = key("a", 1);
    let own = [
        ("STOREFRONT_KEY", &*key),
        ("STOREFRONT_NAME", "Quay & Tally"),
        ("STOREFRONT_COUNTRY", "de"),
        ("STOREFRONT_STRIPE_JS", SCRIPT),
    ];
    Rig::with(&[&own, settings].concat()).await
}

/// What the form asks before somebody pays.
async fn ask(visitor: &Visitor, total: &str) -> (u16, Value) {
    let answer = visitor.post("/checkout/session", &[("total", total)]).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    (answer.status.as_u16(), answer.json())
}

/// The intent that the form pays.
async fn intent(visitor: &Visitor) -> String {
    let (status, said) = ask(visitor, TOTAL).await;
    assert_eq!(status, 200, "{said}");
    let secret = said["client_secret"].as_str().unwrap_or_else(|| panic!("{said}"));
    secret.split_once("_secret_").unwrap().0.to_owned()
}

/// Where somebody is led who comes back from his bank.
async fn back(visitor: &Visitor, intent: &str) -> String {
    let path = format!("/checkout/return?payment_intent={intent}&payment_intent_client_secret=x&redirect_status=any");
    let answer = visitor.get(&path).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    answer.header("location").to_owned()
}

/// What of the money is where.
fn sums(rig: &Rig) -> (usize, Value) {
    let books = rig.stripe.books();
    (books["intents"].as_array().unwrap().len(), books["succeeded"].clone())
}

#[tokio::test]
async fn the_form_stands_on_one_page_and_its_policy_on_no_other() {
    let rig = open().await;
    let visitor = ready(&rig.shop).await;
    let answer = visitor.get("/checkout").await;
    let policy = answer.header("content-security-policy");
    for part in [
        "script-src 'self' http://127.0.0.1:8431;",
        "frame-src http://127.0.0.1:8431;",
        "connect-src 'self' http://127.0.0.1:8431;",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    for part in
        ["data-pay", "/pay.js", SCRIPT, "your browser has to run scripts", "Pay later", "name=\"total\" value=\"41\""]
    {
        assert!(answer.text.contains(part), "{part}: {}", answer.text);
    }
    assert_eq!(rig.stripe.requests().len(), 0, "to look at it begins nothing");
    for path in ["/cart", "/checkout?step=address", "/"] {
        let answer = visitor.get(path).await;
        assert!(!answer.header("content-security-policy").contains("8431") && !answer.text.contains("8431"), "{path}");
    }
}

#[tokio::test]
async fn who_pays_by_card_gets_his_order_once() {
    let rig = open().await;
    let visitor = ready(&rig.shop).await;
    let (_, first) = ask(&visitor, TOTAL).await;
    assert_eq!(first["publishable_key"], PUBLISHABLE_KEY);
    assert_eq!(first["locale"], "en");
    assert_eq!(
        first["billing_details"]["address"],
        json!({"line1": "Havnegade 1", "postal_code": "10115", "city": "Berlin", "country": "DE"})
    );
    // Loaded again, it is the same try.
    let (_, second) = ask(&visitor, TOTAL).await;
    assert_eq!(first, second);
    let intent = intent(&visitor).await;
    assert_eq!(sums(&rig).0, 1);
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    let to = back(&visitor, &intent).await;
    assert!(to.starts_with("/checkout/done/order_"), "{to}");
    assert!(visitor.page(&to).await.contains("Your order 1 is placed."));
    assert_eq!(visitor.cookie("kontor_cart"), None);
    // The button back, and what it leads to.
    assert_eq!(back(&visitor, &intent).await, to);
    assert_eq!(ask(&visitor, TOTAL).await.1, json!({"to": to}));
    assert_eq!((rig.shop.count("orders").await, sums(&rig).0), (1, 1));
    assert_eq!(faults(&rig.shop).await, 0);
}

#[tokio::test]
async fn who_never_comes_back_has_his_order_all_the_same() {
    let rig = open().await;
    rig.stripe.tell(Knobs::to(&rig.hook(), SECRET));
    let visitor = ready(&rig.shop).await;
    let intent = intent(&visitor).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    rig.work().await;
    assert_eq!(rig.shop.count("orders").await, 1);
    // A day later he looks at his cart, or at the form that was left open.
    let answer = visitor.get("/checkout").await;
    assert!(answer.header("location").starts_with("/checkout/done/order_"), "{answer:?}");
    let (_, said) = ask(&visitor, TOTAL).await;
    assert_eq!(said["to"], answer.header("location"));
    rig.balances().await;
}

#[tokio::test]
async fn a_second_factor_and_a_declined_card_before_a_good_one() {
    let rig = open().await;
    let visitor = ready(&rig.shop).await;
    let intent = intent(&visitor).await;
    rig.stripe.confirm(&intent, "pm_card_threeDSecure2Required").unwrap();
    // He comes back without having done it.
    assert_eq!(back(&visitor, &intent).await, "/checkout?said=unpaid");
    rig.stripe.authenticate(&intent, false).unwrap_err();
    assert_eq!(back(&visitor, &intent).await, "/checkout?said=unpaid");
    let page = visitor.page("/checkout?said=unpaid").await;
    assert!(page.contains("Nothing was paid.") && page.contains("Your bank did not confirm the payment"), "{page}");
    rig.stripe.confirm(&intent, "pm_card_visa_chargeDeclinedInsufficientFunds").unwrap_err();
    assert_eq!(back(&visitor, &intent).await, "/checkout?said=unpaid");
    let page = visitor.page("/checkout").await;
    assert!(page.contains("The card does not cover this sum") && page.contains("€41.00"), "{page}");
    assert_eq!(rig.shop.count("orders").await, 0);
    // The same try goes on.
    let (_, said) = ask(&visitor, TOTAL).await;
    assert!(said["client_secret"].as_str().unwrap().starts_with(&intent));
    rig.stripe.confirm(&intent, "pm_card_threeDSecure2Required").unwrap();
    rig.stripe.authenticate(&intent, true).unwrap();
    assert!(back(&visitor, &intent).await.starts_with("/checkout/done/"));
    assert_eq!((rig.shop.count("orders").await, sums(&rig).0), (1, 1));
    assert_eq!(faults(&rig.shop).await, 0);
}

#[tokio::test]
async fn nobody_pays_what_he_does_not_see() {
    let rig = open().await;
    let visitor = ready(&rig.shop).await;
    for total in ["", "40", "41.01", "1e9", "<b>"] {
        assert_eq!(ask(&visitor, total).await, (200, json!({"to": "/checkout?said=prices"})), "{total}");
    }
    assert!(visitor.page("/checkout?said=prices").await.contains("The total has changed."));
    assert!(!visitor.page("/checkout?said=%3Cscript%3E").await.contains("<script>"));
    assert_eq!(rig.stripe.requests().len(), 0);
    let paid = intent(&visitor).await;
    rig.stripe.confirm(&paid, "pm_card_visa").unwrap();
    // Another window takes one out before this one comes back.
    let page = visitor.page("/cart").await;
    let line = page.split_once("action=\"/cart/lines/").unwrap().1.split_once('"').unwrap().0.to_owned();
    visitor.submit(&format!("/cart/lines/{line}"), &[("quantity", "1")]).await;
    visitor.page("/checkout").await;
    let (_, said) = ask(&visitor, "23").await;
    assert!(said["client_secret"].is_string() && !said["client_secret"].as_str().unwrap().starts_with(&paid), "{said}");
    assert_eq!(back(&visitor, &paid).await, "/checkout?said=replaced");
    rig.jobs().await;
    assert_eq!(rig.stripe.object(&paid).unwrap()["status"], "canceled", "what was paid goes back");
    assert_eq!(rig.shop.count("orders").await, 0);
}

#[tokio::test]
async fn what_is_sold_out_after_it_was_paid_is_said_and_asks_for_no_card() {
    let rig = open().await;
    let visitor = ready(&rig.shop).await;
    let intent = intent(&visitor).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    rig.shop.change("update inventory_levels set stocked_quantity = 0, reserved_quantity = 0").await;
    let answer = visitor.get(&format!("/checkout/return?payment_intent={intent}")).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text.contains("There is not so much of it left.") && answer.text.contains("You have paid for this cart")
    );
    assert!(!answer.text.contains("data-pay"), "{}", answer.text);
    assert_eq!(visitor.get("/checkout").await.header("location"), "/checkout/return");
    rig.shop.change("update inventory_levels set stocked_quantity = 9").await;
    let answer = visitor.post("/checkout/complete", &[("provider", "pp_system_default")]).await;
    assert_eq!(answer.header("location"), "/checkout/return", "who has paid by card owes nothing besides");
    assert!(visitor.get("/checkout/return").await.header("location").starts_with("/checkout/done/"));
    assert_eq!(faults(&rig.shop).await, 0);
}

#[tokio::test]
async fn many_windows_at_once_pay_once() {
    let rig = open().await;
    let visitor = ready(&rig.shop).await;
    let cart = visitor.cookie("kontor_cart").unwrap();
    let asks = (0..5).map(|_| {
        let again = Visitor::new(&rig.shop);
        again.bring("kontor_cart", &cart);
        async move { again.post("/checkout/session", &[("total", TOTAL)]).await }
    });
    let answers = at_once(asks.collect::<Vec<_>>()).await;
    assert!(answers.iter().all(|answer| answer.status.as_u16() < 500), "{answers:?}");
    let intent = intent(&visitor).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    let returns = (0..5).map(|_| {
        let again = Visitor::new(&rig.shop);
        again.bring("kontor_cart", &cart);
        let path = format!("/checkout/return?payment_intent={intent}");
        async move { again.get(&path).await }
    });
    let answers = at_once(returns.collect::<Vec<_>>()).await;
    for answer in &answers {
        let is_there = answer.header("location").starts_with("/checkout/done/order_");
        assert!(is_there || answer.status == 202, "{answer:?}");
    }
    rig.jobs().await;
    assert_eq!(rig.shop.count("orders").await, 1);
    let books = rig.stripe.books();
    let open = books["intents"].as_array().unwrap().iter().filter(|one| one["status"] != "canceled").count();
    assert_eq!(open, 1, "{books}");
    assert_eq!(faults(&rig.shop).await, 0);
}

#[tokio::test]
async fn to_be_led_there_buys_nothing() {
    let rig = open().await;
    let visitor = ready(&rig.shop).await;
    assert_eq!(back(&visitor, "pi_of_somebody").await, "/checkout");
    let intent = intent(&visitor).await;
    assert_eq!(back(&visitor, &intent).await, "/checkout?said=unpaid");
    assert_eq!(back(&visitor, "pi_of_somebody").await, "/checkout?said=replaced");
    assert_eq!(rig.shop.count("orders").await, 0);
    // In the browser of his bank's app there is no cart, and no secret of it is told on.
    let other = Visitor::new(&rig.shop);
    let answer =
        other.get(&format!("/checkout/return?payment_intent={intent}&payment_intent_client_secret=s3cret")).await;
    assert_eq!((answer.status.as_u16(), answer.header("referrer-policy")), (200, "no-referrer"));
    assert!(answer.text.contains("Back to where you began"), "{}", answer.text);
    assert_eq!(other.get("/checkout/return").await.header("location"), "/cart");
    assert_eq!(ask(&other, TOTAL).await, (200, json!({"to": "/cart"})));
    let foreign = visitor.post_from("https://evil.example", "/checkout/session", &[("total", TOTAL)]).await;
    assert_eq!(foreign.status, 403);
    assert_eq!(rig.shop.count("page_views p where p::text like '%s3cret%'").await, 0);
}

#[tokio::test]
async fn without_scripts_there_is_the_other_way() {
    let rig = open().await;
    let visitor = ready(&rig.shop).await;
    let page = visitor.again("/checkout/complete", &[("provider", "pp_stripe_stripe")]).await;
    assert!(page.contains("Nothing was ordered, and nothing was paid."), "{page}");
    let page = visitor.submit("/checkout/complete", &[("provider", "pp_system_default")]).await;
    assert!(page.contains("Your order 1 is placed."));
    // A region that takes cards alone offers nothing else, and says so.
    rig.shop
        .change(
            "insert into region_payment_providers (organization_id, region_id, provider_id)
                 select organization_id, id, 'pp_stripe_stripe' from regions",
        )
        .await;
    let visitor = ready(&rig.shop).await;
    let page = visitor.page("/checkout").await;
    assert!(!page.contains("Pay later") && page.contains("data-place disabled"), "{page}");
    let page = visitor.again("/checkout/complete", &[("provider", "pp_system_default")]).await;
    assert!(page.contains("This way of paying is not offered here."), "{page}");
}

#[tokio::test]
async fn what_stripe_cannot_do_at_the_moment_is_said_beside_the_form() {
    let rig = open_with(&[("STRIPE_TIMEOUT", "300ms")]).await;
    let visitor = ready(&rig.shop).await;
    let (status, said) = ask(&visitor, TOTAL).await;
    assert_eq!((status, said["problem"].as_str().unwrap().contains("has not said all that Stripe wants")), (409, true));
    drop(rig);
    let rig = open_with(&[("STRIPE_TIMEOUT", "300ms"), ("STRIPE_PUBLISHABLE_KEY", PUBLISHABLE_KEY)]).await;
    let visitor = ready(&rig.shop).await;
    rig.stripe.down().await;
    let (status, said) = ask(&visitor, TOTAL).await;
    assert_eq!(
        (status, said["problem"].as_str().unwrap().contains("cannot be taken at the moment")),
        (503, true),
        "{said}"
    );
    // Paid, and then it is away: whoever comes back waits, and is shown his order once it is there.
    rig.stripe.up().await;
    let intent = intent(&visitor).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    rig.stripe.down().await;
    let answer = visitor.get(&format!("/checkout/return?payment_intent={intent}&try=2")).await;
    assert_eq!(answer.status, 202);
    assert!(
        answer.text.contains("We are waiting for your bank") && answer.text.contains("try=3\" data-again"),
        "{}",
        answer.text
    );
    assert!(!visitor.get("/checkout/return?try=999").await.text.contains("data-again"));
    rig.stripe.up().await;
    assert!(back(&visitor, &intent).await.starts_with("/checkout/done/"));
    assert_eq!(rig.shop.count("orders").await, 1);
}
