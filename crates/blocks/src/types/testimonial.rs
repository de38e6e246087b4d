//! What others say.

use super::{block, fields};
use crate::props::{Line, List, MediaId, Prose, choice};

choice! {
    /// How quotations stand together.
    QuoteLayout: Select {
        /// Side by side.
        Cards "cards" "Cards",
        /// Below each other, large.
        Large "large" "Large",
        /// A row that is moved along.
        Row "row" "Row to scroll",
    }
}

fields! {
    /// What somebody said.
    Quote {
        /// What was said.
        text: Prose<1000> = "Quotation" [inline] [needed];
        /// Who said it.
        author: Line<120> = "Who" [inline];
        /// What he does.
        role: Line<120> = "Role" [inline];
        /// Who is to be seen.
        image: Option<MediaId> = "Portrait";
    }
}

block! {
    /// What customers say, with names and portraits.
    Testimonial = "testimonial", "Testimonials", Text, "quote" {
        /// What stands above them.
        title: Line<200> = "Title" [inline];
        /// What they say.
        quotes: List<Quote, 0, 24> = "Quotations" [needed];
        /// How they stand together.
        layout: QuoteLayout = "Layout";
    }
    new { "title": "", "quotes": [{ "text": "What a customer says.", "author": "A customer" }], "layout": "cards" }
}
