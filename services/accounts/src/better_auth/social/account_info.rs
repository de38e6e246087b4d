//! `GET /account-info`

use axum::extract::State;
use http::StatusCode;
use serde_json::{Value, json};

use super::{
    away, get_access_token, note,
    provider::Fault,
    selection::{Asked, Selected},
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Refusal, Reply},
    seal::columns,
};

/// What a provider says now of the caller.
pub(super) async fn account_info(
    State(accounts): State<Accounts>,
    Call { input: Asked(input), caller }: Call<Asked>,
) -> Result<Reply, Refusal> {
    let selected = input.of(&accounts, &caller, |_| Refusal::bad_request(Code::ProviderNotConfigured)).await?;
    let account = get_access_token::current(&accounts, &selected).await?;
    let Selected { provider, .. } = selected;
    let access = accounts.open_token(&account, columns::ACCESS_TOKEN);
    let access = access.ok_or_else(|| Refusal::bad_request(Code::AccessTokenNotFound))?;
    let id_token = accounts.open_token(&account, columns::ID_TOKEN);
    let now = accounts.app.db.clock().now();
    let unknown = || Refusal::new(StatusCode::UNAUTHORIZED, Code::FailedToGetUserInfo);
    let profile = provider.about(&access, id_token.as_ref(), now).await.map_err(|fault| match fault {
        Fault::Away(_) => away(provider, &fault),
        Fault::Refused(_) | Fault::Untrue(_) => {
            note(provider, &fault);
            unknown()
        }
    })?;
    // An app may have given any access token along with its ID token.
    if profile.subject != account.account_id {
        return Err(unknown());
    }
    let mut data = profile.data;
    data.insert("id".into(), profile.subject.into());
    data.insert("emailVerified".into(), profile.email_verified.into());
    data.insert("image".into(), profile.image.clone().map_or(Value::Null, Value::from));
    let user = json!({
        "email": profile.email,
        "emailVerified": profile.email_verified,
        "image": profile.image,
        "name": profile.name,
    });
    let account = json!({ "id": account.id, "providerId": account.provider_id, "accountId": account.account_id });
    Ok(Reply::json(json!({ "user": user, "data": data, "account": account }))?.not_stored())
}
