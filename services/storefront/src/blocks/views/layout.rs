//! What holds other blocks, or none.

use blocks::types::{Columns, Reusable, Spacer};
use minijinja::{Value, context};

use crate::{blocks::render::Renderer, client::Trouble};

pub(super) fn columns(at: &Renderer<'_>, block: &Columns) -> Result<Value, Trouble> {
    let mut columns = Vec::with_capacity(block.columns.len());
    for one in block.columns.iter() {
        let html = Renderer::safe(at.blocks(&one.blocks)?);
        columns.push(context! { id => &*one.id, share => one.share.get(), html });
    }
    Ok(context! { columns, gap => block.gap, align => block.align })
}

pub(super) fn spacer(block: &Spacer) -> Value {
    context! { size => block.size, line => block.line }
}

pub(super) fn reusable(at: &Renderer<'_>, block: &Reusable) -> Result<Value, Trouble> {
    let found = block.block.as_ref().and_then(|id| at.found.reusable.get(&**id));
    let html = found.map(|content| at.reused(content, &block.id)).transpose()?;
    Ok(context! { is_chosen => block.block.is_some(), html => html.map(Renderer::safe) })
}
