//! What somebody is in a shop, and what he may do there.

use db::Tx;
use uuid::Uuid;

use super::access::{OWNER, Permission, Right, Rights, split};
use crate::{
    door,
    store::{
        actors,
        members::{self, Member},
        organization_roles,
    },
};

/// A member and what each of his roles allows.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) member: Member,
    roles: Vec<Rights>,
}

impl Standing {
    /// `None` for who is no member.
    pub(super) async fn find(tx: &Tx, organization: Uuid, user: Uuid) -> db::Result<Option<Self>> {
        if organization == db::INSTALLATION {
            return Ok(None);
        }
        let Some(member) = members::of(tx, organization, user).await? else {
            return Ok(None);
        };
        let roles = rights_of(tx, organization, &member.role).await?.into_iter().map(|(_, rights)| rights).collect();
        Ok(Some(Self { member, roles }))
    }

    pub(super) fn is_owner(&self) -> bool {
        is_owner(&self.member.role)
    }

    /// Whether one of his roles allows it.
    pub(super) fn may(&self, right: Right) -> bool {
        self.roles.iter().any(|role| role.has(right))
    }

    /// Whether one of his roles allows all of it.
    pub(super) fn may_all(&self, asked: &Permission) -> bool {
        self.roles.iter().any(|role| role.allow(asked))
    }

    /// What all his roles allow.
    pub(super) fn rights(&self) -> Rights {
        let mut all = Rights::of_everybody();
        self.roles.iter().for_each(|role| all.add(role));
        all
    }

    /// Whether he may change or remove somebody: nobody touches who has more than he. That members see the names of roles is
    /// no more.
    pub(super) async fn manages(&self, tx: &Tx, user: Uuid) -> db::Result<bool> {
        if self.is_owner() || user == self.member.user_id {
            return Ok(true);
        }
        let organization = self.member.organization_id;
        let mut mine = self.rights();
        mine.add(&Rights::given("member").unwrap_or_default());
        let they = Self::find(tx, organization, user).await?;
        let posts = actors::posts(tx, user).await?;
        let beside = posts.iter().find(|post| post.organization == organization).map(door::permissions);
        Ok(they.is_none_or(|they| !they.is_owner() && mine.cover(&they.rights()))
            && beside.is_none_or(|beside| mine.permissions().cover(beside)))
    }

    /// Whether he has all that a role allows, so that he may change or remove it.
    pub(super) fn has_all_of(&self, rights: &Rights) -> bool {
        self.is_owner() || self.rights().cover(rights)
    }

    /// Whether he may give this role: nobody makes an owner who is none, or lets others do what he may not. That members see
    /// the names of roles is no reason to keep somebody from inviting them.
    pub(super) fn may_give(&self, role: &str, rights: &Rights) -> bool {
        let mine = self.rights();
        let covers = mine.cover(rights) || (role == "member" && mine.permissions().cover(rights.permissions()));
        self.is_owner() || (role != OWNER && covers)
    }
}

/// Whether one of these roles is the owner's.
pub(super) fn is_owner(roles: &str) -> bool {
    split(roles).any(|role| role == OWNER)
}

/// Those of these roles, joined by commas, that the shop has, and what each allows.
pub(super) async fn rights_of(tx: &Tx, organization: Uuid, roles: &str) -> db::Result<Vec<(String, Rights)>> {
    let (given, own): (Vec<&str>, Vec<&str>) = split(roles).partition(|role| Rights::given(role).is_some());
    let mut found: Vec<_> =
        given.into_iter().filter_map(|role| Rights::given(role).map(|rights| (role.to_owned(), rights))).collect();
    if !own.is_empty() {
        let rows = organization_roles::named(tx, organization, &own.join(",")).await?;
        found.extend(rows.into_iter().map(|row| (row.role, Rights::kept(&row.permission))));
    }
    Ok(found)
}
