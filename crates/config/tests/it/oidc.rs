//! OpenID providers as one address.

use config::Oidc;
use secrecy::ExposeSecret;

use crate::{errors, settings};

fn wrong(text: &str) -> String {
    Oidc::parse(text).expect_err("it is wrong")
}

#[test]
fn a_provider_is_one_address() {
    let env = "https://my%2Fid:p%40ss@Login.example.com/realms/a?name=staff&scopes=openid+email&trust_email=true,\
        http://a:b@127.0.0.1:2526?name=test-issuer";
    let providers = settings(&[("AUTH_OIDC", env)], None).auth.oidc;
    let [staff, test] = &providers[..] else { panic!("{providers:?}") };
    assert_eq!((&*staff.name, &*staff.issuer), ("staff", "https://login.example.com/realms/a"));
    assert_eq!((&*staff.client_id, staff.client_secret.expose_secret()), ("my/id", "p@ss"));
    assert_eq!((&staff.scopes[..], staff.trusts_email), (&["openid".to_owned(), "email".to_owned()][..], true));
    assert_eq!((&*test.issuer, test.trusts_email), ("http://127.0.0.1:2526", false));
    assert_eq!(test.scopes, ["openid", "email", "profile"]);
    // A slash at the end is part of an issuer.
    assert_eq!(Oidc::parse("https://a:b@c.auth0.test/?name=x").unwrap().issuer, "https://c.auth0.test/");
    assert_eq!(Oidc::parse("https://a:b@c.auth0.test?name=x").unwrap().issuer, "https://c.auth0.test");
    let file = "[auth]\noidc = [\"https://a:b@c.test?name=x\", \"https://a:b@c.test?name=y\"]\n";
    assert_eq!(settings(&[], Some(file)).auth.oidc.len(), 2);
}

#[test]
fn what_is_wrong_is_said_without_the_secret() {
    for (text, reason) in [
        ("http://a:hunter2@c.test?name=x", "neither https://"),
        ("http://a:hunter2@10.0.0.1?name=x", "neither https://"),
        ("https://c.test?name=x", "no client id"),
        ("https://a@c.test?name=x", "no client id"),
        ("https://a:hunter2@c.test", "no name"),
        ("https://a:hunter2@c.test?name=google", "its name"),
        ("https://a:hunter2@c.test?name=a/b", "its name"),
        ("https://a:hunter2@c.test?name=x&scopes=email", "without openid"),
        ("https://a:hunter2@c.test?name=x&scope=openid", "something else"),
        ("https://a:hunter2@c.test?name=x#y", "has a #"),
    ] {
        assert!(wrong(text).contains(reason), "{text}: {}", wrong(text));
        let shown = errors(&[("AUTH_OIDC", text)], None);
        assert!(shown.contains(reason) && !shown.contains("hunter2"), "{shown}");
    }
    let twice = "https://a:hunter2@c.test?name=x,https://a:hunter2@d.test?name=x";
    assert!(errors(&[("AUTH_OIDC", twice)], None).contains("two of them are called x"));
}

#[test]
fn client_id_and_secret_go_together() {
    for name in ["AUTH_GOOGLE_CLIENT_ID", "AUTH_GOOGLE_CLIENT_SECRET", "AUTH_GITHUB_CLIENT_ID"] {
        assert!(errors(&[(name, "x")], None).contains("client id and secret go together"), "{name}");
    }
    assert!(errors(&[("AUTH_GITHUB_URL", "http://github.example.com")], None).contains("on this machine"));
    let auth = settings(&[("AUTH_GITHUB_CLIENT_ID", "x"), ("AUTH_GITHUB_CLIENT_SECRET", "y")], None).auth;
    assert_eq!((auth.github_client_id.as_deref(), auth.github_url.as_str()), (Some("x"), "https://github.com/"));
}
