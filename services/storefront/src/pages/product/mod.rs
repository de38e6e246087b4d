//! `GET /products/{handle}`, `POST /products/{handle}`

mod add;
mod choice;

use axum::{
    extract::{OriginalUri, Path, State},
    response::Response,
};
use minijinja::context;
use serde_json::json;

pub(super) use add::add;
use choice::Choice;

use crate::{
    client::Trouble,
    front::Front,
    model::Product,
    page::{AGAIN, Crumb, Frame, Meta, Page, cards, keep, local},
    visit::{Form, Visit},
};

use super::category::path_of;

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    Path(handle): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let frame = Frame::of(&front, &visit).await?;
    let product = front.store.of(&visit).product(frame.wanted(), &handle).await?;
    let response = render(&front, &visit, &frame, &product, &query, None).await?;
    // Choices that the product does not have are as many as somebody thinks of.
    Ok(if choice::is_of(&product, &query) { keep(&front, &visit, response) } else { response })
}

/// The page of a product; with a problem it is a form that is shown again.
async fn render(
    front: &Front,
    visit: &Visit,
    frame: &Frame,
    product: &Product,
    chosen: &Form,
    problem: Option<&str>,
) -> Result<Response, Trouble> {
    let store = front.store.of(visit);
    // What stands below and what machines read is left out where it cannot be had: the product itself is what people came for.
    let (related, reviews, json_ld) = tokio::join!(
        store.related(frame.wanted(), &product.id),
        store.reviews(&product.id),
        store.json_ld(frame.wanted(), &product.id)
    );
    let related = related.inspect_err(|error| tracing::debug!(%error, "no related products")).unwrap_or_default();
    let reviews = reviews.inspect_err(|error| tracing::debug!(%error, "no reviews")).unwrap_or_default();

    let shop = &visit.shop;
    let path = format!("/products/{}", product.handle);
    let mut meta = Meta::public(product.title.clone(), path.clone())
        .about(product.description.as_deref().or(product.subtitle.as_deref()));
    meta.kind = "product";
    let mut images: Vec<String> = product.images.iter().map(|image| local(shop, &image.url)).collect();
    if images.is_empty() {
        images.extend(product.thumbnail.as_deref().map(|url| local(shop, url)));
    }
    images.retain(|url| !url.is_empty());
    meta.image = product.thumbnail.clone().or_else(|| product.images.first().map(|image| image.url.clone()));
    if let Ok(serde_json::Value::Object(mut data)) = json_ld {
        data.insert("url".to_owned(), json!(format!("{}{path}", shop.url)));
        meta.data.push(data.into());
    }
    meta.crumbs = crumbs(frame, product);
    let choice = Choice::of(product, chosen);
    let own = context! {
        product => product,
        images => images,
        data => choice.data(product, &visit.locale),
        choice => choice,
        reviews => reviews,
        related => cards(shop, &related),
        facts => facts(product),
        quantity => if chosen.has("quantity") { chosen.text("quantity") } else { "1" },
        problem => problem,
    };
    let page = Page::new(front, visit, frame, meta);
    let page = if problem.is_some() { page.with_status(AGAIN) } else { page };
    page.render("product", own)
}

/// The way to a product: by the deepest of its categories.
fn crumbs(frame: &Frame, product: &Product) -> Vec<Crumb> {
    let known = product.categories.iter().filter_map(|category| frame.category(&category.handle));
    let way = known.map(|category| frame.way_to(category)).max_by_key(Vec::len).unwrap_or_default();
    let steps = way.into_iter().map(|step| Crumb { name: step.name.clone(), path: path_of(step) });
    let own = Crumb { name: product.title.clone(), path: format!("/products/{}", product.handle) };
    steps.chain([own]).collect()
}

/// What the shop notes of a product beside its texts: names are written in `snake_case`, as Medusa's own fields are.
fn facts(product: &Product) -> Vec<(String, String)> {
    let metadata = product.metadata.as_ref().and_then(|metadata| metadata.as_object());
    let noted = metadata.into_iter().flatten().filter_map(|(name, value)| Some((name, value.as_str()?)));
    let mut facts: Vec<(String, String)> = noted
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| {
            let name = name.replace('_', " ");
            let mut signs = name.chars();
            let name = signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default();
            (name, value.to_owned())
        })
        .collect();
    facts.truncate(12);
    facts
}
