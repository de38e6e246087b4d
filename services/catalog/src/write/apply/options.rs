//! Options on their own: those that several products have are changed here.

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{plan::Plan, refused::Refused, said::OptionSaid, stored};

/// Makes an option that no product has yet.
pub async fn create_option(tx: &Tx, said: &OptionSaid) -> Result<Uuid, Refused> {
    let mut plan = Plan::default();
    let id = plan.lone_option(said, None)?;
    plan.write(tx).await?;
    Ok(id)
}

/// Changes an option, which is locked; false when there is none.
pub async fn change_option(tx: &Tx, id: Uuid, said: &OptionSaid) -> Result<bool, Refused> {
    let Some((row, values)) = stored::options(tx, vec![id]).await?.remove(&id) else { return Ok(false) };
    if said.is_exclusive == Some(true) && !row.is_exclusive && products_of(tx, id).await? > 1 {
        let message = format!("Product option {} belongs to several products: it cannot become exclusive", row.title);
        return Err(Refused::NotAllowed(message));
    }
    let mut plan = Plan::default();
    plan.lone_option(said, Some((&row, &values)))?;
    if let Some(value) = used(tx, &plan.gone.values).await? {
        return Err(Refused::field("", "values", format_args!("would lose '{value}', which a variant has")));
    }
    plan.write(tx).await?;
    if said.is_exclusive == Some(true) && !row.is_exclusive {
        let sql = "update public.product_product_options set value_ids = null
            where organization_id = $1 and option_id = $2 and value_ids is not null";
        db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await?;
    }
    Ok(true)
}

/// Deletes an option, which is locked, with its values; false when there is none.
pub async fn delete_option(tx: &Tx, id: Uuid) -> Result<bool, Refused> {
    let Some((row, values)) = stored::options(tx, vec![id]).await?.remove(&id) else { return Ok(false) };
    let mut plan = Plan::default();
    plan.gone.options.push(id);
    plan.gone.values.extend(values.iter().map(|value| value.id));
    if used(tx, &plan.gone.values).await?.is_some() {
        let message = format!("Cannot delete product option {}: variants have its values", row.title);
        return Err(Refused::NotAllowed(message));
    }
    plan.write(tx).await?;
    Ok(true)
}

/// How many products have an option, which is locked.
async fn products_of(tx: &Tx, id: Uuid) -> db::Result<i64> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let sql = "select count(*) as count from public.product_product_options l
        join public.products p on p.organization_id = l.organization_id and p.id = l.product_id and p.deleted_at is null
        where l.organization_id = $1 and l.option_id = $2";
    Ok(db::fetch_one::<Count>(tx, sql, [tx.organization()?.into(), id.into()]).await?.count)
}

/// One of these values that a variant has.
async fn used(tx: &Tx, values: &[Uuid]) -> db::Result<Option<String>> {
    #[derive(FromQueryResult)]
    struct Used {
        value: String,
    }
    if values.is_empty() {
        return Ok(None);
    }
    let sql = "select o.value from public.product_option_values o
        where o.organization_id = $1 and o.id = any($2) and exists (
          select from public.product_variant_options l
          join public.product_variants v on v.organization_id = l.organization_id and v.id = l.variant_id and v.deleted_at is null
          where l.organization_id = $1 and l.option_value_id = o.id)
        order by o.rank, o.id limit 1";
    let used: Option<Used> = db::fetch_optional(tx, sql, [tx.organization()?.into(), values.to_vec().into()]).await?;
    Ok(used.map(|used| used.value))
}
