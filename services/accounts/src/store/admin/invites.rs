//! Invitations, as Medusa shows them. They are Better Auth's: one table, one set of rules.

use db::Tx;
use entity::{
    Timestamp,
    ids::{InvitationId, UserId},
};
use resource::{Param, Row, Table, row};
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, View};

use crate::store::invitations::LIFE;

row! {
    /// An invitation that is open or was accepted.
    pub struct Invite from "i" {
        id: InvitationId,
        email: String,
        accepted: bool,
        // What the link carries. It opens nothing by itself: only who has proven this address accepts.
        token: Option<InvitationId> = "case when not i.accepted then i.id end",
        roles: Vec<String>,
        expires_at: Timestamp,
        metadata: Option<Json>,
        created_by: UserId,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Invite {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Invite {
    type Id = InvitationId;

    const ONE: &'static str = "invite";
    const MANY: &'static str = "invites";
    const NAME: &'static str = "Invite";
    const SORTABLE: &'static [&'static str] = &["id", "email", "expires_at", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["i.email"];
    const FROM: &'static str = r#"(
        select v."organizationId" as organization_id, v.id, v.email, v.status = 'accepted' as accepted,
          string_to_array(v.role, ',') as roles, v."expiresAt" as expires_at, null::jsonb as metadata,
          v."inviterId" as created_by, v."createdAt" as created_at, v."createdAt" as updated_at,
          null::timestamptz as deleted_at
        from auth.invitation v
        where v."organizationId" = $1 and v.status in ('pending', 'accepted')
      ) i"#;
    const ALIAS: &'static str = "i";
    const FILTERS: &'static [Param] = &[Param::text("email", "Addresses, in lower case.")];
}

/// Prolongs an invitation that nobody has answered, one that is too old too.
pub async fn reopen(tx: &Tx, id: Uuid) -> db::Result<bool> {
    let sql = r#"update auth.invitation set "expiresAt" = $3
        where "organizationId" = $1 and id = $2 and status = 'pending'"#;
    Ok(db::exec(tx, sql, [tx.organization()?.into(), id.into(), (tx.now() + LIFE).into()]).await? > 0)
}
