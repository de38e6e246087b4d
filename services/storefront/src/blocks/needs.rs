//! What a content shows that is not in it.

use std::collections::BTreeSet;

use blocks::{
    Content, Used,
    types::{BlogList, ProductGrid, Sort, Source},
};

/// More different lists of products, and of posts, a page does not show: each is looked for by itself.
const MOST_GRIDS: usize = 60;
const MOST_LISTS: usize = 12;
/// More different products, pages and pictures are not asked for.
const MOST: usize = 600;

/// Which products a grid shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Grid {
    pub(super) of: Of,
    pub(super) order: Order,
    pub(super) limit: usize,
}

/// Where they come from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Of {
    Collection(String),
    Category(String),
    Words(String),
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Order {
    Own,
    Newest,
    Cheapest,
    Dearest,
    Title,
}

/// Which posts a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct List {
    pub(super) tag: String,
    pub(super) limit: usize,
}

/// All that a content needs.
#[derive(Debug, Default)]
pub(super) struct Needs {
    pub(super) media: BTreeSet<String>,
    pub(super) products: BTreeSet<String>,
    pub(super) pages: BTreeSet<String>,
    pub(super) collections: BTreeSet<String>,
    pub(super) grids: Vec<Grid>,
    pub(super) lists: Vec<List>,
    /// Some product is shown with what is said of it.
    pub(super) is_told: bool,
}

impl Grid {
    /// Of a block; none of one that says no source, or whose products were picked.
    pub(super) fn of(block: &ProductGrid) -> Option<Self> {
        let of = match block.source {
            Source::Collection => Of::Collection(block.collection.as_deref()?.to_owned()),
            Source::Category => Of::Category(block.category.as_deref()?.to_owned()),
            Source::Search => Of::Words(Some(block.search.trim()).filter(|words| !words.is_empty())?.to_owned()),
            Source::Products => return None,
        };
        let order = match block.sort {
            Sort::Own => Order::Own,
            Sort::Newest => Order::Newest,
            Sort::PriceUp => Order::Cheapest,
            Sort::PriceDown => Order::Dearest,
            Sort::Title => Order::Title,
        };
        Some(Self { of, order, limit: most(block.limit.get()) })
    }
}

impl List {
    /// Of a block.
    pub(super) fn of(block: &BlogList) -> Self {
        Self { tag: block.tag.trim().to_owned(), limit: most(block.limit.get()) }
    }
}

/// The products that were picked for a grid, as many as it shows.
pub(super) fn picked(block: &ProductGrid) -> impl Iterator<Item = &str> {
    block.products.iter().map(|id| &**id).take(most(block.limit.get()))
}

fn most(limit: i64) -> usize {
    usize::try_from(limit).unwrap_or_default()
}

impl Needs {
    /// Adds what a content needs.
    pub(super) fn add(&mut self, content: &Content) {
        for one in content.uses() {
            // A grid may keep products that it does not show.
            let ids = match one.kind {
                Used::Media => &mut self.media,
                Used::Product if one.field != "products" => &mut self.products,
                Used::Page => &mut self.pages,
                Used::Collection => &mut self.collections,
                _ => continue,
            };
            if ids.len() < MOST {
                ids.insert(one.id);
            }
        }
        self.walk(content.blocks());
    }

    fn walk(&mut self, blocks: &[blocks::Block]) {
        use blocks::Block;
        for block in blocks {
            match block {
                Block::Columns(block) => {
                    for column in block.columns.iter() {
                        self.walk(&column.blocks);
                    }
                }
                Block::ProductFeature(_) => self.is_told = true,
                Block::ProductGrid(block) if block.source == Source::Products => {
                    let left = MOST.saturating_sub(self.products.len());
                    self.products.extend(picked(block).take(left).map(str::to_owned));
                }
                Block::ProductGrid(block) => {
                    let has_room = self.grids.len() < MOST_GRIDS;
                    if let Some(grid) = Grid::of(block).filter(|grid| has_room && !self.grids.contains(grid)) {
                        self.grids.push(grid);
                    }
                }
                Block::BlogList(block) => {
                    let list = List::of(block);
                    if self.lists.len() < MOST_LISTS && !self.lists.contains(&list) {
                        self.lists.push(list);
                    }
                }
                _ => {}
            }
        }
    }
}
