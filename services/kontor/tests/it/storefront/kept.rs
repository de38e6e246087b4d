//! Pages of strangers are made once, until the catalogue changes.

use super::{Visitor, open_with};

#[tokio::test]
async fn a_page_is_made_once() {
    let shop = open_with(&[]).await;
    let visitor = Visitor::new(&shop);
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        visitor.page("/products/mug").await;
        let answer = visitor.get("/products/mug").await;
        if answer.header("x-kontor-cache") == "hit" {
            assert!(answer.header("content-security-policy").contains("sha256-"));
            assert_eq!((answer.header("vary"), answer.header("content-language")), ("cookie", "en"));
            let known = shop.anybody().get("/products/mug").header("if-none-match", answer.header("etag")).send().await;
            assert_eq!(known.status, 304);
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "nothing is kept: {answer:?}");
    }
    // Who a key opens for is looked up now and then beside it.
    let mut least = u64::MAX;
    for _ in 0..5 {
        let before = shop.platform.app.db.statements();
        visitor.page("/products/mug").await;
        least = least.min(shop.platform.app.db.statements() - before);
    }
    assert_eq!(least, 0, "a page that is kept asks the database nothing");

    // Another country and another language are other pages.
    visitor.submit("/settings/place", &[("country", "us"), ("language", "de"), ("return", "/products/mug")]).await;
    assert!(visitor.page("/products/mug").await.contains("19,90\u{a0}$"));

    shop.change("update products set title = 'Quay Mug' where handle = 'mug'").await;
    let stranger = Visitor::new(&shop);
    loop {
        if stranger.page("/products/mug").await.contains("<h1>Quay Mug</h1>") {
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "the page is what it was");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn what_says_nothing_makes_no_other_page() {
    let shop = open_with(&[]).await;
    let visitor = Visitor::new(&shop);
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while visitor.get("/products/mug").await.header("x-kontor-cache") != "hit" {
        assert!(tokio::time::Instant::now() < deadline, "nothing is kept");
    }
    for query in ["x=1", "utm_source=mail&x=2", "edit", "q=%00&&=", "o-=x"] {
        let answer = visitor.get(&format!("/products/mug?{query}")).await;
        assert!(query == "o-=x" || answer.header("x-kontor-cache") == "hit", "{query}: {answer:?}");
        assert!(!answer.text.contains("utm_source"), "what is kept says nothing of who asked first");
    }
    // Choices that the product does not have are answered, and not kept.
    for _ in 0..3 {
        let answer = visitor.get("/products/mug?o-colour=Nonsense").await;
        assert!(answer.status == 200 && answer.header("x-kontor-cache") != "hit");
    }
    for _ in 0..3 {
        let answer = visitor.get("/categories/home?page=900").await;
        assert!(answer.status == 200 && answer.header("x-kontor-cache") != "hit");
    }
}
