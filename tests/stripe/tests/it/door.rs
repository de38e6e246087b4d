//! Nobody at home, and what goes on behind the back of whoever has gone.

use std::time::Duration;

use stripe_double::{Fault, Harm};

use crate::Client;

#[tokio::test]
async fn nobody_is_at_home() {
    let client = Client::start().await;
    // A connection is open, and ends.
    client.intent("k1").await;
    for _ in 0..3 {
        client.double.down().await;
        let refused = client.request("GET", "/payment_intents").send().await.unwrap_err();
        assert!(refused.is_connect() || refused.is_request(), "{refused:?}");
        let refused = reqwest::get(client.double.url()).await.unwrap_err();
        assert!(refused.is_connect(), "{refused:?}");
        client.double.up().await;
        assert_eq!(client.get("/payment_intents").await.0, 200, "and all is as it was");
    }
}

#[tokio::test]
async fn what_was_begun_is_waited_for() {
    let client = Client::start().await;
    client.double.fail(Fault::new(Harm::Slow).slow(Duration::from_millis(300)));
    let asked = client.form("/payment_intents", "k1", "amount=1000&currency=eur").timeout(Duration::from_millis(50));
    assert!(asked.send().await.unwrap_err().is_timeout());
    assert_eq!(client.double.books()["intents"].as_array().unwrap().len(), 0);
    client.double.quiet().await;
    assert_eq!(client.double.books()["intents"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn when_to_come_again() {
    let client = Client::start().await;
    client.double.fail(Fault::new(Harm::RateLimit).retry_after(7));
    let busy = client.request("GET", "/payment_intents").send().await.unwrap();
    assert_eq!((busy.status().as_u16(), &busy.headers()["retry-after"]), (429, &http::HeaderValue::from(7)));
}
