//! Roles of the installation and what they may. Roles of shops are elsewhere and weigh nothing here.

use crate::better_auth::transport::{Code, Refusal};

/// Who may everything that [`STATEMENTS`] says. `user` may nothing.
const ADMIN: &str = "admin";
const ROLES: [&str; 2] = ["user", ADMIN];

/// What administrators may. Nobody may act as one of them (`impersonate-admins`).
const STATEMENTS: [(&str, &[&str]); 2] = [
    (
        "user",
        &[
            "create",
            "list",
            "set-role",
            "ban",
            "impersonate",
            "delete",
            "set-password",
            "set-email",
            "set-phone",
            "get",
            "update",
        ],
    ),
    ("session", &["list", "revoke", "delete"]),
];

/// What an operation needs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Right {
    CreateUsers,
    GetUser,
    ListUsers,
    UpdateUsers,
    SetRole,
    Ban,
    SetPassword,
    DeleteUsers,
    ListSessions,
    RevokeSessions,
    Impersonate,
}

impl Right {
    const fn statement(self) -> (&'static str, &'static str, Code) {
        match self {
            Self::CreateUsers => ("user", "create", Code::YouAreNotAllowedToCreateUsers),
            Self::GetUser => ("user", "get", Code::YouAreNotAllowedToGetUser),
            Self::ListUsers => ("user", "list", Code::YouAreNotAllowedToListUsers),
            Self::UpdateUsers => ("user", "update", Code::YouAreNotAllowedToUpdateUsers),
            Self::SetRole => ("user", "set-role", Code::YouAreNotAllowedToChangeUsersRole),
            Self::Ban => ("user", "ban", Code::YouAreNotAllowedToBanUsers),
            Self::SetPassword => ("user", "set-password", Code::YouAreNotAllowedToSetUsersPassword),
            Self::DeleteUsers => ("user", "delete", Code::YouAreNotAllowedToDeleteUsers),
            Self::ListSessions => ("session", "list", Code::YouAreNotAllowedToListUsersSessions),
            Self::RevokeSessions => ("session", "revoke", Code::YouAreNotAllowedToRevokeUsersSessions),
            Self::Impersonate => ("user", "impersonate", Code::YouAreNotAllowedToImpersonateUsers),
        }
    }

    /// Whether somebody with this role has it.
    pub(super) fn is_of(self, role: &str) -> bool {
        let (resource, action, _) = self.statement();
        may(role, resource, action)
    }

    /// How somebody without it is refused.
    pub(super) const fn refusal(self) -> Code {
        self.statement().2
    }
}

/// Whether one of the roles in `role` (`user,admin`) may do something.
pub(super) fn may(role: &str, resource: &str, action: &str) -> bool {
    is_admin(role) && STATEMENTS.iter().any(|(name, actions)| *name == resource && actions.contains(&action))
}

pub(super) fn is_admin(role: &str) -> bool {
    role.split(',').any(|one| one.trim() == ADMIN)
}

/// The roles as they are kept. There is no other role than ours.
pub(super) fn join(roles: &[String]) -> Result<String, Refusal> {
    if roles.is_empty() || !roles.iter().all(|role| ROLES.contains(&&**role)) {
        return Err(Refusal::bad_request(Code::YouAreNotAllowedToSetNonExistentValue));
    }
    Ok(roles.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_may_much_and_users_nothing() {
        assert!(may("admin", "user", "ban") && may("user,admin", "session", "revoke"));
        assert!(!may("admin", "user", "impersonate-admins") && !may("admin", "shop", "ban"));
        assert!(!may("user", "user", "get") && !may("", "user", "get") && !may("administrator", "user", "get"));
    }

    #[test]
    fn roles_are_ours() {
        let roles = |roles: &[&str]| join(&roles.iter().map(|role| (*role).to_owned()).collect::<Vec<_>>()).ok();
        assert_eq!(roles(&["user", "admin"]).as_deref(), Some("user,admin"));
        for bad in [&[][..], &["user,admin"], &["owner"], &["Admin"]] {
            assert_eq!(roles(bad), None);
        }
    }
}
