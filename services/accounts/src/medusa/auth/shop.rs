//! The shop whose customer somebody is: that of his token or of the publishable key, which must be the same, else the only
//! one there is.

use db::Tx;
use entity::ids::OrganizationId;
use http::{HeaderMap, HeaderName};
use uuid::Uuid;
use web::{ApiError, Kind};

use crate::{Accounts, store::shops};

const KEY: HeaderName = HeaderName::from_static("x-publishable-api-key");

/// Finds it; 400 that names the header when it cannot be known.
pub(super) async fn find(
    tx: &Tx,
    headers: &HeaderMap,
    of_token: Option<OrganizationId>,
) -> Result<OrganizationId, ApiError> {
    if let Some(given) = headers.get(KEY).filter(|value| !value.is_empty()) {
        let found = match given.to_str() {
            Ok(text) => shops::of_publishable_key(tx, text).await?,
            Err(_) => None,
        };
        let unknown = || ApiError::not_allowed("A valid publishable key is required to proceed with the request");
        let found = found.map(OrganizationId).ok_or_else(unknown)?;
        if of_token.is_some_and(|shop| shop != found) {
            return Err(ApiError::new(Kind::Forbidden, "This token is for another shop: sign in to this one"));
        }
        return Ok(found);
    }
    if let Some(shop) = of_token {
        return Ok(shop);
    }
    let missing = || {
        ApiError::not_allowed(
            "Publishable API key required in the request header: x-publishable-api-key. There are several shops here, and \
             it says which one is meant.",
        )
    };
    shops::only_one(tx).await?.map(OrganizationId).ok_or_else(missing)
}

/// For whom a mail is sent that anybody may ask for: the shop of the key, else the only one there is, else the installation.
pub(super) async fn of_mail(accounts: &Accounts, headers: &HeaderMap) -> Result<Uuid, ApiError> {
    let tx = accounts.app.db.begin_system("find for whom a mail is sent").await?;
    let found = if headers.get(KEY).is_some_and(|value| !value.is_empty()) {
        find(&tx, headers, None).await?.0
    } else {
        shops::only_one(&tx).await?.unwrap_or(db::INSTALLATION)
    };
    tx.commit().await?;
    Ok(found)
}
