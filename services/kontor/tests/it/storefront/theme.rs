//! Files of the theme.

use super::{Visitor, open, open_with};

/// Where the page's style sheet is.
fn sheet(page: &str) -> String {
    let (_, rest) = page.split_once("<link rel=\"stylesheet\" href=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_hash() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    let path = sheet(&visitor.page("/").await);
    let answer = visitor.get(&path).await;
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(answer.header("cache-control").contains("immutable"));
    let packed = shop.anybody().get(&path).header("accept-encoding", "gzip").send().await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    let old = visitor.get("/theme/0123456789abcdef/site.css").await;
    assert!(old.status == 200 && !old.header("cache-control").contains("immutable"));
    for path in ["/theme/x/none.css", "/theme/x/../../Cargo.toml", "/theme/x/%2e%2e%2fmessages%2fen.toml"] {
        assert_eq!(visitor.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_shop_brings_its_own_templates_and_words() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("harbour");
    std::fs::create_dir_all(at.join("pages")).unwrap();
    std::fs::create_dir_all(at.join("messages")).unwrap();
    std::fs::write(at.join("pages/collections.html"), "<p>{{ t('collections.title') }} of {{ shop.name }}</p>")
        .unwrap();
    std::fs::write(at.join("messages/en.toml"), "[collections]\ntitle = \"Shelves\"\n").unwrap();
    let shop = open_with(&[("KONTOR_CACHE", "false"), ("STOREFRONT_THEMES", folder.path().to_str().unwrap())]).await;
    let visitor = Visitor::new(&shop);
    assert_eq!(visitor.page("/collections").await, "<p>Shelves of Quay &amp; Tally</p>");
    assert!(visitor.page("/cart").await.contains("Your cart is empty."), "the rest is the theme's");
    // A change is seen without a restart; a template that cannot be read is a page that says so.
    std::fs::write(at.join("pages/collections.html"), "<p>{{ broken").unwrap();
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    let answer = loop {
        let answer = visitor.get("/collections").await;
        if answer.status != 200 {
            break answer;
        }
        assert!(tokio::time::Instant::now() < deadline, "nobody looks at the folder");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert_eq!(answer.status, 500);
    assert!(answer.text.contains("Something broke") && answer.text.contains(answer.header("x-request-id")));
}

#[tokio::test]
async fn nothing_beside_a_theme_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("harbour");
    std::fs::create_dir_all(at.join("assets")).unwrap();
    std::fs::create_dir_all(at.join("pages")).unwrap();
    std::fs::write(folder.path().join("secret.txt"), "s3cret").unwrap();
    std::fs::write(folder.path().join("secret.html"), "s3cret").unwrap();
    std::fs::write(at.join("assets/own.txt"), "own").unwrap();
    for (to, link) in [
        ("../../secret.txt", "assets/leak.txt"),
        ("../..", "assets/up"),
        ("../../secret.html", "pages/collections.html"),
    ] {
        std::os::unix::fs::symlink(to, at.join(link)).unwrap();
    }
    let shop = open_with(&[("KONTOR_CACHE", "false"), ("STOREFRONT_THEMES", folder.path().to_str().unwrap())]).await;
    let visitor = Visitor::new(&shop);
    assert_eq!(visitor.get("/theme/x/own.txt").await.text, "own");
    for path in [
        "leak.txt",
        "up/secret.txt",
        "up/harbour/assets/own.txt",
        "../secret.txt",
        "..%2f..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "own.txt%00.css",
        "messages/en.toml",
    ] {
        let answer = visitor.get(&format!("/theme/x/{path}")).await;
        assert!(answer.status == 404 && !answer.text.contains("s3cret"), "{path}: {}", answer.text);
    }
    let page = visitor.page("/collections").await;
    assert!(!page.contains("s3cret") && page.contains("<h1>"), "the theme's own stands in for it: {page}");
}
