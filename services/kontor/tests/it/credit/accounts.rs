//! Store credit: given, claimed, spent by whom it belongs to.

use serde_json::json;

use super::{card, cards_of, open, paid};
use crate::{
    carts::{at_once, faults, path, pay, ready},
    medusa::visitor::{ANN, Visitor},
};

#[tokio::test]
async fn given_claimed_and_spent() {
    let (shop, staff) = open().await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await["id"].clone();
    let path_of = "/admin/store-credit-accounts";
    let made = staff.post(path_of, &json!({"currency_code": "eur", "customer_id": customer})).ok().await;
    let made = &made["store_credit_account"];
    assert_eq!((&made["balance"], &made["code"]), (&json!(0), &json!(null)));
    staff.post(path_of, &json!({"currency_code": "eur", "customer_id": customer})).error(422).await;
    let at = format!("{path_of}/{}", made["id"].as_str().unwrap());
    let give = format!("{at}/credit");
    staff.post(&give, &json!({"amount": 20, "note": "for the broken mug"})).header("idempotency-key", "1").ok().await;
    let again = staff.post(&give, &json!({"amount": 20})).header("idempotency-key", "1").ok().await;
    assert_eq!(again["store_credit_account"]["balance"], 20, "given once");
    let more = staff.post(&give, &json!({"amount": 5.5})).ok().await;
    assert_eq!(
        (&more["store_credit_account"]["balance"], &more["store_credit_account"]["credits"]),
        (&json!(25.5), &json!(25.5))
    );
    for (body, words) in
        [(json!({"amount": 0}), "too small"), (json!({"amount": -3}), "too small"), (json!({}), "is required")]
    {
        let error = staff.post(&give, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(words), "{error}");
    }
    staff.post(&format!("{path_of}/sca_x/credit"), &json!({"amount": 1})).error(404).await;

    // What is on a card becomes hers.
    let gift = card(&staff, 10).await;
    let claimed = ann.post("/store/store-credit-accounts/claim", &json!({"code": gift["code"]})).await.json();
    assert_eq!(claimed["store_credit_account"]["balance"], 10);
    let mut ben = Visitor::new(&shop);
    ben.join("ben@example.test").await;
    assert_eq!(
        ben.post("/store/store-credit-accounts/claim", &json!({"code": gift["code"]})).await.status.as_u16(),
        404
    );
    let his = ready(&ben.client(), &[(1, 1)]).await;
    assert_eq!(ben.post(&cards_of(&his), &json!({"code": gift["code"]})).await.status.as_u16(), 404, "it is hers");
    let mine = ann.get("/store/store-credit-accounts").await.json();
    assert_eq!(mine["count"], 2);
    assert_eq!(ben.get("/store/store-credit-accounts").await.json()["count"], 0);
    let hers = format!("/store/store-credit-accounts/{}", made["id"].as_str().unwrap());
    assert_eq!(ann.get(&hers).await.json()["store_credit_account"]["balance"], 25.5);
    assert_eq!(ben.get(&hers).await.status.as_u16(), 404);
    shop.shopper().get("/store/store-credit-accounts").error(401).await;

    // Paid with both accounts, the rest with money.
    let cart = ready(&ann.client(), &[(1, 2)]).await;
    let credits = format!("{}/store-credits", path(&cart));
    shop.shopper().post(&credits, &json!({"amount": 5})).error(401).await;
    assert_eq!(ben.post(&credits, &json!({"amount": 5})).await.status.as_u16(), 400, "another one's cart");
    let short = ann.post(&credits, &json!({"amount": 40})).await;
    assert_eq!(
        (short.status.as_u16(), &short.json()["message"]),
        (400, &json!("There is not enough store credit: 35.5 of 40"))
    );
    let with = ann.post(&credits, &json!({"amount": 30})).await.json();
    assert_eq!(paid(&with["cart"]), (30.0, 11.0));
    let less = ann.post(&credits, &json!({"amount": 12.5})).await.json();
    assert_eq!(paid(&less["cart"]), (12.5, 28.5));
    pay(&ann.client(), &cart).await;
    let done = ann.post(&format!("{}/complete", path(&cart)), &json!({})).await.json();
    assert_eq!((&done["order"]["total"], &done["order"]["credit_line_total"]), (&json!(28.5), &json!(12.5)));
    assert_eq!(ann.get(&hers).await.json()["store_credit_account"]["balance"], 13);
    let lines = staff.get(&format!("{at}/transactions?order=created_at")).ok().await;
    let lines = lines["transactions"].as_array().unwrap();
    assert_eq!((lines.len(), &lines[2]["type"], &lines[2]["reference_id"]), (3, &json!("debit"), &done["order"]["id"]));
    assert_eq!((&lines[0]["note"], &lines[2]["balance_after"]), (&json!("for the broken mug"), &json!(13)));
    assert_eq!(staff.get(&format!("{at}/transactions?type=credit")).ok().await["count"], 2);
    assert_eq!(staff.get(path_of).ok().await["count"], 2);
    let theirs = shop.colleague("b", "eve", "owner").await.client;
    theirs.get(&format!("{at}/transactions")).error(404).await;
    theirs.post(&give, &json!({"amount": 5})).error(404).await;
    assert_eq!(shop.count("events where name like 'store\\_credit.%'").await, 4);
    assert_eq!(faults(&shop).await, 0);
}

/// An account without an owner has a code, which is told once.
#[tokio::test]
async fn accounts_to_be_claimed() {
    let (shop, staff) = open().await;
    let made = staff.post("/admin/store-credit-accounts", &json!({"currency_code": "eur"})).ok().await;
    let made = &made["store_credit_account"];
    let code = made["code"].as_str().unwrap();
    let at = format!("/admin/store-credit-accounts/{}", made["id"].as_str().unwrap());
    assert_eq!(staff.get(&at).ok().await["store_credit_account"]["code"], format!("****-{}", &code[15..]));
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let claim = "/store/store-credit-accounts/claim";
    assert_eq!(ann.post(claim, &json!({"code": code})).await.status.as_u16(), 404, "there is nothing on it");
    staff.post(&format!("{at}/credit"), &json!({"amount": 7})).ok().await;
    assert_eq!(ann.post(claim, &json!({"code": code})).await.json()["store_credit_account"]["balance"], 7);
    assert_eq!(ann.post(claim, &json!({"code": code})).await.status.as_u16(), 200, "hers already");
    assert_eq!(faults(&shop).await, 0);
}

/// Credit is given once, however often it is asked for at the same time.
#[tokio::test]
async fn given_once_by_ten() {
    let (shop, staff) = open().await;
    let made = staff.post("/admin/store-credit-accounts", &json!({"currency_code": "eur"})).ok().await;
    let give = format!("/admin/store-credit-accounts/{}/credit", made["store_credit_account"]["id"].as_str().unwrap());
    let asking = (0..10).map(|_| {
        let (staff, give) = (staff.clone(), give.clone());
        async move { staff.post(&give, &json!({"amount": 9})).header("idempotency-key", "k").send().await }
    });
    for answer in at_once(asking).await {
        assert_eq!((answer.status.as_u16(), &answer.json()["store_credit_account"]["balance"]), (200, &json!(9)));
    }
    assert_eq!(faults(&shop).await, 0);
}
