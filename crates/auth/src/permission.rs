//! What can be allowed, and what the roles allow that every shop has.

use std::fmt;

/// Something that a handler needs its caller to be allowed; see [`crate::May`].
pub trait Needs: Send + Sync + 'static {
    /// What it is.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// One thing that a role or a key can allow in a shop: `resource:action`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Permission {
            $($(#[$doc])* $name,)*
        }

        impl Permission {
            /// All there are.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// `resource:action`, as it stands in roles, keys and error messages.
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }

        /// The permissions as types, for handlers: `May<needs::CustomerRead>`.
        pub mod needs {
            use super::{Needs, Permission};

            $(
                $(#[$doc])*
                #[derive(Debug, Clone, Copy)]
                pub struct $name;

                impl Needs for $name {
                    const PERMISSION: Permission = Permission::$name;
                }
            )*
        }
    };
}

permissions! {
    /// Sees what is his own: himself and his roles. Everybody has it who works in the shop.
    OwnRead = "own:read";
    /// Changes it.
    OwnWrite = "own:write";
    /// Sees the shop's settings, regions, currencies and sales channels.
    ShopRead = "shop:read";
    /// Changes them.
    ShopWrite = "shop:write";
    /// Sees all products, drafts included, with categories, collections and prices.
    ProductRead = "product:read";
    /// Changes them.
    ProductWrite = "product:write";
    /// Sees stock and where it lies.
    InventoryRead = "inventory:read";
    /// Changes it.
    InventoryWrite = "inventory:write";
    /// Sees promotions and price lists.
    PromotionRead = "promotion:read";
    /// Changes them.
    PromotionWrite = "promotion:write";
    /// Sees customers, their groups and addresses.
    CustomerRead = "customer:read";
    /// Changes them.
    CustomerWrite = "customer:write";
    /// Sees orders, returns and payments.
    OrderRead = "order:read";
    /// Changes them: fulfils, refunds, cancels.
    OrderWrite = "order:write";
    /// Sees pages that are not published.
    ContentRead = "content:read";
    /// Edits and publishes pages.
    ContentWrite = "content:write";
    /// Sees who visits the shop, and what comes of it.
    AnalyticsRead = "analytics:read";
    /// Sees campaigns, lists and their figures.
    CampaignRead = "campaign:read";
    /// Writes and sends them.
    CampaignWrite = "campaign:write";
    /// Sees workflows and their runs.
    WorkflowRead = "workflow:read";
    /// Draws and runs them.
    WorkflowWrite = "workflow:write";
    /// Sees the shop's own tables.
    RecordRead = "record:read";
    /// Changes them.
    RecordWrite = "record:write";
    /// Sees who works in the shop and who is invited.
    StaffRead = "staff:read";
    /// Invites, changes roles, removes.
    StaffWrite = "staff:write";
    /// Sees the shop's keys, never their text.
    ApiKeyRead = "api_key:read";
    /// Makes and revokes keys.
    ApiKeyWrite = "api_key:write";
    /// Reads and exports the audit and security logs.
    AuditRead = "audit:read";
    /// Exports all that is kept about a person.
    PrivacyRead = "privacy:read";
    /// Erases a person.
    PrivacyWrite = "privacy:write";
}

impl Permission {
    /// The permission of this text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|permission| permission.text() == text)
    }

    fn reads(self, resource: &str) -> bool {
        self.text().strip_suffix(":read") == Some(resource)
    }

    const fn bit(self) -> u64 {
        1 << self as u8
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// What somebody is allowed, in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Permissions(u64);

impl Permissions {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// What these texts allow: `product:read`, `product:*`, `*`. Who writes also reads, for he is answered what he wrote. What
    /// nobody understands allows nothing.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::NONE;
        for text in texts {
            all = all.and(Self::one(text));
        }
        all
    }

    fn one(text: &str) -> Self {
        let fits = |permission: &&Permission| match text.strip_suffix('*') {
            Some(resource) => resource.is_empty() || resource.ends_with(':') && permission.text().starts_with(resource),
            None => permission.text() == text || text.strip_suffix(":write").is_some_and(|of| permission.reads(of)),
        };
        Self(Permission::ALL.iter().filter(fits).fold(0, |bits, permission| bits | permission.bit()))
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether this is allowed.
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Whether all of the other's are among these: nobody gives what he has not.
    pub const fn cover(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// One by one.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.has(*permission))
    }
}

/// The roles that every shop has, with what they allow. The database has the same table, `private.role_permissions`, and a
/// test compares them. `member` is what Better Auth calls somebody without a role.
pub const ROLES: &[(&str, &[&str])] = &[
    ("owner", &["*"]),
    ("admin", &["*"]),
    ("editor", &["shop:read", "product:*", "inventory:read", "promotion:read", "content:*", "analytics:read"]),
    (
        "marketer",
        &["shop:read", "product:read", "promotion:*", "customer:read", "content:read", "campaign:*", "analytics:read"],
    ),
    (
        "support",
        &["shop:read", "product:read", "inventory:read", "promotion:read", "customer:*", "order:*", "content:read"],
    ),
    (
        "viewer",
        &[
            "shop:read",
            "product:read",
            "inventory:read",
            "promotion:read",
            "customer:read",
            "order:read",
            "content:read",
            "analytics:read",
            "campaign:read",
            "workflow:read",
            "record:read",
        ],
    ),
    ("member", &["shop:read", "product:read", "inventory:read", "promotion:read", "content:read"]),
];

/// What a role allows that every shop has.
pub fn role_permissions(role: &str) -> Option<Permissions> {
    let (_, texts) = ROLES.iter().find(|(name, _)| *name == role)?;
    Some(Permissions::of(texts.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        let all = Permissions::of(["*"]);
        assert!(Permission::ALL.iter().all(|permission| all.has(*permission)));
        let product = Permissions::of(["product:*"]);
        assert_eq!(product.iter().collect::<Vec<_>>(), [Permission::ProductRead, Permission::ProductWrite]);
        for nothing in ["", "product", "product*", "prod:*", "product:fly", ":*", "**"] {
            assert_eq!(Permissions::of([nothing]), Permissions::NONE, "{nothing}");
        }
        assert_eq!(Permissions::of(["product:write"]), product, "who writes also reads");
        assert!(!Permissions::of(["product:read"]).has(Permission::ProductWrite));
        assert!(all.cover(product) && !product.cover(all));
        assert_eq!(product.within(Permissions::of(["product:read"])).iter().count(), 1);
    }

    #[test]
    fn every_text_of_a_role_means_something() {
        for (role, texts) in ROLES {
            for text in *texts {
                assert_ne!(Permissions::of([*text]), Permissions::NONE, "{role}: {text}");
            }
        }
        assert_eq!(role_permissions("nobody"), None);
        assert!(Permission::ALL.len() <= 64);
        assert_eq!(Permission::parse("order:write"), Some(Permission::OrderWrite));
    }

    #[test]
    fn only_administrators_have_people_keys_and_logs() {
        for (role, _) in ROLES.iter().filter(|(role, _)| !["owner", "admin"].contains(role)) {
            let allowed = role_permissions(role).unwrap();
            for permission in
                [Permission::StaffWrite, Permission::ApiKeyRead, Permission::AuditRead, Permission::PrivacyRead]
            {
                assert!(!allowed.has(permission), "{role} {permission}");
            }
        }
    }
}
