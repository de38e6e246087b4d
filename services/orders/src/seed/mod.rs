//! What the demo shop needs to sell: how things are sent, what is taxed where, a code to try; and what has happened in it.

mod history;

use db::Db;
use uuid::Uuid;
use web::ApiError;

/// Makes it, for a shop that the catalogue has made.
pub async fn demo(db: &Db, organization: Uuid) -> db::Result<()> {
    let mut tx = db.begin_system("have the demo shop sell").await?;
    tx.work_in(organization).await?;
    tx.batch(include_str!("demo.sql")).await?;
    tx.commit().await
}

/// Orders in several states, most of them of the customer with that address; answers the code of a gift card.
pub async fn history(db: &Db, organization: Uuid, customer: &str) -> Result<String, ApiError> {
    let mut tx = db.begin_system("have the demo shop sold something").await?;
    tx.work_in(organization).await?;
    let code = history::tell(&tx, customer).await?;
    tx.commit().await?;
    Ok(code)
}
