//! How price lists are made, changed and removed.

use auth::Staff;
use db::{OnConstraint, Tx};
use entity::ids::PriceListId;
use resource::{
    Set,
    admin::{Create, Delete, Update},
    fresh_metadata, retire,
};
use sea_orm::Value;
use uuid::Uuid;
use web::{
    ApiError,
    body::{Filled, Required},
};

use super::{
    bodies::{BACKWARDS, Changes, Effect, New, Rules, Status, new_prices},
    prices, rules,
    table::PriceList,
};
use crate::pricing::ListType;

impl Create for PriceList {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New {
            title: Required(title),
            description: Required(description),
            starts_at,
            ends_at,
            status: Status(status),
            r#type: Effect(effect),
            rules: Rules(rules),
            prices,
            metadata,
        } = new;
        let id = PriceListId::new().0;
        let sql =
            "insert into public.price_lists (organization_id, id, title, description, type, status, starts_at, ends_at,
              metadata, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, private.merge_metadata(null, $9, '{}'), $10, $10)";
        let values: [Value; 10] = [
            tx.organization()?.into(),
            id.into(),
            title.0.into(),
            description.into(),
            effect.unwrap_or(ListType::Sale).name().into(),
            status.unwrap_or("draft").into(),
            starts_at.given().into(),
            ends_at.given().into(),
            fresh_metadata(metadata).into(),
            tx.now().into(),
        ];
        db::exec(tx, sql, values).await?;
        if let Some(rules) = rules {
            rules::set(tx, id, rules).await?;
        }
        prices::put(tx, id, new_prices("prices", prices), Vec::new()).await?;
        Ok(id)
    }
}

impl Update for PriceList {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes {
            title: Filled(title),
            description,
            starts_at,
            ends_at,
            status: Status(status),
            r#type: Effect(effect),
            rules: Rules(rules),
            metadata,
        } = changes;
        let mut set = Set::new(tx, id)?;
        set.given("title", title.map(|title| title.0));
        set.given("description", description);
        set.change("starts_at", starts_at);
        set.change("ends_at", ends_at);
        set.given("status", status);
        set.given("type", effect.map(ListType::name));
        set.metadata("metadata", metadata);
        let backwards = |_| ApiError::invalid_data(format!("Invalid request: {BACKWARDS}"));
        if !set.run(tx, "public.price_lists").await.on_constraint("price_lists_check", backwards)? {
            return Ok(false);
        }
        if let Some(rules) = rules {
            rules::set(tx, id, rules).await?;
        }
        Ok(true)
    }
}

impl Delete for PriceList {
    const OBJECT: &'static str = "price_list";

    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        if !retire(tx, "public.price_lists", id).await? {
            return Ok(false);
        }
        let sql = "update public.price_list_prices set deleted_at = $3
            where organization_id = $1 and price_list_id = $2 and deleted_at is null";
        db::exec(tx, sql, [tx.organization()?.into(), id.into(), tx.now().into()]).await?;
        Ok(true)
    }
}
