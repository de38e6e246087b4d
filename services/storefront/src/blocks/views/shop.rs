//! What is sold, and what is written about it.

use blocks::types::{BlogList, ProductFeature, ProductGrid, Source};
use minijinja::{Value, context};
use url::form_urlencoded;

use crate::{
    blocks::{
        needs::{Grid, List, picked},
        render::Renderer,
    },
    page::Card,
};

pub(super) fn grid(at: &Renderer<'_>, block: &ProductGrid) -> Value {
    let grid = Grid::of(block);
    let found = grid.as_ref().and_then(|grid| at.found.grids.get(grid));
    let cards: Vec<&Card> = match block.source {
        Source::Products => at.found.cards(picked(block)),
        _ => at.found.cards(found.into_iter().flatten().map(String::as_str)),
    };
    context! {
        title => &*block.title, cards => cards, columns => block.columns.get(),
        all => if block.all { all(at, block) } else { None },
    }
}

/// Where all of them are, and what that is called; a search has no name.
fn all(at: &Renderer<'_>, block: &ProductGrid) -> Option<Value> {
    let all = |path: String, title: Option<&str>| Some(context! { path, title });
    match block.source {
        Source::Collection => {
            let one = at.found.collections.get(&**block.collection.as_ref()?)?;
            all(format!("/collections/{}", one.handle), Some(&one.title))
        }
        Source::Category => {
            let one = at.found.categories.get(&**block.category.as_ref()?)?;
            all(format!("/categories/{}", one.handle), Some(&one.name))
        }
        Source::Search => {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", block.search.trim()).finish();
            all(format!("/search?{query}"), None)
        }
        Source::Products => None,
    }
}

pub(super) fn feature(at: &Renderer<'_>, block: &ProductFeature) -> Value {
    let shown = block.product.as_ref().and_then(|id| at.found.products.get(&**id));
    context! {
        product => shown.map(|shown| &shown.card), description => shown.and_then(|shown| shown.description.as_deref()),
        title => &*block.title, text => &*block.text, button => &*block.button,
        side => block.side, tone => block.tone,
    }
}

pub(super) fn posts(at: &Renderer<'_>, block: &BlogList) -> Value {
    let posts = at.found.posts.get(&List::of(block)).map(Vec::as_slice).unwrap_or_default();
    let posts = posts.iter().map(|post| {
        let cover = post.cover.as_ref();
        let alt = cover.and_then(|cover| cover.alt.as_deref()).unwrap_or_default();
        let picture = cover.and_then(|cover| at.found.picture(at.shop, Some(&*cover.media_id), alt, None));
        context! {
            title => post.title, path => format!("/blog/{}", post.slug), excerpt => post.excerpt,
            day => post.first_published_at, picture,
        }
    });
    context! { title => &*block.title, layout => block.layout, posts => posts.collect::<Vec<_>>() }
}
