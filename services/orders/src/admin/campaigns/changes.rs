//! How campaigns are made, changed and removed.

use auth::Staff;
use db::{OnConstraint, Tx};
use entity::ids::{CampaignBudgetId, CampaignId};
use resource::{
    Set,
    admin::{Create, Delete, Update, duplicate},
    lock, retire,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::{
    ApiError,
    body::{Filled, Required},
};

use super::{
    bodies::{BACKWARDS, Changes, New, NewCampaign},
    promotions,
    table::Campaign,
};
use crate::admin::promotions::fields;

/// 422 when another campaign has the identifier, 400 when it ends before it begins.
fn explained<T>(done: db::Result<T>, identifier: &str) -> Result<T, ApiError> {
    let backwards = |_| ApiError::invalid_data(format!("Invalid request: {BACKWARDS}"));
    match done {
        Err(db::Error::Constraint { name, .. }) if name == "campaigns_identifier" => {
            Err(duplicate(format!("Campaign with campaign_identifier: {identifier}, already exists.")))
        }
        done => done.on_constraint("campaigns_check", backwards),
    }
}

/// Makes a campaign.
pub(in crate::admin) async fn create(tx: &Tx, _: &Staff, new: NewCampaign) -> Result<Uuid, ApiError> {
    let NewCampaign { name, campaign_identifier: Required(identifier), description, budget, starts_at, ends_at } = new;
    let (mut kind, mut limit, mut currency, mut attribute) = (None, None, None, None);
    if let Some(budget) = budget.0 {
        kind = Some(budget.r#type.0);
        limit = budget.limit.0.given().map(money::Amount::into_decimal);
        currency =
            budget.currency_code.given().map(|code| fields::currency(&code.0, "budget, currency_code")).transpose()?;
        attribute = budget.attribute.0;
    }
    let id = CampaignId::new().0;
    let sql = "insert into public.campaigns (organization_id, id, name, description, campaign_identifier, starts_at, ends_at, budget_id,
          budget_type, budget_limit, budget_currency_code, budget_attribute, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)";
    let values: [Value; 13] = [
        tx.organization()?.into(),
        id.into(),
        name.0.0.into(),
        description.given().into(),
        identifier.0.clone().into(),
        starts_at.given().into(),
        ends_at.given().into(),
        CampaignBudgetId::new().0.into(),
        kind.into(),
        limit.into(),
        currency.into(),
        attribute.into(),
        tx.now().into(),
    ];
    explained(db::exec(tx, sql, values).await, &identifier.0)?;
    Ok(id)
}

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Refuses promotions of another currency than the campaign's budget. What is in percent has none: it holds in carts of the budget's.
pub(in crate::admin) async fn check_currencies(tx: &Tx, id: Uuid, words: &'static str) -> Result<(), ApiError> {
    let sql = "select exists (select from public.campaigns c
          join public.promotions p on p.organization_id = c.organization_id and p.campaign_id = c.id and p.deleted_at is null
          where c.organization_id = $1 and c.id = $2 and p.currency_code <> c.budget_currency_code) as found";
    let Found { found } = db::fetch_one(tx, sql, [tx.organization()?.into(), id.into()]).await?;
    if found { Err(ApiError::invalid_data(words)) } else { Ok(()) }
}

impl Create for Campaign {
    type New = New;

    async fn create(tx: &Tx, staff: &Staff, new: New) -> Result<Uuid, ApiError> {
        let (campaign, promotions) = new.parts();
        let id = create(tx, staff, campaign).await?;
        promotions::link(tx, id, &promotions, &[]).await?;
        Ok(id)
    }
}

impl Update for Campaign {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let named: Option<Vec<String>> =
            changes.promotions.map(|promotions| promotions.into_iter().map(|named| named.id.0).collect());
        if let Some(named) = &named {
            promotions::hold(tx, id, named.iter()).await?;
        }
        if !lock::<Self>(tx, id).await? {
            return Ok(false);
        }
        let Changes {
            name: Filled(name),
            campaign_identifier: Filled(identifier),
            description,
            starts_at,
            ends_at,
            ..
        } = changes;
        let wanted = identifier.as_ref().map(|word| word.0.clone()).unwrap_or_default();
        let mut set = Set::new(tx, id)?;
        set.given("name", name.map(|name| name.0));
        set.given("campaign_identifier", identifier.map(|word| word.0));
        set.change("description", description);
        set.change("starts_at", starts_at);
        set.change("ends_at", ends_at);
        if let Some(budget) = changes.budget.0 {
            let selection = web::fields::Selection::of(["id"]);
            let has_budget =
                resource::one::<Self>(tx, id, &selection).await?.is_some_and(|old| old.budget_type.is_some());
            if !has_budget {
                let words = "The campaign has no budget whose limit could change: make a campaign with one";
                return Err(ApiError::invalid_data(words));
            }
            set.change("budget_limit", budget.limit.0.map(money::Amount::into_decimal));
        }
        if !explained(set.run(tx, "public.campaigns").await, &wanted)? {
            return Ok(false);
        }
        if let Some(named) = named {
            promotions::only(tx, id, &named).await?;
        }
        Ok(true)
    }
}

impl Delete for Campaign {
    /// Its promotions stay, and are in no campaign.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        promotions::hold(tx, id, std::iter::empty()).await?;
        if !retire(tx, "public.campaigns", id).await? {
            return Ok(false);
        }
        let sql = "update public.promotions set campaign_id = null where organization_id = $1 and campaign_id = $2";
        db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await?;
        Ok(true)
    }
}
