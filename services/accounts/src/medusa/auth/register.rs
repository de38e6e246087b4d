//! `POST /auth/{actor_type}/{auth_provider}/register`
//!
//! Answers alike, in words and in work, whether the address is free or taken. Nothing is made before the token is spent.

use axum::response::Response;
use entity::ids::UserId;
use serde_json::json;
use vault::password::Verdict;
use web::{ApiError, body::Body};

use super::{credentials::EmailAndPassword, way::Way};
use crate::{
    Accounts,
    better_auth::{core::passwords, transport::Caller},
    medusa::{
        errors::AuthErrors,
        private,
        registration::{self, Known, Registration},
        token::Purpose,
    },
};

/// Register.
///
/// The token that is answered makes a customer: send it to `POST /store/customers`, once and within an hour. Until then
/// nothing is made; afterwards sign in. The answer is the same for an address that somebody has.
#[utoipa::path(
    post,
    path = "/auth/{actor_type}/{auth_provider}/register",
    tag = "Auth",
    operation_id = "register",
    params(
        ("actor_type" = String, Path, description = "`customer` or `user`, who is somebody of the staff.", example = "customer"),
        ("auth_provider" = String, Path, description = "`emailpass`.", example = "emailpass"),
    ),
    request_body(content = inline(crate::medusa::bodies::EmailAndPassword), example = json!({"email": "ann@example.com", "password": "a long enough passphrase"})),
    security(()),
    responses(
        (status = 200, description = "What makes the customer.", body = serde_json::Value, example = json!({"token": "eyJhbGciOiJIUzI1NiJ9.eyJhY3Rvcl9pZCI6IiJ9.c2ln"})),
        AuthErrors,
    )
)]
pub(super) async fn register(
    accounts: Accounts,
    Way(actor): Way,
    caller: Caller,
    Body(body): Body<EmailAndPassword>,
) -> Result<Response, ApiError> {
    let (email, password) = body.for_keeping()?;
    passwords::check(&password)?;
    // Whoever owns the address comes to know here whether a password is his.
    accounts.count_guess(&caller, &email).await?;
    // And its owner gets a mail when it is spent.
    accounts.count_mail(&caller, "sign-up", &email).await?;
    let tx = accounts.app.db.begin_system("look up who registers").await?;
    let (user, stored) = passwords::find(&accounts, &tx, &email).await?;
    tx.commit().await?;

    let hash = passwords::hash(&accounts, password.clone()).await?;
    let verdict = passwords::verify(&accounts, &password, stored.as_deref()).await?;
    let known = user.zip(stored).filter(|_| verdict != Verdict::Wrong);
    let known = known.map(|(user, stored)| Known { user: user.id, mark: registration::mark(&stored) });
    let registration = Registration { actor, email, hash, known };
    let tx = accounts.app.db.begin_system("keep a registration").await?;
    let id = registration.keep(&tx).await?;
    tx.commit().await?;
    let token = accounts.purpose_token(actor, Purpose::Registration, UserId::new(), id, None, registration::LIFE)?;
    Ok(private::answer(json!({ "token": token }), []))
}
