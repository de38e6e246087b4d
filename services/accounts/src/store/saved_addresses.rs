//! The addresses that a customer keeps. All statements run as the customer himself: the policy "keeper" confines them.

use db::Tx;
use entity::{
    Timestamp,
    ids::{CustomerId, SavedAddressId},
};
use sea_orm::{FromQueryResult, Value};
use serde_json::{Map, Value as Json};
use web::{ListQuery, body::Change};

use super::metadata;

/// So many a customer keeps.
pub const MOST: i64 = 100;

/// An address.
#[derive(Debug, Clone, FromQueryResult)]
pub struct SavedAddress {
    pub id: SavedAddressId,
    pub address_name: Option<String>,
    pub company: Option<String>,
    pub customer_id: CustomerId,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub address_1: Option<String>,
    pub address_2: Option<String>,
    pub city: Option<String>,
    pub province: Option<String>,
    pub postal_code: Option<String>,
    pub country_code: Option<String>,
    pub phone: Option<String>,
    pub metadata: Option<Json>,
    pub is_default_shipping: bool,
    pub is_default_billing: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

const COLUMNS: &str =
    "a.id, a.address_name, a.company, a.customer_id, a.first_name, a.last_name, a.address_1, a.address_2,
    a.city, a.province, a.postal_code, a.country_code, a.phone, a.metadata, a.is_default_shipping, a.is_default_billing,
    a.created_at, a.updated_at";
/// What a customer's address is found by.
const MINE: &str = "a.organization_id = $1 and a.customer_id = $2 and a.deleted_at is null";

/// The texts of an address, in the order in which they are written.
pub const TEXTS: [&str; 11] = [
    "address_name",
    "company",
    "first_name",
    "last_name",
    "address_1",
    "address_2",
    "city",
    "country_code",
    "province",
    "postal_code",
    "phone",
];

/// What is said of an address.
#[derive(Debug, Clone, Default)]
pub struct Details {
    /// Of each of [`TEXTS`].
    pub texts: [Change<String>; TEXTS.len()],
    pub is_default_shipping: Option<bool>,
    pub is_default_billing: Option<bool>,
    pub metadata: Change<Map<String, Json>>,
}

/// Which addresses are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub id: Option<SavedAddressId>,
    pub city: Option<Vec<String>>,
    pub country_code: Option<Vec<String>>,
    pub postal_code: Option<Vec<String>>,
}

#[derive(FromQueryResult)]
struct Counted {
    n: i64,
}

/// A page of a customer's addresses, and how many there are in all.
pub async fn list(
    tx: &Tx,
    customer: CustomerId,
    filter: Filter,
    list: &ListQuery,
) -> db::Result<(Vec<SavedAddress>, i64)> {
    let condition = format!(
        "{MINE} and ($3::uuid is null or a.id = $3) and ($4::text[] is null or a.city = any($4))
         and ($5::text[] is null or a.country_code = any($5)) and ($6::text[] is null or a.postal_code = any($6))
         and not exists (
           select from unnest($7::text[]) word
           where strpos(lower(concat_ws(E'\\n', a.address_name, a.company, a.first_name, a.last_name, a.address_1,
             a.address_2, a.city, a.province, a.postal_code, a.phone)), lower(word)) = 0)"
    );
    let shop = tx.organization()?;
    let values = || -> Vec<Value> {
        vec![
            shop.into(),
            customer.0.into(),
            filter.id.map(|id| id.0).into(),
            filter.city.clone().into(),
            filter.country_code.clone().into(),
            filter.postal_code.clone().into(),
            list.words.clone().into(),
        ]
    };
    let sql = format!("select count(*) as n from public.saved_addresses a where {condition}");
    let Counted { n } = db::fetch_one(tx, &sql, values()).await?;
    let mut order: Vec<String> = list
        .order
        .iter()
        .map(|order| format!("a.{} {}", order.field, if order.descending { "desc" } else { "asc" }))
        .collect();
    order.push("a.created_at, a.id".to_owned());
    let sql = format!(
        "select {COLUMNS} from public.saved_addresses a where {condition} order by {} limit $8 offset $9",
        order.join(", ")
    );
    let mut values = values();
    values.extend([list.page.limit.into(), list.page.offset.into()]);
    Ok((db::fetch_all(tx, &sql, values).await?, n))
}

/// All addresses of a customer.
pub async fn all(tx: &Tx, customer: CustomerId) -> db::Result<Vec<SavedAddress>> {
    let sql =
        format!("select {COLUMNS} from public.saved_addresses a where {MINE} order by a.created_at, a.id limit {MOST}");
    db::fetch_all(tx, &sql, [tx.organization()?.into(), customer.0.into()]).await
}

/// Keeps another address; false when there are too many.
pub async fn create(tx: &Tx, customer: CustomerId, details: Details) -> db::Result<bool> {
    take_turn(tx, customer).await?;
    let shop = tx.organization()?;
    clear_defaults(tx, customer, None, &details).await?;
    let names = TEXTS.join(", ");
    let numbers = (9..9 + TEXTS.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "insert into public.saved_addresses (organization_id, customer_id, id, is_default_shipping, is_default_billing,
           metadata, created_at, updated_at, {names})
         select $1, $2, $3, $4, $5, $6, $7, $7, {numbers}
         where (select count(*) from public.saved_addresses a where {MINE}) < $8"
    );
    let mut values: Vec<Value> = vec![
        shop.into(),
        customer.0.into(),
        SavedAddressId::new().0.into(),
        details.is_default_shipping.unwrap_or(false).into(),
        details.is_default_billing.unwrap_or(false).into(),
        metadata::fresh(details.metadata.given()).into(),
        tx.now().into(),
        MOST.into(),
    ];
    values.extend(details.texts.into_iter().map(|text| Value::from(text.given())));
    Ok(db::exec(tx, &sql, values).await? > 0)
}

/// Changes an address; `None` when the customer has no such one.
pub async fn update(
    tx: &Tx,
    customer: CustomerId,
    id: SavedAddressId,
    details: Details,
) -> db::Result<Option<SavedAddress>> {
    take_turn(tx, customer).await?;
    clear_defaults(tx, customer, Some(id), &details).await?;
    let mut values: Vec<Value> = vec![
        tx.organization()?.into(),
        customer.0.into(),
        id.0.into(),
        details.is_default_shipping.into(),
        details.is_default_billing.into(),
    ];
    values.extend(metadata::values(details.metadata));
    let mut sets = Vec::with_capacity(TEXTS.len());
    for (name, change) in TEXTS.iter().zip(details.texts) {
        if change.is_keep() {
            continue;
        }
        values.push(change.given().into());
        sets.push(format!("{name} = ${}, ", values.len()));
    }
    let sql = format!(
        "update public.saved_addresses a set {}
           is_default_shipping = coalesce($4, a.is_default_shipping),
           is_default_billing = coalesce($5, a.is_default_billing),
           metadata = {}
         where {MINE} and a.id = $3 returning {COLUMNS}",
        sets.concat(),
        metadata::merged("a.metadata", 6)
    );
    db::fetch_optional(tx, &sql, values).await
}

/// Forgets an address; false when the customer has no such one.
pub async fn delete(tx: &Tx, customer: CustomerId, id: SavedAddressId) -> db::Result<bool> {
    let sql = format!("delete from public.saved_addresses a where {MINE} and a.id = $3");
    let values: [Value; 3] = [tx.organization()?.into(), customer.0.into(), id.0.into()];
    Ok(db::exec(tx, &sql, values).await? > 0)
}

/// One writer of a customer's addresses at a time: of a hundred at once each sees what the others did.
async fn take_turn(tx: &Tx, customer: CustomerId) -> db::Result<()> {
    let sql = "select pg_advisory_xact_lock(hashtextextended('saved_addresses ' || $1::text, 0))";
    db::exec(tx, sql, [customer.0.into()]).await.map(drop)
}

/// Where a new default comes, the old one is none any more.
async fn clear_defaults(
    tx: &Tx,
    customer: CustomerId,
    except: Option<SavedAddressId>,
    details: &Details,
) -> db::Result<()> {
    let (shipping, billing) = (details.is_default_shipping == Some(true), details.is_default_billing == Some(true));
    if !shipping && !billing {
        return Ok(());
    }
    let sql = format!(
        "update public.saved_addresses a set
           is_default_shipping = a.is_default_shipping and not $3, is_default_billing = a.is_default_billing and not $4
         where {MINE} and a.id is distinct from $5 and ((a.is_default_shipping and $3) or (a.is_default_billing and $4))"
    );
    let values: [Value; 5] =
        [tx.organization()?.into(), customer.0.into(), shipping.into(), billing.into(), except.map(|id| id.0).into()];
    db::exec(tx, &sql, values).await.map(drop)
}
