//! Writing just the selected fields as JSON, straight into the body.

use std::{fmt, sync::Arc};

use serde::Serialize;
use serde_json::Value;

use super::Selection;

/// The body that is being written.
pub type JsonOut = Vec<u8>;

/// Writes one value of a `T`.
pub type Writer<T> = Box<dyn Fn(&T, &mut JsonOut) + Send + Sync>;

/// A plain column: its name and how it is written.
pub type Column<T> = (&'static str, fn(&T, &mut JsonOut));

/// A relation or a computed object: its name and how to make a writer for what is selected of it.
pub type Relation<T> = (&'static str, fn(&Selection) -> Writer<T>);

/// Something that can be answered in parts.
pub trait View: Sized + 'static {
    /// What a star selects, in order.
    const COLUMNS: &'static [Column<Self>];
    /// What is written only when it is named: computed columns.
    const COMPUTED: &'static [Column<Self>] = &[];
    /// What is written only when it is named: relations.
    const RELATIONS: &'static [Relation<Self>] = &[];
}

/// A selection, compiled for a type: a list of functions to call per object.
pub struct Plan<T> {
    entries: Vec<(&'static str, Entry<T>)>,
}

enum Entry<T> {
    Column(fn(&T, &mut JsonOut)),
    Writer(Writer<T>),
}

impl<T> fmt::Debug for Plan<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|(name, _)| name)).finish()
    }
}

impl<T: View> Plan<T> {
    /// Compiles a selection. Names that `T` does not have are left out, as Medusa does.
    pub fn new(selection: &Selection) -> Self {
        let mut plan = Self { entries: Vec::new() };
        if selection.is_star() {
            for (name, write) in T::COLUMNS {
                plan.push(name, Entry::Column(*write));
            }
        }
        for (name, child) in selection.children() {
            let column = T::COLUMNS.iter().chain(T::COMPUTED).find(|(known, _)| *known == name);
            let relation = T::RELATIONS.iter().find(|(known, _)| *known == name);
            match (column, relation) {
                (Some((known, write)), _) => plan.push(known, Entry::Column(*write)),
                (None, Some((known, compile))) => plan.push(known, Entry::Writer(compile(child))),
                (None, None) => {}
            }
        }
        plan
    }

    fn push(&mut self, name: &'static str, entry: Entry<T>) {
        if !self.entries.iter().any(|(known, _)| *known == name) {
            self.entries.push((name, entry));
        }
    }

    /// Writes one object.
    pub fn write(&self, value: &T, out: &mut JsonOut) {
        out.push(b'{');
        for (index, (name, entry)) in self.entries.iter().enumerate() {
            out.extend_from_slice(if index > 0 { b",\"" } else { b"\"" });
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":");
            match entry {
                Entry::Column(write) => write(value, out),
                Entry::Writer(write) => write(value, out),
            }
        }
        out.push(b'}');
    }

    /// Writes a list of objects.
    pub fn write_all<'a>(&self, values: impl IntoIterator<Item = &'a T>, out: &mut JsonOut) {
        out.push(b'[');
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            self.write(value, out);
        }
        out.push(b']');
    }
}

/// A writer for a relation to many.
pub fn many<T: 'static, C: View>(selection: &Selection, get: fn(&T) -> &[C]) -> Writer<T> {
    let plan = Plan::<C>::new(selection);
    Box::new(move |value, out| plan.write_all(get(value), out))
}

/// The same for objects that several owners share.
pub fn many_shared<T: 'static, C: View + Send + Sync>(selection: &Selection, get: fn(&T) -> &[Arc<C>]) -> Writer<T> {
    let plan = Plan::<C>::new(selection);
    Box::new(move |value, out| plan.write_all(get(value).iter().map(Arc::as_ref), out))
}

/// A writer for a relation to one or none.
pub fn one<T: 'static, C: View>(selection: &Selection, get: fn(&T) -> Option<&C>) -> Writer<T> {
    let plan = Plan::<C>::new(selection);
    Box::new(move |value, out| match get(value) {
        Some(child) => plan.write(child, out),
        None => out.extend_from_slice(b"null"),
    })
}

/// What is selected of a document that was read whole. Of its objects, `relations` are what a star does not select.
pub fn selected(selection: &Selection, document: &Value, relations: &[&str]) -> Value {
    match document {
        Value::Array(items) => items.iter().map(|item| selected(selection, item, relations)).collect(),
        Value::Object(fields) => (fields.iter())
            .filter_map(|(name, value)| match selection.get(name) {
                Some(below) => Some((name.clone(), selected(below, value, relations))),
                None if selection.is_star() && !relations.contains(&name.as_str()) => {
                    Some((name.clone(), value.clone()))
                }
                None => None,
            })
            .collect(),
        other => other.clone(),
    }
}

/// Writes any serialisable value; what cannot be written as JSON (a map with odd keys) becomes null.
pub fn json<T: Serialize + ?Sized>(value: &T, out: &mut JsonOut) {
    let before = out.len();
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.truncate(before);
        out.extend_from_slice(b"null");
    }
}

/// Lists the columns of a view: `columns!(ProductView: id, title, r#type)`.
#[macro_export]
macro_rules! columns {
    ($view:ty: $($field:ident),* $(,)?) => {
        &[$((
            $crate::fields::field_name(stringify!($field)),
            |value: &$view, out: &mut $crate::fields::JsonOut| $crate::fields::json(&value.$field, out),
        )),*]
    };
}

/// The JSON name of a Rust field: `r#type` is `type`.
pub const fn field_name(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}
