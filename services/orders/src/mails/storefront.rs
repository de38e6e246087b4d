//! Where the storefront of a shop is, for links that somebody is told.

use db::Tx;
use sea_orm::FromQueryResult;
use url::Url;

#[derive(FromQueryResult)]
struct Front {
    url: Option<String>,
}

/// Without a slash at its end; none where the shop has not said it. Each shop has its own: what another one has, or the installation,
/// would lead its customers astray.
pub(crate) async fn storefront(tx: &Tx) -> db::Result<Option<String>> {
    let sql = "select (select s.storefront_url from stores s where s.organization_id = $1 limit 1) as url";
    let Front { url } = db::fetch_one(tx, sql, [tx.organization()?.into()]).await?;
    Ok(url.as_deref().and_then(base))
}

/// What is said of a shop may be where a product is: then it is the site of that.
fn base(said: &str) -> Option<String> {
    if !said.contains("{handle}") {
        return Some(said.trim_end_matches('/').to_owned());
    }
    let url = Url::parse(said).ok()?;
    let origin = url.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn a_site_or_that_of_a_product() {
        for (said, expected) in [
            ("https://shop.example/", "https://shop.example"),
            ("https://example.com/shop", "https://example.com/shop"),
            ("https://shop.example:8443/de/products/{handle}", "https://shop.example:8443"),
            ("http://localhost:8000/p?h={handle}", "http://localhost:8000"),
        ] {
            assert_eq!(base(said).as_deref(), Some(expected));
        }
    }
}
