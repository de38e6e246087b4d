//! Roles that a shop defines for itself.

use db::Tx;
use entity::{Timestamp, ids::OrganizationRoleId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A role. `permission` is JSON: actions by resource.
#[derive(Debug, Clone, FromQueryResult)]
pub struct OrganizationRole {
    pub organization_id: Uuid,
    pub role: String,
    pub permission: String,
    pub created_at: Timestamp,
    pub updated_at: Option<Timestamp>,
    pub id: Uuid,
}

/// By what a role is found.
#[derive(Debug, Clone)]
pub enum Key {
    Id(Uuid),
    Name(String),
}

/// The select list of a table that is called `r`.
const COLUMNS: &str = r#"r."organizationId" as organization_id, r.role, r.permission, r."createdAt" as created_at,
    r."updatedAt" as updated_at, r.id"#;

/// Makes a role; `None` when the name is taken.
pub async fn create(tx: &Tx, organization: Uuid, role: &str, permission: &str) -> db::Result<Option<OrganizationRole>> {
    let sql = format!(
        r#"insert into auth."organizationRole" as r ("organizationId", id, role, permission, "createdAt")
           values ($1, $2, $3, $4, $5) on conflict ("organizationId", role) do nothing returning {COLUMNS}"#
    );
    let values: [Value; 5] =
        [organization.into(), OrganizationRoleId::new().0.into(), role.into(), permission.into(), tx.now().into()];
    db::fetch_optional(tx, &sql, values).await
}

/// Finds a role of a shop.
pub async fn find(tx: &Tx, organization: Uuid, key: &Key) -> db::Result<Option<OrganizationRole>> {
    let (column, value): (_, Value) = match key {
        Key::Id(id) => ("id", (*id).into()),
        Key::Name(name) => ("role", name.as_str().into()),
    };
    let sql =
        format!(r#"select {COLUMNS} from auth."organizationRole" r where r."organizationId" = $1 and r.{column} = $2"#);
    db::fetch_optional(tx, &sql, [organization.into(), value]).await
}

/// Those of a shop whose names, joined by commas, are given.
pub async fn named(tx: &Tx, organization: Uuid, names: &str) -> db::Result<Vec<OrganizationRole>> {
    let sql = format!(
        r#"select {COLUMNS} from auth."organizationRole" r
           where r."organizationId" = $1 and r.role = any (string_to_array($2, ','))"#
    );
    db::fetch_all(tx, &sql, [organization.into(), names.into()]).await
}

/// All of a shop.
pub async fn of_organization(tx: &Tx, organization: Uuid) -> db::Result<Vec<OrganizationRole>> {
    let sql = format!(
        r#"select {COLUMNS} from auth."organizationRole" r where r."organizationId" = $1 order by r.id limit 1000"#
    );
    db::fetch_all(tx, &sql, [organization.into()]).await
}

/// Changes a role; what is `None` stays. A taken name breaks `organizationRole_organizationId_role_key`.
pub async fn update(
    tx: &Tx,
    role: &OrganizationRole,
    name: Option<&str>,
    permission: Option<&str>,
) -> db::Result<Option<OrganizationRole>> {
    let sql = format!(
        r#"update auth."organizationRole" r set role = coalesce($3, r.role), permission = coalesce($4, r.permission),
             "updatedAt" = $5
           where r."organizationId" = $1 and r.id = $2 returning {COLUMNS}"#
    );
    let values: [Value; 5] = [
        role.organization_id.into(),
        role.id.into(),
        name.map(str::to_owned).into(),
        permission.map(str::to_owned).into(),
        tx.now().into(),
    ];
    db::fetch_optional(tx, &sql, values).await
}

/// Who had a role by its old name has it by its new one, and who is invited to have it. A name that nobody can be given beside
/// his membership breaks `user_roles_role_check` when somebody has the role so.
pub async fn rename_everywhere(tx: &Tx, organization: Uuid, old: &str, new: &str) -> db::Result<()> {
    for table in ["member", "invitation"] {
        let sql = format!(
            r#"update auth.{table} set role = array_to_string(array_replace(string_to_array(role, ','), $2, $3), ',')
               where "organizationId" = $1 and $2 = any (string_to_array(role, ','))"#
        );
        db::exec(tx, &sql, [organization.into(), old.into(), new.into()]).await?;
    }
    let sql = "update public.user_roles set role = $3 where organization_id = $1 and role = $2";
    db::exec(tx, sql, [organization.into(), old.into(), new.into()]).await.map(drop)
}

#[derive(FromQueryResult)]
struct Held {
    held: bool,
}

/// Whether somebody has a role beside his membership.
pub async fn is_held_beside(tx: &Tx, role: &OrganizationRole) -> db::Result<bool> {
    let sql = "select exists (select from public.user_roles where organization_id = $1 and role = $2) as held";
    let Held { held } = db::fetch_one(tx, sql, [role.organization_id.into(), role.role.as_str().into()]).await?;
    Ok(held)
}

/// Removes a role that nobody has; the shop is locked.
pub async fn remove(tx: &Tx, role: &OrganizationRole) -> db::Result<u64> {
    let sql = r#"delete from auth."organizationRole" where "organizationId" = $1 and id = $2"#;
    db::exec(tx, sql, [role.organization_id.into(), role.id.into()]).await
}
