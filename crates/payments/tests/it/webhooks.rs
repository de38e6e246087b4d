//! What is told is believed when it is signed, and only then.

use axum::http::{HeaderMap, HeaderValue};
use payments::{Capturing, Envelope, NotTaken, Provider};
use secrecy::SecretString;
use serde_json::{Value, json};
use stripe_double::{Knobs, Signed, sign};

use crate::rig::{Inbox, Rig, SECRET, until};

const NOW: i64 = 1_790_000_000;
const NEW: &str = "whsec_the_one_that_is_new";

fn event() -> Value {
    json!({
        "id": "evt_1", "object": "event", "api_version": "2026-09-30.endive", "created": NOW - 5, "livemode": true,
        "account": "acct_1", "type": "payment_intent.succeeded", "data": { "object": { "id": "pi_1", "object": "payment_intent" } },
    })
}

fn knobs() -> Knobs {
    Knobs { secrets: vec![SECRET.to_owned()], ..Knobs::default() }
}

async fn verify(signed: &Signed, secrets: &[&str]) -> Result<Envelope, NotTaken> {
    let rig = Rig::start().await;
    let mut headers = HeaderMap::new();
    headers.insert("stripe-signature", HeaderValue::from_str(&signed.header).unwrap());
    let secrets: Vec<_> = secrets.iter().map(|secret| SecretString::from(*secret)).collect();
    rig.stripe.verify(&headers, &signed.body, &secrets, NOW)
}

#[tokio::test]
async fn what_is_signed_is_taken() {
    let envelope = verify(&sign(&event(), &knobs(), NOW), &[SECRET]).await.unwrap();
    assert_eq!(envelope.event, "evt_1");
    assert_eq!(envelope.kind, "payment_intent.succeeded");
    assert_eq!((envelope.object.as_deref(), envelope.object_kind.as_deref()), (Some("pi_1"), Some("payment_intent")));
    assert_eq!((envelope.account.as_deref(), envelope.is_live), (Some("acct_1"), Some(true)));
    assert_eq!(envelope.created.timestamp(), NOW - 5);
}

#[tokio::test]
async fn a_changed_byte_is_a_wrong_signature() {
    let signed = sign(&event(), &knobs(), NOW);
    // Every byte of the body counts; a few stand for all.
    for at in (0..signed.body.len()).step_by(17) {
        let mut body = signed.body.to_vec();
        body[at] ^= 1;
        let changed = Signed { header: signed.header.clone(), body: body.into() };
        assert_eq!(verify(&changed, &[SECRET]).await, Err(NotTaken::Wrong), "byte {at}");
    }
    let header = signed.header.replace(&NOW.to_string(), &(NOW + 1).to_string());
    assert_eq!(
        verify(&Signed { header, body: signed.body }, &[SECRET]).await,
        Err(NotTaken::Wrong),
        "the time is signed"
    );
}

#[tokio::test]
async fn a_strangers_or_a_broken_event_is_refused() {
    let wrong = Knobs { wrong_secret: true, ..knobs() };
    assert_eq!(verify(&sign(&event(), &wrong, NOW), &[SECRET]).await, Err(NotTaken::Wrong));
    let short = Knobs { truncate: 3, ..knobs() };
    assert_eq!(verify(&sign(&event(), &short, NOW), &[SECRET]).await, Err(NotTaken::Wrong));
    assert_eq!(
        verify(&sign(&event(), &knobs(), NOW), &[]).await,
        Err(NotTaken::Wrong),
        "without secrets nothing is taken"
    );
    assert_eq!(verify(&sign(&json!({ "id": "x" }), &knobs(), NOW), &[SECRET]).await, Err(NotTaken::NoEvent));
    assert_eq!(verify(&sign(&json!("hello"), &knobs(), NOW), &[SECRET]).await, Err(NotTaken::NoEvent));
}

#[tokio::test]
async fn a_secret_that_everybody_has_is_none() {
    // A setting with a comma too many must not open the door to whoever signs with nothing.
    for nobodys in ["", " ", "whsec_"] {
        let forged = Knobs { secrets: vec![nobodys.to_owned()], ..knobs() };
        assert_eq!(
            verify(&sign(&event(), &forged, NOW), &[nobodys, SECRET]).await,
            Err(NotTaken::Wrong),
            "{nobodys:?}"
        );
    }
}

#[tokio::test]
async fn five_minutes_to_either_side_are_taken() {
    for (skew, is_taken) in [(-300, true), (-301, false), (300, true), (301, false), (-86_400, false), (86_400, false)]
    {
        let taken = verify(&sign(&event(), &Knobs { skew, ..knobs() }, NOW), &[SECRET]).await;
        assert_eq!(taken.is_ok(), is_taken, "{skew}: {taken:?}");
        assert!(is_taken || taken == Err(NotTaken::Stale), "{skew}: {taken:?}");
    }
}

#[tokio::test]
async fn a_secret_is_rolled_without_a_gap() {
    let rolling = Knobs { secrets: vec![NEW.to_owned(), SECRET.to_owned()], noise: true, ..knobs() };
    let signed = sign(&event(), &rolling, NOW);
    assert_eq!(signed.header.matches("v1=").count(), 2);
    assert!(signed.header.contains("v0="));
    verify(&signed, &[SECRET]).await.unwrap();
    verify(&signed, &[NEW]).await.unwrap();
    verify(&sign(&event(), &knobs(), NOW), &[NEW, SECRET]).await.unwrap();
    assert_eq!(verify(&signed, &["whsec_older_than_the_others"]).await, Err(NotTaken::Wrong));
}

#[tokio::test]
async fn a_header_that_is_none_is_refused() {
    let signed = sign(&event(), &knobs(), NOW);
    let v1 = signed.header.split_once(',').unwrap().1.to_owned();
    let hash = v1.trim_start_matches("v1=").to_owned();
    for header in [
        String::new(),
        "t=".to_owned(),
        format!("t={NOW}"),
        v1.clone(),
        format!("t={NOW},v0={hash}"),
        format!("t={NOW},t={NOW},{v1}"),
        format!("t=-{NOW},{v1}"),
        format!("t=+{NOW},{v1}"),
        format!("t={NOW},v1={}", &hash[1..]),
        format!("t={NOW},v1=zz{}", &hash[2..]),
        format!("t={NOW}{}", format!(",{v1}").repeat(17)),
        "nonsense".to_owned(),
    ] {
        let refused = verify(&Signed { header: header.clone(), body: signed.body.clone() }, &[SECRET]).await;
        assert_eq!(refused, Err(NotTaken::NoSignature), "{header}");
    }
    let rig = Rig::start().await;
    let secrets = [SecretString::from(SECRET)];
    assert_eq!(rig.stripe.verify(&HeaderMap::new(), &signed.body, &secrets, NOW), Err(NotTaken::NoSignature));
    let mut twice = HeaderMap::new();
    twice.append("stripe-signature", HeaderValue::from_str(&signed.header).unwrap());
    twice.append("stripe-signature", HeaderValue::from_str(&signed.header).unwrap());
    assert_eq!(rig.stripe.verify(&twice, &signed.body, &secrets, NOW), Err(NotTaken::NoSignature));
}

#[tokio::test]
async fn two_megabytes_are_no_event() {
    let signed = sign(&event(), &Knobs { pad: 2_000_000, ..knobs() }, NOW);
    assert_eq!(verify(&signed, &[SECRET]).await, Err(NotTaken::TooLarge));
    verify(&sign(&event(), &Knobs { pad: 500_000, ..knobs() }, NOW), &[SECRET]).await.unwrap();
}

#[tokio::test]
async fn a_thin_event_and_its_snapshot_are_one() {
    let thin = json!({
        "id": "evt_thin", "object": "v2.core.event", "created": "2026-09-21T14:13:20.789Z", "livemode": false,
        "type": "v1.payment_intent.succeeded", "snapshot_event": "evt_1",
        "related_object": { "id": "pi_1", "type": "payment_intent", "url": "/v1/payment_intents/pi_1" },
    });
    let envelope = verify(&sign(&thin, &knobs(), NOW), &[SECRET]).await.unwrap();
    assert_eq!((envelope.event.as_str(), envelope.object.as_deref()), ("evt_1", Some("pi_1")));
    // The snapshot knows no milliseconds, and an event is known by its time too.
    assert_eq!((envelope.created.timestamp(), envelope.created.timestamp_subsec_nanos()), (NOW, 0));
}

#[tokio::test]
async fn what_comes_often_late_and_out_of_order_comes() {
    let rig = Rig::start().await;
    let bad = Knobs { copies: 3, shuffle: 150, drop: 30, retries: 0, noise: true, ..knobs() };
    let inbox = Inbox::open(&rig, &[SECRET], bad).await;
    for nth in 0..8 {
        let made = rig.intent(&format!("patt_{nth}"), "10.00", Capturing::Automatic).await.reference;
        rig.double.confirm(&made, "pm_card_visa").unwrap();
    }
    until("most has come", || inbox.taken.lock().unwrap().len() > 30).await;
    let mut events: Vec<_> = inbox.taken.lock().unwrap().iter().map(|(envelope, _)| envelope.event.clone()).collect();
    let told = events.len();
    events.sort();
    events.dedup();
    assert!(events.len() < told, "some came more than once");
    assert!(inbox.refused.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_refused_is_told_again_with_a_new_time() {
    let rig = Rig::start().await;
    let stranger = Knobs { wrong_secret: true, retries: 2, backoff: 10, ..knobs() };
    let inbox = Inbox::open(&rig, &[SECRET], stranger).await;
    rig.intent("patt_1", "10.00", Capturing::Automatic).await;
    until("three tries were refused", || inbox.refused.lock().unwrap().len() == 3).await;
    assert!(inbox.taken.lock().unwrap().is_empty());
}
