//! `/admin/invites`: the invitations of Better Auth's organization plugin.

mod accept;
mod create;
mod resend;

use std::time::Duration;

use auth::{Staff, needs};
use db::Tx;
use limits::Rule;
use resource::admin::{Delete, Resource, Routes};
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::{ApiError, App, Kind};

use crate::{
    Accounts,
    better_auth::organization::staff::alone,
    store::{
        admin::invites::Invite,
        invitations::{self, Invitation},
    },
};

impl Resource for Invite {
    type Read = needs::StaffRead;
    type Write = needs::StaffWrite;

    const PATH: &'static str = "/admin/invites";
    const TAG: &'static str = "Admin: invites";
    const AS_KONTOR: Option<&'static str> = Some("look after invitations");

    fn example() -> Value {
        json!({
            "id": "inv_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "accepted": false, "roles": ["editor"],
            "expires_at": "2026-11-23T10:00:00.000Z"
        })
    }
}

impl Delete for Invite {
    async fn delete(tx: &Tx, staff: &Staff, id: Uuid) -> Result<bool, ApiError> {
        alone(tx, staff).await?;
        let Some(invitation) = of_shop(tx, id).await? else {
            return Ok(false);
        };
        let canceled = invitations::cancel(tx, &invitation).await?;
        canceled.ok_or_else(|| ApiError::not_allowed("The invitation was accepted: remove the user instead"))?;
        Ok(true)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Invite>::new()
        .list("List invitations that are open or were accepted.")
        .retrieve("Read an invitation.")
        .delete("Take an invitation back that nobody has accepted.")
        .router()
        .routes(routes!(create::create))
        .routes(routes!(accept::accept))
        .routes(routes!(resend::resend))
}

/// So often a shop mails an address that has not asked for it.
const MAILS: Rule = Rule { name: "admin-invite", most: 10, window: Duration::from_hours(1) };

/// Counts a mail to an address, before it is written.
async fn count_mail(accounts: &Accounts, staff: &Staff, email: &str) -> Result<(), ApiError> {
    let key = format!("{} {email}", staff.organization);
    accounts.limits.take(MAILS, &key).await.map_err(|exceeded| {
        let seconds = exceeded.seconds();
        let message = format!("This address was invited too often: try again in {seconds} s");
        ApiError::new(Kind::TooManyRequests, message).with_retry_after(seconds)
    })
}

/// An invitation of the shop of a transaction that was not taken back.
async fn of_shop(tx: &Tx, id: Uuid) -> db::Result<Option<Invitation>> {
    let found = invitations::by_id(tx, id).await?;
    let shop = tx.organization()?;
    Ok(found.filter(|found| found.organization_id == shop && ["pending", "accepted"].contains(&&*found.status)))
}
