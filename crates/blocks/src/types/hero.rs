//! What a page begins with.

use super::{Align, Tone, block, fields};
use crate::props::{Focal, Line, Link, List, MediaId, Prose, choice};

choice! {
    /// How much a button asks to be pressed.
    ButtonStyle: Select {
        /// The one that should be pressed.
        Primary "primary" "Primary",
        /// Another way.
        Secondary "secondary" "Secondary",
        /// A link that looks like one.
        Text "text" "Text",
    }
}

choice! {
    /// How high something stands.
    Height: Select {
        /// As its words need.
        Normal "normal" "Normal",
        /// Little room around its words.
        Compact "compact" "Compact",
        /// Most of the window.
        Tall "tall" "Tall",
    }
}

fields! {
    /// A button.
    Button {
        /// What it says.
        label: Line<80> = "Label" [inline] [needed];
        /// Where it leads.
        link: Option<Link> = "Link" [needed];
        /// How much it asks to be pressed.
        style: ButtonStyle = "Style";
    }
}

block! {
    /// A large opening with a picture, a title and what to do next.
    Hero = "hero", "Hero", Media, "hero" {
        /// What it says first.
        title: Line<200> = "Title" [inline] [needed];
        /// What it says then.
        text: Prose<1000> = "Text" [inline];
        /// The picture behind or beside the words.
        image: Option<MediaId> = "Picture";
        /// What is to be seen, for those who do not see it; empty for a picture that only decorates.
        alt: Line<300> = "Alternative text";
        /// What must stay in view when it is cut; none: what the media library says.
        focal: Option<Focal> = "Focal point";
        /// What to do next.
        buttons: List<Button, 0, 3> = "Buttons";
        /// Where the words stand.
        align: Align = "Alignment";
        /// Its colours.
        tone: Tone = "Colours";
        /// How high it stands.
        height: Height = "Height";
    }
    new { "title": "A title worth reading on", "text": "", "buttons": [], "align": "start", "tone": "plain", "height": "normal" }
}
