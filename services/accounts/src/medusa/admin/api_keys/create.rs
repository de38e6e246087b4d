//! `POST /admin/api-keys`

use auth::{May, Permissions, Staff, Token, TokenKind, needs};
use axum::response::Response;
use chrono::{DateTime, Utc};
use resource::admin::{as_kontor, select, shown};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use web::{
    AdminErrors, ApiError, Kind, SelectParams, SelectQuery, body,
    body::{Body, Fields, FromText, Required, Within},
    query::Query,
};

use crate::{
    Accounts,
    better_auth::organization::staff::himself,
    store::admin::keys::{self, Key, NewKey},
};

/// Calls a minute: nobody means more.
const MOST_CALLS: i64 = 1_000_000;

body! {
    /// What is said of a new key.
    pub(super) struct New {
        /// What it is called.
        title: Required = "Importer",
        /// `publishable`, for shop fronts, or `secret`, for programs.
        r#type: Required<KindOfKey> = "secret",
        /// What a secret key may do, `resource:action`; without them what its maker may.
        scopes: Option<Vec<String>> = ["product:write"],
        /// When a secret key ends.
        expires_at: Option<DateTime<Utc>> = "2027-01-01T00:00:00Z",
        /// Calls a minute of a secret key.
        rate_limit: Within<1, MOST_CALLS> = 600,
    }
    checked by check
}

/// The kind of a key, by its name.
#[derive(Debug, Default)]
struct KindOfKey(Option<TokenKind>);

impl FromText for KindOfKey {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        match text.as_str() {
            "publishable" => Ok(Self(Some(TokenKind::Publishable))),
            "secret" => Ok(Self(Some(TokenKind::Secret))),
            other => {
                let other: String = other.chars().take(100).collect();
                Err(format!("Expected: 'publishable, secret' for field '{at}', but got: '{other}'"))
            }
        }
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["publishable", "secret"]))
    }
}

fn check(fields: &mut Fields, New { r#type, scopes, expires_at, rate_limit, .. }: &New) {
    for scope in scopes.iter().flatten().filter(|scope| Permissions::of([scope.as_str()]) == Permissions::NONE) {
        let shown: String = scope.chars().take(100).collect();
        let words = "expected resource:action, such as product:read";
        fields.complain(format!("Invalid value for field 'scopes': {words}, got: '{shown}'"));
    }
    if scopes.as_ref().is_some_and(Vec::is_empty) {
        fields.complain("Value for field 'scopes' too small, expected at least: '1'");
    }
    let is_for_secrets = scopes.is_some() || expires_at.is_some() || rate_limit.0.is_some();
    if r#type.0.0 == Some(TokenKind::Publishable) && is_for_secrets {
        fields.complain("The fields 'scopes, expires_at, rate_limit' are for keys of type 'secret'");
    }
}

/// The scopes of a new key: none that its maker has not.
fn scopes_of(staff: &Staff, wanted: Option<Vec<String>>) -> Result<Vec<String>, ApiError> {
    let everything = Permissions::of(["*"]);
    let Some(mut wanted) = wanted else {
        let all = staff.permissions.iter().map(|permission| permission.text().to_owned());
        return Ok(if staff.permissions.cover(everything) { vec!["*".to_owned()] } else { all.collect() });
    };
    wanted.sort_unstable();
    wanted.dedup();
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
    request_body(content = inline(New), description = "What it is for. Without scopes a secret key may what its maker may.", example = json!({"title": "Importer", "type": "secret", "scopes": ["product:write"], "expires_at": "2027-01-01T00:00:00Z", "rate_limit": 600})),
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
    Body(New { title, r#type, scopes, expires_at, rate_limit }): Body<New>,
) -> Result<Response, ApiError> {
    let selection = select::<Key>(fields.as_deref())?;
    himself(&staff)?;
    let Required(KindOfKey(kind)) = r#type;
    let kind = kind.ok_or_else(|| ApiError::internal("a body without a type was read"))?;
    let scopes = match kind {
        TokenKind::Secret => scopes_of(&staff, scopes)?,
        TokenKind::Publishable => Vec::new(),
    };
    let token = Token::generate(kind);
    let tx = as_kontor(&accounts.app, &staff, "make a key").await?;
    if expires_at.is_some_and(|at| at <= tx.now()) {
        return Err(ApiError::invalid_data("Invalid request: Value for field 'expires_at' is over already"));
    }
    let by = staff.user().map(|user| user.0);
    let rate_limit = rate_limit.0.and_then(|most| i32::try_from(most).ok());
    let new = NewKey { title: &title.0, kind, scopes, expires_at, rate_limit, by };
    let id = keys::create(&tx, &token, new).await?;
    let made = resource::one::<Key>(&tx, id, &selection).await?;
    tx.commit().await?;
    let made = made.ok_or_else(|| ApiError::internal("the key that was made is not there"))?;
    Ok(shown(&Key { token: token.text, ..made }, &selection))
}
