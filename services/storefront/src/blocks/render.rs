//! Writes blocks with the templates of the theme.

use std::{collections::HashMap, fmt::Write as _};

use blocks::{Block, Content};
use minijinja::{Value, context};

use super::{Found, views};
use crate::{client::Trouble, shops::Shop, theme::Loaded};

/// For whom it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// For everybody.
    Shown,
    /// For who edits it: what is still empty is there to be typed into.
    Edited,
}

/// Writes the blocks of one content.
pub(crate) struct Renderer<'a> {
    pub(super) theme: &'a Loaded,
    pub(super) locale: &'a str,
    pub(super) shop: &'a Shop,
    pub(super) found: &'a Found,
    how: How,
    /// How deep each title stands in the outline, by block and field.
    levels: HashMap<(String, String), i64>,
    first: Option<&'a str>,
    /// The reusable block that all of it stands in: it is edited elsewhere, and bears no marks.
    within: Option<&'a str>,
}

impl<'a> Renderer<'a> {
    pub(crate) fn new(
        theme: &'a Loaded,
        locale: &'a str,
        shop: &'a Shop,
        content: &'a Content,
        found: &'a Found,
        how: How,
    ) -> Self {
        let levels = content.headings().into_iter().map(|one| ((one.block, one.field), one.level)).collect();
        let first = content.blocks().first().map(Block::id);
        Self { theme, locale, shop, found, how, levels, first, within: None }
    }

    /// The HTML of what a reusable block says, at the place of the block `within`.
    pub(super) fn reused(&self, content: &Content, within: &str) -> Result<String, Trouble> {
        // One in another shows nothing: it would have no end.
        if self.within.is_some() {
            return Ok(String::new());
        }
        let (theme, locale, shop, found) = (self.theme, self.locale, self.shop, self.found);
        let inner = Renderer::new(theme, locale, shop, content, found, How::Shown);
        Renderer { within: Some(within), first: None, ..inner }.blocks(content.blocks())
    }

    /// The HTML of blocks that stand below each other.
    pub(crate) fn blocks(&self, blocks: &[Block]) -> Result<String, Trouble> {
        let mut html = String::new();
        for block in blocks {
            // Writing into a text never fails.
            let _ = writeln!(html, "{}", self.block(block)?.trim());
        }
        Ok(html)
    }

    /// The HTML of one block, with all that stands in it.
    pub(crate) fn block(&self, block: &Block) -> Result<String, Trouble> {
        let own = views::view(self, block)?;
        let id = self.within.map_or_else(|| block.id().to_owned(), |within| format!("{within}-{}", block.id()));
        let around = context! {
            b => context! { id, kind => block.type_name(), is_marked => self.within.is_none() },
            editing => self.is_editing(),
            is_first => self.first == Some(block.id()),
        };
        let template = format!("blocks/{}.html", block.type_name());
        self.theme.render(self.locale, &template, &context! { ..own, ..around })
    }

    pub(super) fn is_editing(&self) -> bool {
        self.how == How::Edited
    }

    /// How deep a title stands: `2` where nothing else was said.
    pub(super) fn level(&self, block: &str, field: &str) -> i64 {
        let own = self.levels.get(&(block.to_owned(), field.to_owned())).copied().unwrap_or(2);
        if self.within.is_some() { own.max(2) } else { own }
    }

    /// HTML that is harmless already, as a template prints it.
    pub(super) fn safe(html: String) -> Value {
        Value::from_safe_string(html)
    }
}
