//! `POST /admin/campaigns/{id}/promotions`: which promotions are part of a campaign.

use auth::Staff;
use db::Tx;
use entity::ids::PromotionId;
use resource::{
    admin::{Action, unknown},
    ids,
    links::{Links, known},
    lock,
};
use uuid::Uuid;
use web::ApiError;

use super::{changes::check_currencies, table::Campaign};
use crate::admin::promotions::Promotion;

/// Which promotions are part of a campaign.
#[derive(Debug)]
pub(super) struct SetPromotions;

impl Action for SetPromotions {
    type On = Campaign;
    type Input = Links;

    const PATH: &'static str = "/promotions";
    const NAME: &'static str = "set_promotions_of_campaign";

    async fn act(tx: &Tx, _: &Staff, id: Uuid, Links { add, remove }: Links) -> Result<bool, ApiError> {
        let (add, remove) = (add.unwrap_or_default(), remove.unwrap_or_default());
        hold(tx, id, add.iter().chain(&remove)).await?;
        if !lock::<Campaign>(tx, id).await? {
            return Ok(false);
        }
        link(tx, id, &add, &remove).await?;
        Ok(true)
    }
}

/// Holds what is part of a campaign, and what is named besides, before the campaign itself and in the order of the keys: so orders hold
/// them when they count what was used.
pub(super) async fn hold(tx: &Tx, campaign: Uuid, named: impl Iterator<Item = &String>) -> Result<(), ApiError> {
    let named: Vec<String> = named.cloned().collect();
    let sql = "select from public.promotions p where p.organization_id = $1 and (p.campaign_id = $2 or p.id = any($3))
        order by p.id for no key update of p";
    db::exec(tx, sql, [tx.organization()?.into(), campaign.into(), ids::<PromotionId>(&named).into()]).await?;
    Ok(())
}

/// Puts promotions in, and takes others out.
pub(super) async fn link(tx: &Tx, campaign: Uuid, add: &[String], remove: &[String]) -> Result<(), ApiError> {
    if add.is_empty() && remove.is_empty() {
        return Ok(());
    }
    let add = known::<Promotion>(tx, add).await?.map_err(unknown::<Promotion>)?;
    let remove = ids::<PromotionId>(remove);
    // In the order of their keys, as orders hold them.
    let sql = "with held as (select p.id from public.promotions p where p.organization_id = $1 and p.id = any($3 || $4)
          order by p.id for no key update of p)
        update public.promotions p set updated_at = $5, campaign_id = case when p.id = any($3) then $2::uuid end from held h
        where p.organization_id = $1 and p.id = h.id and (p.id = any($3) or p.campaign_id = $2)";
    let values = [tx.organization()?.into(), campaign.into(), add.into(), remove.into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    check_currencies(tx, campaign, "Cannot add promotions to campaign where currency_code don't match.").await
}

/// These promotions, and no others.
pub(super) async fn only(tx: &Tx, campaign: Uuid, named: &[String]) -> Result<(), ApiError> {
    let keep = ids::<PromotionId>(named);
    let sql = "update public.promotions set campaign_id = null, updated_at = $4
        where organization_id = $1 and campaign_id = $2 and id <> all($3)";
    db::exec(tx, sql, [tx.organization()?.into(), campaign.into(), keep.into(), tx.now().into()]).await?;
    link(tx, campaign, named, &[]).await
}
