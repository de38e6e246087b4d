//! `GET /categories/{handle}`

use axum::{
    extract::{OriginalUri, Path, State},
    response::Response,
};
use minijinja::context;

use super::listing::{self, Asked, Shelf};
use crate::{
    client::Trouble,
    front::Front,
    model::Category,
    page::{Crumb, Frame, Meta, Page, cards, keep},
    visit::{Form, Visit},
};

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    Path(handle): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let frame = Frame::of(&front, &visit).await?;
    let category = frame.category(&handle).ok_or(Trouble::Missing)?;
    let asked = Asked::read(&query);
    let shelf = Shelf::Categories(frame.with_below(category));
    let (products, count) = listing::products(&front, &visit, &frame, shelf, &asked).await?;

    let path = path_of(category);
    let mut meta =
        Meta::public(category.name.clone(), with_page(&path, asked.page)).about(category.description.as_deref());
    meta.crumbs =
        frame.way_to(category).into_iter().map(|step| Crumb { name: step.name.clone(), path: path_of(step) }).collect();
    let below: Vec<_> = frame.below(Some(&category.id)).into_iter().cloned().collect();
    let sort = asked.sort.name();
    // Pages behind the last one are as many as somebody counts.
    let is_there = asked.page == 1 || !products.is_empty();
    let own = context! {
        heading => category.name, description => category.description, below => below,
        cards => cards(&visit.shop, &products), sort => sort, path_of_list => path,
        pages => listing::pages(&path, &[("sort", if sort == "new" { "" } else { sort })], asked.page, count),
    };
    let response = Page::new(&front, &visit, &frame, meta).render("listing", own)?;
    Ok(if is_there { keep(&front, &visit, response) } else { response })
}

/// Where a category is. Its handle may have steps of its own.
pub(super) fn path_of(category: &Category) -> String {
    format!("/categories/{}", category.handle)
}

/// Pages of a list stand for themselves; other orders stand for the first one.
pub(super) fn with_page(path: &str, page: usize) -> String {
    if page > 1 { format!("{path}?page={page}") } else { path.to_owned() }
}
