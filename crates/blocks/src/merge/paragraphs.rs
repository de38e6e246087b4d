//! Long texts that two people changed in different paragraphs.

use std::{collections::HashSet, ops::Range};

use serde_json::Value;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::{form::Kind, html, tree::Node};

/// The text with both changes, if it is certain what that is: the paragraphs are told apart, and between any two that were changed by different
/// sides one stands that neither touched.
pub(super) fn merge(
    node: &Node,
    field: &str,
    base: Option<&Value>,
    ours: Option<&Value>,
    theirs: Option<&Value>,
) -> Option<Value> {
    let (base, ours, theirs) = (base?.as_str()?, ours?.as_str()?, theirs?.as_str()?);
    let merged = match node.fields.iter().find(|known| known.name == field)?.kind {
        Kind::RichText { .. } => {
            merge_lists(&html::paragraphs(base)?, &html::paragraphs(ours)?, &html::paragraphs(theirs)?)?
        }
        Kind::Textarea { .. } => merge_lists(&lines(base), &lines(ours), &lines(theirs))?,
        _ => return None,
    };
    Some(merged.into())
}

fn lines(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}

/// What one side put in the place of some paragraphs.
struct Edit<'a> {
    place: Range<usize>,
    with: &'a [String],
}

fn merge_lists(base: &[String], ours: &[String], theirs: &[String]) -> Option<String> {
    // Where paragraphs are alike, nobody knows which of them was meant.
    let told_apart = |list: &[String]| list.iter().collect::<HashSet<_>>().len() == list.len();
    if ![base, ours, theirs].into_iter().all(told_apart) {
        return None;
    }
    let (our_edits, their_edits) = (edits(base, ours), edits(base, theirs));
    let apart = |a: &Edit<'_>, b: &Edit<'_>| a.place.end < b.place.start || b.place.end < a.place.start;
    if our_edits.iter().any(|ours| their_edits.iter().any(|theirs| !apart(ours, theirs))) {
        return None;
    }
    let mut all: Vec<Edit<'_>> = our_edits.into_iter().chain(their_edits).collect();
    all.sort_by_key(|edit| edit.place.start);
    let mut merged: Vec<&String> = Vec::new();
    let mut at = 0;
    for edit in &all {
        merged.extend(&base[at..edit.place.start]);
        merged.extend(edit.with);
        at = edit.place.end;
    }
    merged.extend(&base[at..]);
    // Both may have written the same paragraph in different places, or moved one.
    let once = merged.iter().collect::<HashSet<_>>().len() == merged.len();
    once.then(|| merged.into_iter().map(String::as_str).collect())
}

fn edits<'a>(base: &[String], side: &'a [String]) -> Vec<Edit<'a>> {
    let mut ranges: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, base, side) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        match ranges.last_mut() {
            // An insertion beside a removal is one change.
            Some((place, with)) if place.end == op.old_range().start && with.end == op.new_range().start => {
                place.end = op.old_range().end;
                with.end = op.new_range().end;
            }
            _ => ranges.push((op.old_range(), op.new_range())),
        }
    }
    ranges.into_iter().map(|(place, with)| Edit { place, with: &side[with] }).collect()
}
