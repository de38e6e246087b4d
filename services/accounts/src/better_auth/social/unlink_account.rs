//! `POST /unlink-account`

use axum::extract::State;
use serde_json::json;

use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    letters,
    store::provider_accounts::{self, Unlinked},
};

pub(super) struct Unlink {
    account_id: String,
}

impl Input for Unlink {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { account_id: body.text("accountId") })
    }
}

/// Takes one of the caller's ways in away; the last one stays. He is told by mail.
pub(super) async fn unlink_account(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Unlink>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_freshly(&caller).await?;
    let tx = accounts.app.db.begin_system("take a way in away").await?;
    let unlinked = match input.account_id.parse() {
        Ok(id) => provider_accounts::unlink(&tx, me.user.id, id).await?,
        Err(_) => Unlinked::Unknown,
    };
    match unlinked {
        Unlinked::Unknown => return Err(Refusal::bad_request(Code::AccountNotFound)),
        Unlinked::Last => return Err(Refusal::bad_request(Code::FailedToUnlinkLastAccount)),
        Unlinked::Gone(provider) => letters::account_linked(&tx, &me.user, &provider, false).await?,
    }
    tx.commit().await?;
    Reply::json(json!({ "status": true }))
}
