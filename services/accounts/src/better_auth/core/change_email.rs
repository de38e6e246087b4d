//! `POST /change-email`
//!
//! Two links: the owner of the old address agrees, then the new one is proven. A taken address is answered like a free one.

use axum::extract::State;
use http::StatusCode;
use serde_json::json;

use crate::{
    Accounts,
    better_auth::{
        fresh::proven,
        links::{Claim, Purpose},
        transport::{Call, Fields, Input, Refusal, Reply},
    },
    letters,
    store::users,
};

pub(super) struct Change {
    new_email: String,
    callback_url: Option<String>,
}

impl Input for Change {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { new_email: body.email("newEmail").to_lowercase(), callback_url: body.optional_text("callbackURL") })
    }
}

/// Mails the old address a link.
pub(super) async fn change_email(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Change>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_himself(&caller).await?;
    let Change { new_email, callback_url } = input;
    if new_email == me.user.email {
        return Err(Refusal::message(StatusCode::BAD_REQUEST, "Email is the same"));
    }
    proven(&me)?;
    accounts.count_mail(&caller, "change-email", &me.user.email).await?;
    let tx = accounts.app.db.begin_system("ask the owner of an address about a new one").await?;
    if users::by_email(&tx, &new_email).await?.is_none() {
        let claim = Claim::new(Purpose::ConfirmChange, me.user.id, &me.user.email, Some(new_email.clone()), tx.now());
        let link = accounts.link(&claim, callback_url.as_deref())?;
        letters::confirm_change(&tx, &me.user, &new_email, &link).await?;
    }
    tx.commit().await?;
    Reply::json(json!({ "status": true }))
}
