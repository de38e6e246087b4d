//! HTML cut up as browsers cut it up.

use std::cell::RefCell;

use html5ever::{
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind},
};

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A tag that begins an element, with its attributes.
    Open(String, Vec<(String, String)>),
    /// A tag that ends one.
    Close(String),
    /// Words, with entities read.
    Text(String),
    /// What is neither: a comment, a declaration, an instruction.
    Odd(&'static str),
}

/// The pieces of an HTML, and what of it browsers would drop without a word.
pub(super) struct Pieces {
    pub(super) pieces: Vec<Piece>,
    pub(super) broken: Option<String>,
}

/// Cuts HTML up. Never recurses, and takes time as the HTML is long.
pub(super) fn cut(html: &str) -> Pieces {
    let sink = Sink { pieces: RefCell::new(Vec::new()), broken: RefCell::new(None) };
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    // The sink never asks for a script to be run, which alone would stop before the end.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    Pieces { pieces: tokenizer.sink.pieces.into_inner(), broken: tokenizer.sink.broken.into_inner() }
}

struct Sink {
    pieces: RefCell<Vec<Piece>>,
    broken: RefCell<Option<String>>,
}

impl Sink {
    fn say(&self, what: String) {
        self.broken.borrow_mut().get_or_insert(what);
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut pieces = self.pieces.borrow_mut();
        match token {
            Token::CharacterTokens(text) => match pieces.last_mut() {
                Some(Piece::Text(before)) => before.push_str(&text),
                _ => pieces.push(Piece::Text(text.to_string())),
            },
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                if tag.had_duplicate_attributes {
                    self.say(format!("<{name}> has the same attribute twice: keep one"));
                }
                if tag.kind == TagKind::EndTag {
                    pieces.push(Piece::Close(name));
                } else {
                    let attributes =
                        tag.attrs.iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
                    let raw = raw_kind(&name);
                    pieces.push(Piece::Open(name, attributes));
                    return raw;
                }
            }
            Token::CommentToken(_) => pieces.push(Piece::Odd("a comment")),
            Token::DoctypeToken(_) => pieces.push(Piece::Odd("a doctype")),
            Token::NullCharacterToken => pieces.push(Piece::Odd("the character U+0000")),
            Token::ParseError(message) if message.starts_with("Saw EOF") => {
                self.say("ends within a tag or entity: close it, or write &lt; for '<'".into());
            }
            Token::ParseError(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

/// What stands in some elements is no HTML to a browser.
fn raw_kind(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        "plaintext" => TokenSinkResult::Plaintext,
        _ => TokenSinkResult::Continue,
    }
}
