//! `POST /auth/token/postgrest`

use axum::Json;
use db::sea_orm::FromQueryResult;
use entity::ids::OrganizationId;
use http::HeaderMap;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use web::{AdminErrors, ApiError, Kind};

use super::LIFE;
use crate::{
    Accounts,
    better_auth::transport::Caller,
    door::{self, SessionRef},
    medusa::token::ActorType,
};

/// A token and its life.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Issued {
    /// The token, for PostgREST's `Authorization: Bearer`.
    token: String,
    /// Its life in seconds.
    expires_in: i64,
}

#[derive(FromQueryResult)]
struct Shop {
    id: Uuid,
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
pub(super) async fn issue_token(accounts: Accounts, headers: HeaderMap) -> Result<Json<Issued>, ApiError> {
    let unauthorized = || ApiError::new(Kind::Unauthorized, "Unauthorized");
    let wanted = headers.get("x-kontor-shop").and_then(|value| value.to_str().ok()).map(str::to_owned);
    if accounts.token_in_cookie(&headers) && !accounts.trusted.trusts_page(&headers) {
        let message = "A request with a cookie must come from a page of a trusted origin (header Origin)";
        return Err(ApiError::new(Kind::Forbidden, message).with_code("invalid_origin"));
    }
    let caller = Caller { headers, address: None };
    let session = accounts.named(&caller).ok_or_else(unauthorized)?;
    let confined = match &session {
        SessionRef::Signed { actor: ActorType::Customer, .. } => {
            let message = "A token of the Store API opens nothing here: send the session's cookie, or a bearer token of /api/auth";
            return Err(ApiError::new(Kind::Forbidden, message));
        }
        SessionRef::Signed { organization, .. } => *organization,
        SessionRef::Token(_) => None,
    };
    let me = accounts.look_up(&session).await?.ok_or_else(unauthorized)?;

    let tx = accounts.app.db.begin_system("find a shop").await?;
    let found: Option<Shop> = match (&wanted, me.session.active_organization_id) {
        (Some(text), _) => {
            let id = text.parse::<OrganizationId>().map(|id| id.0).ok();
            let sql = "select id from auth.organization where (slug = $1 or id = $2) and id <> $3";
            db::fetch_optional(&tx, sql, [text.as_str().into(), id.into(), db::INSTALLATION.into()]).await?
        }
        (None, Some(id)) => Some(Shop { id }),
        (None, None) => {
            let sql = "select id from auth.organization where id <> $1 limit 2";
            let mut shops: Vec<Shop> = db::fetch_all(&tx, sql, [db::INSTALLATION.into()]).await?;
            if shops.len() == 1 { shops.pop() } else { None }
        }
    };
    tx.commit().await?;
    let shop = found.ok_or_else(|| match wanted {
        Some(_) => ApiError::not_found("There is no such shop: name one in the header x-kontor-shop, by slug or id"),
        None => ApiError::invalid_data("There are several shops: name one in the header x-kontor-shop, by slug or id"),
    })?;
    if confined.is_some_and(|confined| confined.0 != shop.id) {
        return Err(ApiError::new(Kind::Forbidden, "This token is for another shop"));
    }
    if !me.user.email_verified && works_in(&accounts, me.user.id, shop.id).await? {
        return Err(door::unproven());
    }
    let token = accounts.postgrest_token(&me, OrganizationId(shop.id)).await?;
    Ok(Json(Issued { token, expires_in: LIFE.num_seconds() }))
}

#[derive(FromQueryResult)]
struct Works {
    here: bool,
}

async fn works_in(accounts: &Accounts, user: Uuid, shop: Uuid) -> Result<bool, ApiError> {
    let tx = accounts.app.db.begin_system("see whether somebody is of the staff").await?;
    let Works { here } =
        db::fetch_one(&tx, "select private.works_in($1, $2) as here", [user.into(), shop.into()]).await?;
    tx.commit().await?;
    Ok(here)
}
