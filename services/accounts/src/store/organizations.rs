//! Shops. The installation itself is a row of their table, which nobody sees, joins or changes.

use db::Tx;
use entity::{Timestamp, ids::OrganizationId};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

/// A shop, as clients of Better Auth see it in lists: what it keeps for itself is text.
#[derive(Debug, Clone, Serialize, FromQueryResult)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    pub name: String,
    pub slug: String,
    pub logo: Option<String>,
    pub created_at: Timestamp,
    pub metadata: Option<String>,
    pub id: Uuid,
}

/// The select list of a table that is called `o`.
const COLUMNS: &str = r#"o.name, o.slug, o.logo, o."createdAt" as created_at, o.metadata, o.id"#;

/// What a new shop is called.
#[derive(Debug, Clone)]
pub struct NewOrganization<'a> {
    pub name: &'a str,
    pub slug: &'a str,
    pub logo: Option<&'a str>,
    pub metadata: Option<&'a str>,
}

/// What changes of a shop; what is `None` stays, the logo unless `sets_logo`.
#[derive(Debug, Clone, Default)]
pub struct Change {
    pub name: Option<String>,
    pub slug: Option<String>,
    pub sets_logo: bool,
    pub logo: Option<String>,
    pub metadata: Option<String>,
}

/// Finds a shop.
pub async fn by_id(tx: &Tx, id: Uuid) -> db::Result<Option<Organization>> {
    let sql = format!("select {COLUMNS} from auth.organization o where o.id = $1 and o.id <> $2");
    db::fetch_optional(tx, &sql, [id.into(), db::INSTALLATION.into()]).await
}

/// Finds a shop by its slug.
pub async fn by_slug(tx: &Tx, slug: &str) -> db::Result<Option<Organization>> {
    let sql = format!("select {COLUMNS} from auth.organization o where o.slug = $1 and o.id <> $2");
    db::fetch_optional(tx, &sql, [slug.into(), db::INSTALLATION.into()]).await
}

/// Whether nobody has this slug, the installation included.
pub async fn is_free(tx: &Tx, slug: &str) -> db::Result<bool> {
    let taken = db::exec(tx, "select from auth.organization where slug = $1", [slug.into()]).await?;
    Ok(taken == 0)
}

/// The shops of a person.
pub async fn of_user(tx: &Tx, user: Uuid) -> db::Result<Vec<Organization>> {
    let sql = format!(
        r#"select {COLUMNS} from auth.member m join auth.organization o on o.id = m."organizationId"
           where m."userId" = $1 and o.id <> $2 order by m."createdAt", m.id limit 1000"#
    );
    db::fetch_all(tx, &sql, [user.into(), db::INSTALLATION.into()]).await
}

/// Makes a shop; `None` when the slug is taken.
pub async fn create(tx: &Tx, new: &NewOrganization<'_>) -> db::Result<Option<Organization>> {
    let sql = format!(
        r#"insert into auth.organization as o (id, name, slug, logo, metadata, "createdAt") values ($1, $2, $3, $4, $5, $6)
           on conflict (slug) do nothing returning {COLUMNS}"#
    );
    let values: [Value; 6] = [
        OrganizationId::new().0.into(),
        new.name.into(),
        new.slug.into(),
        new.logo.map(str::to_owned).into(),
        new.metadata.map(str::to_owned).into(),
        tx.now().into(),
    ];
    db::fetch_optional(tx, &sql, values).await
}

/// Gives those of these shops that have none what all settings hang on, as Medusa has it from its first start: a store that sells in
/// euros, a channel, and a shipping profile. What else a shop is, its people say.
pub async fn furnish(tx: &Tx, shops: Vec<Uuid>) -> db::Result<()> {
    let sql = "
      with shops as (select o.id, o.name from auth.organization o where o.id = any($1) and o.id <> $2
        and not exists (select from public.stores s where s.organization_id = o.id)),
      channels as (insert into public.sales_channels (organization_id, name, description, created_at, updated_at)
        select s.id, 'Default Sales Channel', 'Made with the shop', $3, $3 from shops s returning organization_id, id),
      currencies as (insert into public.store_currencies (organization_id, currency_code, is_default, created_at, updated_at)
        select s.id, 'eur', true, $3, $3 from shops s),
      profiles as (insert into public.shipping_profiles (organization_id, name, type, created_at, updated_at)
        select s.id, 'Default Shipping Profile', 'default', $3, $3 from shops s)
      insert into public.stores (organization_id, name, default_sales_channel_id, created_at, updated_at)
      select s.id, coalesce(nullif(s.name, ''), 'Store'), c.id, $3, $3 from shops s join channels c on c.organization_id = s.id";
    db::exec(tx, sql, [shops.into(), db::INSTALLATION.into(), tx.now().into()]).await.map(drop)
}

/// Changes a shop. A taken slug breaks `organization_slug_key`.
pub async fn update(tx: &Tx, id: Uuid, change: Change) -> db::Result<Option<Organization>> {
    let sql = format!(
        "update auth.organization o set name = coalesce($2, o.name), slug = coalesce($3, o.slug),
           logo = case when $4 then $5 else o.logo end, metadata = coalesce($6, o.metadata)
         where o.id = $1 and o.id <> $7 returning {COLUMNS}"
    );
    let values: [Value; 7] = [
        id.into(),
        change.name.into(),
        change.slug.into(),
        change.sets_logo.into(),
        change.logo.into(),
        change.metadata.into(),
        db::INSTALLATION.into(),
    ];
    db::fetch_optional(tx, &sql, values).await
}

/// Deletes a shop and everything in it.
pub async fn delete(tx: &Tx, id: Uuid) -> db::Result<Option<Organization>> {
    let sql = format!("delete from auth.organization o where o.id = $1 and o.id <> $2 returning {COLUMNS}");
    db::fetch_optional(tx, &sql, [id.into(), db::INSTALLATION.into()]).await
}

/// Lets nobody else change who is in a shop and what he may, until the transaction ends. The shop's other work goes on.
pub async fn lock(tx: &Tx, id: Uuid) -> db::Result<()> {
    db::exec(tx, "select from auth.organization where id = $1 for no key update", [id.into()]).await.map(drop)
}
