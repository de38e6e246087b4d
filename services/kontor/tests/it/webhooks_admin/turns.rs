//! A shop that tells its own account a lot keeps nobody else waiting.

use chrono::TimeDelta;
use serde_json::{Value, json};
use stripe_double::{Knobs, sign};
use testkit::Answer;

use super::deliver;
use crate::{
    cards::{accounts::connect, owner},
    payments::Rig,
};

const OWN_SECRET: &str = "whsec_of_the_shop_0123456789";

/// Says of something that it has changed, and not how.
pub(super) fn thin(rig: &Rig, id: &str, kind: &str, object: (&str, &str)) -> Value {
    let at = chrono::DateTime::from_timestamp(rig.stripe.now(), 0).unwrap();
    json!({"id": id, "object": "v2.core.event", "type": format!("v1.{kind}"), "created": at, "livemode": false,
        "related_object": {"id": object.1, "type": object.0, "url": "/v1"}})
}

async fn tell(rig: &Rig, account: &Value, event: &Value) -> Answer {
    let signed = sign(event, &Knobs::to("", OWN_SECRET), rig.stripe.now());
    let request = rig.shop.anybody().post(account["webhook_path"].as_str().unwrap(), &json!({}));
    request.body("application/json", signed.body.to_vec()).header("stripe-signature", &signed.header).send().await
}

#[tokio::test]
async fn one_after_the_other() {
    let rig = Rig::silent().await;
    // Somebody pays at the installation's account.
    let (_, intent) = rig.paying(&rig.shop.shopper(), &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    let staff = owner(&rig, "olga").await;
    let (account, _) = connect(&rig, &staff).await;
    for nth in 0..120 {
        let event = thin(&rig, &format!("evt_{nth}"), "invoice.paid", ("invoice", &format!("in_{nth}")));
        assert_eq!(tell(&rig, &account, &event).await.status.as_u16(), 200);
    }
    rig.advance(TimeDelta::seconds(30));
    deliver(&rig, &thin(&rig, "evt_paid", "payment_intent.succeeded", ("payment_intent", &intent))).await;
    let before = rig.stripe.requests().len();
    rig.jobs().await;
    let asked: Vec<String> = rig.stripe.requests().into_iter().skip(before).map(|(_, path, _)| path).collect();
    let turn = asked.iter().position(|path| path.starts_with("/v1/payment_intents/")).unwrap();
    assert!(turn <= 60, "{turn} of {}", asked.len());
    assert_eq!(asked.iter().filter(|path| path.starts_with("/v1/invoices/")).count(), 120);
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    assert_eq!(rig.shop.count("orders").await, 1);
    // Of a subscription that is nobody's nothing is asked.
    let event = thin(&rig, "evt_nobodys", "customer.subscription.updated", ("subscription", "sub_nobodys"));
    tell(&rig, &account, &event).await;
    let before = rig.stripe.requests().len();
    rig.jobs().await;
    assert_eq!(rig.stripe.requests().len(), before);
}

#[tokio::test]
async fn a_crowd_waits() {
    let rig = Rig::silent().await;
    let staff = owner(&rig, "olga").await;
    let (account, _) = connect(&rig, &staff).await;
    let wait = |many: u32| {
        format!(
            "insert into webhook_events (organization_id, endpoint_id, event_id, type, body, created_at, next_at)
            select a.organization_id, a.id, 'evt_of_many_' || n, 'invoice.paid', '{{}}', now(), now() + interval '1 day'
            from payment_accounts a, generate_series(1, {many}) n where a.source = 'shop'"
        )
    };
    rig.shop.change(&wait(10_000)).await;
    let event = |id: &str| thin(&rig, id, "invoice.paid", ("invoice", "in_1"));
    assert_eq!(tell(&rig, &account, &event("evt_1")).await.status.as_u16(), 200);
    let refused = tell(&rig, &account, &event("evt_2")).await;
    assert_eq!(refused.status.as_u16(), 429, "{}", refused.text);
    assert_eq!(refused.header("retry-after"), "60");
    // Nobody else waits for it.
    deliver(&rig, &thin(&rig, "evt_3", "invoice.paid", ("invoice", "in_2"))).await;
    rig.shop.change("update webhook_events set status = 'ignored' where event_id like 'evt_of_many_%'").await;
    // What was counted holds for a while: nobody counts ten thousand rows to refuse one.
    let refused = tell(&rig, &account, &event("evt_2")).await;
    assert_eq!(refused.status.as_u16(), 429, "{}", refused.text);
    rig.advance(TimeDelta::seconds(10));
    assert_eq!(tell(&rig, &account, &event("evt_2")).await.status.as_u16(), 200);
}

/// Few events may be a lot, too.
#[tokio::test]
async fn so_do_few_large_ones() {
    let rig = Rig::silent().await;
    let staff = owner(&rig, "olga").await;
    let (account, _) = connect(&rig, &staff).await;
    let wait = |from: u32, to: u32| {
        format!(
            "insert into webhook_events (organization_id, endpoint_id, event_id, type, body, created_at, next_at)
            select a.organization_id, a.id, 'evt_of_many_' || n, 'invoice.paid', convert_to(repeat(' ', 1024 * 1024), 'utf8'), '2001-01-01',
              '2100-01-01'
            from payment_accounts a, generate_series({from}, {to}) n where a.source = 'shop'"
        )
    };
    rig.shop.change(&wait(1, 255)).await;
    let event = |id: &str| thin(&rig, id, "invoice.paid", ("invoice", "in_1"));
    assert_eq!(tell(&rig, &account, &event("evt_1")).await.status.as_u16(), 200);
    rig.shop.change(&wait(256, 256)).await;
    rig.advance(TimeDelta::seconds(10));
    assert_eq!(tell(&rig, &account, &event("evt_2")).await.status.as_u16(), 429);
}
