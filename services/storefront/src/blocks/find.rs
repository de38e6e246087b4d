//! Asks for all that a content shows: as many calls for sixty blocks as for two.

use std::collections::HashMap;

use blocks::{Content, Used};
use futures_util::future::try_join_all;
use serde_json::{Value, json};

use super::{
    found::{Found, Shown},
    needs::{Grid, Needs, Of, Order},
};
use crate::{
    client::{Listing, Staff, Trouble},
    front::Front,
    model::{Media, Product},
    page::{Card, Frame},
    visit::Visit,
};

/// With it ids of the media library begin.
const MEDIA: &str = "med_";
/// As many searches as the API takes at once.
const AT_ONCE: usize = 20;
/// As many ids as one question names, so that its address is not too long.
const OF_QUESTION: usize = 200;

/// What came along with a content.
#[derive(Default)]
pub(crate) struct Given<'a> {
    /// Not asked for again.
    pub(crate) media: HashMap<String, Media>,
    /// The same; without it, it is asked for.
    pub(crate) reusable: Option<HashMap<String, Value>>,
    /// A picture that is shown besides: that of a shared link.
    pub(crate) image: Option<String>,
    /// Who edits sees pictures that nothing published shows yet.
    pub(crate) staff: Option<Staff<'a>>,
}

/// All that the content shows, as this visitor may see it.
pub(crate) async fn find(
    front: &Front,
    visit: &Visit,
    frame: &Frame,
    content: &Content,
    given: Given<'_>,
) -> Result<Found, Trouble> {
    find_all(front, visit, frame, &[content], given).await
}

/// The same of several contents that stand on one page.
pub(crate) async fn find_all(
    front: &Front,
    visit: &Visit,
    frame: &Frame,
    contents: &[&Content],
    given: Given<'_>,
) -> Result<Found, Trouble> {
    let store = front.store.of(visit);
    let Given { media: given, reusable, image, staff } = given;
    let reusable = reused(front, visit, contents, reusable).await?;
    let mut needs = Needs::default();
    for content in contents.iter().copied().chain(reusable.values()) {
        needs.add(content);
    }
    needs.media.extend(image.filter(|image| image.starts_with(MEDIA)));
    let [pages, collections] = [&needs.pages, &needs.collections].map(|ids| ids.iter().cloned().collect::<Vec<_>>());
    let lists = needs.lists.iter().map(|list| async move {
        let posts = left_out(store.posts(&list.tag, list.limit).await)?;
        Ok::<_, Trouble>((list.clone(), posts.blog_posts))
    });
    let (grids, pages, collections, lists) = tokio::try_join!(
        grids(front, visit, frame, &needs),
        store.pages_of(&pages),
        store.collections_of(&collections),
        try_join_all(lists),
    )?;
    let covers = lists.iter().flat_map(|(_, posts)| posts).filter_map(|post| post.cover.as_ref());
    needs.media.extend(covers.map(|cover| cover.media_id.clone()));
    needs.media.retain(|id| !given.contains_key(id));
    let media: Vec<String> = needs.media.iter().cloned().collect();
    let media = async {
        match staff {
            Some(staff) => staff.media_of(&media).await,
            None => store.media_of(&media).await,
        }
    };
    let wanted = grids.values().flatten().chain(&needs.products).cloned();
    let products = products(front, visit, frame, wanted.collect(), needs.is_told);
    let (products, media) = tokio::try_join!(products, media)?;
    let shown = products.iter().map(|product| {
        let card = Card::of(&visit.shop, product);
        (product.id.clone(), Shown { card, description: product.description.clone() })
    });
    Ok(Found {
        products: shown.collect(),
        grids,
        media: given.into_iter().chain(media.into_iter().map(|media| (media.id.clone(), media))).collect(),
        pages: pages.into_iter().map(|page| (page.id.clone(), page)).collect(),
        collections: collections.into_iter().map(|one| (one.id.clone(), one)).collect(),
        categories: frame.categories.iter().map(|one| (one.id.clone(), one.clone())).collect(),
        posts: lists.into_iter().collect(),
        reusable,
    })
}

/// What the reusable blocks of these contents say. One that cannot be read shows nothing.
async fn reused(
    front: &Front,
    visit: &Visit,
    contents: &[&Content],
    given: Option<HashMap<String, Value>>,
) -> Result<HashMap<String, Content>, Trouble> {
    let said = if let Some(said) = given {
        said
    } else {
        let mut ids: Vec<String> =
            contents.iter().flat_map(|content| content.uses()).filter(|one| one.kind == Used::Reusable).map(|one| one.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let found = front.store.of(visit).reusable(&ids).await?;
        found.into_iter().map(|one| (one.id, one.content)).collect()
    };
    let read = said.into_iter().filter_map(|(id, said)| match Content::parse(&said) {
        Ok(content) => Some((id, content)),
        Err(faults) => {
            tracing::warn!(id, faults = faults.len(), "a reusable block cannot be read");
            None
        }
    });
    Ok(read.collect())
}

/// What the API refuses of one list leaves that one empty: the page is there all the same.
fn left_out<T: Default>(answer: Result<T, Trouble>) -> Result<T, Trouble> {
    match answer {
        Err(Trouble::Refused(refusal)) => {
            tracing::warn!(message = refusal.message, "a list of a page is left empty");
            Ok(T::default())
        }
        Err(Trouble::Missing) => Ok(T::default()),
        answer => answer,
    }
}

/// Which products the grids show, by their ids: all searches in one question, and lists by title beside it.
async fn grids(
    front: &Front,
    visit: &Visit,
    frame: &Frame,
    needs: &Needs,
) -> Result<HashMap<Grid, Vec<String>>, Trouble> {
    let store = front.store.of(visit);
    let (worded, plain): (Vec<&Grid>, Vec<&Grid>) =
        needs.grids.iter().partition(|grid| matches!(grid.of, Of::Words(_)));
    let (titled, listed): (Vec<&Grid>, Vec<&Grid>) = plain.into_iter().partition(|grid| grid.order == Order::Title);
    // The API looks through lists together; those with words would have each looked for by itself.
    let searches = listed.chunks(AT_ONCE).chain(worded.chunks(AT_ONCE)).map(|grids| async move {
        let queries: Vec<Value> = grids.iter().map(|grid| search(frame, grid)).collect();
        let found = left_out(store.searches(&queries).await)?;
        let ids = found.into_iter().map(|found| found.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>());
        Ok::<_, Trouble>(grids.iter().map(|grid| (*grid).clone()).zip(ids).collect::<Vec<_>>())
    });
    let by_title = titled.into_iter().map(|grid| async move {
        let listing = Listing { limit: grid.limit, order: Some("title"), ..Listing::default() };
        let listing = match &grid.of {
            Of::Collection(id) => Listing { collection: Some(id.clone()), ..listing },
            Of::Category(id) => Listing { categories: below(frame, id), ..listing },
            Of::Words(_) => listing,
        };
        let ids = left_out(store.product_ids(&listing).await)?;
        Ok::<_, Trouble>((grid.clone(), ids))
    });
    let (found, sorted) = tokio::try_join!(try_join_all(searches), try_join_all(by_title))?;
    Ok(found.into_iter().flatten().chain(sorted).collect())
}

/// A category with all below it.
fn below(frame: &Frame, id: &str) -> Vec<String> {
    let known = frame.categories.iter().find(|category| category.id == id);
    known.map_or_else(|| vec![id.to_owned()], |category| frame.with_below(category))
}

/// A grid as a search.
fn search(frame: &Frame, grid: &Grid) -> Value {
    let mut filters = match &grid.of {
        Of::Collection(id) => json!({ "collection_id": id }),
        Of::Category(id) => json!({ "category_ids": { "$in": below(frame, id) } }),
        Of::Words(words) => json!({ "q": words }),
    };
    if !frame.region.id.is_empty() {
        filters["region_id"] = json!(frame.region.id);
    }
    let order = match grid.order {
        Order::Own | Order::Title => Value::Null,
        Order::Newest => json!({ "created_at": "DESC" }),
        Order::Cheapest => json!({ "price": "ASC" }),
        Order::Dearest => json!({ "price": "DESC" }),
    };
    json!({
        "entity": "product", "fields": ["id"], "filters": filters,
        "pagination": { "skip": 0, "take": grid.limit, "order": order }, "search_options": { "count": "none" }
    })
}

async fn products(
    front: &Front,
    visit: &Visit,
    frame: &Frame,
    mut ids: Vec<String>,
    is_told: bool,
) -> Result<Vec<Product>, Trouble> {
    ids.sort_unstable();
    ids.dedup();
    let store = front.store.of(visit);
    let questions = ids.chunks(OF_QUESTION).map(|ids| async move {
        let listing = Listing { limit: ids.len(), ids: ids.to_vec(), is_told, ..Listing::default() };
        left_out(store.products(frame.wanted(), &listing).await).map(|found| found.products)
    });
    Ok(try_join_all(questions).await?.into_iter().flatten().collect())
}
