//! Products side by side.

use super::block;
use crate::props::{CategoryId, CollectionId, Line, Refs, Whole, choice};

choice! {
    /// Where products come from.
    Source: Select {
        /// A collection.
        Collection "collection" "A collection",
        /// A category.
        Category "category" "A category",
        /// What a search finds.
        Search "search" "A search",
        /// Products picked by hand.
        Products "products" "Picked by hand",
    }
}

choice! {
    /// In which order.
    Sort: Select {
        /// As the source has them.
        Own "own" "As they come",
        /// The newest first.
        Newest "newest" "Newest first",
        /// The cheapest first.
        PriceUp "price_up" "Cheapest first",
        /// The dearest first.
        PriceDown "price_down" "Dearest first",
        /// By title.
        Title "title" "By title",
    }
}

block! {
    /// Products of a collection, a category or a search, or picked by hand.
    ProductGrid = "product_grid", "Products", Shop, "grid" {
        /// What stands above them.
        title: Line<200> = "Title" [inline];
        /// Where they come from.
        source: Source = "Source";
        /// The collection.
        collection: Option<CollectionId> = "Collection" [needed] [when source = "collection"];
        /// The category.
        category: Option<CategoryId> = "Category" [needed] [when source = "category"];
        /// What is searched for.
        search: Line<200> = "Search" [needed] [when source = "search"];
        /// The products, in their order.
        products: Refs<48> = "Products" [needed] [when source = "products"];
        /// How many at most.
        limit: Whole<1, 48, 8> = "How many";
        /// In which order; those picked by hand stand as they were picked.
        sort: Sort = "Order";
        /// How many stand side by side where there is room.
        columns: Whole<2, 6, 4> = "Columns";
        /// Whether a link leads to all of them.
        all: bool = "Link to all";
    }
    new { "title": "", "source": "collection", "limit": 8, "sort": "own", "columns": 4, "all": false }
}
