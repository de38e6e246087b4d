//! Signing in, and what is one's own.

use sea_orm::FromQueryResult;

use super::{Visitor, cart::with_mugs, checkout::ANN, open, open_with};
use crate::{carts::faults, shop::Shop};

pub(super) const PASSWORD: &str = "salt on the harbour wall";

pub(super) async fn register(visitor: &Visitor, email: &str) -> testkit::Answer {
    let form = [
        ("first_name", "Ann"),
        ("last_name", "Berg"),
        ("email", email),
        ("password", PASSWORD),
        ("return", "/account"),
    ];
    visitor.post("/account/register", &form).await
}

/// Where sessions say that they were begun.
pub(super) async fn addresses(shop: &Shop) -> Vec<String> {
    #[derive(FromQueryResult)]
    struct Begun {
        address: Option<String>,
    }
    let tx = shop.test.db().begin_system("look at sessions").await.unwrap();
    let sql = r#"select distinct "ipAddress" as address from auth.session"#;
    let begun: Vec<Begun> = db::fetch_all(&tx, sql, []).await.unwrap();
    begun.into_iter().map(|begun| begun.address.unwrap_or_default()).collect()
}

async fn known(shop: &Shop) -> Visitor {
    let visitor = with_mugs(shop).await;
    let answer = register(&visitor, "ann@example.com").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/account"), "{}", answer.text);
    visitor
}

#[tokio::test]
async fn a_customer_buys() {
    let shop = open().await;
    let visitor = known(&shop).await;
    assert!(visitor.page("/account").await.contains("Hello Ann"));
    // An address is saved, and used.
    let address: Vec<_> =
        ANN.iter().filter(|(name, _)| *name != "email").copied().chain([("is_default_shipping", "1")]).collect();
    let page = visitor.submit("/account/addresses", &address).await;
    assert!(page.contains("Havnegade 1") && page.contains("The usual one"), "{page}");
    let page = visitor.page("/checkout").await;
    assert!(page.contains("Send it here") && page.contains("value=\"ann@example.com\""), "{page}");
    let (_, rest) = page.split_once("name=\"saved\" value=\"").unwrap();
    let saved = rest.split_once('"').unwrap().0.to_owned();
    let page = visitor.submit("/checkout/address", &[("saved", &saved)]).await;
    let (_, rest) = page.split_once("name=\"option\" value=\"").unwrap();
    let option = rest.split_once('"').unwrap().0.to_owned();
    visitor.submit("/checkout/shipping", &[("option", &option)]).await;
    let page = visitor.submit("/checkout/complete", &[("provider", "pp_system_default")]).await;
    assert!(page.contains("Thank you"));
    let page = visitor.page("/account").await;
    assert!(page.contains("Order 1") && page.contains("€41.00"), "{page}");
    let signed = visitor.cookie("kontor_order").unwrap();
    let order = signed.split_once('.').unwrap().0;
    assert!(visitor.page(&format!("/account/orders/{order}")).await.contains("Havnegade 1"));
    // Nobody else's account shows it.
    let other = Visitor::new(&shop);
    register(&other, "bo@example.com").await;
    assert_eq!(other.get(&format!("/account/orders/{order}")).await.status, 404);
    assert_eq!(other.get(&format!("/account/addresses/{saved}")).await.status, 404);
    assert_eq!(other.post(&format!("/account/addresses/{saved}/remove"), &[]).await.status, 303);
    assert!(visitor.page("/account/addresses").await.contains("Havnegade 1"));
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn in_and_out_again() {
    let shop = open().await;
    let visitor = known(&shop).await;
    let answer = visitor.post("/account/sign-out", &[]).await;
    assert_eq!((answer.status.as_u16(), visitor.cookie("kontor_session")), (303, None));
    assert_eq!(shop.count("auth.session").await, 0, "it is over on the server, too");
    let answer = visitor.get("/account/addresses").await;
    assert_eq!(answer.header("location"), "/account/sign-in?return=%2Faccount%2Faddresses");
    let page = visitor.page(answer.header("location")).await;
    assert!(page.contains("name=\"return\" value=\"/account/addresses\""));
    let page = visitor.again("/account/sign-in", &[("email", "ann@example.com"), ("password", "wrong wrong")]).await;
    assert!(page.contains("E-mail or password is wrong.") && page.contains("value=\"ann@example.com\""));
    assert!(!page.contains("wrong wrong"), "passwords are not sent back");
    let answer = visitor
        .post(
            "/account/sign-in",
            &[("email", "ann@example.com"), ("password", PASSWORD), ("return", "https://evil.example")],
        )
        .await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/"), "{}", answer.text);
}

#[tokio::test]
async fn a_session_that_is_over() {
    let shop = open().await;
    let visitor = known(&shop).await;
    shop.change("delete from auth.session").await;
    // Where nobody has to be known, one is a stranger from then on.
    let answer = visitor.get("/account").await;
    assert_eq!(answer.header("location"), "/account/sign-in?return=%2Faccount");
    assert_eq!(visitor.cookie("kontor_session"), None);
    visitor.bring("kontor_session", "nonsense.nonsense.nonsense");
    let mut answer = visitor.get("/products/mug").await;
    if answer.status == 303 {
        answer = visitor.get(answer.header("location")).await;
    }
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_dead_session_ends_wherever_it_is_seen() {
    let shop = open().await;
    for path in ["/", "/products/mug", "/categories/home", "/search?q=mug"] {
        let visitor = Visitor::new(&shop);
        visitor.bring("kontor_session", "nonsense.nonsense.nonsense");
        assert_eq!(visitor.get(path).await.status, 200, "{path}");
        assert_eq!(visitor.cookie("kontor_session"), None, "{path}");
    }
    let visitor = known(&shop).await;
    visitor.page("/products/mug").await;
    assert!(visitor.cookie("kontor_session").is_some(), "one that lives stays");
    shop.change("delete from auth.session").await;
    visitor.page("/products/mug").await;
    assert_eq!(visitor.cookie("kontor_session"), None);
}

#[tokio::test]
async fn nobody_is_sent_back_and_forth() {
    let shop = open().await;
    // A browser that does not let go of its cookie, as when another site has set it.
    let stuck = |path: &str| {
        let request = shop.anybody().with_header("accept", "text/html").get(path);
        request.header("cookie", "kontor_session=nonsense.nonsense.nonsense").send()
    };
    let answer = stuck("/account").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/account/sign-in?return=%2Faccount"));
    let answer = stuck("/account/sign-in?return=%2Faccount").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.text.contains("name=\"password\"") && answer.header("set-cookie").contains("Max-Age=0"));
    // Who is in already goes on.
    let visitor = known(&shop).await;
    let answer = visitor.get("/account/sign-in?return=%2Faccount").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/account"));
}

#[tokio::test]
async fn an_address_is_believed_of_proxies_alone() {
    let shop = open().await;
    let visitor = Visitor::new(&shop).at("203.0.113.9");
    register(&visitor, "ann@example.com").await;
    assert_eq!(addresses(&shop).await, ["127.0.0.1"], "anybody can write that header");
    let shop = open_with(&[("KONTOR_CACHE", "false"), ("KONTOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let visitor = Visitor::new(&shop).at("198.51.100.1, 203.0.113.9");
    register(&visitor, "ann@example.com").await;
    assert_eq!(addresses(&shop).await, ["203.0.113.9"]);
}

#[tokio::test]
async fn forms_of_accounts_that_are_wrong() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    let page = visitor.again("/account/register", &[("email", "ann@example.com"), ("password", "short")]).await;
    assert!(page.contains("At least 8 characters, please.") && page.contains("Please fill this in."), "{page}");
    let form = [("first_name", "A"), ("last_name", "B"), ("email", "nobody"), ("password", PASSWORD)];
    let page = visitor.again("/account/register", &form).await;
    assert!(
        page.contains("This is no e-mail address") && page.contains("value=\"nobody\"") && !page.contains(PASSWORD)
    );
    assert!(visitor.again("/account/sign-in", &[]).await.contains("Please give e-mail and password."));
    for path in ["/account", "/account/addresses", "/account/orders/order_x"] {
        assert_eq!(visitor.get(path).await.status, 303, "{path}");
    }
}

#[tokio::test]
async fn a_taken_address_is_not_told() {
    let shop = open().await;
    known(&shop).await;
    let other = Visitor::new(&shop);
    let form = [
        ("first_name", "Eve"),
        ("last_name", "E"),
        ("email", "ann@example.com"),
        ("password", "another long password"),
    ];
    let answer = other.post("/account/register", &form).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/account/sign-in?new=1"), "{}", answer.text);
    assert_eq!(other.cookie("kontor_session"), None);
}
