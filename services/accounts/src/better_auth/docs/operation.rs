//! What is said of an operation.

use http::Method;
use serde_json::Value;

use crate::better_auth::transport::Code;

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::better_auth) enum Access {
    /// Anybody.
    Anybody,
    /// Who is signed in; an administrator who acts as somebody counts as that person.
    SignedIn,
    /// Who is signed in as himself.
    Himself,
    /// Who has signed in as himself within a day.
    Fresh,
    /// Who administers the installation.
    Admin,
}

/// A field of a body, a query or a path.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) words: &'static str,
    pub(super) example: Value,
    pub(super) is_required: bool,
    /// What else it may be.
    pub(super) also: Option<Value>,
    /// It stands for the one before, so an example has not both.
    pub(super) is_instead: bool,
    pub(super) place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Body,
    Query,
    Path,
}

/// What a call is answered with when all is well.
#[derive(Debug)]
pub(super) enum Answer {
    /// One of these, whatever the call says; an example of each.
    Json(Vec<Value>),
    /// The browser is led on.
    Redirect,
    /// Either, depending on whether the call says where to go.
    JsonOrRedirect(Value),
    /// A page.
    Html,
    /// It always refuses.
    Never,
}

/// An operation, as it is documented.
#[derive(Debug)]
pub struct Operation {
    /// How it is called.
    pub method: Method,
    /// Below `/api/auth`.
    pub path: &'static str,
    pub(super) summary: &'static str,
    pub(super) access: Access,
    pub(super) fields: Vec<Field>,
    pub(super) answer: Answer,
    pub(super) stranger: Refused,
    pub(super) refusals: Vec<(u16, Refused)>,
}

/// How a refusal looks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Refused {
    Code(Code),
    Words(&'static str),
    Silently,
}

/// An operation that reads.
pub(in crate::better_auth) fn get(path: &'static str, access: Access, summary: &'static str) -> Operation {
    Operation::new(Method::GET, path, access, summary)
}

/// An operation that acts.
pub(in crate::better_auth) fn post(path: &'static str, access: Access, summary: &'static str) -> Operation {
    Operation::new(Method::POST, path, access, summary)
}

impl Operation {
    fn new(method: Method, path: &'static str, access: Access, summary: &'static str) -> Self {
        let (fields, refusals) = (Vec::new(), Vec::new());
        let stranger = Refused::Code(Code::Unauthorized);
        Self { method, path, summary, access, fields, answer: Answer::Never, stranger, refusals }
    }

    fn place(&self) -> Place {
        if self.method == Method::GET { Place::Query } else { Place::Body }
    }

    fn field(
        mut self,
        name: &'static str,
        words: &'static str,
        example: impl Into<Value>,
        is_required: bool,
        place: Place,
    ) -> Self {
        self.fields.push(Field {
            name,
            words,
            example: example.into(),
            is_required,
            also: None,
            is_instead: false,
            place,
        });
        self
    }

    /// The last field may also be like this.
    pub(in crate::better_auth) fn also(mut self, example: Value) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.also = Some(example);
        }
        self
    }

    /// The last field is given instead of the one before.
    pub(in crate::better_auth) fn instead(mut self) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.is_instead = true;
        }
        self
    }

    /// A field that must be there: in the body, or in the query of what reads.
    pub(in crate::better_auth) fn must(
        self,
        name: &'static str,
        words: &'static str,
        example: impl Into<Value>,
    ) -> Self {
        let place = self.place();
        self.field(name, words, example, true, place)
    }

    /// A field that may be there.
    pub(in crate::better_auth) fn may(
        self,
        name: &'static str,
        words: &'static str,
        example: impl Into<Value>,
    ) -> Self {
        let place = self.place();
        self.field(name, words, example, false, place)
    }

    /// A field of the query of what acts.
    pub(in crate::better_auth) fn may_ask(
        self,
        name: &'static str,
        words: &'static str,
        example: impl Into<Value>,
    ) -> Self {
        self.field(name, words, example, false, Place::Query)
    }

    /// A part of the path.
    pub(in crate::better_auth) fn at(self, name: &'static str, words: &'static str, example: impl Into<Value>) -> Self {
        self.field(name, words, example, true, Place::Path)
    }

    /// What it answers.
    pub(in crate::better_auth) fn answers(mut self, example: Value) -> Self {
        self.answer = Answer::Json(vec![example]);
        self
    }

    /// What else it may answer.
    pub(in crate::better_auth) fn or_answers(mut self, example: Value) -> Self {
        if let Answer::Json(examples) = &mut self.answer {
            examples.push(example);
        }
        self
    }

    /// It always refuses.
    pub(in crate::better_auth) fn never_answers(mut self) -> Self {
        self.answer = Answer::Never;
        self
    }

    /// It leads the browser on.
    pub(in crate::better_auth) fn leads(mut self) -> Self {
        self.answer = Answer::Redirect;
        self
    }

    /// It leads the browser on, if the call says where to, and else answers.
    pub(in crate::better_auth) fn leads_or_answers(mut self, example: Value) -> Self {
        self.answer = Answer::JsonOrRedirect(example);
        self
    }

    /// It shows a page.
    pub(in crate::better_auth) fn shows_a_page(mut self) -> Self {
        self.answer = Answer::Html;
        self
    }

    /// Codes with which it refuses, beside those that follow from who may call and what it takes.
    pub(in crate::better_auth) fn refuses(mut self, status: u16, codes: &[Code]) -> Self {
        self.refusals.extend(codes.iter().map(|code| (status, Refused::Code(*code))));
        self
    }

    /// It refuses with words and no code.
    pub(in crate::better_auth) fn refuses_in_words(mut self, status: u16, words: &'static str) -> Self {
        self.refusals.push((status, Refused::Words(words)));
        self
    }

    /// It refuses without a body.
    pub(in crate::better_auth) fn refuses_silently(mut self, status: u16) -> Self {
        self.refusals.push((status, Refused::Silently));
        self
    }

    /// Who is not signed in is refused without a body.
    pub(in crate::better_auth) fn strangers_silently(mut self) -> Self {
        self.stranger = Refused::Silently;
        self
    }

    /// Who is not signed in is refused with words and no code.
    pub(in crate::better_auth) fn strangers_in_words(mut self, words: &'static str) -> Self {
        self.stranger = Refused::Words(words);
        self
    }

    /// Who is not signed in is refused with this code.
    pub(in crate::better_auth) fn strangers(mut self, code: Code) -> Self {
        self.stranger = Refused::Code(code);
        self
    }
}
