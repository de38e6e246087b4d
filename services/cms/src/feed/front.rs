//! Where the shop's storefront is.

use db::Tx;
use sea_orm::FromQueryResult;
use web::ApiError;

/// A shop as its feeds name it.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Front {
    pub(crate) name: String,
    storefront_url: Option<String>,
}

impl Front {
    /// The shop of a transaction.
    pub(crate) async fn find(tx: &Tx) -> Result<Self, ApiError> {
        let sql = "select coalesce(t.settings ->> 'name', s.name) as name, s.storefront_url
            from public.stores s left join public.site_settings t on t.organization_id = s.organization_id
            where s.organization_id = $1";
        let found: Option<Self> = db::fetch_optional(tx, sql, [tx.organization()?.into()]).await?;
        found.ok_or_else(|| ApiError::not_found("The shop has no store"))
    }

    /// Where it begins, without a slash at the end; 404 when nobody has said it, for without it a feed leads nowhere.
    pub(crate) fn home(&self) -> Result<&str, ApiError> {
        let Some(url) = self.storefront_url.as_deref() else {
            return Err(ApiError::not_found(
                "The shop does not say where its storefront is: set storefront_url of its store, such as https://shop.example.com/products/{handle}",
            ));
        };
        let begin = url.find("://").map_or(0, |at| at + 3);
        Ok(url[begin..].find('/').map_or(url, |end| &url[..begin + end]))
    }
}
