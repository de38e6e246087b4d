//! `POST /auth/mfa/factors`

use axum::response::Response;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use vault::totp::Secret;
use web::{
    ApiError,
    body::{Body, Fields, FromBody},
};

use super::{TOTP, factor};
use crate::{
    Accounts,
    better_auth::{core::passwords, transport::Caller, two_factor::totp},
    medusa::{errors::AuthErrors, person::Person, private},
    seal::columns::TOTP_SECRET,
    store::two_factor,
};

pub(super) struct Enrol {
    password: Option<SecretString>,
    label: Option<String>,
    issuer: Option<String>,
}

impl FromBody for Enrol {
    fn read(fields: &mut Fields) -> Self {
        if fields.required_text("provider") != TOTP {
            fields.complain(format!("Expected: '{TOTP}' for field 'provider'"));
        }
        fields.metadata();
        let password = fields.text("password").map(Into::into);
        Self { password, label: fields.text("label"), issuer: fields.text("issuer") }
    }
}

/// Begin with an authenticator app.
///
/// It counts once a code has proven it (`POST /auth/mfa/factors/{id}/verify`). One that was begun before is replaced. For who
/// has proven his address and signed in within a day; who has codes by mail gives his `password` too.
#[utoipa::path(
    post,
    path = "/auth/mfa/factors",
    tag = "Second factors",
    operation_id = "start_mfa_factor",
    request_body(content = inline(crate::medusa::bodies::NewFactor), example = json!({"provider": "totp", "label": "Ann's phone", "metadata": {"page": "account"}})),
    security(("bearer" = []), ("session" = [])),
    responses(
        (status = 200, description = "What the app has to know.", body = serde_json::Value, example = json!({"mfa_factor": {"id": "authmfa_01jd6nwvvgfa5sr38y5wx4pq3d", "provider": "totp", "status": "pending", "metadata": null}, "secret": "JBSWY3DPEHPK3PXP", "otpauth_url": "otpauth://totp/Kontor:ann%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Kontor"})),
        AuthErrors,
    )
)]
pub(super) async fn enrol(
    accounts: Accounts,
    person: Person,
    caller: Caller,
    Body(body): Body<Enrol>,
) -> Result<Response, ApiError> {
    let me = super::entitled(&accounts, person)?.signed_in.user;
    if me.two_factor_enabled {
        let missing = "Field 'password' is required: you have a second factor, and an app takes its place";
        let missing = || ApiError::invalid_data(format!("Invalid request: {missing}"));
        passwords::must_know(&accounts, &caller, &me, body.password.ok_or_else(missing)?).await?;
    }
    let secret = Secret::generate();
    let place = me.id.to_string();
    let sealed = accounts.seal(secret.stored(), &TOTP_SECRET.of(&place)).map_err(ApiError::internal)?;
    let tx = accounts.app.db.begin_system("begin with an authenticator app").await?;
    let is_kept = two_factor::keep_app(&tx, me.id, &sealed, "").await?;
    let found = two_factor::find(&tx, me.id).await?;
    tx.commit().await?;
    let (true, Some(found)) = (is_kept, found) else {
        return Err(ApiError::not_allowed("You have an authenticator app already: remove it first"));
    };
    let issuer = body.issuer.as_deref().filter(|issuer| !issuer.is_empty()).unwrap_or(totp::ISSUER);
    let account = body.label.as_deref().filter(|label| !label.is_empty()).unwrap_or(&me.email);
    let uri = secret.uri(issuer, account);
    let body = json!({
        "mfa_factor": factor::told(&found, &me, "pending"),
        "secret": secret.base32().expose_secret(),
        "otpauth_url": uri.expose_secret(),
    });
    Ok(private::answer(body, []))
}
