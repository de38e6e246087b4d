//! In which shop and team a session works. It gives no right by itself: whoever is no member finds the door closed.

use db::Tx;
use sea_orm::Value;
use uuid::Uuid;

/// Works in a shop and one of its teams from now on, or in none.
pub async fn choose(tx: &Tx, session: Uuid, organization: Option<Uuid>, team: Option<Uuid>) -> db::Result<()> {
    let sql =
        r#"update auth.session set "activeOrganizationId" = $2, "activeTeamId" = $3, "updatedAt" = $4 where id = $1"#;
    let values: [Value; 4] = [session.into(), organization.into(), team.into(), tx.now().into()];
    db::exec(tx, sql, values).await.map(drop)
}

/// All sessions of a person leave a shop.
pub async fn leave(tx: &Tx, user: Uuid, organization: Uuid) -> db::Result<()> {
    let sql = r#"update auth.session set "activeOrganizationId" = null, "activeTeamId" = null
        where "userId" = $1 and "activeOrganizationId" = $2"#;
    db::exec(tx, sql, [user.into(), organization.into()]).await.map(drop)
}

/// All sessions of a person leave a team.
pub async fn leave_team(tx: &Tx, user: Uuid, team: Uuid) -> db::Result<()> {
    let sql = r#"update auth.session set "activeTeamId" = null where "userId" = $1 and "activeTeamId" = $2"#;
    db::exec(tx, sql, [user.into(), team.into()]).await.map(drop)
}

/// All sessions leave a shop that is about to go. The foreign keys would forget the shop and leave the team behind.
pub async fn close(tx: &Tx, organization: Uuid) -> db::Result<()> {
    let sql = r#"update auth.session set "activeOrganizationId" = null, "activeTeamId" = null
        where "activeOrganizationId" = $1"#;
    db::exec(tx, sql, [organization.into()]).await.map(drop)
}
