//! Several pictures.

use super::{block, fields};
use crate::props::{Focal, Line, List, MediaId, Whole, choice};

choice! {
    /// How pictures stand together.
    GalleryLayout: Select {
        /// Rows of equal pictures.
        Grid "grid" "Grid",
        /// Columns of pictures as high as they are.
        Masonry "masonry" "Masonry",
        /// A row that is moved along.
        Row "row" "Row to scroll",
    }
}

fields! {
    /// A picture among others.
    Picture {
        /// The picture.
        media: Option<MediaId> = "Picture" [needed];
        /// What is to be seen, for those who do not see it; empty: what the media library says.
        alt: Line<300> = "Alternative text";
        /// What stands below it.
        caption: Line<300> = "Caption" [inline];
        /// What must stay in view when it is cut; none: what the media library says.
        focal: Option<Focal> = "Focal point";
    }
}

block! {
    /// Several pictures together.
    Gallery = "gallery", "Gallery", Media, "gallery" {
        /// The pictures.
        images: List<Picture, 0, 60> = "Pictures" [needed];
        /// How they stand together.
        layout: GalleryLayout = "Layout";
        /// How many stand side by side where there is room.
        columns: Whole<1, 6, 3> = "Columns";
    }
    new { "images": [], "layout": "grid", "columns": 3 }
}
