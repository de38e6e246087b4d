//! Ids: a UUIDv7 in the database, prefix and Crockford base32 on the wire (TypeID, <https://github.com/jetify-com/typeid>).

use std::{fmt, str::FromStr};

use ulid::Ulid;
use uuid::Uuid;

/// A text that is no id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{given}' is no id: expected {prefix}_ and 26 characters")]
pub struct InvalidId {
    /// What was given.
    pub given: String,
    /// What it should begin with.
    pub prefix: &'static str,
}

/// Length of a UUID in base32.
const SUFFIX: usize = ulid::ULID_LEN;

fn parse(given: &str, prefix: &'static str) -> Result<Uuid, InvalidId> {
    let invalid = || InvalidId { given: given.chars().take(64).collect(), prefix };
    let suffix = given.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or_else(invalid)?;
    // 26 characters of base32 hold 130 bits: the first one is below 8, or it is not a UUID.
    if suffix.len() != SUFFIX || suffix.as_bytes()[0] > b'7' {
        return Err(invalid());
    }
    Ulid::from_string(suffix).map(|ulid| Uuid::from_bytes(ulid.to_bytes())).map_err(|_| invalid())
}

fn write(id: Uuid, prefix: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut buffer = [0; SUFFIX];
    let suffix = Ulid::from_bytes(id.into_bytes()).array_to_str(&mut buffer);
    suffix.make_ascii_lowercase();
    f.write_str(prefix)?;
    f.write_str("_")?;
    f.write_str(suffix)
}

/// Makes the newtypes: `id! { /// doc ProductId = "prod" }`.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sea_orm::DeriveValueType)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What the id begins with on the wire.
            pub const PREFIX: &'static str = $prefix;

            /// A new, time-ordered id.
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(self.0, $prefix, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(given: &str) -> Result<Self, InvalidId> {
                parse(given, $prefix).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let given = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                given.parse().map_err(serde::de::Error::custom)
            }
        }

        impl crate::cell::Cell for $name {
            fn read(row: &sqlx::postgres::PgRow, at: usize) -> Result<Self, sqlx::Error> {
                crate::cell::Cell::read(row, at).map(Self)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        // sea-orm wants it of every primary key; no key of ours is a number.
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

id! {
    /// A person.
    UserId = "user";
    /// A shop.
    OrganizationId = "org";
    /// A membership.
    MemberId = "mem";
    /// A role given to a person.
    UserRoleId = "urole";
    /// A session.
    SessionId = "ses";
    /// A way in.
    AccountId = "acc";
    /// Something that is used once.
    VerificationId = "ver";
    /// A second factor.
    TwoFactorId = "twof";
    /// A passkey.
    PasskeyId = "pkey";
    /// A personal API key.
    PersonalKeyId = "pak";
    /// A key that signs JWTs.
    SigningKeyId = "jwk";
    /// A team.
    TeamId = "team";
    /// A person in a team.
    TeamMemberId = "tmem";
    /// A role that a shop defines.
    OrganizationRoleId = "orole";
    /// An invitation.
    InvitationId = "inv";
    /// A job.
    JobId = "job";
    /// A schedule.
    JobScheduleId = "jsched";
    /// An event of the outbox.
    EventId = "evt";
    /// A subscription of a job to events.
    EventSubscriptionId = "evtsub";
    /// A line of the audit log.
    AuditLogId = "audit";
    /// A line of the security log.
    SecurityLogId = "seclog";
    /// A customer of a shop.
    CustomerId = "cus";
    /// A group of customers.
    CustomerGroupId = "cusgroup";
    /// An address that a customer keeps.
    SavedAddressId = "cuaddr";
    /// A request to be told or erased.
    PrivacyRequestId = "privreq";
    /// A page of what somebody is told.
    PrivacyPageId = "privpage";
    /// An address that somebody had.
    FormerAddressId = "formaddr";
    /// A sales channel.
    SalesChannelId = "sc";
    /// An API key (its row, not its text).
    ApiKeyId = "apk";
    /// A currency of a shop.
    StoreCurrencyId = "stocur";
    /// A region.
    RegionId = "reg";
    /// A shop's settings.
    StoreId = "store";
    /// A product type.
    ProductTypeId = "ptyp";
    /// A product tag.
    ProductTagId = "ptag";
    /// A collection.
    CollectionId = "pcol";
    /// A category.
    CategoryId = "pcat";
    /// A product.
    ProductId = "prod";
    /// A variant.
    VariantId = "variant";
    /// A product image.
    ImageId = "img";
    /// A product option.
    OptionId = "opt";
    /// A value of a product option.
    OptionValueId = "optval";
    /// A price set.
    PriceSetId = "pset";
    /// A price.
    PriceId = "price";
    /// A price rule.
    PriceRuleId = "prule";
    /// A price preference.
    PricePreferenceId = "prpref";
    /// A stock location.
    StockLocationId = "sloc";
    /// An inventory item.
    InventoryItemId = "iitem";
    /// An inventory level.
    InventoryLevelId = "ilev";
    /// A price list.
    PriceListId = "plist";
    /// A rule of a price list.
    PriceListRuleId = "plrule";
    /// A reservation.
    ReservationItemId = "resitem";
    /// The address of a stock location.
    StockLocationAddressId = "laddr";
    /// A line of the inventory ledger.
    LedgerEntryId = "ilog";
    /// A shipping profile.
    ShippingProfileId = "sp";
    /// A reason for a return.
    ReturnReasonId = "rr";
    /// A translation.
    TranslationId = "trans";
    /// What is translated of a kind of thing.
    TranslationSettingId = "trset";
    /// A language of a shop.
    StoreLocaleId = "stloc";
    /// An uploaded file.
    UploadId = "file";
    /// An import or an export.
    ExchangeId = "exch";
    /// A review.
    ReviewId = "rev";
    /// Synonyms of the search.
    SearchSynonymId = "syn";
    /// A pinned result.
    SearchPinId = "pin";
    /// A change of how many there are.
    ProductTallyId = "ptally";
    /// A product that waits to be indexed.
    SearchQueueId = "squeue";
}

#[cfg(test)]
#[path = "ids_tests.rs"]
mod tests;
