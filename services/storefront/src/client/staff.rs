//! Who works in the shop, and what he may write.

use futures_util::future::try_join_all;
use http::{HeaderValue, Method, header};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::form_urlencoded;
use uuid::Uuid;

use super::{Asking, Refusal, Trouble, piece, transport::Answered};
use crate::model::{Draft, DraftAnswer, Drafted, DraftedPages, Media, Medias, User, UserAnswer};

const OF_APP: &str = "/api/auth/two-factor/verify-totp";
const WRITTEN_DOWN: &str = "/api/auth/two-factor/verify-backup-code";

/// The API, asked by somebody of the staff with the session that his browser has.
#[derive(Clone, Copy)]
pub(crate) struct Staff<'a> {
    pub(super) asking: Asking<'a>,
    token: &'a str,
    shop: Uuid,
}

/// What signing in answers.
pub(crate) enum Entered {
    /// He is in; the browser keeps these cookies.
    In(Vec<HeaderValue>),
    /// The first factor was right, and the second is owed; by these cookies the browser is known meanwhile.
    Owing(Vec<HeaderValue>),
    /// It was not he.
    Not(Refusal),
}

impl<'a> Asking<'a> {
    /// The same in the name of who has this session, in this shop.
    pub(crate) fn staff(self, token: &'a str, shop: Uuid) -> Staff<'a> {
        Staff { asking: self, token, shop }
    }

    /// Begins a session of the staff.
    pub(crate) async fn enter(self, email: &str, password: &str) -> Result<Entered, Trouble> {
        let body = json!({ "email": email, "password": password });
        let answer = self.call(Method::POST, "/api/auth/sign-in/email", Some(&body), None, None).await?;
        entered("/api/auth/sign-in/email", answer)
    }

    /// The second factor: a code of the authenticator app, else one of those that were written down.
    pub(crate) async fn enter_code(self, code: &str) -> Result<Entered, Trouble> {
        let is_of_app = code.len() == 6 && code.bytes().all(|sign| sign.is_ascii_digit());
        let target = if is_of_app { OF_APP } else { WRITTEN_DOWN };
        let origin = HeaderValue::from_str(&self.visit.shop.url).ok().map(|url| (header::ORIGIN, url));
        let cookies = self.visit.api_cookies.clone().map(|cookies| (header::COOKIE, cookies));
        // Where it comes from was looked at before: the API asks for it where there are cookies.
        let extra = origin.into_iter().chain(cookies);
        let answer = self.call_with(Method::POST, target, Some(&json!({ "code": code })), None, extra).await?;
        entered(target, answer)
    }

    /// Ends it. The cookies take it from the browser.
    pub(crate) async fn leave(self, token: &str) -> Result<Vec<HeaderValue>, Trouble> {
        let answer = self.call(Method::POST, "/api/auth/sign-out", Some(&json!({})), Some(token), None).await?;
        Ok(answer.cookies)
    }
}

fn entered(target: &str, answer: Answered) -> Result<Entered, Trouble> {
    if answer.status.is_success() {
        let said: Value = serde_json::from_slice(&answer.body).map_err(|error| Trouble::broken(target, &error))?;
        let owes = said.get("twoFactorRedirect").and_then(Value::as_bool).unwrap_or_default();
        return Ok(if owes { Entered::Owing(answer.cookies) } else { Entered::In(answer.cookies) });
    }
    if answer.status.is_client_error() {
        let said: Refusal = serde_json::from_slice(&answer.body).unwrap_or_default();
        return Ok(Entered::Not(Refusal { status: answer.status.as_u16(), ..said }));
    }
    Err(Trouble::of(target, &answer))
}

impl Staff<'_> {
    async fn get<T: DeserializeOwned>(self, target: &str) -> Result<T, Trouble> {
        let answer = self.asking.call(Method::GET, target, None, Some(self.token), Some(self.shop)).await?;
        if answer.status.is_success() {
            return serde_json::from_slice(&answer.body).map_err(|error| Trouble::broken(target, &error));
        }
        Err(match answer.status.as_u16() {
            // Whatever the words: nobody is known by this session any more.
            401 => Trouble::SignIn,
            _ => Trouble::of(target, &answer),
        })
    }

    /// Whether he may write what the shop says; else why not.
    pub(crate) async fn may_write(self) -> Result<(), Trouble> {
        // It is asked for by nobody but who edits; what it says is the editor's.
        let answer = self.asking.call(Method::GET, "/admin/blocks", None, Some(self.token), Some(self.shop)).await?;
        match answer.status.as_u16() {
            200..=299 => Ok(()),
            401 => Err(Trouble::SignIn),
            _ => Err(Trouble::of("/admin/blocks", &answer)),
        }
    }

    /// Whether he works in the shop, whatever he may do there.
    pub(crate) async fn may_read(self) -> Result<(), Trouble> {
        let _: Value = self.get("/admin/site").await?;
        Ok(())
    }

    pub(crate) async fn me(self) -> Result<User, Trouble> {
        let answer: UserAnswer = self.get("/admin/users/me").await?;
        Ok(answer.user)
    }

    /// The pages at a path, published or not, one for each language.
    pub(crate) async fn pages_at(self, slug: &str) -> Result<Vec<Drafted>, Trouble> {
        let answer: DraftedPages = self.get(&format!("/admin/pages?limit=20&slug={}", piece(slug))).await?;
        Ok(answer.pages)
    }

    /// Pictures and films, whoever shows them, by their ids.
    pub(crate) async fn media_of(self, ids: &[String]) -> Result<Vec<Media>, Trouble> {
        let questions = ids.chunks(100).map(|ids| async move {
            let pairs = ids.iter().map(|id| ("id[]", id.as_str())).chain([("limit", "100")]);
            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            match self.get::<Medias>(&format!("/admin/media?{query}")).await {
                Ok(answer) => Ok(answer.media),
                Err(Trouble::Missing) => Ok(Vec::new()),
                Err(other) => Err(other),
            }
        });
        Ok(try_join_all(questions).await?.into_iter().flatten().collect())
    }

    /// The draft of a page.
    pub(crate) async fn draft(self, id: &str) -> Result<Draft, Trouble> {
        let answer: DraftAnswer = self.get(&format!("/admin/pages/{}/draft", piece(id))).await?;
        Ok(answer.draft)
    }
}
