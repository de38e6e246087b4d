//! HTML of somebody's own.

use super::block;
use crate::props::RawHtml;

block! {
    /// HTML as it is typed; scripts, styles, frames and forms are taken out, and classes must begin with k-.
    Html = "html", "HTML", Advanced, "code" {
        /// The HTML.
        html: RawHtml<65536> = "HTML" [needed];
    }
    new { "html": "" }
}
