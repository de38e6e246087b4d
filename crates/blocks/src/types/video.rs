//! Films.

use super::block;
use crate::props::{Line, MediaId, VideoUrl, choice};

choice! {
    /// Width to height.
    Ratio: Select {
        /// As most films are.
        Wide "16:9" "16:9",
        /// As old films are.
        Classic "4:3" "4:3",
        /// As wide as high.
        Square "1:1" "Square",
        /// As phones film.
        Upright "9:16" "Upright",
    }
}

block! {
    /// A film on YouTube, Vimeo or a PeerTube, or a file; nothing is loaded from elsewhere before the visitor agrees.
    Video = "video", "Video", Media, "video" {
        /// Its address, as the address bar shows it.
        url: Option<VideoUrl> = "Address";
        /// A film of the media library; it goes before the address.
        file: Option<MediaId> = "File";
        /// What is to be seen in it, for those who do not see it.
        title: Line<200> = "Title" [needed];
        /// The picture that stands there before it plays.
        poster: Option<MediaId> = "Still";
        /// What stands below it.
        caption: Line<500> = "Caption" [inline];
        /// Width to height.
        ratio: Ratio = "Format";
    }
    new { "title": "", "ratio": "16:9" }
}
