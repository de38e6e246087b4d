//! What signing in and linking have in common: the fields, and leading somebody to a provider.

use http::StatusCode;
use secrecy::SecretString;
use serde_json::{Map, Value, json};

use super::{
    away,
    flow::{Flow, Link},
    provider::{Ask, Provider, RESERVED},
    redirect_uri,
};
use crate::{
    Accounts,
    better_auth::transport::{Fields, Refusal, Reply},
};

/// Longer than any list of scopes, and short enough for an address.
const MAX_LENGTH: usize = 2_000;

/// The fields of a call.
pub(super) struct Question {
    pub(super) provider: String,
    callback_url: Option<String>,
    error_callback_url: Option<String>,
    new_user_callback_url: Option<String>,
    stays: bool,
    pub(super) id_token: Option<IdToken>,
    scopes: Vec<String>,
    login_hint: Option<String>,
    more: Vec<(String, String)>,
}

/// What an app has had from the provider itself.
pub(super) struct IdToken {
    pub(super) token: SecretString,
    pub(super) nonce: Option<String>,
    pub(super) access: Option<SecretString>,
    pub(super) refresh: Option<SecretString>,
    /// When the access token runs out, in seconds or milliseconds since 1970.
    pub(super) expires_at: Option<f64>,
}

impl Question {
    pub(super) fn read(body: &mut Fields) -> Self {
        let provider = body.text("provider");
        let callback_url = body.optional_text("callbackURL");
        let error_callback_url = body.optional_text("errorCallbackURL");
        let new_user_callback_url = body.optional_text("newUserCallbackURL");
        let stays = body.optional_boolean("disableRedirect").unwrap_or(false);
        // Everybody may sign up, so nobody has to ask for it.
        body.optional_boolean("requestSignUp");
        let login_hint = body.optional_text("loginHint");
        // For code that runs in Better Auth's server.
        if !matches!(body.take("additionalData"), None | Some(Value::Object(_))) {
            body.issue("additionalData", "Invalid input: expected record");
        }
        let (id_token, scopes, more) = (id_token(body), scopes(body), more(body));
        let length = login_hint.as_ref().map_or(0, String::len)
            + scopes.iter().map(String::len).sum::<usize>()
            + more.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
        if length > MAX_LENGTH {
            body.issue("additionalParams", "Too big: expected an address of ordinary length with scopes and loginHint");
        }
        Self {
            provider,
            callback_url,
            error_callback_url,
            new_user_callback_url,
            stays,
            id_token,
            scopes,
            login_hint,
            more,
        }
    }

    /// Tells the client where to go, and keeps what waits for the return.
    pub(super) async fn ask(
        self,
        accounts: &Accounts,
        provider: &Provider,
        link: Option<Link>,
    ) -> Result<Reply, Refusal> {
        let mut scopes = self.scopes;
        for scope in provider.scopes() {
            if !scopes.contains(scope) {
                scopes.push(scope.clone());
            }
        }
        let state = vault::random::alphanumeric(32);
        let (nonce, verifier) = (accounts.nonce(&state), accounts.verifier(&state));
        let ask = Ask {
            state: &state,
            nonce: &nonce,
            verifier: &verifier,
            redirect_uri: &redirect_uri(accounts, &provider.name),
            scopes: &scopes,
            login_hint: self.login_hint.as_deref(),
            more: &self.more,
        };
        let now = accounts.app.db.clock().now();
        let url: String = provider.authorize(&ask, now).await.map_err(|fault| away(provider, &fault))?.into();
        let flow = Flow {
            provider: provider.name.clone(),
            callback_url: self.callback_url.unwrap_or_else(|| accounts.base_url.clone()),
            error_callback_url: self.error_callback_url,
            new_user_callback_url: self.new_user_callback_url,
            scopes,
            link,
        };
        let tx = accounts.app.db.begin_system("lead somebody to a provider").await?;
        let cookie = accounts.begin_flow(&tx, &state, &flow).await?;
        tx.commit().await?;
        let reply = Reply::json(json!({ "url": url, "redirect": !self.stays }))?.with_cookies([cookie]);
        Ok(if self.stays { reply } else { reply.at(Some(url)) })
    }
}

fn id_token(body: &mut Fields) -> Option<IdToken> {
    if !body.has("idToken") {
        return None;
    }
    body.open("idToken");
    let token = body.text("idToken.token").into();
    let nonce = body.optional_text("idToken.nonce");
    let access = body.optional_text("idToken.accessToken").map(SecretString::from);
    let refresh = body.optional_text("idToken.refreshToken").map(SecretString::from);
    let expires_at = body.optional_number("idToken.expiresAt");
    // What an app says of the person counts for nothing beside the token.
    if !matches!(body.take("idToken.user"), None | Some(Value::Object(_))) {
        body.issue("idToken.user", "Invalid input: expected object");
    }
    Some(IdToken { token, nonce, access, refresh, expires_at })
}

fn scopes(body: &mut Fields) -> Vec<String> {
    let given = match body.take("scopes") {
        None => return Vec::new(),
        Some(Value::Array(given)) => given,
        other => {
            body.expected("scopes", "array", other.as_ref());
            return Vec::new();
        }
    };
    // RFC 6749, 3.3.
    let is_scope = |scope: &str| {
        !scope.is_empty() && scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
    };
    let texts = given.iter().map(|scope| scope.as_str().filter(|scope| is_scope(scope)).map(str::to_owned));
    texts.collect::<Option<_>>().unwrap_or_else(|| {
        body.issue("scopes", "Invalid input: expected scopes without blanks");
        Vec::new()
    })
}

fn more(body: &mut Fields) -> Vec<(String, String)> {
    let given = match body.take("additionalParams") {
        None => Map::new(),
        Some(Value::Object(given)) => given,
        other => {
            body.expected("additionalParams", "record", other.as_ref());
            Map::new()
        }
    };
    if given.keys().any(|name| RESERVED.contains(&name.as_str())) {
        let names = RESERVED.join(", ");
        let text = format!("additionalParams cannot include reserved OAuth parameters: {names}");
        body.issue("additionalParams", &text);
    }
    let mut more = Vec::new();
    for (name, value) in given {
        match value {
            Value::String(value) => more.push((name, value)),
            other => body.expected(&format!("additionalParams.{name}"), "string", Some(&other)),
        }
    }
    more
}

/// 401 with one of the codes of linking.
pub(super) fn unauthorized(code: crate::better_auth::transport::Code) -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, code)
}
