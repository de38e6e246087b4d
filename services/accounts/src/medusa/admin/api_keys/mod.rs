//! `/admin/api-keys`: how programs come to the shop.

mod changes;
mod create;
mod revoke;

use auth::needs;
use db::Tx;
use resource::{
    admin::{LinksTo, Resource, Routes},
    links::Link,
};
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::{ApiError, App};

use crate::store::admin::{
    channels::Channel,
    keys::{self, Key, SHOWS},
};

impl Resource for Key {
    type Read = needs::ApiKeyRead;
    type Write = needs::ApiKeyWrite;

    const PATH: &'static str = "/admin/api-keys";
    const TAG: &'static str = "Admin: API keys";
    const AS_KONTOR: Option<&'static str> = Some("look after the shop's keys");

    fn example() -> Value {
        json!({
            "id": "apk_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Importer", "type": "secret", "token": "sk_1a2***9f0",
            "redacted": "sk_1a2***9f0", "scopes": ["product:write"], "rate_limit": 600,
            "expires_at": "2027-01-01T00:00:00.000Z", "last_used_at": null, "revoked_at": null
        })
    }
}

impl LinksTo<Channel> for Key {
    const PATH: &'static str = "/sales-channels";
    const NAME: &'static str = "set_sales_channels_of_api_key";
    const LINK: Link = SHOWS;

    async fn hold(tx: &Tx, id: Uuid) -> Result<bool, ApiError> {
        match keys::lock(tx, id).await? {
            None => Ok(false),
            Some(state) if state.is_secret => {
                Err(ApiError::not_allowed("Sales channels can only be associated with publishable API keys"))
            }
            Some(_) => Ok(true),
        }
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Key>::new()
        .list("List the shop's keys, never the text of a secret one.")
        .retrieve("Read a key, never the text of a secret one.")
        .update("Give a key another title.")
        .delete("Take a key off the list that was revoked or whose time is over.")
        .action::<revoke::Revoke>("End a key, now or (a secret one) in so many seconds.")
        .links::<Channel>("Let a publishable key show sales channels, and others no more.")
        .router()
        .routes(routes!(create::create))
}
