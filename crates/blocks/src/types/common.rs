//! What several types choose from.

use crate::props::choice;

choice! {
    /// Where a text stands.
    Align: Select {
        /// Where lines begin.
        Start "start" "Start",
        /// In the middle.
        Center "center" "Centre",
        /// Where lines end.
        End "end" "End",
    }
}

choice! {
    /// A colour of the theme, with the colour of texts on it.
    Tone: Color {
        /// The page's own.
        Plain "plain" "Plain",
        /// A little apart from the page.
        Muted "muted" "Muted",
        /// The shop's colour.
        Accent "accent" "Accent",
        /// Light on dark.
        Dark "dark" "Dark",
    }
}

choice! {
    /// A side of a text.
    Side: Select {
        /// Before the text.
        Start "start" "Before the text",
        /// After the text.
        End "end" "After the text",
    }
}
