//! GitHub, which speaks OAuth 2 and no OpenID Connect: who somebody is stands in its API.

use http::StatusCode;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use super::{Fault, check};
use crate::better_auth::social::profile::Profile;

/// GitHub, or a GitHub Enterprise Server.
#[derive(Debug)]
pub(super) struct GitHub {
    pub(super) authorize: Url,
    pub(super) token: Url,
    pub(super) scopes: Vec<String>,
    user: Url,
    emails: Url,
}

/// An address of somebody, from `/user/emails`.
#[derive(Deserialize)]
struct Address {
    #[serde(rename = "email")]
    text: String,
    primary: bool,
    verified: bool,
}

impl GitHub {
    /// At this address, `https://github.com` as a rule.
    pub(super) fn new(base: &Url) -> Result<Self, url::ParseError> {
        let at = |base: &str, path: &str| Url::parse(&format!("{}{path}", base.trim_end_matches('/')));
        let site = base.as_str();
        let api = match base.host_str() {
            Some("github.com") => "https://api.github.com".to_owned(),
            _ => format!("{}/api/v3", site.trim_end_matches('/')),
        };
        Ok(Self {
            authorize: at(site, "/login/oauth/authorize")?,
            token: at(site, "/login/oauth/access_token")?,
            user: at(&api, "/user")?,
            emails: at(&api, "/user/emails")?,
            scopes: ["read:user", "user:email"].map(str::to_owned).into(),
        })
    }

    /// Whose an access token is. His address is the primary one, and as proven as GitHub says there: the one in the profile
    /// is any of his, or none.
    pub(super) async fn profile(&self, http: &outbound::Client, access: &SecretString) -> Result<Profile, Fault> {
        let user = http.get(&self.user).bearer(access).send().await?;
        check(user.status, "GET /user")?;
        let user: Map<String, Value> = user.json()?;
        let emails = http.get(&self.emails).bearer(access).send().await?;
        let emails: Vec<Address> = match emails.status {
            // The app may not read addresses.
            StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => Vec::new(),
            status => {
                check(status, "GET /user/emails")?;
                emails.json()?
            }
        };

        let id = user.get("id").and_then(Value::as_u64).map(|id| id.to_string()).unwrap_or_default();
        let text =
            |name: &str| user.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
        let (name, image, public) = (text("name").or_else(|| text("login")), text("avatar_url"), text("email"));
        let primary = emails.iter().find(|address| address.primary);
        let (email, verified) = match primary {
            Some(primary) => (Some(primary.text.clone()), primary.verified),
            None => (public, false),
        };
        let profile = Profile::new(&id, email.as_deref(), verified, user);
        let profile = profile.ok_or_else(|| Fault::Untrue("GET /user does not say who it is".into()))?;
        Ok(profile.named(&name.unwrap_or_default()).pictured(image.as_deref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_has_a_host_of_its_own_at_github_only() {
        let at = |base: &str| GitHub::new(&Url::parse(base).unwrap()).unwrap();
        assert_eq!(at("https://github.com").user.as_str(), "https://api.github.com/user");
        assert_eq!(at("https://git.example.com/").emails.as_str(), "https://git.example.com/api/v3/user/emails");
        assert_eq!(at("https://github.com").token.as_str(), "https://github.com/login/oauth/access_token");
    }
}
