//! Teams within a shop, and who is in them.

use db::Tx;
use entity::{
    Timestamp,
    ids::{TeamId, TeamMemberId},
};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

/// A team.
#[derive(Debug, Clone, Serialize, FromQueryResult)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    pub name: String,
    pub organization_id: Uuid,
    pub created_at: Timestamp,
    pub updated_at: Option<Timestamp>,
    pub id: Uuid,
}

/// A team and how many are in it, counted now: the column of that name is Better Auth's and stays as it is.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CountedTeam {
    #[serde(flatten)]
    pub team: Team,
    pub member_count: i64,
}

impl FromQueryResult for CountedTeam {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self { team: Team::from_query_result(row, prefix)?, member_count: row.try_get(prefix, "member_count")? })
    }
}

/// Somebody in a team.
#[derive(Debug, Clone, Serialize, FromQueryResult)]
#[serde(rename_all = "camelCase")]
pub struct TeamMember {
    pub team_id: Uuid,
    pub user_id: Uuid,
    pub created_at: Timestamp,
    pub id: Uuid,
}

/// The select list of a table that is called `t`.
const COLUMNS: &str =
    r#"t.name, t."organizationId" as organization_id, t."createdAt" as created_at, t."updatedAt" as updated_at, t.id"#;
const MEMBER: &str = r#"tm."teamId" as team_id, tm."userId" as user_id, tm."createdAt" as created_at, tm.id"#;

/// Makes a team.
pub async fn create(tx: &Tx, organization: Uuid, name: &str, is_first: bool) -> db::Result<Team> {
    let sql = format!(
        r#"insert into auth.team as t ("organizationId", id, name, "createdAt", "updatedAt") values ($1, $2, $3, $4, $5)
           returning {COLUMNS}"#
    );
    let updated = (!is_first).then(|| tx.now());
    let values: [Value; 5] =
        [organization.into(), TeamId::new().0.into(), name.into(), tx.now().into(), updated.into()];
    db::fetch_one(tx, &sql, values).await
}

/// Finds a team of a shop.
pub async fn by_id(tx: &Tx, organization: Uuid, id: Uuid) -> db::Result<Option<Team>> {
    let sql = format!(r#"select {COLUMNS} from auth.team t where t."organizationId" = $1 and t.id = $2"#);
    db::fetch_optional(tx, &sql, [organization.into(), id.into()]).await
}

/// Finds a team in the shops of a person.
pub async fn in_reach(tx: &Tx, user: Uuid, id: Uuid) -> db::Result<Option<Team>> {
    let sql = format!(
        r#"select {COLUMNS} from auth.member m join auth.team t on t."organizationId" = m."organizationId" and t.id = $2
           where m."userId" = $1"#
    );
    db::fetch_optional(tx, &sql, [user.into(), id.into()]).await
}

/// The teams of a shop.
pub async fn of_organization(tx: &Tx, organization: Uuid) -> db::Result<Vec<Team>> {
    let sql = format!(r#"select {COLUMNS} from auth.team t where t."organizationId" = $1 order by t.id limit 1000"#);
    db::fetch_all(tx, &sql, [organization.into()]).await
}

/// The teams of a shop, and how many are in each.
pub async fn counted(tx: &Tx, organization: Uuid) -> db::Result<Vec<CountedTeam>> {
    let sql = format!(
        r#"select {COLUMNS}, count(tm.id) as member_count
           from auth.team t left join auth."teamMember" tm on tm."organizationId" = t."organizationId" and tm."teamId" = t.id
           where t."organizationId" = $1 group by t."organizationId", t.id order by t.id limit 1000"#
    );
    db::fetch_all(tx, &sql, [organization.into()]).await
}

/// The teams of a person, of one shop or of all.
pub async fn of_user(tx: &Tx, user: Uuid, organization: Option<Uuid>) -> db::Result<Vec<Team>> {
    let sql = format!(
        r#"select {COLUMNS} from auth.member m
           join auth."teamMember" tm on tm."organizationId" = m."organizationId" and tm."userId" = m."userId"
           join auth.team t on t."organizationId" = tm."organizationId" and t.id = tm."teamId"
           where m."userId" = $1 and ($2::uuid is null or m."organizationId" = $2) order by t.id limit 1000"#
    );
    db::fetch_all(tx, &sql, [user.into(), organization.into()]).await
}

/// How many of these ids, joined by commas, are teams of a shop.
pub async fn count(tx: &Tx, organization: Uuid, ids: Option<&str>) -> db::Result<u64> {
    let sql = r#"select from auth.team
        where "organizationId" = $1 and ($2::text is null or id = any (string_to_array($2, ',')::uuid[]))"#;
    db::exec(tx, sql, [organization.into(), ids.map(str::to_owned).into()]).await
}

/// Calls a team something else.
pub async fn rename(tx: &Tx, organization: Uuid, id: Uuid, name: Option<&str>) -> db::Result<Option<Team>> {
    let sql = format!(
        r#"update auth.team t set name = coalesce($3, t.name), "updatedAt" = $4
           where t."organizationId" = $1 and t.id = $2 returning {COLUMNS}"#
    );
    let values: [Value; 4] = [organization.into(), id.into(), name.map(str::to_owned).into(), tx.now().into()];
    db::fetch_optional(tx, &sql, values).await
}

/// Dissolves a team.
pub async fn remove(tx: &Tx, organization: Uuid, id: Uuid) -> db::Result<u64> {
    let sql = r#"delete from auth.team where "organizationId" = $1 and id = $2"#;
    db::exec(tx, sql, [organization.into(), id.into()]).await
}

/// Puts a member of the shop into those of its teams whose ids, joined by commas, are given.
pub async fn join(tx: &Tx, organization: Uuid, user: Uuid, ids: &str) -> db::Result<Vec<TeamMember>> {
    let sql = format!(
        r#"insert into auth."teamMember" as tm ("organizationId", "teamId", "userId", "createdAt", id)
           select t."organizationId", t.id, $2, $4, private.uuid_v7()
           from auth.team t where t."organizationId" = $1 and t.id = any (string_to_array($3, ',')::uuid[])
           on conflict ("organizationId", "teamId", "userId") do nothing returning {MEMBER}"#
    );
    db::fetch_all(tx, &sql, [organization.into(), user.into(), ids.into(), tx.now().into()]).await
}

/// Puts a member of the shop into a team, if he is not in it.
pub async fn add(tx: &Tx, organization: Uuid, team: Uuid, user: Uuid) -> db::Result<Option<TeamMember>> {
    let sql = format!(
        r#"insert into auth."teamMember" as tm ("organizationId", id, "teamId", "userId", "createdAt")
           values ($1, $2, $3, $4, $5)
           on conflict ("organizationId", "teamId", "userId") do nothing returning {MEMBER}"#
    );
    let values: [Value; 5] =
        [organization.into(), TeamMemberId::new().0.into(), team.into(), user.into(), tx.now().into()];
    db::fetch_optional(tx, &sql, values).await
}

/// Somebody's place in a team.
pub async fn member(tx: &Tx, organization: Uuid, team: Uuid, user: Uuid) -> db::Result<Option<TeamMember>> {
    let sql = format!(
        r#"select {MEMBER} from auth."teamMember" tm
           where tm."organizationId" = $1 and tm."teamId" = $2 and tm."userId" = $3"#
    );
    db::fetch_optional(tx, &sql, [organization.into(), team.into(), user.into()]).await
}

/// Who is in a team.
pub async fn members(tx: &Tx, organization: Uuid, team: Uuid) -> db::Result<Vec<TeamMember>> {
    let sql = format!(
        r#"select {MEMBER} from auth."teamMember" tm where tm."organizationId" = $1 and tm."teamId" = $2
           order by tm.id limit 1000"#
    );
    db::fetch_all(tx, &sql, [organization.into(), team.into()]).await
}

/// Takes somebody out of a team.
pub async fn take_out(tx: &Tx, organization: Uuid, team: Uuid, user: Uuid) -> db::Result<u64> {
    let sql = r#"delete from auth."teamMember" where "organizationId" = $1 and "teamId" = $2 and "userId" = $3"#;
    db::exec(tx, sql, [organization.into(), team.into(), user.into()]).await
}
