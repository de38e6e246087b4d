//! What customers do with their own.

use std::fmt::Write;

use auth::Customer;
use db::{OnConstraint, Tx};
use entity::ids::ReviewId;
use events::Emit;
use resource::admin::duplicate;
use sea_orm::Value;
use uuid::Uuid;
use web::{ApiError, body::Change};

use super::{CREATED, DELETED, UPDATED};

/// What is said of a new one.
#[derive(Debug, Clone)]
pub(crate) struct New {
    pub(crate) rating: i64,
    pub(crate) title: Option<String>,
    pub(crate) content: Option<String>,
    pub(crate) author_name: Option<String>,
}

/// What changes of one.
#[derive(Debug, Clone)]
pub(crate) struct Changes {
    pub(crate) rating: Option<i64>,
    pub(crate) title: Change<String>,
    pub(crate) content: Change<String>,
    pub(crate) author_name: Change<String>,
}

/// Writes one of a customer's, in his own transaction, and answers its key.
pub(crate) async fn create(
    tx: &Tx,
    me: &Customer,
    product: Uuid,
    locale: Option<&str>,
    new: New,
) -> Result<Uuid, ApiError> {
    let id = ReviewId::new().0;
    let sql = "insert into public.reviews
          (organization_id, id, product_id, customer_id, rating, title, content, author_name, locale_code, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, coalesce($8, (
          select left(c.first_name, 100) from public.customers c where c.organization_id = $1 and c.id = $4
        )), $9, $10, $10)";
    let values: [Value; 10] = [
        tx.organization()?.into(),
        id.into(),
        product.into(),
        me.id.0.into(),
        new.rating.into(),
        new.title.into(),
        new.content.into(),
        new.author_name.into(),
        locale.map(str::to_owned).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await.on_constraint("reviews_organization_id_product_id_customer_id_key", |_| {
        duplicate("You have reviewed this product already: change that review instead.".to_owned())
    })?;
    events::emit(tx, Emit::new(CREATED, id)).await?;
    Ok(id)
}

/// Changes one of a customer's, which waits to be approved anew; false when it is not his.
pub(crate) async fn update(tx: &Tx, me: &Customer, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
    let Changes { rating, title, content, author_name } = changes;
    let mut values: Vec<Value> = vec![tx.organization()?.into(), id.into(), me.id.0.into(), tx.now().into()];
    let mut set = "updated_at = $4, status = 'pending', moderation_note = null".to_owned();
    let mut to = |column: &str, value: Value| {
        values.push(value);
        let _ = write!(set, ", {column} = ${}", values.len());
    };
    if let Some(rating) = rating {
        to("rating", rating.into());
    }
    for (column, change) in [("title", title), ("content", content), ("author_name", author_name)] {
        if !change.is_keep() {
            to(column, change.given().into());
        }
    }
    let sql = format!("update public.reviews set {set} where organization_id = $1 and id = $2 and customer_id = $3");
    if db::exec(tx, &sql, values).await? == 0 {
        return Ok(false);
    }
    events::emit(tx, Emit::new(UPDATED, id)).await?;
    Ok(true)
}

/// Removes one of a customer's with its votes; false when it is not his.
pub(crate) async fn delete(tx: &Tx, me: &Customer, id: Uuid) -> Result<bool, ApiError> {
    let sql = "delete from public.reviews where organization_id = $1 and id = $2 and customer_id = $3";
    if db::exec(tx, sql, [tx.organization()?.into(), id.into(), me.id.0.into()]).await? == 0 {
        return Ok(false);
    }
    events::emit(tx, Emit::new(DELETED, id)).await?;
    Ok(true)
}
