//! What is said of something else is not believed.

use payments::{Capturing, Fact, Mismatch, Ours, Session, label};

use crate::rig::{Rig, money, refund};

#[tokio::test]
async fn a_session_is_the_one_of_our_row_or_of_none() {
    let rig = Rig::start().await;
    let said = rig.intent("patt_1", "10.00", Capturing::Manual).await;
    let amount = money("10");
    let mine = [(label::SESSION, "payses_1"), (label::ORGANIZATION, "org_1")];
    let ours = Ours { amount: &amount, currency: "eur", labels: &mine };
    assert_eq!(ours.check_session(&said), Ok(()), "10 is 10.00");
    let (less, more) = (money("9.99"), money("10.01"));
    for other in [&less, &more] {
        assert_eq!(Ours { amount: other, ..ours }.check_session(&said), Err(Mismatch::Amount));
    }
    for other in ["usd", "EUR", ""] {
        assert_eq!(Ours { currency: other, ..ours }.check_session(&said), Err(Mismatch::Currency), "{other}");
    }
    for other in [(label::SESSION, "payses_2"), (label::ORGANIZATION, "org_2"), (label::CART, "cart_1")] {
        assert_eq!(Ours { labels: &[mine[0], other], ..ours }.check_session(&said), Err(Mismatch::Label), "{other:?}");
    }
    // What was counted more finely than Stripe counts is still the same.
    assert_eq!(Ours { amount: &money("9.9950001"), ..ours }.check_session(&said), Ok(()));
    assert_eq!(Ours { amount: &money("-10"), ..ours }.check_session(&said), Err(Mismatch::Amount));
    let taken = Session { received: money("10.01"), ..said.clone() };
    assert_eq!(ours.check_session(&taken), Err(Mismatch::Received));
    let promised = Session { capturable: money("10.01"), ..said };
    assert_eq!(ours.check_session(&promised), Err(Mismatch::Received));
}

#[tokio::test]
async fn a_refund_is_the_one_of_our_row_or_of_none() {
    let rig = Rig::start().await;
    let made = rig.intent("patt_1", "10.00", Capturing::Automatic).await.reference;
    rig.double.confirm(&made, "pm_card_visa").unwrap();
    let answer = rig.done(&refund(&made, "4.00", "ref_1"), "patt_2").await;
    let Fact::Refund(said) = &answer.facts[0] else { panic!() };
    let amount = money("4");
    let ours = Ours { amount: &amount, currency: "eur", labels: &[(label::REFUND, "ref_1")] };
    assert_eq!(ours.check_refund(said), Ok(()));
    assert_eq!(Ours { amount: &money("4.5"), ..ours }.check_refund(said), Err(Mismatch::Amount));
    assert_eq!(Ours { currency: "usd", ..ours }.check_refund(said), Err(Mismatch::Currency));
    assert_eq!(Ours { labels: &[(label::REFUND, "ref_2")], ..ours }.check_refund(said), Err(Mismatch::Label));
}
