//! Which of the caller's accounts a call is about.

use http::StatusCode;
use secrecy::SecretString;
use serde_json::Value;
use uuid::Uuid;

use super::provider::Provider;
use crate::{
    Accounts,
    better_auth::transport::{Caller, Code, Fields, Input, Refusal},
    seal::columns::{self, Column},
    store::{
        provider_accounts::{self, ProviderAccount},
        sessions::SignedIn,
    },
};

/// An account by the key of its row. Better Auth can also keep one in a cookie, which is never done here.
pub(super) struct Selection(Option<Uuid>);

/// The same in a query.
pub(super) struct Asked(pub(super) Selection);

impl Input for Selection {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self::of_fields(body))
    }
}

impl Input for Asked {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self(Selection::of_fields(query)))
    }
}

impl Selection {
    fn of_fields(fields: &mut Fields) -> Self {
        let (id, cookie) = (fields.take("accountId"), fields.take("useAccountCookie"));
        // Whose account it is says the session.
        let person = fields.take("userId");
        let is_text = |value: &Option<Value>| value.as_ref().is_none_or(Value::is_string);
        let is_yes = |value: &Value| *value == Value::Bool(true) || value.as_str() == Some("true");
        match (id, cookie) {
            (Some(Value::String(id)), None) if is_text(&person) => Self(id.parse().ok()),
            (None, Some(cookie)) if is_yes(&cookie) && is_text(&person) => Self(None),
            _ => {
                fields.no_choice();
                Self(None)
            }
        }
    }
}

/// An account of the caller at a provider that the settings name.
pub(super) struct Selected<'a> {
    pub(super) me: SignedIn,
    pub(super) account: ProviderAccount,
    pub(super) provider: &'a Provider,
}

impl Selection {
    /// The caller's account. Who acts as somebody else does not get that person's tokens.
    pub(super) async fn of<'a>(
        &self,
        accounts: &'a Accounts,
        caller: &Caller,
        no_provider: impl FnOnce(&str) -> Refusal,
    ) -> Result<Selected<'a>, Refusal> {
        if accounts.session(caller).await?.is_none() {
            return Err(Refusal::empty(StatusCode::UNAUTHORIZED));
        }
        let me = accounts.signed_in_himself(caller).await?;
        let tx = accounts.app.db.begin_system("find somebody's account").await?;
        let account = match self.0 {
            Some(id) => provider_accounts::of_user(&tx, me.user.id, id).await?,
            None => None,
        };
        tx.commit().await?;
        let account = account.ok_or_else(|| Refusal::bad_request(Code::AccountNotFound))?;
        let provider = accounts.providers.find(&account.provider_id);
        let provider = provider.ok_or_else(|| no_provider(&account.provider_id))?;
        Ok(Selected { me, account, provider })
    }
}

/// Refused because nobody can be asked for tokens of it.
pub(super) fn not_supported(provider: &str) -> Refusal {
    let shown: String = provider.chars().take(60).collect();
    let message = format!("Provider {shown} is not supported.");
    Refusal::worded(StatusCode::BAD_REQUEST, Code::ProviderNotSupported, message)
}

impl Accounts {
    /// A kept token, opened; `None` if there is none, or none that this installation has sealed.
    pub(super) fn open_token(&self, account: &ProviderAccount, column: Column) -> Option<SecretString> {
        let sealed = match column {
            columns::ACCESS_TOKEN => &account.access_token,
            columns::REFRESH_TOKEN => &account.refresh_token,
            _ => &account.id_token,
        };
        let bound = columns::subject(&account.provider_id, &account.account_id);
        self.unseal(sealed.as_deref()?, &column.of(&bound)).ok()
    }
}
