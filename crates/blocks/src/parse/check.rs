//! All that is wrong with a content, told in its places.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{MAX_BLOCKS, MAX_DEPTH, MAX_FAULTS};
use crate::{
    fault::Fault,
    form::{Choice, Field, Kind},
    html,
    notice::{Notice, NoticeCode},
    props::{check_key, check_line, check_link, check_prose, check_ref, check_video},
    registry,
};

/// Looks at a content that is not too deep; what cleaning will take out is told.
pub(super) fn check(value: &Value) -> Result<Vec<Notice>, Vec<Fault>> {
    let mut checker = Checker {
        path: String::new(),
        owner: Owner::default(),
        faults: Vec::new(),
        notices: Vec::new(),
        ids: HashSet::new(),
        blocks: 0,
    };
    checker.content(value);
    if checker.faults.is_empty() { Ok(checker.notices) } else { Err(checker.faults) }
}

/// The block that is looked at: its id, and how much of the path leads to its props.
#[derive(Clone, Copy, Default)]
struct Owner<'a> {
    id: Option<&'a str>,
    props: Option<usize>,
}

struct Checker<'a> {
    path: String,
    owner: Owner<'a>,
    faults: Vec<Fault>,
    notices: Vec<Notice>,
    ids: HashSet<&'a str>,
    blocks: usize,
}

impl<'a> Checker<'a> {
    fn is_full(&self) -> bool {
        self.faults.len() >= MAX_FAULTS
    }

    fn field(&self) -> Option<String> {
        let field = self.path.get(self.owner.props?..)?.trim_start_matches('.');
        (!field.is_empty()).then(|| field.to_owned())
    }

    fn fault(&mut self, message: impl Into<String>) {
        if !self.is_full() {
            let (block, field) = (self.owner.id.map(short), self.field());
            self.faults.push(Fault { at: self.path.clone(), block, field, message: message.into() });
        }
    }

    /// Does something one step further in.
    fn within(&mut self, step: &str, work: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if !self.path.is_empty() && !step.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(&short(step));
        work(self);
        self.path.truncate(length);
    }

    fn content(&mut self, value: &'a Value) {
        let Some(map) = value.as_object() else {
            return self.fault("must be an object with the list 'blocks'");
        };
        for name in map.keys().filter(|name| *name != "blocks") {
            self.within(name, |it| it.fault("is not known: a content has 'blocks' alone"));
        }
        match map.get("blocks") {
            Some(blocks) => self.within("blocks", |it| it.slot(blocks, 1)),
            None => self.fault("must have the list 'blocks'"),
        }
    }

    fn slot(&mut self, value: &'a Value, depth: usize) {
        let Some(blocks) = value.as_array() else {
            return self.fault("must be a list of blocks");
        };
        if depth > MAX_DEPTH && !blocks.is_empty() {
            return self.fault(format!("blocks stand in each other more than {MAX_DEPTH} deep: move these out"));
        }
        for (i, block) in blocks.iter().enumerate() {
            self.blocks += 1;
            if self.blocks == MAX_BLOCKS + 1 {
                self.faults.truncate(MAX_FAULTS - 1);
                self.faults
                    .push(Fault::whole(format!("has more than {MAX_BLOCKS} blocks: divide it into several pages")));
            }
            if self.blocks > MAX_BLOCKS || self.is_full() {
                return;
            }
            let outer = std::mem::take(&mut self.owner);
            self.within(&format!("[{i}]"), |it| it.block(block, depth));
            self.owner = outer;
        }
    }

    fn block(&mut self, value: &'a Value, depth: usize) {
        let Some(map) = value.as_object() else {
            return self.fault("must be a block: an object with 'type' and 'props'");
        };
        let props = map.get("props").and_then(Value::as_object);
        self.owner.id = props.and_then(|props| props.get("id")).and_then(Value::as_str);
        for name in map.keys().filter(|name| !matches!(name.as_str(), "type" | "props")) {
            self.within(name, |it| it.fault("is not known: a block has 'type' and 'props' alone"));
        }
        let type_name = map.get("type").and_then(Value::as_str);
        let form = type_name.and_then(registry::form);
        match (type_name, form) {
            (None, _) => self.within("type", |it| it.fault("must be the name of a type, such as 'heading'")),
            (Some(given), None) => {
                let message = unknown("type", given, registry::NAMES.iter().copied());
                self.within("type", |it| it.fault(message));
            }
            _ => {}
        }
        let (Some(form), Some(props)) = (form, props) else {
            if props.is_none() {
                self.within("props", |it| it.fault("must be an object with the props of the block"));
            }
            return;
        };
        self.within("props", |it| {
            it.owner.props = Some(it.path.len());
            if let Some(id) = it.id(props)
                && !it.ids.insert(id)
            {
                it.within("id", |it| {
                    it.fault(format!("'{id}' is the id of another block too: give one of them another"));
                });
            }
            it.fields(props, &form.fields, depth);
        });
    }

    /// The id of a block or an entry.
    fn id(&mut self, map: &'a Map<String, Value>) -> Option<&'a str> {
        match map.get("id") {
            Some(Value::String(id)) if crate::props::check_id(id).is_ok() => return Some(id),
            Some(Value::String(_)) => {
                self.within("id", |it| it.fault("must have 1 to 64 letters, digits, '-' and '_'"));
            }
            Some(_) => self.within("id", |it| it.fault("must be a text")),
            None => self.within("id", |it| it.fault("must be there: give an id that no other has")),
        }
        None
    }

    fn fields(&mut self, map: &'a Map<String, Value>, fields: &'static [Field], depth: usize) {
        for name in map.keys().filter(|name| *name != "id" && !fields.iter().any(|field| field.name == **name)) {
            let message = unknown("prop", name, fields.iter().map(|field| field.name));
            self.within(name, |it| it.fault(message));
        }
        for field in fields {
            if self.is_full() {
                return;
            }
            match map.get(field.name) {
                Some(Value::Null) if is_optional(&field.kind) => {}
                Some(value) => self.within(field.name, |it| it.value(&field.kind, value, depth)),
                None => {
                    if let Kind::List { min, .. } = field.kind
                        && min > 0
                    {
                        self.within(field.name, |it| it.fault(format!("must have at least {min} entries")));
                    }
                }
            }
        }
    }

    fn value(&mut self, kind: &'static Kind, value: &'a Value, depth: usize) {
        match kind {
            Kind::List { fields, min, max } => self.list(fields, *min, *max, value, depth),
            Kind::Slot { .. } => self.slot(value, depth + 1),
            Kind::Html { .. } => {
                self.leaf(kind, value);
                if let Some(html) = value.as_str().filter(|_| self.faults.is_empty()) {
                    let (block, field) = (self.owner.id.map(str::to_owned), self.field());
                    self.notices.extend(html::taken_out(html).into_iter().map(|what| Notice {
                        block: block.clone().unwrap_or_default(),
                        field: field.clone(),
                        code: NoticeCode::TakenOut,
                        message: format!("{what} was taken out"),
                    }));
                }
            }
            _ => self.leaf(kind, value),
        }
    }

    fn leaf(&mut self, kind: &Kind, value: &Value) {
        for message in check_leaf(kind, value) {
            self.fault(message);
        }
    }

    fn list(&mut self, fields: &'static [Field], min: usize, max: usize, value: &'a Value, depth: usize) {
        let Some(entries) = value.as_array() else {
            return self.fault("must be a list");
        };
        if entries.len() < min || entries.len() > max {
            self.fault(format!("has {} entries: from {min} to {max} are possible", entries.len()));
        }
        let mut ids = HashSet::new();
        for (i, entry) in entries.iter().enumerate().take(max) {
            if self.is_full() {
                return;
            }
            self.within(&format!("[{i}]"), |it| {
                let Some(map) = entry.as_object() else {
                    return it.fault("must be an object");
                };
                if let Some(id) = it.id(map)
                    && !ids.insert(id)
                {
                    it.within("id", |it| {
                        it.fault(format!("'{id}' is the id of another entry too: give one of them another"));
                    });
                }
                it.fields(map, fields, depth);
            });
        }
    }
}

/// Whether a prop may be `null`, which is the same as not there.
fn is_optional(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Media
            | Kind::Product
            | Kind::Collection
            | Kind::Category
            | Kind::Reusable
            | Kind::Link
            | Kind::Video
            | Kind::FocalPoint
    )
}

/// What is wrong with a value that holds no other blocks or entries.
pub(crate) fn check_leaf(kind: &Kind, value: &Value) -> Vec<String> {
    let text = |check: &dyn Fn(&str) -> Result<(), String>| match value.as_str() {
        Some(text) => check(text).err().into_iter().collect(),
        None => vec!["must be a text".to_owned()],
    };
    let number = |part: &str| value.get(part).and_then(Value::as_f64).is_some_and(|part| (0.0..=1.0).contains(&part));
    let fits = |fits: bool, message: String| if fits { Vec::new() } else { vec![message] };
    match kind {
        Kind::Text { max } => text(&|text| check_line(text, *max)),
        Kind::Textarea { max } => text(&|text| check_prose(text, *max)),
        Kind::RichText { max } => {
            value.as_str().map_or_else(|| vec!["must be a text".to_owned()], |html| html::check_rich(html, *max))
        }
        Kind::Html { max } => text(&|text| html::check_raw(text, *max)),
        Kind::Number { min, max } => fits(
            value.as_i64().is_some_and(|number| (*min..=*max).contains(&number)),
            format!("must be a whole number from {min} to {max}"),
        ),
        Kind::Select { options } | Kind::Color { options } => {
            let known = value.as_str().is_some_and(|given| options.iter().any(|option| option.value == given));
            fits(known, one_of(options))
        }
        Kind::Toggle => fits(value.is_boolean(), "must be true or false".into()),
        Kind::Media => text(&|text| check_ref(text, "med")),
        Kind::Product => text(&|text| check_ref(text, "prod")),
        Kind::Collection => text(&|text| check_ref(text, "pcol")),
        Kind::Category => text(&|text| check_ref(text, "pcat")),
        Kind::Reusable => text(&|text| check_ref(text, "rblk")),
        Kind::Link => text(&check_link),
        Kind::Video => text(&check_video),
        Kind::Key => text(&check_key),
        Kind::FocalPoint => fits(
            number("x") && number("y") && value.as_object().is_some_and(|point| point.len() == 2),
            "must have x and y from 0 to 1, and nothing else".into(),
        ),
        Kind::Products { max } => texts(value, *max, true, |id| check_ref(id, "prod")),
        Kind::Words { max, length } => texts(value, *max, false, |text| check_line(text, *length)),
        Kind::List { .. } | Kind::Slot { .. } => Vec::new(),
    }
}

fn texts(value: &Value, max: usize, once: bool, check: impl Fn(&str) -> Result<(), String>) -> Vec<String> {
    let Some(list) = value.as_array() else {
        return vec!["must be a list of texts".into()];
    };
    if list.len() > max {
        return vec![format!("has {} entries: at most {max} are possible", list.len())];
    }
    let mut seen = HashSet::new();
    let mut faults = Vec::new();
    for (i, entry) in list.iter().enumerate() {
        match entry.as_str() {
            None => faults.push(format!("must hold texts alone, and entry {i} is none")),
            Some(text) => {
                faults.extend(check(text).err().map(|fault| format!("has an entry ({i}) that {fault}")));
                if once && !seen.insert(text) {
                    faults.push(format!("has '{}' twice: name each once", short(text)));
                }
            }
        }
    }
    faults
}

fn one_of(options: &[Choice]) -> String {
    format!(
        "must be one of {}",
        options.iter().map(|option| format!("'{}'", option.value)).collect::<Vec<_>>().join(", ")
    )
}

fn unknown(what: &str, given: &str, known: impl Iterator<Item = &'static str>) -> String {
    let given = short(given);
    let near = known
        .map(|name| (strsim::jaro_winkler(&given, name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((_, name)) => format!("'{given}' is no known {what}: did you mean '{name}'?"),
        None => format!("'{given}' is no known {what}: take it out"),
    }
}

/// What somebody sent, short enough to be told.
fn short(text: &str) -> String {
    text.chars().take(64).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
