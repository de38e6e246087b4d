//! Reasons for returns, which have two levels.

use std::collections::HashMap;

use db::Tx;
use entity::ids::ReturnReasonId;
use web::fields::Selection;

use super::uuids;
use crate::view::ReturnReason;

/// Loads the selected relations.
pub async fn fill_return_reasons(tx: &Tx, page: &mut [ReturnReason], selection: &Selection) -> db::Result<()> {
    if selection.has("parent_return_reason") {
        let parents = uuids(page.iter().filter_map(|reason| reason.parent_return_reason_id));
        let parents = load(tx, "r.id = any($2)", parents).await?;
        let parents: HashMap<ReturnReasonId, ReturnReason> =
            parents.into_iter().map(|reason| (reason.id, reason)).collect();
        for reason in page.iter_mut() {
            let parent = reason.parent_return_reason_id.and_then(|id| parents.get(&id));
            reason.parent_return_reason = parent.cloned().map(Box::new);
        }
    }
    if selection.has("return_reason_children") {
        let mut children: HashMap<ReturnReasonId, Vec<ReturnReason>> = HashMap::new();
        let of = uuids(page.iter().map(|reason| reason.id));
        for child in load(tx, "r.parent_return_reason_id = any($2)", of).await? {
            if let Some(parent) = child.parent_return_reason_id {
                children.entry(parent).or_default().push(child);
            }
        }
        for reason in page {
            reason.return_reason_children = children.remove(&reason.id).unwrap_or_default();
        }
    }
    Ok(())
}

async fn load(tx: &Tx, condition: &str, keys: sea_orm::Value) -> db::Result<Vec<ReturnReason>> {
    let sql = format!(
        "select {} from public.return_reasons r
         where r.organization_id = $1 and {condition} and r.deleted_at is null order by r.created_at, r.id",
        ReturnReason::SELECT
    );
    db::fetch_all(tx, &sql, [tx.organization()?.into(), keys]).await
}
