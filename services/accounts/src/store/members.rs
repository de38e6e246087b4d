//! Who is in a shop, and as what. Several roles are joined by commas.

use db::Tx;
use entity::{Timestamp, ids::MemberId};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

/// A membership.
#[derive(Debug, Clone, Serialize, FromQueryResult)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    pub organization_id: Uuid,
    pub user_id: Uuid,
    pub role: String,
    pub created_at: Timestamp,
    pub id: Uuid,
}

/// What members see of each other.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub image: Option<String>,
}

/// A membership with its person.
#[derive(Debug, Clone, Serialize)]
pub struct MemberAndPerson {
    #[serde(flatten)]
    pub member: Member,
    pub user: Person,
}

impl FromQueryResult for MemberAndPerson {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        let member = Member::from_query_result(row, prefix)?;
        let user = Person {
            id: member.user_id,
            name: row.try_get(prefix, "name")?,
            email: row.try_get(prefix, "email")?,
            image: row.try_get(prefix, "image")?,
        };
        Ok(Self { member, user })
    }
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// The select list of a table that is called `m`.
const COLUMNS: &str =
    r#"m."organizationId" as organization_id, m."userId" as user_id, m.role, m."createdAt" as created_at, m.id"#;
const AND_PERSON: &str = r#"auth.member m join auth."user" u on u.id = m."userId""#;

/// Makes somebody a member; `None` when he is one.
pub async fn create(tx: &Tx, organization: Uuid, user: Uuid, role: &str) -> db::Result<Option<Member>> {
    let sql = format!(
        r#"insert into auth.member as m ("organizationId", id, "userId", role, "createdAt") values ($1, $2, $3, $4, $5)
           on conflict ("organizationId", "userId") do nothing returning {COLUMNS}"#
    );
    let values: [Value; 5] = [organization.into(), MemberId::new().0.into(), user.into(), role.into(), tx.now().into()];
    db::fetch_optional(tx, &sql, values).await
}

/// What somebody is in a shop.
pub async fn of(tx: &Tx, organization: Uuid, user: Uuid) -> db::Result<Option<Member>> {
    let sql = format!(r#"select {COLUMNS} from auth.member m where m."organizationId" = $1 and m."userId" = $2"#);
    db::fetch_optional(tx, &sql, [organization.into(), user.into()]).await
}

/// The same, with his name.
pub async fn person_of(tx: &Tx, organization: Uuid, user: Uuid) -> db::Result<Option<MemberAndPerson>> {
    let sql = format!(
        r#"select {COLUMNS}, u.name, u.email, u.image from {AND_PERSON} where m."organizationId" = $1 and m."userId" = $2"#
    );
    db::fetch_optional(tx, &sql, [organization.into(), user.into()]).await
}

/// Finds a member of a shop by the id of the membership.
pub async fn by_id(tx: &Tx, organization: Uuid, id: Uuid) -> db::Result<Option<MemberAndPerson>> {
    let sql = format!(
        r#"select {COLUMNS}, u.name, u.email, u.image from {AND_PERSON} where m."organizationId" = $1 and m.id = $2"#
    );
    db::fetch_optional(tx, &sql, [organization.into(), id.into()]).await
}

/// Finds a member of a shop by his address, which must be in lower case.
pub async fn by_email(tx: &Tx, organization: Uuid, email: &str) -> db::Result<Option<MemberAndPerson>> {
    let sql = format!(
        r#"select {COLUMNS}, u.name, u.email, u.image from {AND_PERSON} where m."organizationId" = $1 and u.email = $2"#
    );
    db::fetch_optional(tx, &sql, [organization.into(), email.into()]).await
}

/// How many are in a shop.
pub async fn count(tx: &Tx, organization: Uuid) -> db::Result<i64> {
    let sql = r#"select count(*) from auth.member where "organizationId" = $1"#;
    Ok(db::fetch_one::<Count>(tx, sql, [organization.into()]).await?.count)
}

/// Of how many shops somebody is a member. Nobody else counts his until the transaction ends.
pub async fn count_of_user(tx: &Tx, user: Uuid) -> db::Result<i64> {
    db::exec(tx, r#"select from auth."user" where id = $1 for no key update"#, [user.into()]).await?;
    let sql = r#"select count(*) from auth.member where "userId" = $1"#;
    Ok(db::fetch_one::<Count>(tx, sql, [user.into()]).await?.count)
}

/// How many have a role in a shop.
pub async fn count_with_role(tx: &Tx, organization: Uuid, role: &str) -> db::Result<i64> {
    let sql =
        r#"select count(*) from auth.member where "organizationId" = $1 and $2 = any (string_to_array(role, ','))"#;
    Ok(db::fetch_one::<Count>(tx, sql, [organization.into(), role.into()]).await?.count)
}

/// Whether a shop would have no owner without somebody. Until the transaction ends nobody else changes who owns his shops.
pub async fn is_only_owner(tx: &Tx, user: Uuid) -> db::Result<bool> {
    let lock = r#"select from auth.organization o
        where exists (select from auth.member m where m."organizationId" = o.id and m."userId" = $1)
        order by o.id for no key update"#;
    db::exec(tx, lock, [user.into()]).await?;
    owns_alone(tx, user).await
}

/// The same as things stand now: somebody else may change it in the next moment.
pub async fn owns_alone(tx: &Tx, user: Uuid) -> db::Result<bool> {
    let sql = r#"select count(*) from auth.member m
        where m."userId" = $1 and 'owner' = any (string_to_array(m.role, ','))
          and not exists (
            select from auth.member o
            where o."organizationId" = m."organizationId" and o."userId" <> m."userId"
              and 'owner' = any (string_to_array(o.role, ',')))"#;
    Ok(db::fetch_one::<Count>(tx, sql, [user.into()]).await?.count > 0)
}

/// Gives a member other roles.
pub async fn set_role(tx: &Tx, organization: Uuid, id: Uuid, role: &str) -> db::Result<Option<Member>> {
    let sql = format!(
        r#"update auth.member m set role = $3 where m."organizationId" = $1 and m.id = $2 returning {COLUMNS}"#
    );
    db::fetch_optional(tx, &sql, [organization.into(), id.into(), role.into()]).await
}

/// Takes a member out of a shop and its teams.
pub async fn remove(tx: &Tx, organization: Uuid, id: Uuid) -> db::Result<u64> {
    let sql = r#"delete from auth.member where "organizationId" = $1 and id = $2"#;
    db::exec(tx, sql, [organization.into(), id.into()]).await
}

/// By what members are sorted and chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Id,
    UserId,
    OrganizationId,
    Role,
    CreatedAt,
}

impl Column {
    /// By its name on the wire.
    pub fn find(name: &str) -> Option<Self> {
        Some(match name {
            "id" => Self::Id,
            "userId" => Self::UserId,
            "organizationId" => Self::OrganizationId,
            "role" => Self::Role,
            "createdAt" => Self::CreatedAt,
            _ => return None,
        })
    }

    const fn sql(self) -> &'static str {
        match self {
            Self::Id => "m.id",
            Self::UserId => r#"m."userId""#,
            Self::OrganizationId => r#"m."organizationId""#,
            Self::Role => "m.role",
            Self::CreatedAt => r#"m."createdAt""#,
        }
    }
}

/// How a column is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    Contains,
    StartsWith,
    EndsWith,
}

impl Comparison {
    /// By its name on the wire.
    pub fn find(name: &str) -> Option<Self> {
        Some(match name {
            "eq" => Self::Equal,
            "ne" => Self::NotEqual,
            "lt" => Self::Less,
            "lte" => Self::LessOrEqual,
            "gt" => Self::Greater,
            "gte" => Self::GreaterOrEqual,
            "in" => Self::In,
            "not_in" => Self::NotIn,
            "contains" => Self::Contains,
            "starts_with" => Self::StartsWith,
            "ends_with" => Self::EndsWith,
            _ => return None,
        })
    }

    /// A condition on a text; `$2` are the values, of which most comparisons take the first.
    fn sql(self, column: &str) -> String {
        let first = "($2::jsonb ->> 0)";
        match self {
            Self::Equal => format!("{column} = {first}"),
            Self::NotEqual => format!("{column} <> {first}"),
            Self::Less => format!("{column} < {first}"),
            Self::LessOrEqual => format!("{column} <= {first}"),
            Self::Greater => format!("{column} > {first}"),
            Self::GreaterOrEqual => format!("{column} >= {first}"),
            Self::In => format!("$2::jsonb ? {column}"),
            Self::NotIn => format!("not $2::jsonb ? {column}"),
            Self::Contains => format!("strpos({column}, {first}) > 0"),
            Self::StartsWith => format!("starts_with({column}, {first})"),
            Self::EndsWith => format!("starts_with(reverse({column}), reverse({first}))"),
        }
    }
}

/// Which members are listed.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    pub limit: i64,
    pub offset: i64,
    pub sort: Option<Column>,
    pub descending: bool,
    pub filter: Option<(Column, Comparison, Vec<String>)>,
}

/// The members of a shop that are wanted, and how many there are without limit.
pub async fn list(tx: &Tx, organization: Uuid, wanted: &Listing) -> db::Result<(Vec<MemberAndPerson>, i64)> {
    let (condition, values) = match &wanted.filter {
        None => ("$2::jsonb is not null".to_owned(), serde_json::json!([])),
        Some((column, comparison, values)) => {
            let text = match column {
                // As it is on the wire.
                Column::CreatedAt => {
                    format!(r#"to_char({} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"#, column.sql())
                }
                _ => format!("{}::text", column.sql()),
            };
            (comparison.sql(&format!(r#"({text} collate "C")"#)), serde_json::json!(values))
        }
    };
    let direction = if wanted.descending { "desc" } else { "asc" };
    let sort = wanted.sort.unwrap_or(Column::CreatedAt).sql();
    let sql = format!(
        r#"select {COLUMNS}, u.name, u.email, u.image from {AND_PERSON} where m."organizationId" = $1 and {condition}
           order by {sort} {direction}, m.id {direction} limit $3 offset $4"#
    );
    let rows: [Value; 4] = [organization.into(), values.clone().into(), wanted.limit.into(), wanted.offset.into()];
    let members = db::fetch_all(tx, &sql, rows).await?;
    let sql = format!(r#"select count(*) from auth.member m where m."organizationId" = $1 and {condition}"#);
    let total = db::fetch_one::<Count>(tx, &sql, [organization.into(), values.into()]).await?.count;
    Ok((members, total))
}
