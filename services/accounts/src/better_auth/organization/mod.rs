//! Better Auth's organization plugin: shops, their members, invitations, teams and roles.
//!
//! Each call is one transaction ([`desk`]), in which what the caller may do is looked up after the shop is locked: of two
//! calls that change who is in a shop the second sees what the first has done. What roles allow is in [`access`].

mod accept_invitation;
mod access;
mod active_member;
mod cancel_invitation;
mod check_slug;
mod create;
mod create_role;
mod create_team;
mod delete;
mod delete_role;
mod desk;
pub(super) mod docs;
mod get_invitation;
mod get_organization;
mod get_role;
mod has_permission;
mod input;
mod invite_member;
mod leave;
mod list_invitations;
mod list_members;
mod list_organizations;
mod list_team_members;
mod list_teams;
mod remove_member;
mod remove_team;
mod set_active;
mod set_active_team;
pub(crate) mod staff;
mod standing;
mod team_members;
mod update;
mod update_member_role;
mod update_role;
mod update_team;

use crate::better_auth::routes::{Routes, get, post};

/// How many shops a person may belong to when he makes one more.
const ORGANIZATIONS: i64 = 100;
/// How many people a shop has.
const MEMBERS: i64 = 100;
/// How many invitations of a shop are open at a time.
const INVITATIONS: u64 = 100;
/// How many teams a shop has.
const TEAMS: u64 = 100;
/// How many roles of its own a shop has.
const ROLES: usize = 100;

pub(super) fn router() -> Routes {
    let routes = Routes::new()
        .route("/create", post(create::create))
        .route("/update", post(update::update))
        .route("/delete", post(delete::delete))
        .route("/set-active", post(set_active::set_active))
        .route("/get-organization", get(get_organization::get_organization))
        .route("/get-full-organization", get(get_organization::get_full_organization))
        .route("/list", get(list_organizations::list_organizations))
        .route("/check-slug", post(check_slug::check_slug))
        .route("/has-permission", post(has_permission::has_permission));
    Routes::new().nest("/organization", routes.merge(people()).merge(teams()).merge(roles()))
}

fn people() -> Routes {
    Routes::new()
        .route("/invite-member", post(invite_member::invite_member))
        .route("/cancel-invitation", post(cancel_invitation::cancel_invitation))
        .route("/accept-invitation", post(accept_invitation::accept_invitation))
        .route("/reject-invitation", post(accept_invitation::reject_invitation))
        .route("/get-invitation", get(get_invitation::get_invitation))
        .route("/list-invitations", get(list_invitations::list_invitations))
        .route("/list-user-invitations", get(list_invitations::list_user_invitations))
        .route("/list-members", get(list_members::list_members))
        .route("/get-active-member", get(active_member::get_active_member))
        .route("/get-active-member-role", get(active_member::get_active_member_role))
        .route("/update-member-role", post(update_member_role::update_member_role))
        .route("/remove-member", post(remove_member::remove_member))
        .route("/leave", post(leave::leave))
}

fn teams() -> Routes {
    Routes::new()
        .route("/create-team", post(create_team::create_team))
        .route("/update-team", post(update_team::update_team))
        .route("/remove-team", post(remove_team::remove_team))
        .route("/list-teams", get(list_teams::list_teams))
        .route("/list-user-teams", get(list_teams::list_user_teams))
        .route("/set-active-team", post(set_active_team::set_active_team))
        .route("/list-team-members", get(list_team_members::list_team_members))
        .route("/add-team-member", post(team_members::add_team_member))
        .route("/remove-team-member", post(team_members::remove_team_member))
}

fn roles() -> Routes {
    Routes::new()
        .route("/create-role", post(create_role::create_role))
        .route("/update-role", post(update_role::update_role))
        .route("/delete-role", post(delete_role::delete_role))
        .route("/list-roles", get(get_role::list_roles))
        .route("/get-role", get(get_role::get_role))
}
