//! One product, at length.

use super::{Side, Tone, block};
use crate::props::{Line, ProductId, Prose};

block! {
    /// One product with its picture and some words about it.
    ProductFeature = "product_feature", "Featured product", Shop, "star" {
        /// The product.
        product: Option<ProductId> = "Product" [needed];
        /// What stands above the words; empty: the product's title.
        title: Line<200> = "Title" [inline];
        /// What is said of it; empty: the product's description.
        text: Prose<2000> = "Text" [inline];
        /// What the button says; empty: what the theme says.
        button: Line<80> = "Button" [inline];
        /// Where the picture stands.
        side: Side = "Picture";
        /// Its colours.
        tone: Tone = "Colours";
    }
    new { "title": "", "text": "", "side": "start", "tone": "plain" }
}
