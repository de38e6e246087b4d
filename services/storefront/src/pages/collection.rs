//! `GET /collections`, `GET /collections/{handle}`

use axum::{
    extract::{OriginalUri, Path, State},
    response::Response,
};
use minijinja::context;

use super::{
    category::with_page,
    listing::{self, Asked, Shelf},
};
use crate::{
    client::Trouble,
    front::Front,
    model::Category,
    page::{Crumb, Frame, Meta, Page, cards, keep},
    visit::{Form, Visit},
};

pub(super) async fn list(State(front): State<Front>, visit: Visit) -> Result<Response, Trouble> {
    let frame = Frame::of(&front, &visit).await?;
    let collections = front.store.of(&visit).collections().await?;
    let title = visit.say(&front, "collections.title");
    let named: Vec<_> = collections
        .iter()
        .map(|collection| context! { title => collection.title, handle => collection.handle, description => collection.description() })
        .collect();
    let meta = Meta::public(title, "/collections");
    let response = Page::new(&front, &visit, &frame, meta).render("collections", context! { collections => named })?;
    Ok(keep(&front, &visit, response))
}

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    Path(handle): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let store = front.store.of(&visit);
    let (frame, collection) = tokio::try_join!(Frame::of(&front, &visit), store.collection(&handle))?;
    let asked = Asked::read(&query);
    let shelf = Shelf::Collection(collection.id.clone());
    let (products, count) = listing::products(&front, &visit, &frame, shelf, &asked).await?;

    let path = format!("/collections/{}", collection.handle);
    let mut meta = Meta::public(collection.title.clone(), with_page(&path, asked.page)).about(collection.description());
    let all = visit.say(&front, "collections.title");
    meta.crumbs = vec![
        Crumb { name: all, path: "/collections".to_owned() },
        Crumb { name: collection.title.clone(), path: path.clone() },
    ];
    let sort = asked.sort.name();
    // Pages behind the last one are as many as somebody counts.
    let is_there = asked.page == 1 || !products.is_empty();
    let own = context! {
        heading => collection.title, description => collection.description(), below => Vec::<Category>::new(),
        cards => cards(&visit.shop, &products), sort => sort, path_of_list => path,
        pages => listing::pages(&path, &[("sort", if sort == "new" { "" } else { sort })], asked.page, count),
    };
    let response = Page::new(&front, &visit, &frame, meta).render("listing", own)?;
    Ok(if is_there { keep(&front, &visit, response) } else { response })
}
