//! `GET /get-session`

use axum::extract::State;
use http::StatusCode;
use serde_json::json;

use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    door::SessionRef,
    store::sessions::{self, SignedIn},
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

/// Who is calling: `null` for nobody. A session that is used is prolonged once a day.
pub(super) async fn get_session(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<GetSession>,
) -> Result<Reply, Refusal> {
    let Some(named) = accounts.named(&caller) else {
        return Ok(Reply::json(None::<()>)?.not_stored());
    };
    let tx = accounts.app.db.begin_system("find a session").await?;
    let found = sessions::find(&tx, &named).await?;
    let Some(SignedIn { mut session, user }) = found else {
        tx.commit().await?;
        return Ok(Reply::json(None::<()>)?.not_stored().with_cookies(accounts.cookies.expire_session()));
    };
    let is_due = input.prolongs && session.remember && session.prolong_at() <= tx.now();
    if is_due && let Some(prolonged) = sessions::prolong(&tx, session.id).await? {
        session = prolonged;
    }
    tx.commit().await?;
    let me = SignedIn { session, user };
    let jwt = accounts.jwt(&me).await?;
    let SignedIn { session, user } = me;
    let reply = Reply::json(json!({ "session": session, "user": user }))?.with_jwt(jwt).not_stored();
    match named {
        SessionRef::Token(token) if is_due => Ok(accounts.hand_out(reply, &session, &token)),
        _ => Ok(reply),
    }
}

/// `POST /get-session` belongs to a way of refreshing that is not used here.
pub(super) async fn post_session() -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, Code::MethodNotAllowedDeferSessionRequired)
}
