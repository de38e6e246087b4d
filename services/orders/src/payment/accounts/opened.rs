//! An account with its keys, for as long as something is asked of it.

use db::INSTALLATION;
use payments::Account;
use sea_orm::FromQueryResult;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use web::ApiError;

use super::{Column, OWN, removed};
use crate::payment::Desk;

/// An account that can be called.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    /// The nil UUID for the installation's.
    pub(crate) id: Uuid,
    /// Whose rows its events and places are.
    pub(crate) shop: Uuid,
    /// Its key.
    pub(crate) account: Account,
    /// What its webhooks are signed with.
    pub(crate) secrets: Vec<SecretString>,
}

#[derive(FromQueryResult)]
struct Row {
    organization_id: Uuid,
    id: Uuid,
    secret_key: Option<String>,
    webhook_secrets: Option<String>,
}

/// Its columns.
const COLUMNS: &str = "a.organization_id, a.id, a.secret_key, a.webhook_secrets";

impl Opened {
    /// Whether the account moves true money; unknown for a key that does not say.
    pub(crate) fn is_live(&self) -> Option<bool> {
        is_live(&self.account.secret_key)
    }
}

/// Whether a key moves true money.
pub(crate) fn is_live(key: &SecretString) -> Option<bool> {
    match key.expose_secret().split('_').nth(1)? {
        "live" => Some(true),
        "test" => Some(false),
        _ => None,
    }
}

impl Desk {
    /// The account of this id, with its keys. No transaction may be open.
    pub(crate) async fn open(&self, id: Uuid) -> Result<Opened, ApiError> {
        if id == OWN {
            return self.own().ok_or_else(|| ApiError::internal("there is no account at the payment provider"));
        }
        let found = self.rows("a.id = $1", [id.into()]).await?.pop();
        self.unsealed(found.ok_or_else(removed)?)?.ok_or_else(removed)
    }

    /// All accounts, each with its keys, as long as they are kept; one whose keys do not open is left out, and said in the log.
    pub(crate) async fn all(&self) -> Result<Vec<Opened>, ApiError> {
        let mut all: Vec<Opened> = self.own().into_iter().collect();
        for row in self.rows("a.source = 'shop'", []).await? {
            match self.unsealed(row) {
                Ok(opened) => all.extend(opened),
                Err(error) => tracing::error!(%error, "the key of an account at a payment provider does not open"),
            }
        }
        Ok(all)
    }

    fn own(&self) -> Option<Opened> {
        let account = self.own_account()?.clone();
        Some(Opened { id: OWN, shop: INSTALLATION, account, secrets: self.secrets().to_vec() })
    }

    async fn rows<const N: usize>(&self, rows: &str, values: [sea_orm::Value; N]) -> Result<Vec<Row>, ApiError> {
        let sql = format!("select {COLUMNS} from payment_accounts a where a.secret_key <> '' and {rows} order by a.id");
        let tx = self.db().begin_lookup("open an account at a payment provider").await?;
        let rows = db::fetch_all(&tx, &sql, values).await?;
        tx.commit().await?;
        Ok(rows)
    }

    fn unsealed(&self, row: Row) -> Result<Option<Opened>, ApiError> {
        let Row { organization_id: shop, id, secret_key: Some(key), webhook_secrets } = row else { return Ok(None) };
        let account = Account::new(self.seals().open(&key, Column::Key, id)?);
        let secrets = match webhook_secrets.filter(|sealed| !sealed.is_empty()) {
            Some(sealed) => self.seals().open_all(&sealed, id)?,
            None => Vec::new(),
        };
        Ok(Some(Opened { id, shop, account, secrets }))
    }
}
