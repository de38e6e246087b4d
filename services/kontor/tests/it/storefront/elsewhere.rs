//! Pages of a process whose Store API is another one's.

use super::{
    Visitor,
    account::{PASSWORD, addresses, register},
    open, open_with,
};

#[tokio::test]
async fn the_api_may_be_another_servers() {
    let api = open().await;
    api.change("update products set title = 'Far Mug' where handle = 'mug'").await;
    let url = format!("http://{}", api.address);
    let front = open_with(&[("STOREFRONT_API_URL", &url)]).await;
    let visitor = Visitor::new(&front);
    assert!(visitor.page("/products/mug").await.contains("<h1>Far Mug</h1>"));
    let page = visitor.submit("/products/mug", &[("o-colour", "Blue"), ("quantity", "2")]).await;
    assert!(page.contains("€36.00"));
    assert_eq!((api.count("carts").await, front.count("carts").await), (1, 0));
    // What the other server changes is seen at once: nothing of it is kept here.
    api.change("update products set title = 'Farther Mug' where handle = 'mug'").await;
    assert!(visitor.page("/products/mug").await.contains("<h1>Farther Mug</h1>"));
}

#[tokio::test]
async fn an_api_that_is_away_is_told_in_words() {
    // Nobody listens there.
    let front = open_with(&[("STOREFRONT_API_URL", "http://127.0.0.1:9")]).await;
    let answer = Visitor::new(&front).get("/products/mug").await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "5"));
    assert!(answer.text.contains("Back in a moment") && answer.text.contains(answer.header("x-request-id")));
}

#[tokio::test]
async fn with_a_secret_key_customers_sign_in_and_out() {
    let api = open().await;
    let url = format!("http://{}", api.address);
    let key = format!("sk_{}", "a".repeat(64));
    let settings =
        [("STOREFRONT_API_URL", &*url), ("STOREFRONT_SECRET_KEY", &*key), ("KONTOR_TRUSTED_PROXIES", "127.0.0.1")];
    let front = open_with(&settings).await;
    let visitor = Visitor::new(&front).at("203.0.113.9");
    register(&visitor, "ann@example.com").await;
    assert!(visitor.page("/account").await.contains("ann@example.com") || visitor.cookie("kontor_session").is_some());
    assert_eq!(addresses(&api).await, ["203.0.113.9"], "the shopper's, and not the front's");
    let answer = visitor.post("/account/sign-out", &[]).await;
    assert_eq!((answer.status.as_u16(), visitor.cookie("kontor_session")), (303, None));
    assert_eq!(api.count("auth.session").await, 0, "it is over at the other server, too");
    let form = [("email", "ann@example.com"), ("password", PASSWORD), ("return", "/account")];
    assert!(visitor.submit("/account/sign-in", &form).await.contains("Your account"));
}

#[tokio::test]
async fn who_looks_is_counted_where_the_api_is() {
    let api = open_with(&[("KONTOR_CACHE", "false"), ("KONTOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let url = format!("http://{}", api.address);
    let front = open_with(&[("STOREFRONT_API_URL", &url), ("KONTOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    let visitors =
        ["203.0.113.9", "203.0.113.10"].map(|address| Visitor::new(&front).at(address).saying("user-agent", agent));
    for visitor in &visitors {
        visitor.page("/products/mug?utm_source=letter").await;
    }
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    let told = "page_views where path = '/products/mug' and utm_source = 'letter' and browser = 'Chrome' and product_id is not null";
    while api.count(told).await < 2 {
        assert!(tokio::time::Instant::now() < deadline, "{} were counted", api.count("page_views").await);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(
        (
            front.count("page_views").await,
            api.count("(select distinct visitor from page_views where path = '/products/mug') v").await
        ),
        (0, 2),
        "each is somebody else"
    );
    // Pages are edited at the other server, and not here.
    let staff = Visitor::new(&front);
    staff.become_staff(&front, &front.colleague("a", "olga", "owner").await).await;
    assert_eq!(staff.get("/editor/sign-in").await.status, 404);
    assert!(!staff.page("/?edit").await.contains("kontor-editor"));
}
