//! `GET|POST /auth/{actor_type}/{auth_provider}`: sign in.

use axum::response::Response;
use chrono::Duration;
use db::Tx;
use entity::ids::{OrganizationId, UserId};
use serde_json::{Value, json};
use uuid::Uuid;
use vault::password::Verdict;
use web::{
    ApiError, Kind,
    body::{Body, is_email},
};

use super::{credentials::EmailAndPassword, decoy::Decoy, mfa, shop, way::Way};
use crate::{
    Accounts,
    better_auth::{
        core::passwords,
        transport::Caller,
        way_in::{Entry, Way as By},
    },
    medusa::{
        bearer,
        errors::AuthErrors,
        private,
        token::{ActorType, Purpose},
    },
    store::{challenges, users::User},
};

/// How long a token holds with which an address can be proven.
const VERIFICATION_LIFE: Duration = Duration::hours(1);

/// Sign in.
///
/// `emailpass` is the only provider here; others lie below `/api/auth`. Who has a second factor gets
/// `{mfa_required, mfa_challenge, token}`; whose address is still to be proven (staff, and customers where the installation
/// says so) `{verification_required, verification, token}`. Both tokens open nothing else.
#[utoipa::path(
    post,
    path = "/auth/{actor_type}/{auth_provider}",
    tag = "Auth",
    operation_id = "authenticate",
    params(
        ("actor_type" = String, Path, description = "`customer` or `user`, who is somebody of the staff.", example = "customer"),
        ("auth_provider" = String, Path, description = "`emailpass`.", example = "emailpass"),
        ("x-publishable-api-key" = Option<String>, Header, description = "Whose customer; may be left out where there is one shop."),
    ),
    request_body(content = inline(crate::medusa::bodies::EmailAndPassword), example = json!({"email": "ann@example.com", "password": "a long enough passphrase"})),
    security(()),
    responses(
        (status = 200, description = "A session has begun, and this token names it.", body = serde_json::Value, example = json!({"token": "eyJhbGciOiJIUzI1NiJ9.eyJhY3Rvcl9pZCI6ImN1c18wMWpkIn0.c2ln"})),
        AuthErrors,
    )
)]
pub(super) async fn authenticate(
    accounts: Accounts,
    Way(actor): Way,
    caller: Caller,
    Body(body): Body<EmailAndPassword>,
) -> Result<Response, ApiError> {
    let (email, password) = body.texts()?;
    if !is_email(&email) {
        return Err(wrong());
    }
    accounts.count_guess(&caller, &email).await?;
    let asks_for_proof = actor == ActorType::User || accounts.app.config.auth.customers_verify;

    let tx = accounts.app.db.begin_system("look up who signs in").await?;
    let shop = match actor {
        ActorType::Customer => Some(shop::find(&tx, &caller.headers, None).await?),
        ActorType::User => None,
    };
    let (user, stored) = passwords::find(&accounts, &tx, &email).await?;
    let decoy = if asks_for_proof { Decoy::find(&tx, &email).await? } else { None };
    tx.commit().await?;

    let verdict = passwords::verify(&accounts, &password, stored.as_deref()).await?;
    if asks_for_proof {
        let of_decoy = passwords::verify(&accounts, &password, decoy.as_ref().map(|decoy| &*decoy.hash)).await?;
        let unproven = user.as_ref().filter(|user| verdict != Verdict::Wrong && !user.email_verified);
        let is_decoy = verdict == Verdict::Wrong && of_decoy != Verdict::Wrong;
        let prover = unproven.map(|user| user.id).or_else(|| decoy.filter(|_| is_decoy).map(|decoy| decoy.user));
        if let Some(prover) = prover {
            return to_be_proven(&accounts, actor, &email, prover);
        }
    }
    let failed = user.as_ref().map(|user| user.id);
    let (Some(user), Some(stored), true) = (user, stored, verdict != Verdict::Wrong) else {
        accounts.note_failure(failed).await?;
        return Err(wrong());
    };
    let better = passwords::better(&accounts, verdict, password).await?;

    let tx = accounts.app.db.begin_system("sign somebody in").await?;
    if !passwords::still(&tx, user.id, &stored, better).await? {
        return Err(wrong());
    }
    let entry = accounts.let_in(&tx, user.id, By::Password, true, &caller).await?;
    answer(&accounts, tx, entry, actor, shop, &user).await
}

/// Sign in, by a link.
///
/// For providers that lead people away. `emailpass` is none: it takes e-mail and password in the body of `POST` alone, for
/// addresses are kept in logs and histories.
#[utoipa::path(
    get,
    path = "/auth/{actor_type}/{auth_provider}",
    tag = "Auth",
    operation_id = "authenticate_by_link",
    params(
        ("actor_type" = String, Path, description = "`customer` or `user`.", example = "customer"),
        ("auth_provider" = String, Path, description = "`emailpass`.", example = "emailpass"),
    ),
    security(()),
    responses(AuthErrors)
)]
pub(super) async fn by_link(_way: Way) -> ApiError {
    let message =
        "E-mail and password are taken in the body of POST /auth/{actor_type}/emailpass, and never in an address";
    ApiError::new(Kind::Unauthorized, message)
}

async fn answer(
    accounts: &Accounts,
    tx: Tx,
    entry: Entry,
    actor: ActorType,
    shop: Option<OrganizationId>,
    user: &User,
) -> Result<Response, ApiError> {
    match entry {
        Entry::In(begun) => {
            let bearer = bearer::of(&tx, &begun.user, begun.session.id, actor, shop).await?;
            tx.commit().await?;
            Ok(private::answer(json!({ "token": accounts.bearer_token(&bearer)? }), begun.cookies))
        }
        Entry::Pending { methods, token, .. } => {
            let challenge = mfa::challenge(accounts, &tx, user, &methods, &token).await?;
            tx.commit().await?;
            let life = challenges::LIFE;
            let (purpose, identity) = (Purpose::Challenge(token), UserId(user.id));
            let token = accounts.purpose_token(actor, purpose, identity, Uuid::nil(), shop, life)?;
            Ok(private::answer(json!({ "mfa_required": true, "mfa_challenge": challenge, "token": token }), []))
        }
    }
}

fn to_be_proven(accounts: &Accounts, actor: ActorType, email: &str, user: Uuid) -> Result<Response, ApiError> {
    let identity = UserId(user);
    let purpose = Purpose::Verification;
    let token = accounts.purpose_token(actor, purpose, identity, Uuid::nil(), None, VERIFICATION_LIFE)?;
    let verification = verification(accounts, email);
    Ok(private::answer(json!({ "verification_required": true, "verification": verification, "token": token }), []))
}

/// What is said of an address that is to be proven: the same, whoever has it.
pub(super) fn verification(accounts: &Accounts, email: &str) -> Value {
    json!({
        "entity_id": email,
        "entity_type": "email",
        "code_provider": "token",
        "requested_at": entity::Timestamp(accounts.app.db.clock().now()),
        "verified_at": null,
    })
}

fn wrong() -> ApiError {
    ApiError::new(Kind::Unauthorized, "Invalid email or password")
}
