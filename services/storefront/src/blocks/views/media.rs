//! Pictures and films.

use blocks::{
    Video as Film,
    types::{Gallery, Hero, Image, Video},
};
use minijinja::{Value, context};

use crate::blocks::render::Renderer;

/// Who shows films of strangers in a frame, which the policy of pages names too. What others show is linked.
const FRAMED: [&str; 2] = ["https://www.youtube-nocookie.com/", "https://player.vimeo.com/"];

pub(super) fn hero(at: &Renderer<'_>, block: &Hero) -> Value {
    let buttons = block.buttons.iter().map(|one| {
        context! {
            id => &*one.id, label => &*one.label, style => one.style,
            way => one.link.as_ref().and_then(|link| at.found.way(link)),
        }
    });
    context! {
        title => &*block.title, level => at.level(&block.id, "title"), text => &*block.text,
        picture => at.found.picture(at.shop, block.image.as_deref(), &block.alt, block.focal),
        // One that only decorates has no words, whatever the media library says of it.
        alt => &*block.alt,
        buttons => buttons.collect::<Vec<_>>(), align => block.align, tone => block.tone, height => block.height,
    }
}

pub(super) fn image(at: &Renderer<'_>, block: &Image) -> Value {
    context! {
        picture => at.found.picture(at.shop, block.media.as_deref(), &block.alt, block.focal),
        decorative => block.decorative, caption => &*block.caption, width => block.width,
        way => block.link.as_ref().and_then(|link| at.found.way(link)),
    }
}

pub(super) fn gallery(at: &Renderer<'_>, block: &Gallery) -> Value {
    let images = block.images.iter().map(|one| {
        context! {
            id => &*one.id, caption => &*one.caption,
            picture => at.found.picture(at.shop, one.media.as_deref(), &one.alt, one.focal),
        }
    });
    context! { images => images.collect::<Vec<_>>(), layout => block.layout, columns => block.columns.get() }
}

pub(super) fn video(at: &Renderer<'_>, block: &Video) -> Value {
    let own = block.file.as_ref().and_then(|id| at.found.media.get(&**id)).map(|media| media.url.clone());
    let found = block.url.as_ref().and_then(blocks::VideoUrl::video);
    let address = block.url.as_ref().map(ToString::to_string);
    let (file, embed, link) = match (own.filter(|url| !url.is_empty()), found) {
        (Some(url), _) => (Some(crate::page::local(at.shop, &url)), None, None),
        (None, Some(Film::File(url))) => (Some(url), None, None),
        (None, Some(film)) => {
            (None, film.embed().filter(|url| FRAMED.iter().any(|host| url.starts_with(host))), address)
        }
        (None, None) => (None, None, None),
    };
    let ratio = match serde_json::to_value(block.ratio) {
        Ok(serde_json::Value::String(ratio)) => ratio.replace(':', "-"),
        _ => String::new(),
    };
    context! {
        title => &*block.title, caption => &*block.caption, ratio, file, embed, address => link,
        poster => at.found.picture(at.shop, block.poster.as_deref(), "", None),
    }
}
