//! What visitors fill in.

use blocks::types::{Form, Newsletter, Waitlist};
use minijinja::{Value, context};

use crate::blocks::render::Renderer;

pub(super) fn form(block: &Form) -> Value {
    let fields = block.fields.iter().map(|one| {
        let options: Vec<&str> = one.options.iter().map(|option| &**option).collect();
        context! {
            id => &*one.id, label => &*one.label, kind => one.kind, help => &*one.help, required => one.required, options,
        }
    });
    context! {
        key => &*block.key, title => &*block.title, fields => fields.collect::<Vec<_>>(), button => &*block.button,

    }
}

pub(super) fn newsletter(block: &Newsletter) -> Value {
    context! {
        title => &*block.title, text => &*block.text, list => &*block.list, button => &*block.button,
        consent => &*block.consent, tone => block.tone,
    }
}

pub(super) fn waitlist(at: &Renderer<'_>, block: &Waitlist) -> Value {
    let product = block.product.as_ref().and_then(|id| at.found.products.get(&**id));
    context! {
        title => &*block.title, text => &*block.text, button => &*block.button, waitlist => &*block.waitlist,
        product => product.map(|shown| &shown.card), product_id => block.product.as_deref(),
    }
}
