//! What customers say of products: one review per product and customer, which is shown once the staff has approved it.
//!
//! What a customer wrote is plain text, kept as it was typed; whoever shows it escapes it. Whether he bought the product, how
//! helpful others find it, and the product's average are the database's to say (`2_customers/15_reviews`).

mod find;
mod view;
mod vote;
mod write;

use auth::Shopper;
use db::Tx;
use entity::ids::ProductId;
use events::EventName;
use resource::Filter;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

pub(crate) use find::{list, one, rating};
pub(crate) use view::{Rating, Review};
pub(crate) use vote::{take_back, vote};
pub(crate) use write::{Changes, New, create, delete, update};

use crate::data::Reach;

/// Somebody wrote one.
pub(crate) const CREATED: EventName = EventName::new("review.created");
/// Its author changed it, or the staff decided on it.
pub(crate) const UPDATED: EventName = EventName::new("review.updated");
/// It is gone.
pub(crate) const DELETED: EventName = EventName::new("review.deleted");

/// 404 unless a shopper sees this product.
pub(crate) async fn product(tx: &Tx, shopper: &Shopper, text: &str) -> Result<Uuid, ApiError> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let missing = || ApiError::missing("Product", text);
    let id = text.parse::<ProductId>().map_err(|_| missing())?.0;
    let mut filter = Filter::new("p.organization_id = $1 and p.status = 'published' and p.deleted_at is null");
    filter.and("p.id = ?", id);
    Reach::of(shopper).narrow(&mut filter);
    let mut values = vec![tx.organization()?.into()];
    let sql = format!("select p.id from public.products p where {}", filter.sql(&mut values));
    let found: Option<Id> = db::fetch_optional(tx, &sql, values).await?;
    found.map(|found| found.id).ok_or_else(missing)
}
