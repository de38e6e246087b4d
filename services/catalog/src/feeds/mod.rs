//! What search engines and marketplaces read of a shop: the feed for Google Merchant, the pages of its sitemap, and JSON-LD of
//! its products. HTML is taken off, and nothing is named that a shopper with the key does not see.

mod json_ld;
mod kept;
mod merchant;
mod offer;
mod packed;
mod page;
mod sale;
mod sitemap;

use auth::{Keys, Shopper};
use axum::{Router, routing::get};
use db::Tx;
use sea_orm::FromQueryResult;
use web::ApiError;

pub(crate) use json_ld::json_ld;
pub(crate) use merchant::*;
pub(crate) use page::{Found, Wanted, one};
pub(crate) use sitemap::{MOST as MOST_ENTRIES, entries};

use crate::files::Files;

/// `/feeds/{key}/google-merchant.xml`: Google sends no header, so the key stands in the path.
pub(crate) fn router(files: &Files, keys: &Keys) -> Router {
    let state = Source {
        app: files.app.clone(),
        limits: files.limits.clone(),
        keys: keys.clone(),
        kept: kept::Kept::up_to(files.app.config.storage.feed_kept),
    };
    Router::new().route("/feeds/{key}/google-merchant.xml", get(feed)).with_state(state)
}

/// A shop as its feeds name it.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Front {
    name: String,
    storefront_url: Option<String>,
}

impl Front {
    /// The shop of a transaction.
    pub(crate) async fn find(tx: &Tx) -> Result<Self, ApiError> {
        let sql = "select s.name, s.storefront_url from public.stores s where s.organization_id = $1";
        let found: Option<Self> = db::fetch_optional(tx, sql, [tx.organization()?.into()]).await?;
        found.ok_or_else(|| ApiError::not_found("The shop has no store"))
    }

    /// The page of a product, if the shop says where its storefront is.
    pub(crate) fn link(&self, handle: &str) -> Option<String> {
        let url = self.storefront_url.as_deref()?;
        Some(if url.contains("{handle}") {
            url.replace("{handle}", handle)
        } else {
            format!("{}/products/{handle}", url.trim_end_matches('/'))
        })
    }

    /// Where the storefront begins.
    pub(crate) fn home(&self) -> Option<&str> {
        let url = self.storefront_url.as_deref()?;
        let host_ends = url.split_once("://").and_then(|(_, rest)| rest.find('/'));
        let scheme = url.find("://").map_or(0, |at| at + 3);
        Some(host_ends.map_or(url, |end| &url[..scheme + end]))
    }

    /// 404 when nobody has said where the storefront is: without it a feed leads nowhere.
    pub(crate) fn must_have_url(&self) -> Result<(), ApiError> {
        if self.storefront_url.is_some() {
            return Ok(());
        }
        Err(ApiError::not_found(
            "The shop does not say where its storefront is: set storefront_url of its store, such as https://shop.example.com/products/{handle}",
        ))
    }
}

/// A shopper who sees something.
pub(crate) fn must_have_channel(shopper: &Shopper) -> Result<(), ApiError> {
    if shopper.sales_channels.is_empty() {
        return Err(ApiError::invalid_data("Publishable key needs to have a sales channel configured"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_product_is() {
        let front = |url: &str| Front { name: "Shop".to_owned(), storefront_url: Some(url.to_owned()) };
        for (url, link, home) in [
            ("https://a.example/de/p/{handle}?x=1", "https://a.example/de/p/mug?x=1", "https://a.example"),
            ("https://a.example", "https://a.example/products/mug", "https://a.example"),
            ("https://a.example/shop/", "https://a.example/shop/products/mug", "https://a.example"),
        ] {
            assert_eq!(front(url).link("mug").as_deref(), Some(link));
            assert_eq!(front(url).home(), Some(home));
        }
        let none = Front { name: "Shop".to_owned(), storefront_url: None };
        assert!(none.link("mug").is_none() && none.must_have_url().is_err());
    }
}
