//! Who looked at which page, told to the API of another server.

use http::{HeaderValue, Method, header};
use serde_json::json;

use super::{Asking, Trouble};
use crate::page::Looked;

/// The API takes no longer ones.
const MOST: usize = 2_000;

impl Asking<'_> {
    /// Tells of it. Address and browser go along as with every call.
    pub(crate) async fn looked(self, what: &Looked) -> Result<(), Trouble> {
        let mut body =
            json!({ "url": what.url.chars().take(MOST).collect::<String>(), "name": what.name, "locale": what.locale });
        let referrer = what.referrer.as_deref().filter(|referrer| referrer.len() <= MOST);
        let further =
            [("referrer", referrer), ("product_handle", what.product.as_deref()), ("order_id", what.order.as_deref())];
        for (name, text) in further.into_iter().filter_map(|(name, text)| Some((name, text?))) {
            body[name] = json!(text);
        }
        let languages = what.languages.as_deref().and_then(|said| HeaderValue::from_str(said).ok());
        let extra = languages.map(|said| (header::ACCEPT_LANGUAGE, said));
        let answer = self.call_with(Method::POST, "/store/page-views", Some(&body), None, extra).await?;
        if answer.status.is_success() { Ok(()) } else { Err(Trouble::of("/store/page-views", &answer)) }
    }
}
