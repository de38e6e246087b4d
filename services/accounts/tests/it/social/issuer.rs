//! A strict OpenID provider of one client. It refuses whatever RFC 6749, RFC 7636 and OpenID Connect Core 1.0 let it refuse,
//! takes a code and a refresh token once, and remembers when one came twice.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    routing::{get, post},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use url::Url;

pub(crate) const CLIENT: &str = "kontor tests";
pub(crate) const SECRET: &str = "a secret/with:signs%";

type Answer = Result<Json<Value>, (StatusCode, Json<Value>)>;

struct Grant {
    identity: Value,
    nonce: String,
    challenge: String,
    redirect_uri: String,
    scope: String,
}

/// How the provider works.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    #[default]
    Well,
    /// Everything but discovery answers 503.
    Away,
    /// Token requests wait until it works again.
    Slow,
}

/// What a test changes, and what it looks at.
#[derive(Default)]
pub(crate) struct Desk {
    /// Claims that replace those of the next ID tokens; null takes one away.
    pub(crate) wrong: Map<String, Value>,
    /// ID tokens are signed with a key that nobody published.
    pub(crate) forges: bool,
    /// Claims that stand in the userinfo endpoint alone.
    pub(crate) hides: Vec<&'static str>,
    /// How it works today.
    pub(crate) mood: Mood,
    /// What replaces parts of the discovery document.
    pub(crate) discovery: Map<String, Value>,
    pub(crate) expires_in: i64,
    /// Requests for tokens that were granted.
    pub(crate) granted: u32,
    /// A code or a refresh token came twice.
    pub(crate) reused: bool,
    /// How often the keys were asked for.
    pub(crate) asked_for_keys: u32,
    codes: HashMap<String, Grant>,
    access: HashMap<String, Value>,
    refresh: HashMap<String, Value>,
    spent: HashSet<String>,
}

/// The provider.
#[derive(Clone)]
pub(crate) struct Issuer {
    pub(crate) url: String,
    keys: Arc<Mutex<Vec<(String, EcdsaKeyPair)>>>,
    desk: Arc<Mutex<Desk>>,
    now: Arc<dyn Fn() -> i64 + Send + Sync>,
}

fn refuse(error: &str) -> (StatusCode, Json<Value>) {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error })))
}

fn must(holds: bool, error: &str) -> Result<(), (StatusCode, Json<Value>)> {
    if holds { Ok(()) } else { Err(refuse(error)) }
}

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap()
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Issuer {
    /// Opens on a free port, with this clock.
    pub(crate) async fn open(now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let desk = Desk { expires_in: 3600, ..Desk::default() };
        let issuer = Self {
            url,
            keys: Arc::new(Mutex::new(vec![("first".to_owned(), key())])),
            desk: Arc::new(Mutex::new(desk)),
            now: Arc::new(now),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        issuer
    }

    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap()
    }

    /// Signs with another key from now on, and publishes it.
    pub(crate) fn change_key(&self, kid: &str) {
        *self.keys.lock().unwrap() = vec![(kid.to_owned(), key())];
    }

    /// A person agrees: where he is sent back to.
    pub(crate) fn consent(&self, url: &str, identity: &Value) -> Url {
        let url = Url::parse(url).unwrap();
        assert!(url.as_str().starts_with(&format!("{}/authorize?", self.url)), "{url}");
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(asked.len(), url.query_pairs().count(), "a parameter stands there twice: {url}");
        assert_eq!((&*asked["client_id"], &*asked["response_type"]), (CLIENT, "code"));
        assert_eq!((&*asked["code_challenge_method"], asked["code_challenge"].len()), ("S256", 43));
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        assert!(asked["state"].len() >= 16 && asked["nonce"].len() >= 16);
        let grant = Grant {
            identity: identity.clone(),
            nonce: asked["nonce"].clone(),
            challenge: asked["code_challenge"].clone(),
            redirect_uri: asked["redirect_uri"].clone(),
            scope: asked["scope"].clone(),
        };
        let code = vault::random::alphanumeric(20);
        let mut back = Url::parse(&grant.redirect_uri).unwrap();
        let pairs = [("state", &*asked["state"]), ("code", &*code), ("iss", &*self.url)];
        back.query_pairs_mut().extend_pairs(pairs);
        self.desk().codes.insert(code, grant);
        back
    }

    /// An ID token.
    pub(crate) fn id_token(&self, identity: &Value, more: &Value) -> String {
        let now = (self.now)();
        let mut claims = json!({ "iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300 });
        let desk = self.desk();
        for given in [identity.as_object(), more.as_object(), Some(&desk.wrong)].into_iter().flatten() {
            claims.as_object_mut().unwrap().extend(given.clone());
        }
        let kept = |(name, value): &(&String, &Value)| !value.is_null() && !desk.hides.contains(&name.as_str());
        let claims: Map<String, Value> = claims
            .as_object()
            .unwrap()
            .iter()
            .filter(kept)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let keys = self.keys.lock().unwrap();
        let (kid, published) = &keys[0];
        let forged = key();
        let header = json!({ "alg": "ES256", "kid": kid, "typ": "JWT" }).to_string();
        let signed = format!("{}.{}", encode(header), encode(Value::Object(claims).to_string()));
        let key = if desk.forges { &forged } else { published };
        let signature = key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", encode(signature))
    }

    fn tokens(&self, identity: &Value, nonce: Option<&str>, scope: &str) -> Value {
        let (access, refresh) = (vault::random::alphanumeric(20), vault::random::alphanumeric(20));
        // A hash is of the token that was granted, until a test says otherwise.
        let half = &URL_SAFE_NO_PAD.decode(vault::token::hash(&access)).unwrap()[..16];
        let id_token = self.id_token(identity, &json!({ "nonce": nonce, "at_hash": encode(half) }));
        let mut desk = self.desk();
        desk.granted += 1;
        desk.access.insert(access.clone(), identity.clone());
        desk.refresh.insert(refresh.clone(), identity.clone());
        json!({
            "token_type": "Bearer", "access_token": access, "refresh_token": refresh, "expires_in": desk.expires_in,
            "scope": scope, "id_token": id_token,
        })
    }
}

async fn discovery(State(issuer): State<Issuer>) -> Json<Value> {
    let url = &issuer.url;
    let mut document = json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "userinfo_endpoint": format!("{url}/userinfo"),
        "jwks_uri": format!("{url}/jwks"),
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "authorization_response_iss_parameter_supported": true,
    });
    document.as_object_mut().unwrap().extend(issuer.desk().discovery.clone());
    Json(document)
}

async fn jwks(State(issuer): State<Issuer>) -> Answer {
    issuer.desk().asked_for_keys += 1;
    must(issuer.desk().mood != Mood::Away, "away").map_err(|_| away())?;
    let keys = issuer.keys.lock().unwrap();
    let keys: Vec<Value> = keys
        .iter()
        .map(|(kid, key)| {
            let point = key.public_key().as_ref();
            json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid,
                "x": encode(&point[1..33]), "y": encode(&point[33..]) })
        })
        .collect();
    Ok(Json(json!({ "keys": keys })))
}

fn away() -> (StatusCode, Json<Value>) {
    (StatusCode::SERVICE_UNAVAILABLE, Json(json!({})))
}

async fn token(State(issuer): State<Issuer>, headers: HeaderMap, body: String) -> Answer {
    must(issuer.desk().mood != Mood::Away, "away").map_err(|_| away())?;
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(CLIENT), encoded(SECRET))));
    let form: HashMap<String, String> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let by_form = form.get("client_id").map(String::as_str) == Some(CLIENT)
        && form.get("client_secret").map(String::as_str) == Some(SECRET);
    let by_header = headers.get(header::AUTHORIZATION).is_some_and(|value| value == &*basic);
    must(by_form != by_header, "invalid_client")?;
    let field = |name: &str| form.get(name).cloned().unwrap_or_default();
    while issuer.desk().mood == Mood::Slow {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    let given = if field("grant_type") == "refresh_token" { field("refresh_token") } else { field("code") };
    {
        let mut desk = issuer.desk();
        desk.reused |= desk.spent.contains(&given);
        desk.spent.insert(given.clone());
    }
    if field("grant_type") == "refresh_token" {
        let identity = issuer.desk().refresh.remove(&given).ok_or_else(|| refuse("invalid_grant"))?;
        return Ok(Json(issuer.tokens(&identity, None, "openid email")));
    }
    must(field("grant_type") == "authorization_code", "unsupported_grant_type")?;
    let grant = issuer.desk().codes.remove(&given).ok_or_else(|| refuse("invalid_grant"))?;
    must(field("redirect_uri") == grant.redirect_uri, "invalid_grant")?;
    must(vault::token::hash(&field("code_verifier")) == grant.challenge, "invalid_grant")?;
    Ok(Json(issuer.tokens(&grant.identity, Some(&grant.nonce), &grant.scope)))
}

async fn userinfo(State(issuer): State<Issuer>, headers: HeaderMap) -> Answer {
    must(issuer.desk().mood != Mood::Away, "away").map_err(|_| away())?;
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let identity = issuer.desk().access.get(token.strip_prefix("Bearer ").unwrap_or_default()).cloned();
    identity.map(Json).ok_or_else(|| (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_token" }))))
}
