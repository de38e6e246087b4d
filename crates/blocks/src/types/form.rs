//! What visitors fill in.

use super::{block, fields};
use crate::props::{Key, Line, List, Prose, Words, choice};

choice! {
    /// What is asked for.
    AnswerKind: Select {
        /// A line.
        Text "text" "Line",
        /// Several lines.
        Textarea "textarea" "Several lines",
        /// An address of electronic mail.
        Email "email" "E-mail address",
        /// A telephone number.
        Phone "phone" "Telephone number",
        /// A number.
        Number "number" "Number",
        /// A day.
        Date "date" "Date",
        /// One of several, in a list that opens.
        Select "select" "Choice in a list",
        /// One of several, all to be seen.
        Radio "radio" "Choice",
        /// Any of several.
        Checkboxes "checkboxes" "Several choices",
        /// Agreed or not.
        Consent "consent" "Agreement",
    }
}

fields! {
    /// A question of a form. Answers are kept by its id.
    AnswerField {
        /// What is asked.
        label: Line<200> = "Label" [inline] [needed];
        /// What kind of answer.
        kind: AnswerKind = "Kind";
        /// What helps to answer.
        help: Line<300> = "Help";
        /// Whether it must be answered.
        required: bool = "Required";
        /// What may be chosen.
        options: Words<50, 120> = "Choices";
    }
}

block! {
    /// Questions that visitors answer; answers are found by the form's key.
    Form = "form", "Form", Forms, "form" {
        /// By which answers are found.
        key: Key = "Key" [needed];
        /// What stands above it.
        title: Line<200> = "Title" [inline];
        /// What is asked.
        fields: List<AnswerField, 0, 30> = "Fields" [needed];
        /// What the button says; empty: what the theme says.
        button: Line<80> = "Button" [inline];
        /// What is said when it was sent; empty: what the theme says.
        thanks: Prose<1000> = "Thanks";
    }
    new {
        "key": "contact",
        "title": "Write to us",
        "fields": [
            { "label": "Your e-mail address", "kind": "email", "required": true },
            { "label": "Your message", "kind": "textarea", "required": true }
        ],
        "button": "Send",
        "thanks": "Thank you. We will answer soon."
    }
}
