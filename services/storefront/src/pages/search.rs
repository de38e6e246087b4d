//! `GET /search`

use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
use minijinja::{Value, context};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::listing::{self, OF_PAGE, Sort, page};
use crate::{
    client::Trouble,
    front::Front,
    model::Found,
    page::{Frame, Meta, Page, cards},
    visit::{Form, Visit},
};

/// More values of an option are not shown.
const MOST_VALUES: usize = 12;
/// A sentence is no search.
const MOST_SIGNS: usize = 200;
const DEEPEST: usize = 40;

/// What is looked for.
struct Asked {
    words: String,
    categories: Vec<String>,
    options: Vec<String>,
    least: String,
    most: String,
    in_stock: bool,
    sort: Option<Sort>,
    page: usize,
}

/// Something that the results can be narrowed by.
#[derive(Serialize)]
struct Pick {
    name: String,
    value: String,
    count: i64,
    is_chosen: bool,
}

/// Values of one option.
#[derive(Serialize)]
struct Group {
    title: String,
    picks: Vec<Pick>,
}

impl Asked {
    fn read(query: &Form) -> Self {
        let price = |name: &str| {
            let text = query.text(name).replace(',', ".");
            // As JSON writes one, for that is how the API is asked.
            let is_plain = text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            if is_plain && text.parse::<serde_json::Number>().is_ok() { text } else { String::new() }
        };
        let some = |name: &'static str| query.texts(name).take(20).map(str::to_owned).collect();
        Self {
            words: query.text("q").chars().take(MOST_SIGNS).collect(),
            categories: some("category"),
            options: some("option"),
            least: price("least"),
            most: price("most"),
            in_stock: query.has("in_stock"),
            sort: Some(Sort::read(query)).filter(|_| !query.text("sort").is_empty()),
            page: page(query).min(DEEPEST),
        }
    }

    /// As the API takes it. What is of one option widens, what is of several narrows.
    fn body(&self, frame: &Frame) -> Json {
        let mut all: Vec<Json> = Vec::new();
        let chosen: Vec<String> = (self.categories.iter())
            .filter_map(|handle| frame.category(handle))
            .flat_map(|category| frame.with_below(category))
            .collect();
        if !chosen.is_empty() {
            all.push(json!({ "category_ids": { "$in": chosen } }));
        }
        for titles in grouped(&self.options) {
            all.push(json!({ "options": { "$in": titles } }));
        }
        let number = |text: &str| text.parse::<serde_json::Number>().map_or(Json::Null, Json::Number);
        for (name, text) in [("$gte", &self.least), ("$lte", &self.most)] {
            if !text.is_empty() {
                all.push(json!({ "price": { name: number(text) } }));
            }
        }
        if self.in_stock {
            all.push(json!({ "in_stock": true }));
        }
        let mut filters = json!({ "$and": all });
        if all.is_empty() {
            filters = json!({});
        }
        if !self.words.is_empty() {
            filters["q"] = json!(self.words);
        }
        if !frame.region.id.is_empty() {
            filters["region_id"] = json!(frame.region.id);
        }
        let order = match self.sort {
            Some(Sort::Cheapest) => json!({ "price": "ASC" }),
            Some(Sort::Dearest) => json!({ "price": "DESC" }),
            Some(Sort::Newest) => json!({ "created_at": "DESC" }),
            Some(Sort::Title) | None => Json::Null,
        };
        json!({
            "fields": ["title"],
            "filters": filters,
            "pagination": { "skip": (self.page - 1) * OF_PAGE, "take": OF_PAGE, "order": order },
            "search_options": {
                "facets": [
                    { "field": "category_ids", "limit": 50 }, { "field": "options", "limit": 100 },
                    { "field": "price", "type": "stats" }
                ],
                "count": "exact"
            }
        })
    }

    fn pairs(&self) -> Vec<(&str, &str)> {
        let mut pairs = vec![("q", &*self.words), ("least", &*self.least), ("most", &*self.most)];
        pairs.extend(self.categories.iter().map(|handle| ("category", &**handle)));
        pairs.extend(self.options.iter().map(|option| ("option", &**option)));
        pairs.extend(self.in_stock.then_some(("in_stock", "1")));
        pairs.extend(self.sort.map(|sort| ("sort", sort.name())));
        pairs
    }
}

/// Values by their option: `size:s` and `size:m` are of one.
fn grouped(options: &[String]) -> Vec<Vec<&String>> {
    let of = |option: &str| option.split_once(':').map(|(title, _)| title.to_owned());
    let mut groups: Vec<Vec<&String>> = Vec::new();
    for option in options {
        match groups.iter_mut().find(|group| of(group[0]) == of(option)) {
            Some(group) => group.push(option),
            None => groups.push(vec![option]),
        }
    }
    groups
}

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let frame = Frame::of(&front, &visit).await?;
    let asked = Asked::read(&query);
    let store = front.store.of(&visit);
    let found = store.search(&asked.body(&frame)).await?;
    let ids = found.hits.iter().map(|hit| hit.id.clone()).collect();
    let products = store.products_of(frame.wanted(), ids).await?;
    let count = found.metadata.count.and_then(|count| usize::try_from(count).ok()).unwrap_or(products.len());

    let title = visit.say(&front, "search.title");
    let title = if asked.words.is_empty() { title } else { format!("{title}: {}", asked.words) };
    let meta = Meta { title: Some(title), kind: "website", is_form: true, ..Meta::default() };
    let own = context! {
        words => asked.words,
        sort => asked.sort.map_or("", Sort::name),
        least => asked.least, most => asked.most, in_stock => asked.in_stock,
        facets => facets(&frame, &asked, &found),
        is_narrowed => !(asked.categories.is_empty() && asked.options.is_empty() && asked.least.is_empty()
            && asked.most.is_empty()) || asked.in_stock,
        cards => cards(&visit.shop, &products),
        pages => listing::pages("/search", &asked.pairs(), asked.page, count),
    };
    Page::new(&front, &visit, &frame, meta).render("search", own)
}

/// What the results can be narrowed by.
fn facets(frame: &Frame, asked: &Asked, found: &Found) -> Value {
    let values = |name: &str| found.facets.get(name).map(|facet| facet.values.as_slice()).unwrap_or_default();
    let categories = values("category_ids").iter().filter_map(|value| {
        let category = frame.categories.iter().find(|category| category.id == value.value)?;
        Some(Pick {
            name: category.name.clone(),
            is_chosen: asked.categories.contains(&category.handle),
            value: category.handle.clone(),
            count: value.count,
        })
    });
    let mut groups: Vec<Group> = Vec::new();
    for value in values("options") {
        let Some((title, name)) = value.value.split_once(':') else { continue };
        let is_chosen = asked.options.contains(&value.value);
        let pick = Pick { name: name.to_owned(), is_chosen, value: value.value.clone(), count: value.count };
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.picks.push(pick),
            None => groups.push(Group { title: title.to_owned(), picks: vec![pick] }),
        }
    }
    for group in &mut groups {
        group.picks.truncate(MOST_VALUES);
    }
    let price = found.facets.get("price");
    context! {
        categories => categories.take(MOST_VALUES).collect::<Vec<_>>(),
        options => groups,
        lowest => price.and_then(|facet| facet.min.clone()),
        highest => price.and_then(|facet| facet.max.clone()),
        currency => frame.region.currency_code,
    }
}
