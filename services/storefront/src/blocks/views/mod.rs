//! What the template of each type is given. Everything that a template asks for is there, empty or not.

mod forms;
mod layout;
mod media;
mod shop;
mod words;

use blocks::Block;
use minijinja::Value;

use super::render::Renderer;
use crate::client::Trouble;

/// What a block's template is given.
pub(super) fn view(at: &Renderer<'_>, block: &Block) -> Result<Value, Trouble> {
    Ok(match block {
        Block::Heading(block) => words::heading(block),
        Block::RichText(block) => words::rich_text(block),
        Block::Html(block) => words::html(block),
        Block::Faq(block) => words::faq(block),
        Block::Testimonial(block) => words::testimonial(at, block),
        Block::Hero(block) => media::hero(at, block),
        Block::Image(block) => media::image(at, block),
        Block::Gallery(block) => media::gallery(at, block),
        Block::Video(block) => media::video(at, block),
        Block::Columns(block) => layout::columns(at, block)?,
        Block::Spacer(block) => layout::spacer(block),
        Block::Reusable(block) => layout::reusable(at, block)?,
        Block::ProductGrid(block) => shop::grid(at, block),
        Block::ProductFeature(block) => shop::feature(at, block),
        Block::BlogList(block) => shop::posts(at, block),
        Block::Form(block) => forms::form(block),
        Block::Newsletter(block) => forms::newsletter(block),
        Block::Waitlist(block) => forms::waitlist(at, block),
    })
}
