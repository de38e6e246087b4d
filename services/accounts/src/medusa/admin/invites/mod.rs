//! `/admin/invites`: the invitations of Better Auth's organization plugin.

mod accept;
mod create;
mod delete;
mod list;
mod resend;
mod retrieve;

use std::time::Duration;

use auth::Staff;
use db::Tx;
use limits::Rule;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{ApiError, App, Kind};

use super::resource;
use crate::{
    Accounts,
    store::{
        admin::invites::Invite,
        invitations::{self, Invitation},
    },
};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(accept::accept))
        .routes(routes!(retrieve::retrieve, delete::delete))
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
async fn of_shop(tx: &Tx, id: &str) -> Result<Invitation, ApiError> {
    let found = invitations::by_id(tx, resource::key::<Invite>(id)?).await?;
    let shop = tx.organization()?;
    let found =
        found.filter(|found| found.organization_id == shop && ["pending", "accepted"].contains(&&*found.status));
    found.ok_or_else(|| resource::missing::<Invite>(id))
}
