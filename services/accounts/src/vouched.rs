//! A storefront's server that speaks for its shoppers. Limits count by address, and all of its shoppers would have one: so it
//! says the shopper's, in `x-kontor-forwarded-for`, and brings a secret key of its shop that may write customers. (Where its
//! own address is known, KONTOR_TRUSTED_PROXIES does the same for X-Forwarded-For.)
//!
//! What is tried with a key is counted by the key and by its shop, and an account's guesses by the account, as always: a key
//! makes nobody's password easier to guess.

use std::net::IpAddr;

use auth::Permission;
use http::{HeaderName, request::Parts};
use web::{ApiError, Kind, Vouched};

use crate::{
    Accounts,
    door::{Credentials, program},
    shares::Share,
};

const ADDRESS: HeaderName = HeaderName::from_static("x-kontor-forwarded-for");

/// Believes the address that a request says it comes from, if it brings what it needs for that; refuses one that does not.
pub(crate) async fn vouch(accounts: &Accounts, parts: &mut Parts) -> Result<(), ApiError> {
    let Some(given) = parts.headers.get(ADDRESS) else {
        return Ok(());
    };
    let address = given.to_str().ok().and_then(|text| text.trim().parse::<IpAddr>().ok());
    let address = address.ok_or_else(|| {
        ApiError::invalid_data("The header x-kontor-forwarded-for must be one IP address, the shopper's")
    })?;
    let needs_key = || {
        let message = "The header x-kontor-forwarded-for counts with a secret key only: a storefront's server sends one \
                       with the scope customer:write in x-api-key, and browsers never send either";
        ApiError::new(Kind::Unauthorized, message)
    };
    let Some(Credentials::SecretKey(key)) = Credentials::in_api_key_header(&parts.headers) else {
        return Err(needs_key());
    };
    let staff = program(accounts, &key)
        .await
        .map_err(|error| if error.status() == http::StatusCode::UNAUTHORIZED { needs_key() } else { error })?;
    if !staff.permissions.has(Permission::CustomerWrite) {
        let message = "A key that vouches for addresses (x-kontor-forwarded-for) needs the scope customer:write";
        return Err(ApiError::new(Kind::Forbidden, message).with_code("permission_denied"));
    }
    accounts.share(Share::Vouched, staff.organization.0).await?;
    parts.extensions.insert(Vouched(address.to_canonical()));
    Ok(())
}
