//! One search after the other, in one transaction that only reads; what queries mean is asked before it begins.

use std::time::Instant;

use auth::Shopper;
use db::{Db, Tx};
use entity::ids::SalesChannelId;
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{
    answer,
    ask::{Asked, Counting, FacetKind, SHOWN, Search, Sort},
    filter::Around,
    lists,
    semantics::{Meaning, Semantics},
    statements::{self, Found, Hints, Hybrid, Pricing, Showing},
    words::Said,
};
use crate::data::Reach;

/// So many hits of words are looked through; counts go by them.
const CANDIDATES: i32 = 1_000;
/// So many of the nearest in meaning, where there is nothing else to go by, as `private.search_hybrid` has it.
const NEAREST: i32 = 100;
/// An estimate counts no further.
const COUNT_TO: i32 = 10_000;

/// A search and what its query means.
pub(super) struct Prepared {
    pub(super) search: Search,
    pub(super) said: Option<Said>,
    meaning: Meaning,
    pub(super) ratio: f32,
}

/// Searches.
pub(crate) async fn run(db: &Db, semantics: &Semantics, shopper: &Shopper, asked: Asked) -> Result<Value, ApiError> {
    if shopper.sales_channels.is_empty() {
        return Err(ApiError::invalid_data("Publishable key needs to have a sales channel configured"));
    }
    let mut prepared = Vec::with_capacity(asked.0.len());
    for search in asked.0 {
        prepared.push(prepare(db, semantics, shopper, search).await?);
    }
    let tx = db.begin_read(shopper).await?;
    let model = semantics.embedder().map(|embedder| embedder.model());
    let searcher = Searcher { tx: &tx, shopper, model, channels: channels(shopper), reach: Reach::of(shopper) };
    if lists::are_lists(&prepared) {
        let results = searcher.lists(&prepared).await?;
        tx.commit().await?;
        return Ok(json!({ "results": results }));
    }
    let mut results = Vec::with_capacity(prepared.len());
    for search in &prepared {
        results.push(searcher.search(search).await?);
    }
    tx.commit().await?;
    Ok(json!({ "results": results }))
}

fn channels(shopper: &Shopper) -> Vec<Uuid> {
    shopper.sales_channels.iter().map(|channel: &SalesChannelId| channel.0).collect()
}

async fn prepare(db: &Db, semantics: &Semantics, shopper: &Shopper, search: Search) -> Result<Prepared, ApiError> {
    if search.entity != "product" {
        let named: String = search.entity.chars().take(100).collect();
        return Err(ApiError::not_found(format!("No search index named \"{named}\"")));
    }
    let unknown: Vec<&str> =
        search.fields.iter().flatten().map(String::as_str).filter(|field| !SHOWN.contains(field)).take(20).collect();
    if !unknown.is_empty() {
        let unknown: String = unknown.join(", ").chars().take(200).collect();
        return Err(ApiError::invalid_data(format!("Search index \"product\" can't return the fields: {unknown}")));
    }
    let said = search.filters.words.as_deref().and_then(Said::of);
    let vector = &search.options.vector;
    let asks_meaning = vector.value.is_some() || vector.query.is_some();
    let ratio = vector.ratio.unwrap_or(if said.is_none() { 1.0 } else { 0.5 });
    let meant = vector.query.as_deref().or(search.filters.words.as_deref().filter(|_| said.is_some()));
    let meaning = match (&vector.value, meant) {
        _ if ratio <= 0.0 => Meaning::Unknown("the search goes by words alone"),
        (Some(value), _) => match semantics.embedder() {
            Some(embedder) if embedder.dimensions() == value.len() => Meaning::Known(value.as_slice().into()),
            Some(embedder) => {
                let (wanted, got) = (embedder.dimensions(), value.len());
                return Err(ApiError::invalid_data(format!(
                    "Invalid request: A vector of {wanted} numbers is expected, got {got}"
                )));
            }
            None => Meaning::Unknown("no model is configured"),
        },
        (None, Some(text)) if !text.trim().is_empty() => semantics.of(db, shopper.organization.0, text).await,
        (None, _) => Meaning::Unknown("there is no query"),
    };
    // Without a vector the words alone count, and with neither everything is listed.
    let ratio = if asks_meaning || said.is_some() { ratio } else { 0.0 };
    Ok(Prepared { search, said, meaning, ratio })
}

/// Who searches, and what for all of his searches is the same.
pub(super) struct Searcher<'a> {
    pub(super) tx: &'a Tx,
    pub(super) shopper: &'a Shopper,
    model: Option<&'a str>,
    channels: Vec<Uuid>,
    reach: Reach,
}

/// What was found of a search.
struct Hits {
    page: Vec<Found>,
    /// All of them, where the search did not go by its filter alone.
    candidates: Option<Vec<Uuid>>,
    count: Option<i64>,
    is_exhaustive: bool,
}

impl Searcher<'_> {
    async fn search(&self, prepared: &Prepared) -> Result<Value, ApiError> {
        let started = Instant::now();
        let Prepared { search, said, meaning, ratio } = prepared;
        let filters = &search.filters;
        let pricing =
            statements::currency(self.tx, self.shopper, filters.currency.as_deref(), filters.region.as_deref()).await?;
        let around = self.around(&pricing);
        let locale = self.locale(search);

        let hints = match said {
            Some(said) => statements::hints(self.tx, said, search.options.typos.unwrap_or(true), locale).await?,
            None => Hints::default(),
        };
        let hybrid = self.hybrid(prepared, &hints);
        let matched = match &hybrid {
            Some(hybrid) => self.find(search, hybrid, &hints, &pricing, locale).await?,
            None => self.browse(search, &pricing, around).await?,
        };

        let highlight = search.options.highlight.as_ref().filter(|_| said.is_some());
        let showing = Showing {
            locale,
            query: hybrid.as_ref().map_or("", |hybrid| &hybrid.query),
            marks: highlight.map(|highlight| {
                if highlight.snippet { "MaxWords=30, MinWords=10, MaxFragments=1" } else { "HighlightAll=true" }
            }),
            pricing: &pricing,
            channels: &self.channels,
            reach: &self.reach,
        };
        let shown =
            statements::hits(self.tx, matched.page.iter().map(|found| found.product_id).collect(), &showing).await?;
        let facets = self.facets(search, hybrid.as_ref(), &matched, &pricing, locale).await?;

        let (skip, take) = (search.page.skip, search.page.take);
        let mut metadata = json!({ "skip": skip, "take": take, "count": matched.count });
        let next = skip + i64::try_from(matched.page.len()).unwrap_or_default();
        if take > 0
            && matched.page.len() == usize::try_from(take).unwrap_or_default()
            && matched.count.is_none_or(|all| next < all)
            && matched.candidates.as_ref().is_none_or(|all| next < i64::try_from(all.len()).unwrap_or(i64::MAX))
        {
            metadata["next_cursor"] = json!(format!("at:{next}"));
        }
        if let Some(words) = &filters.words {
            metadata["query"] = json!(words);
        }
        metadata["processing_time_ms"] = json!(u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
        let is_semantic = *ratio > 0.0 && matches!(meaning, Meaning::Known(_));
        let mut provider = json!({ "semantic": is_semantic, "facets_exhaustive": matched.is_exhaustive });
        match meaning {
            Meaning::Known(_) if is_semantic => provider["model"] = json!(self.model),
            Meaning::Unknown(reason) => provider["reason"] = json!(reason),
            Meaning::Known(_) => {}
        }
        let fields = search.fields.as_deref();
        let mut result = json!({
            "hits": answer::hits(&shown, &matched.page, fields, around.currency, search.options.include_score, highlight),
            "metadata": metadata,
            "provider_metadata": provider,
        });
        if let Some(facets) = facets {
            result["facets"] = facets;
        }
        Ok(result)
    }

    /// The language in which it is searched: the first of the search's that the shop has, else the shopper's.
    fn locale(&self, search: &Search) -> &str {
        let named = search
            .options
            .locales
            .iter()
            .find_map(|wanted| self.shopper.locales.iter().find(|known| ***known == **wanted));
        named.map_or_else(|| self.shopper.locale().unwrap_or_default(), AsRef::as_ref)
    }

    /// By what it goes; `None` when there are neither words nor a vector.
    fn hybrid<'p>(&'p self, prepared: &'p Prepared, hints: &Hints) -> Option<Hybrid<'p>> {
        let Prepared { search, said, meaning, ratio } = prepared;
        let options = &search.options;
        let vector = match (meaning, self.model) {
            (Meaning::Known(vector), Some(model)) if *ratio > 0.0 => Some((&**vector, model)),
            _ => None,
        };
        if said.is_none() && vector.is_none() {
            return None;
        }
        let query = said.as_ref().map(|said| {
            // Words of descriptions are in no vocabulary: there any may go on.
            let is_open = said.is_open() && (!hints.is_whole || options.weights == "D");
            said.tsquery(&hints.synonyms, options.strategy, &options.weights, is_open)
        });
        Some(Hybrid { query: query.unwrap_or_default(), vector, ratio: if vector.is_some() { *ratio } else { 0.0 } })
    }

    pub(super) fn around<'p>(&'p self, pricing: &'p Pricing) -> Around<'p> {
        Around { currency: pricing.currency.as_deref(), region: &pricing.region, channels: &self.channels }
    }

    pub(super) fn filter(&self, search: &Search, but: Option<&str>, around: Around<'_>) -> Value {
        let asked = search.filters.node(but).render(around);
        match &self.reach {
            Reach::Shop => asked,
            Reach::Channels(_) => json!({ "is": "and", "of": [{ "is": "channel", "any": self.channels }, asked] }),
        }
    }

    async fn find(
        &self,
        search: &Search,
        hybrid: &Hybrid<'_>,
        hints: &Hints,
        pricing: &Pricing,
        locale: &str,
    ) -> Result<Hits, ApiError> {
        let filter = self.filter(search, None, self.around(pricing));
        let mut found = statements::hybrid(self.tx, hybrid, locale, filter.clone(), CANDIDATES).await?;
        let by_meaning_alone = hybrid.vector.is_some() && (hybrid.ratio >= 1.0 || hybrid.query.is_empty());
        let most = if by_meaning_alone { NEAREST } else { CANDIDATES };
        let is_exhaustive = found.len() < usize::try_from(most).unwrap_or_default();
        if let Some(least) = search.options.min_score {
            found.retain(|found| f64::from(found.score) >= least);
        }
        if search.page.sort == Sort::Score && !hints.pins.is_empty() {
            self.pin(&mut found, &hints.pins, &filter).await?;
        }
        let all: Vec<Uuid> = found.iter().map(|found| found.product_id).collect();
        let (skip, take) = (search.page.skip, search.page.take);
        let page = match search.page.sort {
            Sort::By(sort) if take > 0 => {
                let of_found = json!({ "is": "product", "any": all });
                let (ids, _) = statements::browse(self.tx, of_found, sort, pricing, (skip, take), 0).await?;
                let score =
                    |id: Uuid| found.iter().find(|found| found.product_id == id).map_or(0.0, |found| found.score);
                ids.into_iter().map(|id| Found { product_id: id, score: score(id) }).collect()
            }
            _ => {
                let window = |number: i64| usize::try_from(number).unwrap_or_default();
                found.into_iter().skip(window(skip)).take(window(take)).collect()
            }
        };
        let known = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let count = match search.options.counting {
            Counting::None => None,
            Counting::Exact if !is_exhaustive && !hybrid.query.is_empty() => {
                Some(known.max(statements::count(self.tx, &hybrid.query, locale, filter).await?))
            }
            _ => Some(known),
        };
        Ok(Hits { page, candidates: Some(all), count, is_exhaustive })
    }

    /// Puts what the shop has pinned to its places, if the filter lets it through.
    async fn pin(&self, found: &mut Vec<Found>, pins: &[(i32, Uuid)], filter: &Value) -> Result<(), ApiError> {
        let ids: Vec<Uuid> = pins.iter().map(|(_, product)| *product).collect();
        let allowed = json!({ "is": "and", "of": [filter, { "is": "product", "any": ids }] });
        let (allowed, _) = statements::browse(self.tx, allowed, "", &Pricing::default(), (0, 100), 0).await?;
        for (place, product) in pins.iter().filter(|(_, product)| allowed.contains(product)) {
            let score = found.iter().find(|found| found.product_id == *product).map_or(0.0, |found| found.score);
            found.retain(|found| found.product_id != *product);
            let place = usize::try_from(place - 1).unwrap_or_default().min(found.len());
            found.insert(place, Found { product_id: *product, score });
        }
        Ok(())
    }

    async fn browse(&self, search: &Search, pricing: &Pricing, around: Around<'_>) -> Result<Hits, ApiError> {
        let sort = match search.page.sort {
            Sort::Score => "-created_at",
            Sort::By(sort) => sort,
        };
        let count_to = match search.options.counting {
            Counting::Exact => i32::MAX,
            Counting::Estimated => COUNT_TO,
            Counting::None => 0,
        };
        let (skip, take) = (search.page.skip, search.page.take);
        let filter = self.filter(search, None, around);
        // A window that holds nothing says no count either: then the first hit is asked for.
        let (ids, mut count) =
            statements::browse(self.tx, filter.clone(), sort, pricing, (skip, take), count_to).await?;
        if count.is_none() && count_to > 0 && (take == 0 || skip > 0) {
            count = statements::browse(self.tx, filter, sort, pricing, (0, 1), count_to).await?.1;
        }
        let page = ids.into_iter().map(|product_id| Found { product_id, score: 0.0 }).collect();
        let count = (count_to > 0).then(|| count.unwrap_or_default());
        Ok(Hits { page, candidates: None, count, is_exhaustive: true })
    }

    async fn facets(
        &self,
        search: &Search,
        hybrid: Option<&Hybrid<'_>>,
        hits: &Hits,
        pricing: &Pricing,
        locale: &str,
    ) -> Result<Option<Value>, ApiError> {
        let facets = &search.options.facets;
        if facets.is_empty() {
            return Ok(None);
        }
        let is_free =
            |field: &str| search.options.disjunctive.iter().any(|free| free == field) && search.filters.is_about(field);
        let mut counted = Vec::new();
        // Those that count over what was found together, and each that is chosen from by itself.
        let together: Vec<_> = facets.iter().filter(|facet| !is_free(facet.field)).collect();
        let mut groups = vec![(None, together)];
        groups.extend(facets.iter().filter(|facet| is_free(facet.field)).map(|facet| (Some(facet.field), vec![facet])));
        for (free, group) in groups.into_iter().filter(|(_, group)| !group.is_empty()) {
            let filter = self.filter(search, free, self.around(pricing));
            let ids = match (free, hybrid) {
                (Some(_), Some(hybrid)) => {
                    let found = statements::hybrid(self.tx, hybrid, locale, filter.clone(), CANDIDATES).await?;
                    Some(found.into_iter().map(|found| found.product_id).collect())
                }
                _ => hits.candidates.clone(),
            };
            let wanted = group.iter().filter_map(|facet| match facet.kind {
                FacetKind::Values { .. } => Some(facet.field.to_owned()),
                FacetKind::Stats => Some(format!("stats:{}", facet.field)),
                FacetKind::Ranges(_) => None,
            });
            let ranges = group.iter().flat_map(|facet| answer::ranges(facet)).collect();
            let about = (pricing, self.channels.as_slice());
            counted
                .extend(statements::counts(self.tx, ids, filter, wanted.collect(), Value::Array(ranges), about).await?);
        }
        Ok(Some(answer::facets(facets, &counted)))
    }
}
