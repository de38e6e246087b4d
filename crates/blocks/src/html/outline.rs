//! What HTML says: its words, its headings, its paragraphs.

use super::{
    is_block, is_void,
    tokens::{Piece, cut},
    write::write,
};

/// The words alone, whitespace collapsed.
pub(crate) fn text(html: &str) -> String {
    let mut text = String::new();
    for piece in cut(html).pieces {
        match piece {
            Piece::Text(words) => text.push_str(&words),
            Piece::Open(name, _) | Piece::Close(name) if is_block(&name) => text.push(' '),
            _ => {}
        }
    }
    collapse(&text)
}

/// A text with one space between its words.
pub(crate) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Its headings in order: level and words.
pub(crate) fn headings(html: &str) -> Vec<(i64, String)> {
    let mut found = Vec::new();
    let mut open: Option<(i64, String)> = None;
    for piece in cut(html).pieces {
        match piece {
            Piece::Open(name, _) if level(&name).is_some() => open = level(&name).map(|level| (level, String::new())),
            Piece::Close(name) if level(&name).is_some() => {
                found.extend(open.take().map(|(level, words)| (level, collapse(&words))));
            }
            Piece::Text(words) => {
                if let Some((_, heading)) = &mut open {
                    heading.push_str(&words);
                }
            }
            _ => {}
        }
    }
    found
}

fn level(name: &str) -> Option<i64> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// Canonical HTML cut between its outermost elements; none if the parts would not make the same again.
pub(crate) fn paragraphs(html: &str) -> Option<Vec<String>> {
    let pieces = cut(html).pieces;
    let mut parts: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut begin = 0;
    for (i, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(name, _) if !is_void(name) => depth += 1,
            Piece::Close(_) => depth = depth.checked_sub(1)?,
            // Words that stand in no paragraph have no end that is certain.
            Piece::Text(_) if depth == 0 => return None,
            _ => {}
        }
        if depth == 0 {
            parts.push(write(&pieces[begin..=i]));
            begin = i + 1;
        }
    }
    (parts.concat() == html).then_some(parts)
}
