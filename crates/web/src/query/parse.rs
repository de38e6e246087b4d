//! The syntax of `qs`: `a[]=1`, `a[0]=1`, `a=1&a=2`, `a[b][c]=1`, `a.b=1`.

use percent_encoding::percent_decode;

/// A parsed parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryValue {
    /// `a=1`
    Text(String),
    /// `a[]=1&a[]=2`, `a=1&a=2`
    List(Vec<QueryValue>),
    /// `a[b]=1`
    Map(Vec<(String, QueryValue)>),
}

impl QueryValue {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// JavaScript's name of its type.
    pub(crate) const fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::List(_) => "array",
            Self::Map(_) => "object",
        }
    }
}

/// What cannot be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    Parameters,
    Depth,
    /// Postgres has no text with it, so nothing can be found by it.
    Nul,
}

/// `qs` stops at 1,000 parameters silently; half a filter is worse than an error.
const MAX_PARAMETERS: usize = 1_000;
/// `$or[0][$and][0][email][$in][0]`
const MAX_DEPTH: usize = 8;

pub(crate) fn parse(raw: &str) -> Result<Vec<(String, QueryValue)>, Unreadable> {
    let mut root = Vec::new();
    for (index, pair) in raw.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        if index >= MAX_PARAMETERS {
            return Err(Unreadable::Parameters);
        }
        // `a[$gte]=1`: the name ends at the first `=` behind a closing bracket, if there is one.
        let split = pair.find("]=").map(|at| at + 1).or_else(|| pair.find('='));
        let (name, value) = match split {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, ""),
        };
        let (name, value) = (decode(name), decode(value));
        if name.contains('\0') || value.contains('\0') {
            return Err(Unreadable::Nul);
        }
        let path = path_of(&name)?;
        insert(&mut root, &path, QueryValue::Text(value));
    }
    for (_, value) in &mut root {
        settle(value);
    }
    Ok(root)
}

/// Broken escapes and broken UTF-8 stay as they were written, as in `qs`.
fn decode(raw: &str) -> String {
    let spaced = raw.replace('+', " ");
    if !has_only_whole_escapes(&spaced) {
        return spaced;
    }
    percent_decode(spaced.as_bytes()).decode_utf8().map_or(spaced.clone(), std::borrow::Cow::into_owned)
}

fn has_only_whole_escapes(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'%').all(|(at, _)| {
        bytes.get(at + 1).is_some_and(u8::is_ascii_hexdigit) && bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit)
    })
}

/// `a[b][]` → `["a", "b", ""]`; `a.b` → `["a", "b"]`.
fn path_of(name: &str) -> Result<Vec<String>, Unreadable> {
    let (head, mut rest) = match name.find('[') {
        Some(at) if at > 0 => name.split_at(at),
        _ => (name, ""),
    };
    let mut path: Vec<String> = head.split('.').map(str::to_owned).collect();
    while let Some(inner) = rest.strip_prefix('[') {
        let Some(end) = inner.find(']') else {
            break;
        };
        path.push(inner[..end].to_owned());
        rest = &inner[end + 1..];
        if path.len() > MAX_DEPTH {
            return Err(Unreadable::Depth);
        }
    }
    if path.len() > MAX_DEPTH { Err(Unreadable::Depth) } else { Ok(path) }
}

fn insert(map: &mut Vec<(String, QueryValue)>, path: &[String], value: QueryValue) {
    let (head, rest) = path.split_first().expect("a name has at least one part");
    match map.iter_mut().find(|(name, _)| name == head) {
        None => map.push((head.clone(), wrap(rest, value))),
        Some((_, existing)) => merge(existing, rest, value),
    }
}

fn wrap(path: &[String], value: QueryValue) -> QueryValue {
    match path.split_first() {
        None => value,
        Some((head, rest)) if is_index(head) && !is_place(head, rest) => QueryValue::List(vec![wrap(rest, value)]),
        Some((head, rest)) => QueryValue::Map(vec![(head.clone(), wrap(rest, value))]),
    }
}

fn merge(existing: &mut QueryValue, path: &[String], value: QueryValue) {
    match (&mut *existing, path.split_first()) {
        (QueryValue::List(items), None) => items.push(value),
        // `[]` means a new item. Maps with places (`$or[0][a]=1&$or[0][b]=2`) are no list before `settle`.
        (QueryValue::List(items), Some((head, rest))) if is_index(head) => {
            let index = head.parse::<usize>().ok();
            match index.and_then(|at| items.get_mut(at)) {
                Some(item @ QueryValue::Map(_)) if !rest.is_empty() => merge(item, rest, value),
                _ => items.push(wrap(rest, value)),
            }
        }
        (QueryValue::Map(map), Some(_)) => insert(map, path, value),
        (_, rest) => {
            let added = wrap(rest.map_or(&[][..], |_| path), value);
            let first = std::mem::replace(existing, QueryValue::List(Vec::new()));
            let mut items = vec![first];
            match added {
                QueryValue::List(more) => items.extend(more),
                one => items.push(one),
            }
            *existing = QueryValue::List(items);
        }
    }
}

/// Whether this is the index of a map in a list: `0` of `$or[0][email]`.
fn is_place(head: &str, rest: &[String]) -> bool {
    !head.is_empty() && is_index(head) && rest.first().is_some_and(|next| !is_index(next))
}

/// Makes lists of the maps whose names are all places, in their order and without gaps.
fn settle(value: &mut QueryValue) {
    match value {
        QueryValue::Text(_) => {}
        QueryValue::List(items) => items.iter_mut().for_each(settle),
        QueryValue::Map(fields) => {
            for (_, field) in &mut *fields {
                settle(field);
            }
            let places: Option<Vec<usize>> = fields.iter().map(|(name, _)| name.parse().ok()).collect();
            if let Some(places) = places.filter(|places| !places.is_empty()) {
                let mut items: Vec<_> = places.into_iter().zip(fields.drain(..)).collect();
                items.sort_by_key(|(place, _)| *place);
                *value = QueryValue::List(items.into_iter().map(|(_, (_, item))| item).collect());
            }
        }
    }
}

fn is_index(part: &str) -> bool {
    part.is_empty() || part.bytes().all(|b| b.is_ascii_digit())
}
