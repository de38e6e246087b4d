//! Better Auth's cookies: names, attributes, signatures.

use http::{HeaderMap, HeaderValue, header};

/// How cookies of this installation are called and sent.
#[derive(Debug, Clone, Copy)]
pub struct Cookies {
    /// Over https: `__Secure-` and `Secure`.
    pub secure: bool,
}

/// The session's token.
pub const SESSION: &str = "session_token";
/// The session ends with the browser.
pub const DO_NOT_REMEMBER: &str = "dont_remember";
/// Better Auth's cookie cache, which Kontor does not use and expires with the session.
pub const SESSION_DATA: &str = "session_data";
/// The way back for an administrator who acts as somebody else.
pub const ADMIN_SESSION: &str = "admin_session";

/// The first factor was right, the second is still to come.
pub const TWO_FACTOR: &str = "two_factor";
/// On this device the second factor is not asked for.
pub const TRUSTED_DEVICE: &str = "trust_device";

/// Somebody is at a provider and will come back to this browser.
pub const STATE: &str = "state";

/// One `Set-Cookie`.
#[derive(Debug, Clone)]
pub struct SetCookie(String);

impl SetCookie {
    pub(crate) fn header(&self) -> HeaderValue {
        // Names are ours and values are percent-encoded, so this is always ASCII.
        HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static(""))
    }
}

impl Cookies {
    fn name(self, name: &str) -> String {
        let prefix = if self.secure { "__Secure-" } else { "" };
        format!("{prefix}better-auth.{name}")
    }

    /// Sets a value that is already encoded; without an age the cookie ends with the browser.
    pub fn set(self, name: &str, encoded: &str, max_age: Option<i64>) -> SetCookie {
        let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        let secure = if self.secure { "; Secure" } else { "" };
        SetCookie(format!("{}={encoded}{age}; Path=/; HttpOnly{secure}; SameSite=Lax", self.name(name)))
    }

    /// Takes a cookie away.
    pub fn expire(self, name: &str) -> SetCookie {
        self.set(name, "", Some(0))
    }

    /// Everything of a session.
    pub fn expire_session(self) -> [SetCookie; 3] {
        [SESSION, SESSION_DATA, DO_NOT_REMEMBER].map(|name| self.expire(name))
    }

    /// The value of a cookie as it was sent; the first one of that name counts.
    pub fn find(self, headers: &HeaderMap, name: &str) -> Option<String> {
        let wanted = self.name(name);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, _)| *found == wanted)
            .map(|(_, value)| value.to_owned())
    }
}
