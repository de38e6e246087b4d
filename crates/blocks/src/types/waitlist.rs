//! Waiting for a product, or for something that is not there yet.

use super::block;
use crate::props::{Key, Line, ProductId, Prose};

block! {
    /// A field for an e-mail address, which is written to when a product is there, or when a list is called.
    Waitlist = "waitlist", "Waitlist", Forms, "clock" {
        /// The product that is waited for; none: the list of that key.
        product: Option<ProductId> = "Product";
        /// The list that is waited in, where there is no product yet.
        waitlist: Key = "Waitlist";
        /// What stands above it.
        title: Line<200> = "Title" [inline];
        /// What is waited for.
        text: Prose<1000> = "Text" [inline];
        /// What the button says; empty: what the theme says.
        button: Line<80> = "Button" [inline];
    }
    new { "title": "Be the first to know", "text": "", "button": "Tell me" }
}
