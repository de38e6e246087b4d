//! Questions that are asked often.

use super::{block, fields};
use crate::props::{Line, List, RichText};

fields! {
    /// A question and its answer.
    Question {
        /// What is asked.
        question: Line<300> = "Question" [inline] [needed];
        /// What is answered.
        answer: RichText<8192> = "Answer" [inline] [needed];
    }
}

block! {
    /// Questions with answers that open; search engines are told of them too.
    Faq = "faq", "Questions", Text, "help" {
        /// What stands above them.
        title: Line<200> = "Title" [inline];
        /// The questions.
        questions: List<Question, 0, 60> = "Questions" [needed];
    }
    new { "title": "", "questions": [{ "question": "What is asked often?", "answer": "<p>And what is answered.</p>" }] }
}
