//! `POST /auth/mfa/recovery-codes`

use axum::response::Response;
use serde_json::json;
use web::{
    ApiError,
    body::{Body, Fields, FromBody},
};

use crate::{
    Accounts,
    better_auth::two_factor::backup_codes,
    medusa::{errors::AuthErrors, person::Person, private},
    store::two_factor::{self, Factor},
};

const COUNT: i64 = 10;
const MOST: i64 = 50;

pub(super) struct Generate {
    count: i64,
}

impl FromBody for Generate {
    fn read(fields: &mut Fields) -> Self {
        Self { count: fields.integer("count", 1, MOST).unwrap_or(COUNT) }
    }
}

/// Make recovery codes.
///
/// Each completes one sign-in in place of the app. The old ones are over; these are shown once.
#[utoipa::path(
    post,
    path = "/auth/mfa/recovery-codes",
    tag = "Second factors",
    operation_id = "generate_mfa_recovery_codes",
    request_body(content = inline(crate::medusa::bodies::RecoveryCodes), example = json!({"count": 10})),
    security(("bearer" = []), ("session" = [])),
    responses(
        (status = 200, description = "The codes.", body = serde_json::Value, example = json!({"recovery_codes": ["f3Kd9-x0PqZ", "b7Hs2-LmN4v"]})),
        AuthErrors,
    )
)]
pub(super) async fn generate(
    accounts: Accounts,
    person: Person,
    Body(body): Body<Generate>,
) -> Result<Response, ApiError> {
    let me = person.himself()?.signed_in.user;
    let count = usize::try_from(body.count).map_err(ApiError::internal)?;
    let (codes, kept) = backup_codes::make_some(&accounts, me.id, count)?;
    let tx = accounts.app.db.begin_system("make new recovery codes").await?;
    let factor = two_factor::lock(&tx, me.id).await?;
    let has_app =
        me.two_factor_enabled && factor.as_ref().is_some_and(|factor| Factor::has_app(factor) && factor.verified);
    if !has_app {
        return Err(ApiError::not_allowed("Recovery codes go with an authenticator app: enrol one first"));
    }
    two_factor::set_backup_codes(&tx, me.id, &kept).await?;
    tx.commit().await?;
    Ok(private::answer(json!({ "recovery_codes": codes }), []))
}
