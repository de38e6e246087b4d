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
    /// A country or a province in which something is taxed.
    TaxRegionId = "txreg";
    /// A tax, in percent.
    TaxRateId = "txr";
    /// What a tax rate is meant for.
    TaxRateRuleId = "txrule";
    /// What several promotions have in common: a time, a budget.
    CampaignId = "procamp";
    /// A promotion, with how it is applied.
    PromotionId = "promo";
    /// A condition of a promotion.
    PromotionRuleId = "prorul";
    /// That an order used a promotion.
    PromotionUsageId = "prouse";
    /// How a place gets goods to people.
    FulfillmentSetId = "fuset";
    /// Where a fulfillment set reaches to.
    ServiceZoneId = "serzo";
    /// A part of the world, down to postal codes.
    GeoZoneId = "fgz";
    /// A kind of shipping options.
    ShippingOptionTypeId = "sotype";
    /// A way of sending that customers choose among.
    ShippingOptionId = "so";
    /// A condition of a shipping option.
    ShippingOptionRuleId = "sorul";
    /// What a shipping option costs.
    ShippingOptionPriceId = "price";
    /// Money that a shop owes a customer.
    StoreCreditAccountId = "sca";
    /// A change of store credit; added and never changed.
    StoreCreditTransactionId = "scatrx";
    /// A gift card.
    GiftCardId = "gcard";
    /// A cart, written by Kontor at work alone.
    CartId = "cart";
    /// Where a cart goes to, or its bill.
    CartAddressId = "caaddr";
    /// A line of a cart: product and variant as they were then.
    CartLineItemId = "cali";
    /// How a cart is sent.
    CartShippingMethodId = "casm";
    /// What of a cart is to be paid with credit or points.
    CartCreditLineId = "cacl";
    /// The account at a provider that a shop's money goes through.
    PaymentAccountId = "pacc";
    /// All that is paid for one cart, or for one difference of an order.
    PaymentCollectionId = "pay_col";
    /// A try to pay.
    PaymentSessionId = "payses";
    /// Money that was promised or taken.
    PaymentId = "pay";
    /// Taking money that was promised.
    PaymentCaptureId = "capt";
    /// Why money is given back.
    RefundReasonId = "refr";
    /// Giving money back.
    PaymentRefundId = "ref";
    /// What a bank took back, or may yet.
    PaymentDisputeId = "dp";
    /// A request to a provider, written before it is sent.
    PaymentAttemptId = "patt";
    /// What a provider told, as it came.
    WebhookEventId = "whe";
    /// A line of the books; added and never changed.
    BookEntryId = "ledent";
    /// A customer as a provider knows him.
    StripeCustomerId = "acchld";
    /// A card that is kept at the provider.
    SavedPaymentMethodId = "pm";
    /// A try to keep a card.
    SetupSessionId = "seti";
    /// What was bought.
    OrderId = "order";
    /// Where an order goes to, or its bill.
    OrderAddressId = "ordaddr";
    /// A line of an order, and how much of it is where.
    OrderLineItemId = "ordli";
    /// How an order is sent.
    OrderShippingMethodId = "ordsm";
    /// What was paid otherwise than by a payment.
    OrderCreditLineId = "ordcl";
    /// What was paid and paid back; added and never changed.
    OrderTransactionId = "ordtrx";
    /// An order that goes to somebody else.
    OrderTransferId = "ordtran";
    /// What of an order is packed and sent, or comes back.
    FulfillmentId = "ful";
    /// What is in a fulfilment.
    FulfillmentItemId = "fulit";
    /// By which a fulfilment is followed.
    FulfillmentLabelId = "fulla";
    /// Goods that come back.
    OrderReturnId = "return";
    /// Which goods come back.
    OrderReturnItemId = "retitem";
    /// What was wrong with what came.
    OrderClaimId = "claim";
    /// What is claimed of a line.
    OrderClaimItemId = "claitem";
    /// One thing for another.
    OrderExchangeId = "oexc";
    /// What is sent instead.
    OrderExchangeItemId = "oexcitem";
    /// A change of an order before it is one.
    OrderChangeId = "ordch";
    /// A step of a change.
    OrderChangeActionId = "ordchact";
    /// An offer that a customer answers.
    QuoteId = "quote";
    /// What of an order is due when.
    OrderDueId = "due";
    /// An invoice, a credit note, a packing slip, a quote on paper.
    DocumentId = "doc";
    /// The shop's own words in mails about orders.
    OrderMailId = "omail";
    /// What was sent to whom about what.
    NotificationId = "noti";
    /// A variant that is paid again and again.
    SubscriptionPlanId = "splan";
    /// A subscription, as the provider has it.
    SubscriptionId = "sub";
    /// What a provider charged for a subscription.
    SubscriptionInvoiceId = "sinv";
    /// That a customer is let in.
    EnrollmentId = "enr";
    /// How a shop rewards.
    LoyaltyProgramId = "loy";
    /// A step that customers reach.
    LoyaltyTierId = "ltier";
    /// The points of a customer.
    LoyaltyAccountId = "lacc";
    /// Points of one earning.
    PointsLotId = "plot";
    /// A change of points; added and never changed.
    PointsEntryId = "pent";
    /// From which lot spent points came.
    PointsAllocationId = "palloc";
    /// By which a customer brings others.
    ReferralCodeId = "refc";
    /// Who was brought.
    ReferralId = "rfl";
    /// The budget of a campaign.
    CampaignBudgetId = "probudg";
    /// How a promotion is applied.
    ApplicationMethodId = "proappmet";
    /// The state of a line of an order.
    OrderItemId = "orditem";
    /// A tax on a line of a cart.
    CartLineTaxLineId = "calitxl";
    /// A discount on a line of a cart.
    CartLineAdjustmentId = "caliadj";
    /// A tax on the shipping of a cart.
    CartMethodTaxLineId = "casmtxl";
    /// A discount on the shipping of a cart.
    CartMethodAdjustmentId = "casmadj";
    /// A tax on a line of an order.
    OrderLineTaxLineId = "ordlitxl";
    /// A discount on a line of an order.
    OrderLineAdjustmentId = "ordliadj";
    /// A tax on the shipping of an order.
    OrderMethodTaxLineId = "ordsmtxl";
    /// A discount on the shipping of an order.
    OrderMethodAdjustmentId = "ordsmadj";
    /// A page, a post, or a block that pages share.
    PageId = "page";
    /// A snapshot of one.
    PageRevisionId = "pagerev";
    /// A page that somebody looked at.
    PageViewId = "view";
    /// A page that is a post of the blog.
    PostId = "post";
    /// A page that is a block which others share.
    ReusableBlockId = "rblk";
    /// A page that is an entry of the changelog.
    ChangelogEntryId = "chlog";
    /// Who writes in the blog.
    BlogAuthorId = "bauth";
    /// Where that lies which lay elsewhere.
    RedirectId = "redir";
    /// A tree of links.
    MenuId = "menu";
    /// A picture or a document of the media library.
    MediaId = "med";
}

#[cfg(test)]
#[path = "ids_tests.rs"]
mod tests;
