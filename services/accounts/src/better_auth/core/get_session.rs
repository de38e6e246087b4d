//! `GET /get-session`

use axum::extract::State;
use http::StatusCode;
use serde::Serialize;

use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    door::SessionRef,
    store::{
        sessions::{self, Session, SignedIn},
        users::User,
    },
};

pub(super) struct GetSession {
    prolongs: bool,
}

impl Input for GetSession {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        let stays = query.peek("disableRefresh").and_then(|value| value.as_str()) == Some("true");
        query.rest();
        Ok(Self { prolongs: !stays })
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    session: &'a Session,
    user: &'a User,
}

/// Who is calling: `null` for nobody. A session that is used is prolonged once a day.
pub(super) async fn get_session(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<GetSession>,
) -> Result<Reply, Refusal> {
    let Some(named) = accounts.named(&caller) else {
        return Ok(Reply::json(None::<()>)?.not_stored());
    };
    let Some(mut me) = accounts.look_up(&named).await? else {
        return Ok(Reply::json(None::<()>)?.not_stored().with_cookies(accounts.cookies.expire_session()));
    };
    let now = accounts.app.db.clock().now();
    let is_due = input.prolongs && me.session.remember && me.session.prolong_at() <= now;
    if is_due {
        let tx = accounts.app.db.begin_system("prolong a session").await?;
        me.session = sessions::prolong(&tx, me.session.id).await?.unwrap_or(me.session);
        tx.commit().await?;
    }
    let jwt = accounts.recent_jwt(&me).await?;
    let SignedIn { session, user } = me;
    let reply = Reply::json(Answer { session: &session, user: &user })?.with_jwt(jwt).not_stored();
    match named {
        SessionRef::Token(token) if is_due => Ok(accounts.hand_out(reply, &session, &token)),
        _ => Ok(reply),
    }
}

/// `POST /get-session` belongs to a way of refreshing that is not used here.
pub(super) async fn post_session() -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, Code::MethodNotAllowedDeferSessionRequired)
}
