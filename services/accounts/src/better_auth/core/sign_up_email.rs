//! `POST /sign-up/email`
//!
//! Answers alike whether the address is free or taken, in words and in work; who owns a taken address is told by mail. No
//! session begins before the address is proven.

use axum::extract::State;
use secrecy::SecretString;
use serde_json::json;
use uuid::Uuid;

use super::{passwords, verify_email};
use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    letters,
    shares::Mail,
    store::{
        credentials,
        users::{self, User},
    },
};

pub(super) struct SignUp {
    name: String,
    email: String,
    password: SecretString,
    image: Option<String>,
    callback_url: Option<String>,
}

/// What only the server sets.
pub(in crate::better_auth) const OWNED: &[&str] =
    &["role", "banned", "banReason", "banExpires", "twoFactorEnabled", "emailVerified", "id", "createdAt", "updatedAt"];

impl Input for SignUp {
    const SIGNS_IN: bool = true;
    const FORM: bool = true;

    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let name = body.text("name");
        let email = body.email("email");
        let password = body.filled_text("password");
        let image = body.optional_text("image");
        let callback_url = body.optional_text("callbackURL");
        body.optional_boolean("rememberMe");
        body.refuse_owned(OWNED)?;
        Ok(Self { name, email: email.to_lowercase(), password: password.into(), image, callback_url })
    }
}

/// Makes an account.
pub(super) async fn sign_up_email(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<SignUp>,
) -> Result<Reply, Refusal> {
    let SignUp { name, email, password, image, callback_url } = input;
    passwords::check(&password)?;
    accounts.count_mail(&caller, "sign-up", &email).await?;
    accounts.share_of_mail(Mail::Registration, None, None).await?;
    let hash = passwords::hash(&accounts, password).await?;

    let tx = accounts.app.db.begin_system("make an account").await?;
    let user = if let Some(user) = users::create(&tx, &name, &email, image.as_deref()).await? {
        credentials::set_password(&tx, user.id, &hash).await?;
        let link = verify_email::link(&accounts, &user, callback_url.as_deref())?;
        letters::verify_email(&tx, &user, &link).await?;
        user
    } else {
        letters::address_is_taken(&tx, &email, &accounts.base_url).await?;
        synthetic(&name, &email, image, tx.now())
    };
    tx.commit().await?;
    Reply::json(json!({ "token": null, "user": user }))
}

/// A person who looks as if he had just been made.
pub(crate) fn synthetic(name: &str, email: &str, image: Option<String>, now: chrono::DateTime<chrono::Utc>) -> User {
    User {
        name: name.to_owned(),
        email: email.to_owned(),
        email_verified: false,
        image,
        created_at: entity::Timestamp(now),
        updated_at: entity::Timestamp(now),
        role: "user".into(),
        banned: false,
        ban_reason: None,
        ban_expires: None,
        two_factor_enabled: false,
        id: Uuid::now_v7(),
    }
}
