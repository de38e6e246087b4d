//! GitHub as a GitHub Enterprise Server has it: its API below `/api/v3`, 200 for a code that it does not take, no answer
//! without a User-Agent, scopes joined by commas.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    routing::{get, post},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::Url;

use super::issuer::CLIENT;

type Answer = Result<Json<Value>, StatusCode>;

#[derive(Clone)]
pub(crate) struct GitHub {
    pub(crate) url: String,
    desk: Arc<Mutex<Desk>>,
}

#[derive(Default)]
struct Desk {
    /// By code: redirect URI, challenge, user, addresses.
    codes: HashMap<String, (String, String, Value, Option<Value>)>,
    tokens: HashMap<String, (Value, Option<Value>)>,
}

impl GitHub {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let github = Self { url: format!("http://{}", listener.local_addr().unwrap()), desk: Arc::default() };
        let router = Router::new()
            .route("/login/oauth/access_token", post(token))
            .route("/api/v3/user", get(user))
            .route("/api/v3/user/emails", get(emails))
            .with_state(github.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        github
    }

    /// A person agrees. Without addresses the app may not read them.
    pub(crate) fn consent(&self, url: &str, user: Value, emails: Option<Value>) -> Url {
        let url = Url::parse(url).unwrap();
        assert!(url.as_str().starts_with(&format!("{}/login/oauth/authorize?", self.url)), "{url}");
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!((&*asked["client_id"], &*asked["scope"]), (CLIENT, "read:user user:email"));
        assert_eq!((&*asked["code_challenge_method"], asked.get("nonce")), ("S256", None));
        let code = vault::random::alphanumeric(20);
        let mut back = Url::parse(&asked["redirect_uri"]).unwrap();
        // As GitHub says it, which is no issuer that is known anywhere.
        let pairs = [("code", &*code), ("state", &*asked["state"]), ("iss", "https://github.com/login/oauth")];
        back.query_pairs_mut().extend_pairs(pairs);
        let grant = (asked["redirect_uri"].clone(), asked["code_challenge"].clone(), user, emails);
        self.desk.lock().unwrap().codes.insert(code, grant);
        back
    }
}

async fn token(State(github): State<GitHub>, headers: HeaderMap, body: String) -> Answer {
    // Without this it answers a form.
    if headers.get(header::ACCEPT).is_none_or(|value| value != "application/json") {
        return Err(StatusCode::NOT_ACCEPTABLE);
    }
    let form: HashMap<String, String> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let mut desk = github.desk.lock().unwrap();
    let grant = desk.codes.remove(field("code"));
    let grant = grant.filter(|(redirect_uri, challenge, ..)| {
        (field("client_id"), field("client_secret")) == (CLIENT, "github-secret")
            && field("redirect_uri") == redirect_uri
            && vault::token::hash(field("code_verifier")) == *challenge
    });
    let Some((_, _, user, emails)) = grant else {
        return Ok(Json(json!({ "error": "bad_verification_code", "error_description": "The code is incorrect" })));
    };
    let token = format!("gho_{}", vault::random::alphanumeric(36));
    desk.tokens.insert(token.clone(), (user, emails));
    Ok(Json(json!({ "access_token": token, "token_type": "bearer", "scope": "read:user,user:email" })))
}

impl GitHub {
    fn known(&self, headers: &HeaderMap) -> Result<(Value, Option<Value>), StatusCode> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if text(header::USER_AGENT).is_empty() {
            return Err(StatusCode::FORBIDDEN);
        }
        let token = text(header::AUTHORIZATION).strip_prefix("Bearer ").unwrap_or_default();
        self.desk.lock().unwrap().tokens.get(token).cloned().ok_or(StatusCode::UNAUTHORIZED)
    }
}

async fn user(State(github): State<GitHub>, headers: HeaderMap) -> Answer {
    github.known(&headers).map(|(user, _)| Json(user))
}

async fn emails(State(github): State<GitHub>, headers: HeaderMap) -> Answer {
    github.known(&headers)?.1.map(Json).ok_or(StatusCode::NOT_FOUND)
}
