//! Who works in a shop: its members, and who has a role there. Runs as Kontor itself.

use db::Tx;
use entity::{Timestamp, ids::UserId};
use resource::{Param, Row, Table, row};
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, View};

row! {
    /// Somebody of the staff, with the names of his roles.
    pub struct Person from "p" {
        id: UserId,
        email: String,
        first_name: Option<String>,
        last_name: Option<String>,
        avatar_url: Option<String>,
        metadata: Option<Json>,
        roles: Vec<String>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Person {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Person {
    type Id = UserId;

    const ONE: &'static str = "user";
    const MANY: &'static str = "users";
    const NAME: &'static str = "User";
    const SORTABLE: &'static [&'static str] = &["id", "email", "first_name", "last_name", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["p.email", "p.first_name", "p.last_name"];
    // Better Auth keeps one name; its first word is the first name.
    const FROM: &'static str = r#"(
        select $1::uuid as organization_id, u.id, u.email, split_part(u.name, ' ', 1) as first_name,
          nullif(trim(substr(u.name, length(split_part(u.name, ' ', 1)) + 1)), '') as last_name, u.image as avatar_url,
          null::jsonb as metadata, h.roles, u."createdAt" as created_at, u."updatedAt" as updated_at,
          null::timestamptz as deleted_at
        from (
          select held.person, array_agg(distinct held.role order by held.role) as roles
          from (
            select m."userId" as person, trim(each) as role
            from auth.member m, string_to_table(m.role, ',') each where m."organizationId" = $1
            union all
            select r.user_id, r.role from public.user_roles r where r.organization_id = $1
          ) held
          group by held.person
        ) h
        join auth."user" u on u.id = h.person
      ) p"#;
    const ALIAS: &'static str = "p";
    const FILTERS: &'static [Param] = &[
        Param::text("email", "Addresses, in lower case."),
        Param::text("first_name", "Exact names."),
        Param::text("last_name", "Exact names."),
    ];
}

/// Whether somebody works in another shop than this one too.
pub async fn works_elsewhere(tx: &Tx, user: Uuid) -> db::Result<bool> {
    let sql = r#"select from auth.member m where m."userId" = $2 and m."organizationId" <> $1
        union all select from public.user_roles r where r.user_id = $2 and r.organization_id <> $1 limit 1"#;
    Ok(db::exec(tx, sql, [tx.organization()?.into(), user.into()]).await? > 0)
}

/// Gives somebody roles. A name that is no name of a role breaks `user_roles_role_check`.
pub async fn give_roles(tx: &Tx, user: Uuid, roles: &[String], by: Option<Uuid>) -> db::Result<()> {
    let sql = "insert into public.user_roles (organization_id, user_id, role, created_at, created_by)
        select $1, $2, role, $4, $5 from unnest($3::text[]) role on conflict do nothing";
    let values: [sea_orm::Value; 5] =
        [tx.organization()?.into(), user.into(), roles.to_vec().into(), tx.now().into(), by.into()];
    db::exec(tx, sql, values).await.map(drop)
}

/// Takes roles from somebody that he was given beside his membership; all of them without names.
pub async fn take_roles(tx: &Tx, organization: Uuid, user: Uuid, roles: Option<&[String]>) -> db::Result<()> {
    let sql = "delete from public.user_roles
        where organization_id = $1 and user_id = $2 and ($3::text[] is null or role = any($3))";
    let roles: Option<Vec<String>> = roles.map(<[String]>::to_vec);
    db::exec(tx, sql, [organization.into(), user.into(), roles.into()]).await.map(drop)
}
