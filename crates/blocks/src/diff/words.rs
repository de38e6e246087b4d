//! What changed in a text, word by word.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// What happened to it.
    pub kind: SpanKind,
    /// The words, with the spaces between them.
    pub text: String,
}

/// What happened to a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    /// It stayed.
    Same,
    /// It went.
    Removed,
    /// It came.
    Added,
}

/// How much may still be compared: texts that have nothing in common take time as their lengths multiplied, and a thousand of them too long.
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(20_000_000)
    }
}

/// A text cut into words and what is between them.
fn pieces_of(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    let mut last: Option<bool> = None;
    for (at, c) in text.char_indices() {
        let is_space = c.is_whitespace();
        if last.is_some_and(|last| last != is_space) {
            pieces.push(&text[begin..at]);
            begin = at;
        }
        last = Some(is_space);
    }
    if begin < text.len() {
        pieces.push(&text[begin..]);
    }
    pieces
}

/// What of the words stayed, went and came.
pub(super) fn spans(before: &str, after: &str, budget: &mut Budget) -> Vec<Span> {
    let (old, new) = (pieces_of(before), pieces_of(after));
    let alike = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let alike_behind = old[alike..].iter().rev().zip(new[alike..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - alike_behind, new.len() - alike_behind);
    let (old_part, new_part) = (&old[alike..old_end], &new[alike..new_end]);
    let mut spans = Vec::new();
    add(&mut spans, SpanKind::Same, &old[..alike]);
    if let Some(left) = budget.0.checked_sub(old_part.len().saturating_mul(new_part.len())) {
        budget.0 = left;
        for op in capture_diff_slices(Algorithm::Myers, old_part, new_part) {
            if let DiffOp::Equal { .. } = op {
                add(&mut spans, SpanKind::Same, &old_part[op.old_range()]);
            } else {
                add(&mut spans, SpanKind::Removed, &old_part[op.old_range()]);
                add(&mut spans, SpanKind::Added, &new_part[op.new_range()]);
            }
        }
    } else {
        add(&mut spans, SpanKind::Removed, old_part);
        add(&mut spans, SpanKind::Added, new_part);
    }
    add(&mut spans, SpanKind::Same, &old[old_end..]);
    spans
}

fn add(spans: &mut Vec<Span>, kind: SpanKind, pieces: &[&str]) {
    if pieces.is_empty() {
        return;
    }
    match spans.last_mut() {
        Some(last) if last.kind == kind => pieces.iter().for_each(|piece| last.text.push_str(piece)),
        _ => spans.push(Span { kind, text: pieces.concat() }),
    }
}
