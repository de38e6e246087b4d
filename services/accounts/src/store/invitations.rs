//! Invitations into shops. Of each address, one at a time is open in a shop.

use chrono::Duration;
use db::Tx;
use entity::{Timestamp, ids::InvitationId};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

/// How long an invitation can be accepted.
pub const LIFE: Duration = Duration::hours(48);

/// An invitation. `team_id` are the teams' ids, joined by commas.
#[derive(Debug, Clone, Serialize, FromQueryResult)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    pub organization_id: Uuid,
    pub email: String,
    pub role: String,
    pub team_id: Option<String>,
    pub status: String,
    pub expires_at: Timestamp,
    pub created_at: Timestamp,
    pub inviter_id: Uuid,
    pub id: Uuid,
}

/// An invitation and into what.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InvitationAndName {
    #[serde(flatten)]
    pub invitation: Invitation,
    pub organization_name: String,
}

impl FromQueryResult for InvitationAndName {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        let invitation = Invitation::from_query_result(row, prefix)?;
        Ok(Self { invitation, organization_name: row.try_get(prefix, "organization_name")? })
    }
}

/// The select list of a table that is called `i`.
const COLUMNS: &str = r#"i."organizationId" as organization_id, i.email, i.role, i."teamId" as team_id, i.status,
    i."expiresAt" as expires_at, i."createdAt" as created_at, i."inviterId" as inviter_id, i.id"#;

/// Whom to invite, as what.
#[derive(Debug, Clone)]
pub struct NewInvitation<'a> {
    pub organization: Uuid,
    pub email: &'a str,
    pub role: &'a str,
    pub teams: Option<String>,
    pub inviter: Uuid,
}

/// Finds an invitation, whatever has become of it.
pub async fn by_id(tx: &Tx, id: Uuid) -> db::Result<Option<Invitation>> {
    let sql = format!("select {COLUMNS} from auth.invitation i where i.id = $1");
    db::fetch_optional(tx, &sql, [id.into()]).await
}

/// Finds an invitation that can be accepted.
pub async fn open_by_id(tx: &Tx, id: Uuid) -> db::Result<Option<Invitation>> {
    let sql = format!(
        r#"select {COLUMNS} from auth.invitation i where i.id = $1 and i.status = 'pending' and i."expiresAt" > $2"#
    );
    db::fetch_optional(tx, &sql, [id.into(), tx.now().into()]).await
}

/// Prolongs the open invitation of an address.
pub async fn renew(tx: &Tx, organization: Uuid, email: &str) -> db::Result<Option<Invitation>> {
    let sql = format!(
        r#"update auth.invitation i set "expiresAt" = $4
           where i."organizationId" = $1 and i.email = $2 and i.status = 'pending' and i."expiresAt" > $3
           returning {COLUMNS}"#
    );
    let values: [Value; 4] = [organization.into(), email.into(), tx.now().into(), (tx.now() + LIFE).into()];
    db::fetch_optional(tx, &sql, values).await
}

/// Makes an invitation; `None` when one is open. One that is too old makes room.
pub async fn create(tx: &Tx, new: NewInvitation<'_>) -> db::Result<Option<Invitation>> {
    let sql = r#"update auth.invitation set status = 'canceled'
        where "organizationId" = $1 and email = $2 and status = 'pending' and "expiresAt" <= $3"#;
    db::exec(tx, sql, [new.organization.into(), new.email.into(), tx.now().into()]).await?;
    let sql = format!(
        r#"insert into auth.invitation as i ("organizationId", id, email, role, "teamId", "expiresAt", "createdAt", "inviterId")
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict ("organizationId", email) where status = 'pending' do nothing returning {COLUMNS}"#
    );
    let values: [Value; 8] = [
        new.organization.into(),
        InvitationId::new().0.into(),
        new.email.into(),
        new.role.into(),
        new.teams.into(),
        (tx.now() + LIFE).into(),
        tx.now().into(),
        new.inviter.into(),
    ];
    db::fetch_optional(tx, &sql, values).await
}

/// Ends an open invitation: once.
pub async fn end(tx: &Tx, invitation: &Invitation, status: &str) -> db::Result<Option<Invitation>> {
    let sql = format!(
        r#"update auth.invitation i set status = $3
           where i."organizationId" = $1 and i.id = $2 and i.status = 'pending' and i."expiresAt" > $4 returning {COLUMNS}"#
    );
    let values: [Value; 4] = [invitation.organization_id.into(), invitation.id.into(), status.into(), tx.now().into()];
    db::fetch_optional(tx, &sql, values).await
}

/// Takes an invitation back, unless it has been answered; that it is too old is no answer.
pub async fn cancel(tx: &Tx, invitation: &Invitation) -> db::Result<Option<Invitation>> {
    let sql = format!(
        r#"update auth.invitation i set status = 'canceled'
           where i."organizationId" = $1 and i.id = $2 and i.status = 'pending' returning {COLUMNS}"#
    );
    db::fetch_optional(tx, &sql, [invitation.organization_id.into(), invitation.id.into()]).await
}

/// How many of a shop are open.
pub async fn count_open(tx: &Tx, organization: Uuid) -> db::Result<u64> {
    let sql = r#"select from auth.invitation where "organizationId" = $1 and status = 'pending' and "expiresAt" > $2"#;
    db::exec(tx, sql, [organization.into(), tx.now().into()]).await
}

/// The invitations of a shop, also those that are over; the youngest last. Those that make owners only if asked for.
pub async fn of_organization(tx: &Tx, organization: Uuid, owners_too: bool) -> db::Result<Vec<Invitation>> {
    let sql = format!(
        r#"select {COLUMNS} from (
             select * from auth.invitation i
             where i."organizationId" = $1 and ($2 or not 'owner' = any (string_to_array(i.role, ',')))
             order by i.id desc limit 1000
           ) i order by i.id"#
    );
    db::fetch_all(tx, &sql, [organization.into(), owners_too.into()]).await
}

/// What an address is invited to.
pub async fn of_email(tx: &Tx, email: &str) -> db::Result<Vec<InvitationAndName>> {
    let sql = format!(
        r#"select {COLUMNS}, o.name as organization_name
           from auth.invitation i join auth.organization o on o.id = i."organizationId"
           where i.email = $1 and i.status = 'pending' and i."expiresAt" > $2 and o.id <> $3 order by i.id limit 1000"#
    );
    db::fetch_all(tx, &sql, [email.into(), tx.now().into(), db::INSTALLATION.into()]).await
}
