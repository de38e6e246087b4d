//! Searches that are lists: without words, and asked for ids alone. They are looked through together, so that a page of many lists of
//! products costs as many statements as one of two.

use entity::ids::ProductId;
use serde_json::{Value, json};
use web::ApiError;

use super::{
    ask::{Counting, Sort},
    run::{Prepared, Searcher},
    statements,
};

/// Whether all of them are lists, priced alike.
pub(super) fn are_lists(prepared: &[Prepared]) -> bool {
    let Some(first) = prepared.first().filter(|_| prepared.len() > 1) else { return false };
    let around = |one: &Prepared| (one.search.filters.currency.clone(), one.search.filters.region.clone());
    prepared.iter().all(|one| is_list(one) && around(one) == around(first))
}

fn is_list(one: &Prepared) -> bool {
    let (search, options) = (&one.search, &one.search.options);
    one.said.is_none()
        && one.ratio <= 0.0
        && options.facets.is_empty()
        && !options.include_score
        && options.counting == Counting::None
        && search.page.take > 0
        && search.fields.as_deref().is_some_and(|fields| fields.iter().all(|field| field == "id"))
}

impl Searcher<'_> {
    /// The results of lists, in their order.
    pub(super) async fn lists(&self, prepared: &[Prepared]) -> Result<Vec<Value>, ApiError> {
        let Some(first) = prepared.first() else { return Ok(Vec::new()) };
        let filters = &first.search.filters;
        let pricing =
            statements::currency(self.tx, self.shopper, filters.currency.as_deref(), filters.region.as_deref()).await?;
        let asked = prepared.iter().enumerate().map(|(at, one)| {
            let sort = match one.search.page.sort {
                Sort::Score => "-created_at",
                Sort::By(sort) => sort,
            };
            let filter = self.filter(&one.search, None, self.around(&pricing));
            json!({ "n": at, "filter": filter, "sort": sort, "most": one.search.page.take, "skipped": one.search.page.skip })
        });
        let found = statements::browse_all(self.tx, asked.collect(), &pricing).await?;
        let results = prepared.iter().enumerate().map(|(at, one)| {
            let of_it = found.iter().filter(|found| usize::try_from(found.n) == Ok(at));
            let hits: Vec<Value> = of_it
                .map(|found| json!({ "id": ProductId(found.product_id), "document": { "id": ProductId(found.product_id) } }))
                .collect();
            let (skip, take) = (one.search.page.skip, one.search.page.take);
            let mut metadata = json!({ "skip": skip, "take": take, "count": null, "processing_time_ms": 0 });
            if hits.len() == usize::try_from(take).unwrap_or_default() {
                metadata["next_cursor"] = json!(format!("at:{}", skip + take));
            }
            let provider = json!({ "semantic": false, "facets_exhaustive": true, "reason": "there is no query" });
            json!({ "hits": hits, "metadata": metadata, "provider_metadata": provider })
        });
        Ok(results.collect())
    }
}
