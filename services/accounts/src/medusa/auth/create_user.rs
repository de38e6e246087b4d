//! `POST /auth/{auth_provider}/user`: an account for somebody of the staff, which an invitation can then be taken with.
//!
//! Answers alike whether the address that was registered is free or taken; who owns a taken one is told by mail.

use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::UserId;
use serde_json::json;
use web::{ApiError, body::Body};

use super::{
    decoy::Decoy,
    way::{self, EMAILPASS},
};
use crate::{
    Accounts,
    better_auth::{
        core::{sign_up_email::synthetic, verify_email},
        transport::Caller,
    },
    door, letters,
    medusa::{
        errors::AuthErrors,
        private,
        registration::Registration,
        token::{ActorType, Purpose},
    },
    shares::Mail,
    store::{
        credentials,
        users::{self, User},
    },
};

/// Make an account for one of the staff.
///
/// With the token of `POST /auth/user/emailpass/register`, once. It works in no shop yet: whoever made it proves the address
/// with the link that was mailed, signs in and takes an invitation. The answer is the same for an address that somebody has.
#[utoipa::path(
    post,
    path = "/auth/{auth_provider}/user",
    tag = "Auth",
    operation_id = "create_user_of_provider",
    params(("auth_provider" = String, Path, description = "`emailpass`.", example = "emailpass")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The account.", body = serde_json::Value, example = json!({"user": {"id": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "first_name": "bob", "last_name": null, "avatar_url": null, "metadata": null, "created_at": "2026-11-21T16:00:00.000Z", "updated_at": "2026-11-21T16:00:00.000Z", "deleted_at": null}})),
        AuthErrors,
    )
)]
pub(super) async fn create_user(
    accounts: Accounts,
    path: Result<Path<String>, PathRejection>,
    caller: Caller,
    Body(()): Body<()>,
) -> Result<Response, ApiError> {
    let Path(provider) = path?;
    if provider != EMAILPASS {
        return Err(way::refused("user", &provider));
    }
    let claims = door::bearer(&caller.headers)
        .and_then(|token| accounts.bearer_claims(token))
        .ok_or_else(ApiError::unauthorized)?;
    match (claims.actor_type, &claims.purpose) {
        (ActorType::User, Some(Purpose::Registration)) => {}
        (ActorType::User, None) => {
            return Err(ApiError::invalid_data("The user is already registered and cannot create a new account."));
        }
        _ => return Err(ApiError::unauthorized()),
    }
    accounts.share_of_mail(Mail::Registration, None, None).await?;
    let tx = accounts.app.db.begin_system("make an account for one of the staff").await?;
    let registration = Registration::spend(&tx, claims.sid).await?.ok_or_else(ApiError::unauthorized)?;
    let user = make(&accounts, &tx, &registration).await?;
    tx.commit().await?;
    let (first, last) =
        user.name.split_once(' ').map_or((&*user.name, None), |(first, last)| (first, Some(last.trim())));
    let told = json!({
        "id": UserId(user.id),
        "email": user.email,
        "first_name": first,
        "last_name": last,
        "avatar_url": user.image,
        "metadata": null,
        "created_at": user.created_at,
        "updated_at": user.updated_at,
        "deleted_at": null,
    });
    Ok(private::answer(json!({ "user": told }), []))
}

async fn make(accounts: &Accounts, tx: &Tx, registration: &Registration) -> Result<User, ApiError> {
    let email = &registration.email;
    let name = email.split('@').next().unwrap_or(email);
    if let Some(user) = users::create(tx, name, email, None).await? {
        credentials::set_password(tx, user.id, &registration.hash).await?;
        let link = verify_email::link(accounts, &user, None)?;
        letters::verify_email(tx, &user, &link).await?;
        return Ok(user);
    }
    if let Some(user) = registration.owner(tx).await? {
        if user.two_factor_enabled {
            let message = "You have an account with a second factor already: sign in and take the invitation";
            return Err(ApiError::not_allowed(message));
        }
        return Ok(user);
    }
    letters::address_is_taken(tx, email, &accounts.base_url).await?;
    // Staff are asked to prove their address when they sign in, so he is asked too.
    if users::by_email(tx, email).await?.is_some_and(|owner| owner.email_verified) {
        Decoy::keep(tx, email, &registration.hash).await?;
    }
    Ok(synthetic(name, email, None, tx.now()))
}
