//! `POST /update-user`

use axum::extract::State;
use http::StatusCode;
use serde_json::{Value, json};

use super::sign_up_email::OWNED;
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::users,
};

pub(super) struct Update {
    name: Option<String>,
    image: Option<Picture>,
}

/// What a picture becomes.
enum Picture {
    None,
    At(String),
}

impl Input for Update {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        if body.has("email") {
            return Err(Refusal::bad_request(Code::EmailCanNotBeUpdated));
        }
        body.refuse_owned(OWNED)?;
        let name = body.optional_text("name");
        let image = match body.peek("image") {
            Some(Value::Null) => {
                body.take("image");
                Some(Picture::None)
            }
            Some(_) => Some(Picture::At(body.text("image"))),
            None => None,
        };
        Ok(Self { name, image })
    }
}

/// Changes the caller's name and picture.
pub(super) async fn update_user(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Update>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in(&caller).await?;
    let Update { name, image } = input;
    if name.is_none() && image.is_none() {
        return Err(Refusal::message(StatusCode::BAD_REQUEST, "No fields to update"));
    }
    let tx = accounts.app.db.begin_system("change somebody's name").await?;
    if let Some(name) = &name {
        users::rename(&tx, me.user.id, name).await?;
    }
    if let Some(image) = image {
        let url = match image {
            Picture::None => None,
            Picture::At(url) => Some(url),
        };
        users::set_image(&tx, me.user.id, url).await?;
    }
    tx.commit().await?;
    Reply::json(json!({ "status": true }))
}
