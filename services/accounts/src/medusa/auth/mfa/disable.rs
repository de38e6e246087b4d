//! `DELETE /auth/mfa/factors/{id}`

use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use serde_json::json;
use web::{
    ApiError, Kind,
    body::{Body, Fields, FromBody},
};

use super::{RECOVERY, TOTP, challenge::readable, factor};
use crate::{
    Accounts,
    better_auth::{
        cookies::SESSION,
        two_factor::{attempt::Attempt, backup_codes, totp},
    },
    letters,
    medusa::{errors::AuthErrors, person::Person, private},
    store::{sessions, two_factor},
};

pub(super) struct Disable {
    method: Option<String>,
    code: Option<String>,
}

impl FromBody for Disable {
    fn read(fields: &mut Fields) -> Self {
        let words = [TOTP, RECOVERY[0], RECOVERY[1]];
        Self { method: fields.one_of("method", &words).map(str::to_owned), code: fields.text("code") }
    }
}

/// Remove a second factor.
///
/// An app that is proven is removed with one of its codes, or with a recovery code: whoever has found an open session does
/// not switch it off.
#[utoipa::path(
    delete,
    path = "/auth/mfa/factors/{id}",
    tag = "Second factors",
    operation_id = "disable_mfa_factor",
    params(("id" = String, Path, description = "The factor's id.", example = "authmfa_01jd6nwvvgfa5sr38y5wx4pq3d")),
    request_body(content = inline(crate::medusa::bodies::Disabling), example = json!({"method": "totp", "code": "123456"})),
    security(("bearer" = []), ("session" = [])),
    responses(
        (status = 200, description = "It is asked for no more.", body = serde_json::Value, example = json!({"mfa_factor": {"id": "authmfa_01jd6nwvvgfa5sr38y5wx4pq3d", "provider": "totp", "status": "disabled", "metadata": null}})),
        AuthErrors,
    )
)]
pub(super) async fn disable(
    accounts: Accounts,
    person: Person,
    path: Result<Path<String>, PathRejection>,
    Body(body): Body<Disable>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let Person { signed_in: me, renews, .. } = person.himself()?;
    let session = me.session.clone();
    if body.code.is_some() {
        accounts.count_code_inside(me.user.id).await?;
    }
    let tx = accounts.app.db.begin_system("remove a second factor").await?;
    let attempt = Attempt::signed_in(tx, me).await?;
    let found = factor::named(attempt.factor.clone(), &id)?;
    if found.verified {
        let Some(code) = body.code.as_deref() else {
            let message = "Field 'code' is required: a code of the app, or with method recovery_code one of those";
            return Err(ApiError::invalid_data(format!("Invalid request: {message}")));
        };
        let is_right = match body.method.as_deref() {
            None | Some(TOTP) => readable(totp::is_right(&accounts, &attempt, &found, code).await?)?,
            Some(_) => readable(backup_codes::spend(&accounts, &attempt.tx, attempt.user.id, &found, code).await?)?,
        };
        if !is_right {
            attempt.count_wrong().await?;
            return Err(ApiError::new(Kind::Unauthorized, "Invalid code"));
        }
    } else if attempt.user.two_factor_enabled {
        return Err(ApiError::not_allowed(
            "Codes by mail are switched off with the password: POST /api/auth/two-factor/disable",
        ));
    }
    let Attempt { tx, user, .. } = attempt;
    let told = factor::told(&found, &user, "disabled");
    two_factor::end(&tx, user.id).await?;
    let mut cookies = Vec::new();
    if user.two_factor_enabled {
        let user = two_factor::switch(&tx, user.id, false).await?;
        letters::second_factor(&tx, &user, false).await?;
        if let Some((session, token)) = sessions::renew(&tx, session.id).await?.filter(|_| renews) {
            let age = session.remember.then(|| sessions::LIFE.num_seconds());
            cookies.push(accounts.cookies.set(SESSION, &accounts.signer.cookie_value(&token), age));
        }
    }
    tx.commit().await?;
    Ok(private::answer(json!({ "mfa_factor": told }), cookies))
}
