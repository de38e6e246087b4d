//! What was not told is found.

use payments::{Capturing, Doubt, Objects, Provider, Since};
use stripe_double::Knobs;

use crate::rig::{Inbox, Rig, SECRET, refund, until};

async fn all(rig: &Rig, since: Since) -> Vec<String> {
    let mut found = Vec::new();
    let mut since = since;
    loop {
        let page = rig.stripe.events(&rig.account, &since).await.unwrap();
        found.push(page.entries.into_iter().map(|swept| swept.envelope.event).collect::<Vec<_>>());
        match page.next {
            Some(next) => since = since.page(next),
            None => break,
        }
    }
    // Pages that go towards the oldest are put behind one another from the last to the first.
    if since.event.is_none() {
        found.reverse();
    }
    found.concat()
}

fn told(rig: &Rig) -> Vec<String> {
    rig.double.events().iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn events_are_walked_in_pages_in_both_directions() {
    let rig = Rig::start().await;
    // More than two pages of a hundred.
    for nth in 0..75 {
        let made = rig.intent(&format!("patt_{nth}"), "10.00", Capturing::Automatic).await.reference;
        rig.double.confirm(&made, "pm_card_visa").unwrap();
    }
    let told = told(&rig);
    assert!(told.len() > 200);
    assert_eq!(all(&rig, Since::default()).await, told);
    let behind = Since { event: Some(told[9].clone()), ..Since::default() };
    assert_eq!(all(&rig, behind).await, told[10..]);
    let none = Since { created: Some(rig.double.now() + 100), ..Since::default() };
    assert!(all(&rig, none).await.is_empty());
    rig.double.advance(31 * 24 * 3600);
    assert!(all(&rig, Since::default()).await.is_empty(), "Stripe forgets events after thirty days");
}

#[tokio::test]
async fn a_place_that_is_forgotten_is_not_the_end() {
    let rig = Rig::start().await;
    rig.intent("patt_1", "10.00", Capturing::Automatic).await;
    let place = told(&rig)[0].clone();
    rig.double.advance(31 * 24 * 3600);
    rig.intent("patt_2", "10.00", Capturing::Automatic).await;
    // Whoever was away for a month would else believe that nothing has happened.
    for (event, before) in [(Some(place.clone()), None), (None, Some(place))] {
        let since = Since { event, before, ..Since::default() };
        assert_eq!(rig.stripe.events(&rig.account, &since).await.unwrap_err(), Doubt::Forgotten);
    }
    let anew = Since { created: Some(rig.double.now() - 3600), ..Since::default() };
    assert_eq!(all(&rig, anew).await, told(&rig)[1..]);
    let walk = rig.stripe.objects(&rig.account, Objects::Intents, 0, Some("pi_nobody")).await;
    assert_eq!(walk.unwrap_err(), Doubt::Forgotten);
}

#[tokio::test]
async fn what_never_came_is_found_as_it_was() {
    let rig = Rig::start().await;
    let lost = Knobs { drop: 100, secrets: vec![SECRET.to_owned()], ..Knobs::default() };
    let inbox = Inbox::open(&rig, &[SECRET], lost.clone()).await;
    let made = rig.intent("patt_1", "10.00", Capturing::Automatic).await.reference;
    until("it was dropped", || rig.double.books()["failed"] == 1).await;
    // From now on all comes.
    Inbox::open(&rig, &[SECRET], Knobs { drop: 0, ..lost }).await;
    rig.double.confirm(&made, "pm_card_visa").unwrap();
    until("the rest came", || rig.double.books()["undelivered"] == 1).await;
    assert!(inbox.taken.lock().unwrap().is_empty());
    let undelivered = Since { undelivered: true, ..Since::default() };
    let page = rig.stripe.events(&rig.account, &undelivered).await.unwrap();
    assert_eq!(page.entries.len(), 1);
    assert_eq!(page.entries[0].envelope.kind, "payment_intent.created");
    let read = rig.stripe.read(page.entries[0].body.get().as_bytes());
    assert!(matches!(read, payments::Reading::Facts(told) if told[0].fact.of() == ("session", made.as_str())));
}

#[tokio::test]
async fn objects_are_walked_for_events_that_never_were() {
    let rig = Rig::start().await;
    let since = rig.double.now();
    for nth in 0..105 {
        rig.intent(&format!("patt_{nth}"), "10.00", Capturing::Automatic).await;
    }
    let paid = rig.intent("patt_paid", "10.00", Capturing::Automatic).await.reference;
    rig.double.confirm(&paid, "pm_card_createDispute").unwrap();
    let back = rig.intent("patt_back", "10.00", Capturing::Automatic).await.reference;
    rig.double.confirm(&back, "pm_card_visa").unwrap();
    rig.done(&refund(&back, "1", "ref_1"), "patt_refund").await;
    let walk = async |of: Objects| {
        let mut found = 0;
        let mut cursor = None;
        loop {
            let page = rig.stripe.objects(&rig.account, of, since, cursor.as_deref()).await.unwrap();
            found += page.entries.len();
            cursor = page.next;
            if cursor.is_none() {
                return found;
            }
        }
    };
    assert_eq!(walk(Objects::Intents).await, 107);
    assert_eq!(walk(Objects::Refunds).await, 1);
    assert_eq!(walk(Objects::Disputes).await, 1);
    assert_eq!(walk(Objects::Subscriptions).await, 0);
    assert_eq!(walk(Objects::Invoices).await, 0);
    let later = rig.stripe.objects(&rig.account, Objects::Intents, since + 1000, None).await.unwrap();
    assert!(later.entries.is_empty());
}
