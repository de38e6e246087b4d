//! What roles allow: Better Auth's statements and Kontor's permissions, in the roles that every shop has and in those that it
//! makes for itself. Both count wherever somebody gives something.

use std::collections::{BTreeMap, BTreeSet};

use auth::{Permission as Allowed, Permissions, role_permissions};
use serde::{Deserialize, Serialize};

macro_rules! rights {
    ($($right:ident = $resource:literal . $action:literal),* $(,)?) => {
        /// One thing that a role can allow.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Right {
            $(#[doc = concat!("`", $resource, ":", $action, "`")] $right,)*
        }

        impl Right {
            const ALL: &'static [Self] = &[$(Self::$right,)*];

            const fn names(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$right => ($resource, $action),)*
                }
            }
        }
    };
}

rights! {
    OrganizationUpdate = "organization"."update",
    OrganizationDelete = "organization"."delete",
    MemberCreate = "member"."create",
    MemberUpdate = "member"."update",
    MemberDelete = "member"."delete",
    InvitationCreate = "invitation"."create",
    InvitationCancel = "invitation"."cancel",
    TeamCreate = "team"."create",
    TeamUpdate = "team"."update",
    TeamDelete = "team"."delete",
    RoleCreate = "ac"."create",
    RoleRead = "ac"."read",
    RoleUpdate = "ac"."update",
    RoleDelete = "ac"."delete",
}

/// The role that can do everything, which a shop never is without.
pub(super) const OWNER: &str = "owner";

impl Right {
    fn find(resource: &str, action: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|right| right.names() == (resource, action))
    }
}

/// What a role allows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rights {
    rights: BTreeSet<Right>,
    permissions: Permissions,
}

/// Who may manage the staff may do so here too.
const OF_STAFF: [Right; 5] =
    [Right::MemberCreate, Right::MemberUpdate, Right::MemberDelete, Right::InvitationCreate, Right::InvitationCancel];

impl Rights {
    fn new(mut rights: BTreeSet<Right>, permissions: Permissions) -> Self {
        if permissions.has(Allowed::StaffWrite) {
            rights.extend(OF_STAFF);
        }
        Self { rights, permissions }
    }

    /// Those of a role that every shop has.
    pub(super) fn given(role: &str) -> Option<Self> {
        let permissions = role_permissions(role)?;
        let all = Right::ALL.iter().copied();
        let rights = match role {
            OWNER => all.collect(),
            "admin" => all.filter(|right| *right != Right::OrganizationDelete).collect(),
            _ => BTreeSet::from([Right::RoleRead]),
        };
        Some(Self::new(rights, permissions))
    }

    /// Those of a role that a shop made, as they are kept. What is not understood allows nothing.
    pub(super) fn kept(permission: &str) -> Self {
        serde_json::from_str::<Permission>(permission).map(|permission| permission.rights()).unwrap_or_default()
    }

    /// What everybody has who works in a shop.
    pub(super) fn of_everybody() -> Self {
        Self::new(BTreeSet::new(), Permissions::of(["own:*"]))
    }

    pub(super) fn has(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }

    /// Kontor's part of it.
    pub(super) fn permissions(&self) -> Permissions {
        self.permissions
    }

    /// Adds those of another role.
    pub(super) fn add(&mut self, other: &Self) {
        self.rights.extend(&other.rights);
        self.permissions = self.permissions.and(other.permissions);
    }

    /// Whether nobody who has these gets anything new with the others.
    pub(super) fn cover(&self, others: &Self) -> bool {
        others.rights.is_subset(&self.rights) && self.permissions.cover(others.permissions)
    }

    /// Whether this role alone allows all that is asked; asking for nothing, or for what there is not, is refused.
    pub(super) fn allow(&self, asked: &Permission) -> bool {
        let mut pairs = asked.pairs().peekable();
        pairs.peek().is_some() && pairs.all(|(resource, action)| self.allows(resource, action))
    }

    fn allows(&self, resource: &str, action: &str) -> bool {
        if let Some(right) = Right::find(resource, action) {
            return self.has(right);
        }
        let wanted = permissions_of(resource, action);
        wanted != Permissions::NONE && self.permissions.cover(wanted)
    }

    /// What is asked beyond these, as `resource:action`.
    pub(super) fn missing(&self, asked: &Permission) -> Vec<String> {
        asked
            .pairs()
            .filter(|(resource, action)| !self.allows(resource, action))
            .map(|(resource, action)| format!("{resource}:{action}"))
            .collect()
    }
}

/// Kontor's permissions of a resource: `read`, `write`, or `*` for both.
fn permissions_of(resource: &str, action: &str) -> Permissions {
    Permissions::of([format!("{resource}:{action}").as_str()])
}

/// Actions by resource, as they are on the wire and at rest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Permission(pub(super) BTreeMap<String, Vec<String>>);

impl Permission {
    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(resource, actions)| actions.iter().map(|action| (resource.as_str(), action.as_str())))
    }

    fn rights(&self) -> Rights {
        let rights = self.pairs().filter_map(|(resource, action)| Right::find(resource, action)).collect();
        let permissions = self.pairs().map(|(resource, action)| permissions_of(resource, action));
        Rights::new(rights, permissions.fold(Permissions::NONE, Permissions::and))
    }

    /// Whether it names a resource that there is not.
    pub(super) fn has_unknown_resource(&self) -> bool {
        self.0.keys().any(|resource| {
            Right::ALL.iter().all(|right| right.names().0 != resource)
                && permissions_of(resource, "*") == Permissions::NONE
        })
    }
}

/// The roles of a text in which they are joined by commas.
pub(super) fn split(roles: &str) -> impl Iterator<Item = &str> {
    roles.split(',').map(str::trim).filter(|role| !role.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permission(json: &str) -> Permission {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn roles_of_every_shop() {
        let [owner, admin, member] = ["owner", "admin", "member"].map(|role| Rights::given(role).unwrap());
        assert!(owner.has(Right::OrganizationDelete) && !admin.has(Right::OrganizationDelete));
        assert!(admin.has(Right::RoleDelete) && !member.has(Right::RoleDelete) && member.has(Right::RoleRead));
        assert!(owner.cover(&admin) && admin.cover(&member) && !admin.cover(&owner));
        assert_eq!(Rights::given("Owner"), None);
        for role in ["editor", "marketer", "support", "viewer"] {
            let rights = Rights::given(role).unwrap();
            assert!(admin.cover(&rights) && !rights.has(Right::InvitationCreate), "{role}");
            assert_eq!(Some(rights.permissions()), role_permissions(role));
        }
    }

    #[test]
    fn kontors_permissions_stand_beside_better_auths() {
        let packer = Rights::kept(r#"{"order":["read","write"],"team":["create"],"product":["fly"]}"#);
        assert!(packer.has(Right::TeamCreate) && packer.permissions().has(Allowed::OrderWrite));
        assert!(packer.allow(&permission(r#"{"order":["write"],"team":["create"]}"#)));
        assert!(!packer.allow(&permission(r#"{"order":["write","refund"]}"#)));
        let asked = permission(r#"{"order":["*"],"product":["read"],"staff":["write"]}"#);
        assert_eq!(packer.missing(&asked), ["product:read", "staff:write"]);
        assert!(!asked.has_unknown_resource());
        assert!(permission(r#"{"*":["*"]}"#).has_unknown_resource());
        // Each of the two alone is not enough.
        let orders = Rights::kept(r#"{"order":["*"]}"#);
        let teams = Rights::kept(r#"{"team":["create"]}"#);
        assert!(packer.cover(&orders) && packer.cover(&teams) && !orders.cover(&packer) && !teams.cover(&packer));
    }

    #[test]
    fn who_manages_the_staff_invites() {
        let manager = Rights::kept(r#"{"staff":["write"]}"#);
        assert!(manager.has(Right::InvitationCreate) && manager.permissions().has(Allowed::StaffRead));
        assert!(!manager.has(Right::RoleCreate));
        let recruiter = Rights::kept(r#"{"invitation":["create"]}"#);
        assert!(!recruiter.permissions().has(Allowed::StaffWrite) && !recruiter.cover(&manager));
    }

    #[test]
    fn what_is_asked_must_all_be_there() {
        let admin = Rights::given("admin").unwrap();
        assert!(admin.allow(&permission(r#"{"member":["create","update"],"team":["delete"]}"#)));
        for refused in [
            r#"{"member":["create"],"organization":["delete"]}"#,
            r#"{"member":["create"],"nonsense":["create"]}"#,
            r#"{"member":["create","nonsense"]}"#,
            r#"{"member":[]}"#,
            "{}",
        ] {
            assert!(!admin.allow(&permission(refused)), "{refused}");
        }
    }

    #[test]
    fn nobody_gives_what_he_has_not() {
        let asked = permission(r#"{"organization":["update","delete"],"member":["fly"]}"#);
        let missing = Rights::given("admin").unwrap().missing(&asked);
        assert_eq!(missing, ["member:fly", "organization:delete"]);
        assert!(!asked.has_unknown_resource());
        assert!(permission(r#"{"nonsense":[]}"#).has_unknown_resource());
    }

    #[test]
    fn kept_roles() {
        let role = Rights::kept(r#"{"invitation":["create","fly"],"gone":["create"]}"#);
        assert!(role.has(Right::InvitationCreate) && !role.has(Right::InvitationCancel));
        assert_eq!(Rights::kept("nonsense"), Rights::default());
    }

    #[test]
    fn several_roles() {
        assert_eq!(split("admin, member,,").collect::<Vec<_>>(), ["admin", "member"]);
        let mut both = Rights::kept(r#"{"team":["create"]}"#);
        both.add(&Rights::given("member").unwrap());
        assert!(both.has(Right::TeamCreate) && both.has(Right::RoleRead));
    }
}
