//! What those who work in the shop are told, where Medusa's admin shows what has happened.

use db::Tx;
use entity::ids::NotificationId;
use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use super::accounts::OWN;

/// A line of the feed.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// What it is about: `order` …
    pub(super) about: (&'a str, Uuid),
    /// Told with the same key, it is told once.
    pub(super) key: String,
    pub(super) title: String,
    pub(super) description: String,
}

/// Tells it; true if it is new.
pub(super) async fn tell(tx: &Tx, line: Line<'_>) -> Result<bool, ApiError> {
    let data = json!({ "title": line.title, "description": line.description });
    let sql = "insert into notifications (organization_id, id, \"to\", channel, template, resource_type, resource_id, key, status, data, created_at, updated_at)
        values ($1, $2, '', 'feed', 'admin-ui', $3, $4, $5, 'success', $6, $7, $7)
        on conflict (organization_id, key) do nothing";
    let values: [Value; 7] = [
        tx.organization()?.into(),
        NotificationId::new().0.into(),
        line.about.0.into(),
        line.about.1.into(),
        line.key.into(),
        data.into(),
        tx.now().into(),
    ];
    Ok(db::exec(tx, sql, values).await? > 0)
}

/// The provider does not let an account in: once a day. The shop mends the key of its own; the installation's is its operator's.
pub(super) async fn shut_out(tx: &Tx, account: Uuid) -> Result<(), ApiError> {
    tracing::error!(%account, "the payment provider does not let an account in: its key was revoked, or may not do this");
    if account == OWN {
        return Ok(());
    }
    let line = Line {
        about: ("payment_account", account),
        key: format!("payment_account_shut_out:{account}:{}", tx.now().format("%Y-%m-%d")),
        title: "Stripe does not take the key of your account".to_owned(),
        description: "Nobody can pay by card, and nothing is captured or refunded, until the account has a key that Stripe takes. What waits \
            is done then."
            .to_owned(),
    };
    tell(tx, line).await.map(drop)
}
