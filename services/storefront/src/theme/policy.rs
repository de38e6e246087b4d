//! What a page may run and load, and from where: its `Content-Security-Policy`.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::HeaderValue;
use sha2::{Digest, Sha256};
use url::Url;

/// Films, where one is shown by somebody else.
const FILMS: &str = "https://www.youtube-nocookie.com https://player.vimeo.com";

const STRICT: HeaderValue = HeaderValue::from_static("default-src 'self'");

/// The form for cards, which is Stripe's and runs in the browser: on the page where somebody pays, and on no other.
#[derive(Debug, Clone)]
pub struct CardForm {
    script: Url,
}

impl CardForm {
    /// Its script is there.
    pub fn at(script: Url) -> Self {
        Self { script }
    }

    pub(crate) fn script(&self) -> &str {
        self.script.as_str()
    }

    /// From where it runs scripts, shows frames, and whom it asks: what Stripe names for its own address; any other serves all three.
    fn sources(&self) -> [String; 3] {
        if self.script.host_str() == Some("js.stripe.com") {
            const OWN: &str = "https://js.stripe.com https://*.js.stripe.com";
            return [OWN.to_owned(), format!("{OWN} https://hooks.stripe.com"), "https://api.stripe.com".to_owned()];
        }
        let origin = self.script.origin().ascii_serialization();
        [origin.clone(), origin.clone(), origin]
    }
}

/// How the policy names a style sheet that stands in the page itself.
pub(super) fn hash(sheet: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(sheet.as_bytes())))
}

/// Nothing runs that is not a file of the shop, and no style but those and the sheets that stand in the page. Pictures of products may lie
/// anywhere.
pub(super) fn policy(sheets: &[&str], form: Option<&CardForm>) -> HeaderValue {
    let sheets = sheets.join(" ");
    let [scripts, frames, asked] = match form.map(CardForm::sources) {
        Some([scripts, frames, asked]) => [format!(" {scripts}"), frames, format!(" {asked}")],
        None => [String::new(), FILMS.to_owned(), String::new()],
    };
    let text = format!(
        "default-src 'self'; script-src 'self'{scripts}; style-src 'self' {sheets}; img-src 'self' https: data:; media-src 'self' https:; \
         frame-src {frames}; connect-src 'self'{asked}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    );
    HeaderValue::from_str(&text).unwrap_or(STRICT)
}

#[cfg(test)]
mod tests {
    use super::{CardForm, hash, policy};

    fn of(form: Option<&str>) -> String {
        let form = form.map(|url| CardForm::at(url.parse().unwrap()));
        policy(&[&hash("a{}")], form.as_ref()).to_str().unwrap().to_owned()
    }

    #[test]
    fn stripe_is_let_in_where_somebody_pays() {
        assert!(!of(None).contains("stripe"));
        let paying = of(Some("https://js.stripe.com/endive/stripe.js"));
        for part in [
            "script-src 'self' https://js.stripe.com https://*.js.stripe.com;",
            "frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com;",
            "connect-src 'self' https://api.stripe.com;",
        ] {
            assert!(paying.contains(part), "{paying}");
        }
        let own = of(Some("http://127.0.0.1:8430/js/stripe.js"));
        assert!(own.contains("script-src 'self' http://127.0.0.1:8430;") && !own.contains("stripe.com"), "{own}");
    }
}
