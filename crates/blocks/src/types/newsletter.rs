//! Signing up for letters.

use super::{Tone, block};
use crate::props::{Key, Line, Prose};

block! {
    /// A field for an e-mail address, which joins a list once its owner has confirmed it.
    Newsletter = "newsletter", "Newsletter", Forms, "mail" {
        /// What stands above it.
        title: Line<200> = "Title" [inline];
        /// What letters there are, and how often.
        text: Prose<1000> = "Text" [inline];
        /// The list that is joined.
        list: Key = "List" [needed];
        /// What the button says; empty: what the theme says.
        button: Line<80> = "Button" [inline];
        /// What is agreed to.
        consent: Prose<1000> = "Consent" [inline] [needed];
        /// Its colours.
        tone: Tone = "Colours";
    }
    new {
        "title": "News from us",
        "text": "Once a month, and never more.",
        "list": "newsletter",
        "button": "Sign up",
        "consent": "I want to be written to. I can leave at any time.",
        "tone": "muted"
    }
}
