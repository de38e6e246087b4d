//! `POST /auth/mfa/recovery-codes`

use axum::response::Response;
use serde_json::json;
use web::{
    ApiError, Kind,
    body::{Body, Fields, FromBody},
};

use super::challenge::readable;
use crate::{
    Accounts,
    better_auth::two_factor::{attempt::Attempt, backup_codes, totp},
    letters,
    medusa::{errors::AuthErrors, person::Person, private},
    store::two_factor,
};

const COUNT: i64 = 10;
const MOST: i64 = 50;

pub(super) struct Generate {
    count: i64,
    code: Option<String>,
}

impl FromBody for Generate {
    fn read(fields: &mut Fields) -> Self {
        let code = fields.text("code");
        Self { code, count: fields.integer("count", 1, MOST).unwrap_or(COUNT) }
    }
}

/// Make recovery codes.
///
/// Each completes one sign-in in place of the app. The old ones are over; these are shown once. `code` is one of the app that is
/// good now: whoever has found an open session gets none.
#[utoipa::path(
    post,
    path = "/auth/mfa/recovery-codes",
    tag = "Second factors",
    operation_id = "generate_mfa_recovery_codes",
    request_body(content = inline(crate::medusa::bodies::RecoveryCodes), example = json!({"count": 10, "code": "123456"})),
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
    let me = person.himself()?.signed_in;
    let (user, count) = (me.user.id, usize::try_from(body.count).map_err(ApiError::internal)?);
    if body.code.is_some() {
        accounts.count_code_inside(user).await?;
    }
    let (codes, kept) = backup_codes::make_some(&accounts, user, count)?;
    let tx = accounts.app.db.begin_system("make new recovery codes").await?;
    let attempt = Attempt::signed_in(tx, me).await?;
    let app = attempt.factor.clone().filter(|factor| attempt.user.two_factor_enabled && factor.has_proven_app());
    let no_app = || ApiError::not_allowed("Recovery codes go with an authenticator app: enrol one first");
    let app = app.ok_or_else(no_app)?;
    let Some(code) = body.code.as_deref() else {
        let message = "Invalid request: Field 'code' is required: a code that your authenticator app shows now";
        return Err(ApiError::invalid_data(message));
    };
    if !readable(totp::is_right(&accounts, &attempt, &app, code).await?)? {
        attempt.count_wrong().await?;
        return Err(ApiError::new(Kind::Unauthorized, "Invalid code"));
    }
    let Attempt { tx, user, .. } = attempt;
    two_factor::set_backup_codes(&tx, user.id, &kept).await?;
    letters::new_backup_codes(&tx, &user).await?;
    tx.commit().await?;
    Ok(private::answer(json!({ "recovery_codes": codes }), []))
}
