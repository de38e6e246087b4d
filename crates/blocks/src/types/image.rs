//! Pictures.

use super::block;
use crate::props::{Focal, Line, Link, MediaId, choice};

choice! {
    /// How wide a picture stands.
    Width: Select {
        /// As wide as the text.
        Content "content" "As the text",
        /// Wider than the text.
        Wide "wide" "Wide",
        /// From one side of the window to the other.
        Full "full" "Full width",
    }
}

block! {
    /// A picture, with a caption if it needs one.
    Image = "image", "Image", Media, "image" {
        /// The picture.
        media: Option<MediaId> = "Picture" [needed];
        /// What is to be seen, for those who do not see it; empty: what the media library says.
        alt: Line<300> = "Alternative text";
        /// Says nothing that the text does not say: it is passed over when the page is read aloud.
        decorative: bool = "Decoration";
        /// What stands below it.
        caption: Line<500> = "Caption" [inline];
        /// Where a click leads.
        link: Option<Link> = "Link";
        /// What must stay in view when it is cut; none: what the media library says.
        focal: Option<Focal> = "Focal point";
        /// How wide it stands.
        width: Width = "Width";
    }
    new { "width": "content" }
}
