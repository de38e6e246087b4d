//! What the demo shop needs to sell: how things are sent, what is taxed where, a code to try.

use db::Db;
use uuid::Uuid;

/// Makes it, for a shop that the catalogue has made.
pub async fn demo(db: &Db, organization: Uuid) -> db::Result<()> {
    let mut tx = db.begin_system("have the demo shop sell").await?;
    tx.work_in(organization).await?;
    tx.batch(include_str!("demo.sql")).await?;
    tx.commit().await
}
