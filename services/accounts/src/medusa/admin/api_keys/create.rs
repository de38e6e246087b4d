//! `POST /admin/api-keys`

use auth::{May, Permissions, Staff, Token, TokenKind, needs};
use axum::response::Response;
use chrono::{DateTime, Utc};
use web::{
    AdminErrors, ApiError, Kind, SelectQuery,
    body::{Body, Fields, FromBody},
    query::Query,
};

use super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::{
        self,
        keys::{self, Key, NewKey},
    },
};

pub(super) struct Input {
    title: String,
    kind: Option<TokenKind>,
    scopes: Option<Vec<String>>,
    expires_at: Option<DateTime<Utc>>,
    rate_limit: Option<i32>,
}

/// Calls a minute: nobody means more.
const MOST_CALLS: i64 = 1_000_000;

impl FromBody for Input {
    fn read(fields: &mut Fields) -> Self {
        let title = fields.required_text("title");
        let kind = match fields.one_of("type", &["publishable", "secret"]) {
            Some("secret") => Some(TokenKind::Secret),
            Some(_) => Some(TokenKind::Publishable),
            None => None,
        };
        let mut scopes = fields.texts("scopes");
        if let Some(scopes) = &mut scopes {
            scopes.sort_unstable();
            scopes.dedup();
            for scope in scopes.iter().filter(|scope| Permissions::of([scope.as_str()]) == Permissions::NONE) {
                let shown: String = scope.chars().take(100).collect();
                let words = "expected resource:action, such as product:read";
                fields.complain(format!("Invalid value for field 'scopes': {words}, got: '{shown}'"));
            }
            if scopes.is_empty() {
                fields.complain("Value for field 'scopes' too small, expected at least: '1'");
            }
        }
        let expires_at = fields.time("expires_at");
        let rate_limit = fields.integer("rate_limit", 1, MOST_CALLS).and_then(|most| i32::try_from(most).ok());
        if kind == Some(TokenKind::Publishable) && (scopes.is_some() || expires_at.is_some() || rate_limit.is_some()) {
            fields.complain("The fields 'scopes, expires_at, rate_limit' are for keys of type 'secret'");
        }
        Self { title, kind, scopes, expires_at, rate_limit }
    }
}

/// The scopes of a new key: none that its maker has not.
fn scopes_of(staff: &Staff, wanted: Option<Vec<String>>) -> Result<Vec<String>, ApiError> {
    if staff.is_impersonated() {
        return Err(ApiError::new(Kind::Forbidden, "Not while acting as somebody else: the key would outlast it"));
    }
    let everything = Permissions::of(["*"]);
    let Some(wanted) = wanted else {
        let all = staff.permissions.iter().map(|permission| permission.text().to_owned());
        return Ok(if staff.permissions.cover(everything) { vec!["*".to_owned()] } else { all.collect() });
    };
    for scope in &wanted {
        if !staff.permissions.cover(Permissions::of([scope.as_str()])) {
            let message = format!("Nobody gives what he has not: your role does not give the scope {scope}");
            return Err(ApiError::new(Kind::Forbidden, message).with_code("permission_denied"));
        }
    }
    Ok(wanted)
}

/// Make a key. The text of a secret one is answered here and never again; nobody gives a scope that he has not.
#[utoipa::path(
    post,
    path = "/admin/api-keys",
    tag = "Admin: API keys",
    operation_id = "admin_create_api_key",
    params(
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::KeyBody), description = "What it is for. Without scopes a secret key may what its maker may.", example = json!({"title": "Importer", "type": "secret", "scopes": ["product:write"], "expires_at": "2027-01-01T00:00:00Z", "rate_limit": 600})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("api_key:write"))),
    responses(
        (status = 200, description = "The key, with its text.", body = serde_json::Value, example = json!({"api_key": {"id": "apk_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Importer", "type": "secret", "redacted": "sk_1a2***9f0", "scopes": ["product:write"], "revoked_at": null, "token": "sk_1a2...9f0"}})),
        AdminErrors,
    )
)]
pub(super) async fn create(
    accounts: Accounts,
    staff: May<needs::ApiKeyWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Input { title, kind, scopes, expires_at, rate_limit }): Body<Input>,
) -> Result<Response, ApiError> {
    let selection = resource::select::<Key>(fields.as_deref())?;
    let required = || ApiError::invalid_data("Invalid request: Field 'type' is required");
    let kind = kind.ok_or_else(required)?;
    let scopes = match kind {
        TokenKind::Secret => scopes_of(&staff, scopes)?,
        TokenKind::Publishable => Vec::new(),
    };
    let token = Token::generate(kind);
    let tx = resource::as_kontor(&accounts, &staff, "make a key").await?;
    if expires_at.is_some_and(|at| at <= tx.now()) {
        return Err(ApiError::invalid_data("Invalid request: Value for field 'expires_at' is over already"));
    }
    let by = resource::author(&staff);
    let new = NewKey { title: &title, kind, scopes, expires_at, rate_limit, by };
    let id = keys::create(&tx, &token, new).await?;
    let made = admin::one::<Key>(&tx, id, &selection).await?;
    tx.commit().await?;
    let made = made.ok_or_else(|| ApiError::internal("the key that was made is not there"))?;
    Ok(resource::shown(&Key { token: token.text, ..made }, &selection))
}
