//! How long what is reduced is reduced.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::offer::Price;
use crate::view::{Product, Variant};

/// From when to when a price list holds.
#[derive(Debug, Clone, Copy, FromQueryResult)]
struct Dates {
    id: Uuid,
    begins: DateTime<Utc>,
    ends: DateTime<Utc>,
}

/// The lists with an end, of which prices are.
#[derive(Debug, Default)]
pub(crate) struct Sales {
    lists: HashMap<Uuid, Dates>,
}

fn list(variant: &Variant) -> Option<Uuid> {
    Some(variant.calculated_price.as_ref()?.calculated_price.price_list_id?.0)
}

impl Sales {
    /// Those of some products' prices.
    pub(super) async fn load(tx: &Tx, products: &[Product]) -> db::Result<Self> {
        let lists: BTreeSet<Uuid> = products.iter().flat_map(|product| &product.variants).filter_map(list).collect();
        if lists.is_empty() {
            return Ok(Self::default());
        }
        let lists: Vec<Uuid> = lists.into_iter().collect();
        let sql = "select d.id, d.begins, d.ends from private.list_dates($1) d";
        let rows: Vec<Dates> = db::fetch_all(tx, sql, [lists.into()]).await?;
        Ok(Self { lists: rows.into_iter().map(|dates| (dates.id, dates)).collect() })
    }

    fn of(&self, variant: &Variant) -> Option<&Dates> {
        let is_reduced = Price::of(variant).is_some_and(|price| price.is_reduced());
        list(variant).filter(|_| is_reduced).and_then(|list| self.lists.get(&list))
    }

    /// As Google writes it: `2026-11-27T00:00+0000/2026-11-30T23:59+0000`. Only of a sale that ends.
    pub(super) fn interval(&self, variant: &Variant) -> Option<String> {
        const MINUTES: &str = "%Y-%m-%dT%H:%M%z";
        let Dates { begins, ends, .. } = self.of(variant)?;
        Some(format!("{}/{}", begins.format(MINUTES), ends.format(MINUTES)))
    }

    /// The last day on which the price holds, as schema.org writes it.
    pub(super) fn until(&self, variant: &Variant) -> Option<String> {
        // At `ends` it holds no more.
        let last = self.of(variant)?.ends - TimeDelta::microseconds(1);
        Some(last.format("%Y-%m-%d").to_string())
    }
}
