//! What people are called who work in a shop.

use std::collections::HashMap;

use db::Db;
use sea_orm::{FromQueryResult, Value as Cell};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
    name: String,
}

/// The names of those of them that work there; who has none, or has gone, is left out.
pub(super) async fn names(db: &Db, shop: Uuid, people: Vec<Uuid>) -> db::Result<HashMap<Uuid, String>> {
    let tx = db.begin_lookup("name those who have a page open").await?;
    let sql = r#"select u.id, btrim(u.name) as name from auth."user" u
        where u.id = any($2) and btrim(u.name) <> ''
          and (exists (select from auth.member m where m."organizationId" = $1 and m."userId" = u.id)
            or exists (select from public.user_roles r where r.organization_id = $1 and r.user_id = u.id))"#;
    let values: [Cell; 2] = [shop.into(), people.into()];
    let named: Vec<Named> = db::fetch_all(&tx, sql, values).await?;
    tx.commit().await?;
    Ok(named.into_iter().map(|Named { id, name }| (id, name)).collect())
}
