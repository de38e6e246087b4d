//! Headings, texts, questions, quotations.

use blocks::types::{Faq, Heading, Html, RichText, Testimonial};
use minijinja::{Value, context};

use crate::blocks::render::Renderer;

pub(super) fn heading(block: &Heading) -> Value {
    context! { text => &*block.text, level => block.level.get(), align => block.align }
}

pub(super) fn rich_text(block: &RichText) -> Value {
    context! { html => Renderer::safe(block.html.render_safe()) }
}

pub(super) fn html(block: &Html) -> Value {
    context! { html => Renderer::safe(block.html.render_safe()) }
}

pub(super) fn faq(block: &Faq) -> Value {
    let questions = block.questions.iter().map(|one| {
        context! { id => &*one.id, question => &*one.question, answer => Renderer::safe(one.answer.render_safe()) }
    });
    context! {
        title => &*block.title, questions => questions.collect::<Vec<_>>(),
    }
}

pub(super) fn testimonial(at: &Renderer<'_>, block: &Testimonial) -> Value {
    let quotes = block.quotes.iter().map(|one| {
        context! {
            id => &*one.id, text => &*one.text, author => &*one.author, role => &*one.role,
            picture => at.found.picture(at.shop, one.image.as_deref(), "", None),
        }
    });
    context! {
        title => &*block.title, layout => block.layout,
        quotes => quotes.collect::<Vec<_>>(),
    }
}
