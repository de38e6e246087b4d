//! What categories and collections have alike: a page of products, sorted, with the pages before and behind.

use minijinja::{Value, context};
use serde_json::json;

use crate::{
    client::{Listing, Trouble},
    front::Front,
    model::Product,
    page::Frame,
    visit::{Form, Visit},
};

/// So many products stand on a page.
pub(super) const OF_PAGE: usize = 24;
/// What a search pages through.
const DEEPEST: usize = 40;

/// In which order. By price the search sorts, which knows what everybody pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Sort {
    #[default]
    Newest,
    Title,
    Cheapest,
    Dearest,
}

impl Sort {
    pub(super) fn read(query: &Form) -> Self {
        match query.text("sort") {
            "title" => Self::Title,
            "price" => Self::Cheapest,
            "-price" => Self::Dearest,
            _ => Self::Newest,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Newest => "new",
            Self::Title => "title",
            Self::Cheapest => "price",
            Self::Dearest => "-price",
        }
    }
}

/// Of what.
pub(super) enum Shelf {
    Categories(Vec<String>),
    Collection(String),
}

/// What was asked for of a list.
pub(super) struct Asked {
    pub(super) sort: Sort,
    pub(super) page: usize,
}

impl Asked {
    pub(super) fn read(query: &Form) -> Self {
        Self { sort: Sort::read(query), page: page(query) }
    }
}

/// Which page, from one.
pub(super) fn page(query: &Form) -> usize {
    query.text("page").parse().unwrap_or(1).clamp(1, 1_000)
}

/// A page of what stands there, and how much there is.
pub(super) async fn products(
    front: &Front,
    visit: &Visit,
    frame: &Frame,
    shelf: Shelf,
    asked: &Asked,
) -> Result<(Vec<Product>, usize), Trouble> {
    let store = front.store.of(visit);
    let offset = (asked.page - 1) * OF_PAGE;
    let order = match asked.sort {
        Sort::Newest => "-created_at",
        Sort::Title => "title",
        Sort::Cheapest => return by_price(front, visit, frame, shelf, asked, "ASC").await,
        Sort::Dearest => return by_price(front, visit, frame, shelf, asked, "DESC").await,
    };
    let listing = Listing { limit: OF_PAGE, offset, order: Some(order), ..Listing::default() };
    let listing = match shelf {
        Shelf::Categories(categories) => Listing { categories, ..listing },
        Shelf::Collection(id) => Listing { collection: Some(id), ..listing },
    };
    let found = store.products(frame.wanted(), &listing).await?;
    Ok((found.products, usize::try_from(found.count).unwrap_or_default()))
}

async fn by_price(
    front: &Front,
    visit: &Visit,
    frame: &Frame,
    shelf: Shelf,
    asked: &Asked,
    direction: &str,
) -> Result<(Vec<Product>, usize), Trouble> {
    let store = front.store.of(visit);
    let mut filters = match shelf {
        Shelf::Categories(ids) => json!({ "category_ids": { "$in": ids } }),
        Shelf::Collection(id) => json!({ "collection_id": id }),
    };
    if !frame.region.id.is_empty() {
        filters["region_id"] = json!(frame.region.id);
    }
    let body = json!({
        "fields": ["title"], "filters": filters,
        "pagination": { "skip": (asked.page.min(DEEPEST) - 1) * OF_PAGE, "take": OF_PAGE, "order": { "price": direction } },
        "search_options": { "count": "exact" }
    });
    let found = store.search(&body).await?;
    let count = found.metadata.count.and_then(|count| usize::try_from(count).ok()).unwrap_or(found.hits.len());
    let ids = found.hits.into_iter().map(|hit| hit.id).collect();
    Ok((store.products_of(frame.wanted(), ids).await?, count))
}

/// The pages of a list: which one it is, and the ways to the others.
pub(super) fn pages(path: &str, query: &[(&str, &str)], page: usize, count: usize) -> Value {
    let last = count.div_ceil(OF_PAGE).max(1);
    let to = |number: usize| {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(query.iter().filter(|(_, value)| !value.is_empty()));
        if number > 1 {
            pairs.append_pair("page", &number.to_string());
        }
        let query = pairs.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    };
    context! {
        count => count,
        page => page,
        last => last,
        before => (page > 1).then(|| to(page - 1)),
        next => (page < last).then(|| to(page + 1)),
    }
}
