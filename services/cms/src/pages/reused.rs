//! Blocks that are written once and shown on many pages.

use std::collections::HashMap;

use blocks::Used;
use db::Tx;
use entity::ids::ReusableBlockId;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Map, Value};
use uuid::Uuid;
use web::ApiError;

use super::Kind;

#[derive(FromQueryResult)]
struct Said {
    page_id: Uuid,
    content: Value,
}

/// The reusable blocks that a content names.
fn named(content: &Value) -> Vec<String> {
    let uses = blocks::Content::parse(content).map(|content| content.uses()).unwrap_or_default();
    uses.into_iter().filter(|used| used.kind == Used::Reusable).map(|used| used.id).collect()
}

/// For each content what its reusable blocks say, by their ids, as it is published. One question for all of them: such a block holds none
/// itself, so nothing goes deeper.
pub(crate) async fn reused(tx: &Tx, contents: &[&Value]) -> Result<Vec<Value>, ApiError> {
    let named: Vec<Vec<String>> = contents.iter().map(|content| named(content)).collect();
    let mut keys: Vec<Uuid> =
        named.iter().flatten().filter_map(|id| id.parse::<ReusableBlockId>().ok()).map(|id| id.0).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut found: HashMap<String, Value> = HashMap::new();
    if !keys.is_empty() {
        let sql = "select c.page_id, c.content from page_content c
            join pages p on p.organization_id = c.organization_id and p.id = c.page_id
            where c.organization_id = $1 and c.page_id = any($2) and c.state = 'published' and p.kind = 'block' and p.status = 'published'
              and p.deleted_at is null";
        let values: [Cell; 2] = [tx.organization()?.into(), keys.into()];
        let said: Vec<Said> = db::fetch_all(tx, sql, values).await?;
        found.extend(said.into_iter().map(|said| (Kind::Block.id(said.page_id), said.content)));
    }
    let of_one = |named: Vec<String>| {
        let own: Map<String, Value> =
            named.into_iter().filter_map(|id| found.get(&id).cloned().map(|content| (id, content))).collect();
        Value::Object(own)
    };
    Ok(named.into_iter().map(of_one).collect())
}

#[derive(FromQueryResult)]
struct User {
    kind: String,
    id: Uuid,
    title: String,
}

/// So many are told.
const MOST_TOLD: i64 = 5;

/// Refuses to take away what pages show, in drafts too, and says which they are.
pub(super) async fn must_be_unused(tx: &Tx, block: Uuid) -> Result<(), ApiError> {
    let id = Kind::Block.id(block);
    let sql = "select p.kind, p.id, p.title from pages p
        where p.organization_id = $1 and p.deleted_at is null and exists (select from page_content c
          where c.organization_id = p.organization_id and c.page_id = p.id
            and jsonb_path_exists(c.content, '$.** ? (@.type == \"reusable\" && @.props.block == $id)', jsonb_build_object('id', $2::text)))
        order by p.title, p.id limit $3";
    let values: [Cell; 3] = [tx.organization()?.into(), id.into(), MOST_TOLD.into()];
    let users: Vec<User> = db::fetch_all(tx, sql, values).await?;
    if users.is_empty() {
        return Ok(());
    }
    let told: Vec<String> = users
        .iter()
        .map(|user| {
            let kind = Kind::of(&user.kind);
            format!("{} '{}' ({})", kind.name().to_lowercase(), user.title, kind.id(user.id))
        })
        .collect();
    Err(ApiError::not_allowed(format!(
        "It is used, and cannot be deleted before it is taken from there: {}. Unpublish it to hide it everywhere",
        told.join(", ")
    )))
}
