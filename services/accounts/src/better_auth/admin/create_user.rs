//! `POST /admin/create-user`

use axum::extract::State;
use secrecy::SecretString;
use serde_json::{Map, Value, json};

use super::{Right, allowed, data, rights};
use crate::{
    Accounts,
    better_auth::{
        core::passwords,
        transport::{Call, Code, Fields, Input, Refusal, Reply},
    },
    store::{
        admin_users::{self, Changes},
        credentials, users,
    },
};

pub(super) struct Create {
    email: String,
    password: Option<SecretString>,
    name: String,
    roles: Option<Vec<String>>,
    data: Option<Map<String, Value>>,
}

impl Input for Create {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let email = body.text("email");
        let password = body.optional_text("password").map(SecretString::from);
        let name = body.text("name");
        Ok(Self { email, password, name, roles: data::read_roles(body), data: data::read_data(body) })
    }
}

/// Makes an account for somebody. His address is not proven by it, unless the administrator says that it is.
pub(super) async fn create_user(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Create>,
) -> Result<Reply, Refusal> {
    let Create { email, password, name, roles, data } = input;
    let tx = accounts.app.db.begin_system("look whether somebody may make accounts").await?;
    allowed(&accounts, &tx, &caller, Right::CreateUsers).await?;
    tx.commit().await?;

    let given = data::changes(data.unwrap_or_default())?;
    let role = roles.map(|roles| rights::join(&roles)).transpose()?.or(given.role);
    let email = data::email(&email)?;
    let hash = match password {
        Some(password) => {
            passwords::check(&password)?;
            Some(passwords::hash(&accounts, password).await?)
        }
        None => None,
    };

    let tx = accounts.app.db.begin_system("make an account for somebody").await?;
    let me = allowed(&accounts, &tx, &caller, Right::CreateUsers).await?;
    let taken = || Refusal::bad_request(Code::UserAlreadyExistsUseAnotherEmail);
    let user = users::create(&tx, &name, &email, None).await?.ok_or_else(taken)?;
    // The name and the address are those beside `data`.
    let rest = Changes { name: None, email: None, role, ..given };
    let user = admin_users::change(&tx, user.id, rest).await?.unwrap_or(user);
    if let Some(hash) = hash {
        credentials::set_password(&tx, user.id, &hash).await?;
    }
    tx.commit().await?;
    tracing::info!(admin = %me.user.id, user = %user.id, role = user.role, "an administrator made an account");
    Reply::json(json!({ "user": user }))
}
