//! Posts of the blog.

use super::block;
use crate::props::{Line, Whole, choice};

choice! {
    /// How posts stand together.
    BlogLayout: Select {
        /// Side by side, with pictures.
        Cards "cards" "Cards",
        /// Below each other.
        List "list" "List",
        /// Titles alone.
        Titles "titles" "Titles",
    }
}

block! {
    /// The latest posts of the blog, all or of one tag.
    BlogList = "blog_list", "Blog posts", Blog, "newspaper" {
        /// What stands above them.
        title: Line<200> = "Title" [inline];
        /// Only those with this tag; empty: all.
        tag: Line<100> = "Tag";
        /// How many at most.
        limit: Whole<1, 24, 3> = "How many";
        /// How they stand together.
        layout: BlogLayout = "Layout";
    }
    new { "title": "", "limit": 3, "layout": "cards" }
}
