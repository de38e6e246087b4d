//! New tokens for old ones. Providers take a refresh token once, and some end everything when it comes twice: so one call
//! at a time asks, of all processes, and the others take what it has brought.

use std::time::Duration;

use chrono::TimeDelta;
use uuid::Uuid;

use super::{note, provider::Fault};
use crate::{
    Accounts,
    better_auth::transport::Refusal,
    seal::columns,
    store::{
        leases,
        provider_accounts::{self, ProviderAccount},
    },
};

/// Longer than a provider may take.
const LEASE: TimeDelta = TimeDelta::seconds(30);
const PATIENCE: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_millis(50);

/// Why there are no new tokens.
pub(super) enum NoTokens {
    /// The provider gives none.
    Fault,
    /// The account is gone.
    Gone,
    /// This server cannot answer.
    Ours(Refusal),
}

impl From<db::Error> for NoTokens {
    fn from(error: db::Error) -> Self {
        Self::Ours(error.into())
    }
}

impl From<Refusal> for NoTokens {
    fn from(refusal: Refusal) -> Self {
        Self::Ours(refusal)
    }
}

/// The account with tokens that are newer than those of `seen`.
pub(super) async fn refreshed(
    accounts: &Accounts,
    user: Uuid,
    seen: ProviderAccount,
) -> Result<ProviderAccount, NoTokens> {
    let accounts = accounts.clone();
    // A caller who goes away must not take a token with him that the provider has just given out.
    let work = tokio::spawn(async move { refresh(&accounts, user, seen).await });
    work.await.map_err(|error| NoTokens::Ours(web::ApiError::internal(error).into()))?
}

async fn refresh(accounts: &Accounts, user: Uuid, seen: ProviderAccount) -> Result<ProviderAccount, NoTokens> {
    let began = tokio::time::Instant::now();
    let what = seen.id.to_string();
    loop {
        let tx = accounts.app.db.begin_system("look whether an account has newer tokens").await?;
        let lease = leases::take(&tx, "refresh", &what, LEASE).await?;
        // Read with the lease in hand, so nobody is about to change it.
        let account = provider_accounts::of_user(&tx, user, seen.id).await?.ok_or(NoTokens::Gone)?;
        if account.access_token != seen.access_token || account.refresh_token != seen.refresh_token {
            return Ok(account);
        }
        tx.commit().await?;
        if let Some(lease) = lease {
            let asked = ask(accounts, &account).await;
            let tx = accounts.app.db.begin_system("keep refreshed tokens").await?;
            leases::give_back(&tx, &lease).await?;
            let kept = match asked {
                Ok(kept) => kept,
                Err(error) => {
                    tx.commit().await?;
                    return Err(error);
                }
            };
            // If a sign-in has brought newer tokens meanwhile, those stay.
            provider_accounts::renew(&tx, &account, kept).await?;
            let account = provider_accounts::of_user(&tx, user, seen.id).await?;
            tx.commit().await?;
            return account.ok_or(NoTokens::Gone);
        }
        if began.elapsed() > PATIENCE {
            return Err(NoTokens::Fault);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn ask(accounts: &Accounts, account: &ProviderAccount) -> Result<provider_accounts::Kept, NoTokens> {
    let provider = accounts.providers.find(&account.provider_id).ok_or(NoTokens::Fault)?;
    let token = accounts.open_token(account, columns::REFRESH_TOKEN).ok_or(NoTokens::Fault)?;
    let now = accounts.app.db.clock().now();
    let tokens = provider.refresh(&token, &account.account_id, now).await.map_err(|fault: Fault| {
        note(provider, &fault);
        NoTokens::Fault
    })?;
    Ok(accounts.seal_tokens(&account.provider_id, &account.account_id, &tokens)?)
}
