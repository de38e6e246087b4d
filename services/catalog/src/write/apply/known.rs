//! What products refer to by id, and what the shop has of it: one statement for all of them.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fmt::Write,
};

use db::Tx;
use entity::ids::{
    CategoryId, CollectionId, OptionId, ProductTagId, ProductTypeId, RegionId, SalesChannelId, ShippingProfileId,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::body::Change;

use super::{
    refused::{Refused, path},
    said::{ProductSaid, VariantSaid},
};

/// Kinds of things, in the order of the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Type,
    Collection,
    Profile,
    Category,
    Tag,
    Channel,
    Option,
    Region,
}

const KINDS: [(Kind, &str, &str); 8] = [
    (Kind::Type, "Product type", "public.product_types"),
    (Kind::Collection, "Product collection", "public.product_collections"),
    (Kind::Profile, "Shipping profile", "public.shipping_profiles"),
    (Kind::Category, "Product category", "public.product_categories"),
    (Kind::Tag, "Product tag", "public.product_tags"),
    (Kind::Channel, "Sales channel", "public.sales_channels"),
    (Kind::Option, "Product option", "public.product_options"),
    (Kind::Region, "Region", "public.regions"),
];

impl Kind {
    fn parse(self, text: &str) -> Option<Uuid> {
        match self {
            Self::Type => id::<ProductTypeId>(text),
            Self::Collection => id::<CollectionId>(text),
            Self::Profile => id::<ShippingProfileId>(text),
            Self::Category => id::<CategoryId>(text),
            Self::Tag => id::<ProductTagId>(text),
            Self::Channel => id::<SalesChannelId>(text),
            Self::Option => id::<OptionId>(text),
            Self::Region => id::<RegionId>(text),
        }
    }
}

/// The key of a text, if it is an id of this kind.
pub(super) fn id<T: std::str::FromStr + Into<Uuid>>(text: &str) -> Option<Uuid> {
    text.parse::<T>().ok().map(Into::into)
}

/// What there is of what was named, and the currencies that the shop sells in.
#[derive(Debug, Default)]
pub(super) struct Known {
    ids: HashMap<Kind, HashSet<Uuid>>,
    pub(super) currencies: BTreeSet<String>,
}

#[derive(FromQueryResult)]
struct Found {
    kind: i32,
    id: Option<Uuid>,
    code: Option<String>,
}

impl Known {
    pub(super) async fn load(tx: &Tx, said: &[ProductSaid]) -> db::Result<Self> {
        let mut named: HashMap<Kind, Vec<Uuid>> = HashMap::new();
        let mut name = |kind: Kind, text: &str| named.entry(kind).or_default().extend(kind.parse(text));
        for said in said {
            let one = [
                (Kind::Type, &said.type_id),
                (Kind::Collection, &said.collection_id),
                (Kind::Profile, &said.shipping_profile_id),
            ];
            for (kind, change) in one {
                if let Change::Set(text) = change {
                    name(kind, text);
                }
            }
            let many =
                [(Kind::Category, &said.categories), (Kind::Tag, &said.tags), (Kind::Channel, &said.sales_channels)];
            for (kind, texts) in many {
                texts.iter().flatten().for_each(|text| name(kind, text));
            }
            said.options
                .named()
                .iter()
                .filter_map(|option| option.id.as_ref())
                .for_each(|text| name(Kind::Option, text));
            for (_, region) in said.variants.named().iter().flat_map(rules).filter(|(name, _)| *name == REGION) {
                name(Kind::Region, region);
            }
        }
        let mut values: Vec<Value> = vec![tx.organization()?.into()];
        let mut sql = String::from(
            "select -1 as kind, null::uuid as id, c.currency_code as code
             from public.store_currencies c where c.organization_id = $1",
        );
        for (at, (kind, _, table)) in KINDS.iter().enumerate() {
            let Some(ids) = named.remove(kind).filter(|ids| !ids.is_empty()) else { continue };
            values.push(ids.into());
            let _ = write!(
                sql,
                " union all select {at}, t.id, null from {table} t
                  where t.organization_id = $1 and t.id = any(${}) and t.deleted_at is null",
                values.len()
            );
        }
        let mut known = Self::default();
        for Found { kind, id, code } in db::fetch_all::<Found>(tx, &sql, values).await? {
            known.currencies.extend(code);
            let kind = usize::try_from(kind).ok().and_then(|at| KINDS.get(at)).map(|(kind, ..)| *kind);
            if let (Some(kind), Some(id)) = (kind, id) {
                known.ids.entry(kind).or_default().insert(id);
            }
        }
        Ok(known)
    }

    /// The key of what a field names.
    pub(super) fn find(&self, kind: Kind, text: &str, at: &str, field: &str) -> Result<Uuid, Refused> {
        let id = kind.parse(text).filter(|id| self.ids.get(&kind).is_some_and(|known| known.contains(id)));
        id.ok_or_else(|| {
            let what = KINDS.iter().find(|(known, ..)| *known == kind).map_or("", |(_, what, _)| what);
            let text: String = text.chars().take(100).collect();
            Refused::Invalid(format!("Value for field '{}': {what} with id: {text} was not found", path(at, field)))
        })
    }

    /// The same of a list of ids.
    pub(super) fn find_all(
        &self,
        kind: Kind,
        texts: &[String],
        at: &str,
        field: &str,
    ) -> Result<BTreeSet<Uuid>, Refused> {
        texts.iter().enumerate().map(|(n, text)| self.find(kind, text, at, &format!("{field}, {n}, id"))).collect()
    }
}

/// The rule of a base price that Kontor can decide for whoever asks.
pub(super) const REGION: &str = "region_id";

fn rules(variant: &VariantSaid) -> impl Iterator<Item = (&str, &str)> {
    let rules = variant.prices.iter().flatten().flat_map(|price| price.rules.iter().flatten());
    rules.map(|(attribute, value)| (attribute.as_str(), value.as_str()))
}
