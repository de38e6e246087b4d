//! A provider's tokens, and the endpoint that gives them out (RFC 6749).

use chrono::{DateTime, Duration, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use url::Url;

use super::provider::Fault;
use crate::{
    Accounts,
    better_auth::transport::Refusal,
    seal::columns::{self, Column},
    store::provider_accounts::Kept,
};

/// What a provider has given out.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) access: Option<SecretString>,
    pub(super) refresh: Option<SecretString>,
    pub(super) id: Option<SecretString>,
    pub(super) access_expires_at: Option<DateTime<Utc>>,
    pub(super) refresh_expires_at: Option<DateTime<Utc>>,
    /// What they are for, if it was said.
    pub(super) scopes: Option<Vec<String>>,
}

/// Longer than any token lives; what is said beyond that is not believed.
const MAX_LIFE: i64 = 10 * 365 * 24 * 60 * 60;

impl Tokens {
    /// A time that an app gives as JavaScript does, in milliseconds, or in seconds.
    pub(super) fn time(number: f64) -> Option<DateTime<Utc>> {
        #[expect(clippy::cast_possible_truncation, reason = "what is too large is cut off, and is no time then")]
        let number = number as i64;
        let seconds = if number > 100_000_000_000 { number / 1000 } else { number };
        DateTime::from_timestamp(seconds, 0).filter(|time| time.timestamp() < 100_000_000_000 && seconds >= 0)
    }

    fn read(answer: &Map<String, Value>, now: DateTime<Utc>) -> Self {
        let secret = |name: &str| {
            answer.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(SecretString::from)
        };
        let runs_out = |name: &str| {
            let said = answer.get(name)?;
            let seconds = said.as_i64().or_else(|| said.as_str()?.parse().ok())?;
            Some(now + Duration::seconds(seconds.clamp(0, MAX_LIFE)))
        };
        // GitHub joins scopes by commas.
        let scopes = answer
            .get("scope")
            .and_then(Value::as_str)
            .map(|scope| scope.split([' ', ',']).filter(|scope| !scope.is_empty()).map(str::to_owned).collect());
        Self {
            access: secret("access_token"),
            refresh: secret("refresh_token"),
            id: secret("id_token"),
            access_expires_at: runs_out("expires_in"),
            refresh_expires_at: runs_out("refresh_token_expires_in").or_else(|| runs_out("refresh_expires_in")),
            scopes,
        }
    }
}

/// Where tokens are given out, and as whom they are asked for.
pub(super) struct Endpoint<'a> {
    pub(super) http: &'a outbound::Client,
    pub(super) url: &'a Url,
    pub(super) client_id: &'a str,
    pub(super) client_secret: &'a SecretString,
    /// The secret goes into a header, not into the form.
    pub(super) by_header: bool,
}

impl Endpoint<'_> {
    /// Tokens for a code (RFC 6749, 4.1.3; RFC 7636, 4.5).
    pub(super) async fn redeem(
        &self,
        code: &str,
        verifier: &str,
        redirect_uri: &str,
        now: DateTime<Utc>,
    ) -> Result<Tokens, Fault> {
        let grant = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("code_verifier", verifier),
            ("redirect_uri", redirect_uri),
        ];
        self.ask(&grant, now).await
    }

    /// Tokens for a refresh token (RFC 6749, 6).
    pub(super) async fn refresh(&self, token: &SecretString, now: DateTime<Utc>) -> Result<Tokens, Fault> {
        self.ask(&[("grant_type", "refresh_token"), ("refresh_token", token.expose_secret())], now).await
    }

    async fn ask(&self, grant: &[(&str, &str)], now: DateTime<Utc>) -> Result<Tokens, Fault> {
        let mut form = grant.to_vec();
        let mut request = self.http.post(self.url);
        if self.by_header {
            request = request.basic(self.client_id, self.client_secret);
        } else {
            form.extend([("client_id", self.client_id), ("client_secret", self.client_secret.expose_secret())]);
        }
        let answer = request.form(&form).send().await?;
        if answer.status.is_server_error() || answer.status == http::StatusCode::TOO_MANY_REQUESTS {
            return Err(Fault::Away(format!("its token endpoint answered {}", answer.status)));
        }
        let body: Map<String, Value> = answer.json().unwrap_or_default();
        // GitHub says 200 to a code that it does not take.
        let error = body.get("error").and_then(Value::as_str);
        if error.is_some() || !answer.status.is_success() {
            let said: String = error.unwrap_or("nothing").chars().take(60).collect();
            return Err(Fault::Refused(format!("its token endpoint answered {} and said {said:?}", answer.status)));
        }
        let tokens = Tokens::read(&body, now);
        if tokens.access.is_none() {
            return Err(Fault::Refused("its token endpoint answered without an access token".into()));
        }
        Ok(tokens)
    }
}

impl Accounts {
    /// Seals tokens for the account of a subject.
    pub(super) fn seal_tokens(&self, provider: &str, subject: &str, tokens: &Tokens) -> Result<Kept, Refusal> {
        let bound = columns::subject(provider, subject);
        let seal = |column: Column, token: &Option<SecretString>| {
            token
                .as_ref()
                .map(|token| self.seal(token, &column.of(&bound)))
                .transpose()
                .map_err(web::ApiError::internal)
        };
        Ok(Kept {
            access: seal(columns::ACCESS_TOKEN, &tokens.access)?,
            refresh: seal(columns::REFRESH_TOKEN, &tokens.refresh)?,
            id: seal(columns::ID_TOKEN, &tokens.id)?,
            access_expires_at: tokens.access_expires_at,
            refresh_expires_at: tokens.refresh_expires_at,
            scope: tokens.scopes.as_ref().map(|scopes| scopes.join(",")),
        })
    }
}
