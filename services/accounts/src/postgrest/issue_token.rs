//! `POST /auth/token/postgrest`

use axum::Json;
use entity::ids::OrganizationId;
use http::HeaderMap;
use serde::Serialize;
use utoipa::ToSchema;
use web::{AdminErrors, ApiError, Kind};

use super::LIFE;
use crate::{
    Accounts,
    door::{self, SHOP},
    medusa::{person::Person, token::ActorType},
    store::shops,
};

/// A token and its life.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Issued {
    /// The token, for PostgREST's `Authorization: Bearer`.
    token: String,
    /// Its life in seconds.
    expires_in: i64,
}

/// Mints a token for PostgREST
///
/// Whoever is signed in gets one for a shop: that of `x-kontor-shop` (slug or id), else the one that his session has open,
/// else the only one of the installation. It holds for 15 minutes.
#[utoipa::path(
    post, path = "/auth/token/postgrest", operation_id = "issue_postgrest_token", tag = "Auth",
    params(("x-kontor-shop" = Option<String>, Header, description = "The shop, by slug or id.", example = "demo")),
    responses(
        (status = 200, description = "The token.", body = Issued, example = json!({"token": "eyJhbGciOiJFZERTQSJ9.e30.c2ln", "expires_in": 900})),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = [])),
)]
pub(super) async fn issue_token(
    accounts: Accounts,
    headers: HeaderMap,
    person: Person,
) -> Result<Json<Issued>, ApiError> {
    if person.actor == ActorType::Customer && !person.renews {
        let message =
            "A token of the Store API opens nothing here: send the session's cookie, or a bearer token of /api/auth";
        return Err(ApiError::new(Kind::Forbidden, message));
    }
    let Person { signed_in: me, organization: confined, .. } = person;
    let wanted = headers.get(SHOP).and_then(|value| value.to_str().ok());
    let tx = accounts.app.db.begin_system("find a shop").await?;
    let found = match (wanted, me.session.active_organization_id) {
        (Some(name), _) => shops::named(&tx, name).await?,
        (None, Some(id)) => Some(id),
        (None, None) => shops::only_one(&tx).await?,
    };
    let shop = found.ok_or_else(|| match wanted {
        Some(_) => ApiError::not_found("There is no such shop: name one in the header x-kontor-shop, by slug or id"),
        None => ApiError::invalid_data("There are several shops: name one in the header x-kontor-shop, by slug or id"),
    })?;
    if confined.is_some_and(|confined| confined.0 != shop) {
        return Err(ApiError::new(Kind::Forbidden, "This token is for another shop"));
    }
    if !me.user.email_verified && shops::works_in(&tx, me.user.id, shop).await? {
        return Err(door::unproven());
    }
    tx.commit().await?;
    let token = accounts.postgrest_token(&me, OrganizationId(shop)).await?;
    Ok(Json(Issued { token, expires_in: LIFE.num_seconds() }))
}
