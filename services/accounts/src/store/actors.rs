//! Who comes with a session or a key: one statement each. Whoever is found is noted, so his call is logged though he be refused.

use db::{Actor, Cause, Tx};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::sessions::{self, ABSOLUTE_LIFE};
use crate::door::SessionRef;

/// The condition on `auth.session s` and `auth."user" u` under which a session is good, and its values, from `$1` on.
fn is_good(tx: &Tx, session: &SessionRef) -> (&'static str, [Value; 3]) {
    let (condition, value) = sessions::condition(session);
    (condition, [value, tx.now().into(), (tx.now() - ABSOLUTE_LIFE).into()])
}

const HOLDS: &str =
    r#"s."expiresAt" > $2 and s."createdAt" > $3 and not (u.banned and coalesce(u."banExpires" > $2, true))"#;

/// A customer who has signed in.
#[derive(Debug, FromQueryResult)]
pub struct CustomerRow {
    pub session: Uuid,
    pub user: Uuid,
    pub impersonated_by: Option<Uuid>,
    pub customer: Uuid,
    /// In order.
    pub groups: Vec<Uuid>,
}

/// The customer of a shop whose session this is.
pub async fn customer(tx: &Tx, session: &SessionRef, shop: Uuid) -> db::Result<Option<CustomerRow>> {
    let (is_named, [name, now, oldest]) = is_good(tx, session);
    let sql = format!(
        r#"select s.id as session, u.id as user, s."impersonatedBy" as impersonated_by, c.id as customer,
             array(select l.customer_group_id from public.customer_group_customers l
                   join public.customer_groups g
                     on g.organization_id = l.organization_id and g.id = l.customer_group_id and g.deleted_at is null
                   where l.organization_id = c.organization_id and l.customer_id = c.id order by 1) as groups
           from auth.session s
           join auth."user" u on u.id = s."userId"
           join public.customers c on c.organization_id = $4 and c.user_id = u.id and c.deleted_at is null
           where {is_named} and {HOLDS}"#
    );
    db::fetch_optional(tx, &sql, [name, now, oldest, shop.into()]).await
}

/// Somebody who has signed in, with all the shops he works in.
#[derive(Debug)]
pub struct Worker {
    pub session: Uuid,
    pub user: Uuid,
    pub impersonated_by: Option<Uuid>,
    pub active_organization: Option<Uuid>,
    /// He has proven his address. Who has not works nowhere, or whoever registered with somebody else's address would come to
    /// what that one is given.
    pub is_proven: bool,
    pub posts: Vec<Post>,
}

/// What somebody is in a shop.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Post {
    pub organization: Uuid,
    pub slug: String,
    /// The names of his roles.
    pub roles: Vec<String>,
    /// What those of his roles allow that the shop has made for itself, as JSON.
    pub own_roles: Vec<String>,
}

#[derive(FromQueryResult)]
struct WorkerRow {
    session: Uuid,
    user: Uuid,
    impersonated_by: Option<Uuid>,
    active_organization: Option<Uuid>,
    is_proven: bool,
    organization: Option<Uuid>,
    slug: Option<String>,
    roles: Option<Vec<String>>,
    own_roles: Option<Vec<String>>,
}

/// The posts of a person `u`, as a lateral table `p`.
const POSTS: &str = r#"(
    select o.id as organization, o.slug, h.roles,
      array(select r.permission from auth."organizationRole" r
            where r."organizationId" = o.id and r.role = any (h.roles)) as own_roles
    from (
      select held.shop, array_agg(distinct held.role order by held.role) as roles
      from (
        select m."organizationId" as shop, trim(each.role) as role
        from auth.member m, string_to_table(m.role, ',') each (role) where m."userId" = u.id
        union all
        select r.organization_id, r.role from public.user_roles r where r.user_id = u.id
      ) held
      group by held.shop
    ) h
    join auth.organization o on o.id = h.shop
    order by o.slug limit 500
  ) p"#;

/// Who works with this session, and where.
pub async fn worker(tx: &Tx, session: &SessionRef) -> db::Result<Option<Worker>> {
    let (is_named, values) = is_good(tx, session);
    let sql = format!(
        r#"select s.id as session, u.id as user, s."impersonatedBy" as impersonated_by,
             s."activeOrganizationId" as active_organization, u."emailVerified" as is_proven, p.organization, p.slug, p.roles, p.own_roles
           from auth.session s
           join auth."user" u on u.id = s."userId"
           left join lateral {POSTS} on u."emailVerified"
           where {is_named} and {HOLDS}"#
    );
    let rows: Vec<WorkerRow> = db::fetch_all(tx, &sql, values).await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let &WorkerRow { session, user, impersonated_by, active_organization, is_proven, .. } = first;
    Cause::note(Actor { user: Some(user), session: Some(session), impersonated_by, ..Actor::default() });
    let posts = rows.into_iter().filter_map(|row| {
        Some(Post { organization: row.organization?, slug: row.slug?, roles: row.roles?, own_roles: row.own_roles? })
    });
    let posts = posts.collect();
    Ok(Some(Worker { session, user, impersonated_by, active_organization, is_proven, posts }))
}

/// Where a person works, once he has proven his address.
pub async fn posts(tx: &Tx, user: Uuid) -> db::Result<Vec<Post>> {
    let sql = format!(r#"select p.* from auth."user" u, lateral {POSTS} where u.id = $1"#);
    db::fetch_all(tx, &sql, [user.into()]).await
}

/// A secret key that is good now.
#[derive(Debug, FromQueryResult)]
pub struct SecretKey {
    pub organization: Uuid,
    pub id: Uuid,
    pub scopes: Vec<String>,
    /// Calls a minute.
    pub rate_limit: Option<i32>,
}

/// Finds a secret key by its hash.
pub async fn secret_key(tx: &Tx, sha256: &[u8; 32]) -> db::Result<Option<SecretKey>> {
    let sql = "select k.organization_id as organization, k.id, k.scopes, k.rate_limit from public.api_keys k
        where k.token_sha256 = $1 and k.type = 'secret' and k.revoked_at is null and k.deleted_at is null
          and coalesce(k.expires_at > $2, true)";
    let key: Option<SecretKey> = db::fetch_optional(tx, sql, [sha256.to_vec().into(), tx.now().into()]).await?;
    if let Some(key) = &key {
        Cause::note(Actor { organization: Some(key.organization), api_key: Some(key.id), ..Actor::default() });
    }
    Ok(key)
}
