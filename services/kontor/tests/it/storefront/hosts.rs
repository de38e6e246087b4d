//! Several shops on one server, each on hosts of its own.

use std::{io::Write as _, time::Duration};

use tempfile::NamedTempFile;

use super::{Visitor, account::register, checkout::ANN};
use crate::{
    carts,
    shop::{Shop, key},
};

const QUAY: &str = "http://quay.example";
const TALLY: &str = "https://tally.example";

/// What the file says: `ours` at the quay, `theirs` over https.
fn shops() -> String {
    format!(
        "[[shop]]\nkey = '{}'\nurl = '{QUAY}'\nhosts = ['www.quay.example', 'quay.de']\nname = 'Quay'\ncountry = 'de'\n\
         [[shop]]\nkey = '{}'\nurl = '{TALLY}'\nhosts = ['www.tally.example']\nname = 'Tally'\nlocale = 'de'\ncountry = 'us'\n",
        key("a", 1),
        key("b", 1)
    )
}

async fn open_with(settings: &[(&str, &str)]) -> (Shop, NamedTempFile) {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(shops().as_bytes()).unwrap();
    let path = file.path().to_str().unwrap().to_owned();
    let own = [("STOREFRONT_SHOPS", &*path), ("KONTOR_TRUSTED_PROXIES", "127.0.0.1")];
    let shop = carts::open_with(&[&own, settings].concat()).await;
    shop.change("update products set title = 'Tally Mug' where handle = 'mug' and organization_id = '00000000-0000-7000-8000-00000000000b'").await;
    (shop, file)
}

async fn open() -> (Shop, NamedTempFile) {
    open_with(&[("KONTOR_CACHE", "false")]).await
}

#[tokio::test]
async fn each_host_has_its_shop() {
    let (shop, _file) = open().await;
    let (quay, tally) = (Visitor::new(&shop).on(QUAY), Visitor::new(&shop).on(TALLY));
    let page = quay.page("/products/mug").await;
    for part in [
        "<h1>Harbour Mug</h1>",
        "Mug – Quay</title>",
        "rel=\"canonical\" href=\"http://quay.example/products/mug\"",
        "lang=\"en\"",
        "€",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let page = tally.page("/products/mug").await;
    for part in [
        "<h1>Tally Mug</h1>",
        "Mug – Tally</title>",
        "rel=\"canonical\" href=\"https://tally.example/products/mug\"",
        "lang=\"de\"",
        "$",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for (visitor, url) in [(&quay, QUAY), (&tally, TALLY)] {
        assert!(visitor.get("/robots.txt").await.text.contains(&format!("Sitemap: {url}/sitemap.xml")));
        assert!(visitor.get("/sitemap.xml").await.text.contains(&format!("<loc>{url}/sitemaps/shop.xml</loc>")));
        let part = visitor.get("/sitemaps/products-1.xml").await.text;
        assert!(part.contains(&format!("<loc>{url}/products/mug</loc>")), "{part}");
    }
}

#[tokio::test]
async fn other_hosts_lead_to_it_and_unknown_ones_nowhere() {
    let (shop, _file) = open().await;
    let lead = async |url: &str, path: &str, header: Option<(&str, &str)>| {
        let visitor = Visitor::new(&shop).on(url);
        let visitor = header.map_or_else(|| visitor.clone(), |(name, value)| visitor.clone().saying(name, value));
        let answer = visitor.get(path).await;
        (answer.status.as_u16(), answer.header("location").to_owned())
    };
    let to = |url: &str| (308, url.to_owned());
    assert_eq!(
        lead("http://www.quay.example", "/products/mug?o-colour=Blue&x=1", None).await,
        to("http://quay.example/products/mug?o-colour=Blue&x=1")
    );
    assert_eq!(lead("http://QUAY.de.", "/", None).await, to("http://quay.example/"));
    assert_eq!(lead("http://quay.de", "//evil.example/x", None).await, to("http://quay.example//evil.example/x"));
    assert_eq!(lead("http://www.tally.example", "/cart", None).await, to("https://tally.example/cart"));
    // Who came to the proxy by http is led to https; where nobody says so, or nobody has to, he stays.
    for (proto, status) in [("http", 308), ("https", 200), ("https, http", 308), ("http, https", 200), ("gopher", 200)]
    {
        assert_eq!(lead(TALLY, "/cart", Some(("x-forwarded-proto", proto))).await.0, status, "{proto}");
    }
    assert_eq!(lead(QUAY, "/cart", Some(("x-forwarded-proto", "http"))).await.0, 200);
    for host in [
        "evil.example",
        "quay.example.evil.example",
        "xquay.example",
        "quay.example:8443",
        "127.0.0.1",
        "localhost",
        "[::1]",
        "quay.example%2eevil.example",
        "quay.example,evil.example",
    ] {
        let answer =
            shop.anybody().get("/products/mug").header("host", host).header("accept", "text/html").send().await;
        assert_eq!(answer.status, 421, "{host}: {}", answer.text);
        for part in [host, "Quay", "Mug", "kontor"] {
            assert!(!answer.text.contains(part), "{part}: {}", answer.text);
        }
        assert_eq!((answer.header("cache-control"), answer.headers.get("set-cookie")), ("no-store", None));
    }
    // What another header says of the host is no host.
    for header in ["x-forwarded-host", "x-host", "forwarded"] {
        let answer = shop.anybody().get("/").header("host", "evil.example").header(header, "quay.example").send().await;
        assert_eq!(answer.status, 421, "{header}");
        let answer = Visitor::new(&shop).on(QUAY).saying(header, "evil.example").get("/").await;
        assert!(answer.status == 200 && !answer.text.contains("evil.example"), "{header}");
    }
    // The API is on every host: programs say with a key which shop they mean.
    shop.shopper().with_header("host", "evil.example").get("/store/products").ok().await;
}

#[tokio::test]
async fn nothing_kept_is_anothers() {
    let (shop, _file) = open_with(&[]).await;
    let visitors = [(Visitor::new(&shop).on(QUAY), "Harbour Mug"), (Visitor::new(&shop).on(TALLY), "Tally Mug")];
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    let mut hits = 0;
    while hits < 4 {
        assert!(tokio::time::Instant::now() < deadline, "nothing is kept");
        hits = 0;
        for (visitor, title) in &visitors {
            for _ in 0..2 {
                let answer = visitor.get("/products/mug").await;
                assert!(answer.text.contains(&format!("<h1>{title}</h1>")), "{}", answer.text);
                hits += usize::from(answer.header("x-kontor-cache") == "hit");
            }
        }
    }
}

#[tokio::test]
async fn what_a_browser_has_of_one_shop_opens_nothing_in_another() {
    let (shop, _file) = open().await;
    let quay = Visitor::new(&shop).on(QUAY);
    register(&quay, "ann@example.com").await;
    quay.page("/products/mug").await;
    quay.submit("/products/mug", &[("o-colour", "Blue"), ("quantity", "2")]).await;
    let (cart, session) = (quay.cookie("kontor_cart").unwrap(), quay.cookie("kontor_session").unwrap());
    // A browser would send them nowhere else; somebody who writes them down does.
    let thief = Visitor::new(&shop).on(TALLY);
    for (name, value) in [("kontor_cart", &cart), ("kontor_session", &session)] {
        thief.bring(name, value);
        thief.bring(&format!("__Host-{name}"), value);
    }
    let page = thief.page("/cart").await;
    assert!(!page.contains("Harbour Mug") && page.contains("class=\"empty\""), "{page}");
    assert_eq!(thief.get("/checkout").await.header("location"), "/cart");
    let account = thief.get("/account").await;
    assert!(account.status == 303 && account.header("location").starts_with("/account/sign-in"), "{account:?}");
    // A form of one shop's page is none of the other's.
    let answer = quay.post_from(TALLY, "/cart/promotions", &[("code", "x")]).await;
    assert_eq!(answer.status, 403);
    assert_eq!(shop.count("carts").await, 1);
}

#[tokio::test]
async fn over_https_cookies_are_this_hosts_and_go_by_https_alone() {
    let (shop, file) = open().await;
    // The fixture sells at the quay: it moves to https.
    let text = shops().replace(QUAY, "https://quay.example");
    std::fs::write(file.path(), text).unwrap();
    let visitor = Visitor::new(&shop).on("https://quay.example");
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while !visitor.page("/").await.contains("href=\"https://quay.example/\"") {
        assert!(tokio::time::Instant::now() < deadline, "a change of the file is not seen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    visitor.page("/products/mug").await;
    visitor.submit("/products/mug", &[("o-colour", "Blue"), ("quantity", "2")]).await;
    for name in ["kontor_cart", "kontor_count"] {
        assert!(visitor.cookie(&format!("__Host-{name}")).is_some() && visitor.cookie(name).is_none(), "{name}");
    }
    let page = visitor.submit("/checkout/address", ANN).await;
    let option = page.split_once("name=\"option\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    visitor.submit("/checkout/shipping", &[("option", &option)]).await;
    let page = visitor.submit("/checkout/complete", &[("provider", "pp_system_default")]).await;
    assert!(page.contains("Havnegade 1") && visitor.cookie("__Host-kontor_order").is_some(), "{page}");
    // A cookie that plain http, or a part of the domain, could have set counts for nothing.
    let shadowed = Visitor::new(&shop).on("https://quay.example");
    shadowed.bring("kontor_order", &visitor.cookie("__Host-kontor_order").unwrap());
    shadowed.bring("__Secure-kontor_order", &visitor.cookie("__Host-kontor_order").unwrap());
    let order = visitor.cookie("__Host-kontor_order").unwrap();
    let order = order.split_once('.').unwrap().0;
    let page = shadowed.page(&format!("/checkout/done/{order}")).await;
    assert!(!page.contains("Havnegade"), "{page}");
    register(&visitor, "ann@example.com").await;
    assert!(visitor.cookie("__Host-kontor_session").is_some());
    visitor.post("/account/sign-out", &[]).await;
    assert!(visitor.cookie("__Host-kontor_session").is_none());
}

#[tokio::test]
async fn a_file_that_nobody_understands_starts_no_pages() {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(b"[[shop]]\nkey = 'sk_x'").unwrap();
    let shop = carts::open_with(&[("STOREFRONT_SHOPS", file.path().to_str().unwrap())]).await;
    let answer = Visitor::new(&shop).on(QUAY).get("/").await;
    assert_eq!(answer.status, 404, "{}", answer.text);
}
