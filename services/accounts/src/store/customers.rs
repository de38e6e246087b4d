//! Customers of a shop, as Kontor itself writes them: what of a customer is his to change is decided here.

use db::Tx;
use entity::{
    Timestamp,
    ids::{CustomerId, UserId},
};
use resource::{Set, fresh_metadata};
use sea_orm::{FromQueryResult, Value};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::body::Change;

/// A customer, as shoppers see themselves.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Customer {
    pub id: CustomerId,
    pub email: Option<String>,
    pub company_name: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub phone: Option<String>,
    pub metadata: Option<Json>,
    pub has_account: bool,
    pub deleted_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

const COLUMNS: &str = "c.id, c.email, c.company_name, c.first_name, c.last_name, c.phone, c.metadata, c.has_account,
    c.deleted_at, c.created_at, c.updated_at";

/// What a customer says of himself.
#[derive(Debug, Clone, Default)]
pub struct Details {
    pub company_name: Change<String>,
    pub first_name: Change<String>,
    pub last_name: Change<String>,
    pub phone: Change<String>,
    pub metadata: Change<Map<String, Json>>,
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The customer that a person is in a shop.
pub async fn of_user(tx: &Tx, shop: Uuid, user: Uuid) -> db::Result<Option<Uuid>> {
    let sql = "select id from public.customers where organization_id = $1 and user_id = $2 and deleted_at is null";
    let row: Option<Id> = db::fetch_optional(tx, sql, [shop.into(), user.into()]).await?;
    Ok(row.map(|row| row.id))
}

/// A customer of the transaction's shop, by its id.
pub async fn by_id(tx: &Tx, id: CustomerId) -> db::Result<Option<Customer>> {
    let sql = format!(
        "select {COLUMNS} from public.customers c where c.organization_id = $1 and c.id = $2 and c.deleted_at is null"
    );
    db::fetch_optional(tx, &sql, [tx.organization()?.into(), id.0.into()]).await
}

/// Makes a person a customer of the transaction's shop, with his own address; `None` when he is one. A guest with the same
/// address stays a guest: whoever registers has not proven that he is the same.
pub async fn create(tx: &Tx, user: Uuid, email: &str, details: Details) -> db::Result<Option<Customer>> {
    let shop = tx.organization()?;
    free_address(tx, shop, user, email).await?;
    let sql = format!(
        "insert into public.customers as c (organization_id, id, user_id, email, has_account, company_name, first_name,
           last_name, phone, metadata, created_at, updated_at)
         values ($1, $2, $3, $4, true, $5, $6, $7, $8, private.merge_metadata(null, $9, '{{}}'), $10, $10)
         on conflict do nothing returning {COLUMNS}"
    );
    let values: [Value; 10] = [
        shop.into(),
        CustomerId::new().0.into(),
        user.into(),
        email.into(),
        details.company_name.given().into(),
        details.first_name.given().into(),
        details.last_name.given().into(),
        details.phone.given().into(),
        fresh_metadata(details.metadata).into(),
        tx.now().into(),
    ];
    db::fetch_optional(tx, &sql, values).await
}

/// Of another customer who had this address: he has the one that he signs in with, or, when nobody signs in as him any more,
/// is no customer with an account.
async fn free_address(tx: &Tx, shop: Uuid, user: Uuid, email: &str) -> db::Result<()> {
    let values = || -> [Value; 3] { [shop.into(), email.into(), user.into()] };
    let renamed = r#"update public.customers c set email = u.email from auth."user" u
        where c.organization_id = $1 and c.email = $2 and c.has_account and c.deleted_at is null
          and u.id = c.user_id and u.id <> $3 and u.email <> $2"#;
    db::exec(tx, renamed, values()).await?;
    let orphaned = "update public.customers c set deleted_at = now()
        where c.organization_id = $1 and c.email = $2 and c.has_account and c.deleted_at is null
          and c.user_id is null and $3::uuid is not null";
    db::exec(tx, orphaned, values()).await.map(drop)
}

/// Changes what a customer says of himself; `None` when there is no such customer.
pub async fn update(tx: &Tx, id: CustomerId, user: UserId, details: Details) -> db::Result<Option<Customer>> {
    let Details { company_name, first_name, last_name, phone, metadata } = details;
    let mut set = Set::new(tx, id.0)?;
    for (column, change) in
        [("company_name", company_name), ("first_name", first_name), ("last_name", last_name), ("phone", phone)]
    {
        set.change(column, change);
    }
    set.metadata("metadata", metadata);
    let still_his = format!("user_id = '{}' and deleted_at is null", user.0);
    if set.run_where(tx, "public.customers", &still_his).await? { by_id(tx, id).await } else { Ok(None) }
}
