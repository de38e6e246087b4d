//! `GET /`

use axum::{extract::State, response::Response};
use minijinja::context;
use serde::Serialize;

use crate::{
    client::{Listing, Trouble},
    front::Front,
    model::Collection,
    page::{Card, Frame, Meta, Page, cards, keep, of_shop},
    visit::Visit,
};

/// So many collections are shown with their products; the others are named.
const SHELVES: usize = 2;
const OF_SHELF: usize = 4;
const NEW: usize = 8;

/// A collection and some of what is in it.
#[derive(Serialize)]
struct Shelf {
    title: String,
    handle: String,
    description: Option<String>,
    cards: Vec<Card>,
}

pub(super) async fn show(State(front): State<Front>, visit: Visit) -> Result<Response, Trouble> {
    // What the shop wrote itself for its front goes before this one.
    if let Some(page) = super::content::at(&front, &visit).await? {
        return Ok(page);
    }
    let frame = Frame::of(&front, &visit).await?;
    let store = front.store.of(&visit);
    let newest = Listing { limit: NEW, order: Some("-created_at"), ..Listing::default() };
    let (collections, newest) = tokio::try_join!(store.collections(), store.products(frame.wanted(), &newest))?;
    let shelves = shelves(&front, &visit, &frame, &collections).await?;
    let named: Vec<_> = collections
        .iter()
        .map(|collection| context! { title => collection.title, handle => collection.handle, description => collection.description() })
        .collect();

    let shop = &visit.shop;
    let site = &frame.site;
    let mut meta = Meta::public(site.name.clone(), "/").about(site.tagline.as_deref());
    meta.data = of_shop(shop, site);
    let own = context! { shelves, collections => named, newest => cards(shop, &newest.products) };
    let response = Page::new(&front, &visit, &frame, meta).render("home", own)?;
    Ok(keep(&front, &visit, response))
}

async fn shelves(
    front: &Front,
    visit: &Visit,
    frame: &Frame,
    collections: &[Collection],
) -> Result<Vec<Shelf>, Trouble> {
    let mut shelves = Vec::new();
    for collection in collections.iter().take(SHELVES) {
        let listing = Listing { collection: Some(collection.id.clone()), limit: OF_SHELF, ..Listing::default() };
        let found = front.store.of(visit).products(frame.wanted(), &listing).await?;
        if !found.products.is_empty() {
            shelves.push(Shelf {
                title: collection.title.clone(),
                handle: collection.handle.clone(),
                description: collection.description().map(str::to_owned),
                cards: cards(&visit.shop, &found.products),
            });
        }
    }
    Ok(shelves)
}
