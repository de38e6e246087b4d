//! `GET /auth/mfa/factors`

use axum::response::Response;
use serde_json::json;
use web::ApiError;

use super::factor;
use crate::{
    Accounts,
    medusa::{errors::AuthErrors, person::Person, private},
    store::two_factor::{self, Factor},
};

/// List one's second factors.
#[utoipa::path(
    get,
    path = "/auth/mfa/factors",
    tag = "Second factors",
    operation_id = "list_mfa_factors",
    security(("bearer" = []), ("session" = [])),
    responses(
        (status = 200, description = "None or one.", body = serde_json::Value, example = json!({"mfa_factors": [{"id": "authmfa_01jd6nwvvgfa5sr38y5wx4pq3d", "provider": "totp", "status": "enabled", "metadata": null}]})),
        AuthErrors,
    )
)]
pub(super) async fn list(accounts: Accounts, person: Person) -> Result<Response, ApiError> {
    let user = &person.signed_in.user;
    let tx = accounts.app.db.begin_system("look for a second factor").await?;
    let found = two_factor::find(&tx, user.id).await?;
    tx.commit().await?;
    let found = found.filter(|factor| user.two_factor_enabled || Factor::has_app(factor));
    let told: Vec<_> = found.iter().map(|found| factor::told(found, user, factor::status(user))).collect();
    Ok(private::answer(json!({ "mfa_factors": told }), []))
}
