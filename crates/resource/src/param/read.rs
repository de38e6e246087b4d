//! What a query says of the parameters of a list, compiled to its filter.

use sea_orm::Value;
use web::query::{Params, QueryValue, parse_time, split_words};

use super::{Kind, Param, pattern};
use crate::Filter;

/// The most conditions of a list: each is looked at for each row, and counts as many as it costs.
const MOST: usize = 300;
/// The most of a list that everybody may ask for.
const FEW: usize = 50;

/// Takes what these parameters say of a table of this alias out of a query.
pub fn read(query: &mut Params, params: &[Param], alias: &str, filter: &mut Filter) {
    Reader { params: params.to_vec(), alias, words: &[] }.read(query, filter);
}

/// The same for strangers, who may say less at once; `words` are the columns in which a `q` below `$or` looks.
pub fn read_few(query: &mut Params, params: Vec<Param>, alias: &str, words: &[&str], filter: &mut Filter) {
    Reader { params, alias, words }.read_at_most(query, filter, FEW);
}

/// The parameters of a table, and what they compile to.
pub(crate) struct Reader<'a> {
    pub(crate) params: Vec<Param>,
    pub(crate) alias: &'a str,
    /// The columns in which `q` looks for words.
    pub(crate) words: &'a [&'a str],
}

impl Reader<'_> {
    /// Takes what it knows from a query.
    pub(crate) fn read(&self, query: &mut Params, filter: &mut Filter) {
        self.read_at_most(query, filter, MOST);
    }

    fn read_at_most(&self, query: &mut Params, filter: &mut Filter, most: usize) {
        let (mut price, mut dearest) = (0, (0, ""));
        let names = self.params.iter().map(|param| (param.name, Some(param)));
        for (name, param) in names.chain([("$and", None), ("$or", None)]) {
            let Some(value) = query.take(name) else { continue };
            let mut inner = Filter::default();
            match param {
                Some(param) => self.param(query, param, name, value, &mut inner),
                None => self.group(query, name, name, value, &mut inner),
            }
            price += inner.price();
            dearest = dearest.max((inner.price(), name));
            filter.all(inner);
        }
        if price > most * 10 {
            let (_, name) = dearest;
            query.complain(format!(
                "There are more than {most} conditions, most of them in '{name}', where one on what a row has counts as 6 or more, a \
                 regular expression as 10, a pattern or word as 1.5 for each column, and each further value as 0.1: ask for less at once"
            ));
        }
    }

    /// Whether a query says something of this parameter at its top.
    pub(crate) fn has(&self, query: &Params, name: &str) -> bool {
        self.params.iter().any(|param| param.name == name) && query.has(name)
    }

    /// `$or[0][email]=…&$or[1][phone]=…`
    fn group(&self, query: &mut Params, name: &str, path: &str, value: QueryValue, filter: &mut Filter) {
        Self::groups(query, name, path, value, filter, |query, path, value, inner| {
            self.fields(query, path, value, inner);
        });
    }

    /// What is said of several parameters at once: a member of a group, or of what the rows have.
    fn fields(&self, query: &mut Params, path: &str, value: QueryValue, inner: &mut Filter) {
        let QueryValue::Map(fields) = value else {
            return query.wrong_type(path, "object", &value);
        };
        for (field, value) in fields {
            let path = format!("{path}, {field}");
            match (self.params.iter().find(|param| param.name == field), &*field) {
                (Some(param), _) => self.param(query, param, &path, value, inner),
                (None, "$and" | "$or") => self.group(query, &field, &path, value, inner),
                (None, "q") if !self.words.is_empty() => match value.as_text() {
                    Some(text) => inner.and_words(self.words, &split_words(text)),
                    None => query.wrong_type(&path, "string", &value),
                },
                (None, _) => query.unrecognised(&path),
            }
        }
    }

    /// The members of an `$and` or an `$or`, each read by `member`.
    fn groups(
        query: &mut Params,
        name: &str,
        path: &str,
        value: QueryValue,
        filter: &mut Filter,
        member: impl Fn(&mut Params, &str, QueryValue, &mut Filter),
    ) {
        let QueryValue::List(members) = value else {
            return query.wrong_type(path, "array", &value);
        };
        let mut read = Vec::with_capacity(members.len());
        for (at, value) in members.into_iter().enumerate() {
            let mut inner = Filter::default();
            member(query, &format!("{path}, {at}"), value, &mut inner);
            read.push(inner);
        }
        match name {
            "$and" => read.into_iter().for_each(|inner| filter.all(inner)),
            _ if read.is_empty() => {}
            _ => filter.any(read),
        }
    }

    fn param(&self, query: &mut Params, param: &Param, path: &str, value: QueryValue, filter: &mut Filter) {
        if let Kind::Has(what) = param.kind {
            let mut inner = Filter::default();
            let reader = Reader { params: what.params.to_vec(), alias: what.alias, words: what.words };
            reader.fields(query, path, value, &mut inner);
            return filter.exists(what.exists, inner);
        }
        let QueryValue::Map(operators) = value else {
            return self.one_of(query, param, path, &value, filter);
        };
        for (operator, value) in operators {
            let path = format!("{path}, {operator}");
            let comparison = match &*operator {
                "$gt" => ">",
                "$gte" => ">=",
                "$lt" => "<",
                "$lte" => "<=",
                "$like" => "like",
                "$ilike" => "ilike",
                _ => "",
            };
            match (&*operator, param.kind) {
                // A value is compared with lists as the list that has it alone.
                ("$eq" | "$in" | "$overlap", _) => self.one_of(query, param, &path, &value, filter),
                ("$contained", _) if !param.sql.contains('?') => self.one_of(query, param, &path, &value, filter),
                ("$contains", _) => self.all_of(query, param, &path, &value, filter),
                ("$ne" | "$nin" | "$not", _) => {
                    let mut inner = Filter::default();
                    match value {
                        QueryValue::Map(_) if operator == "$not" => self.param(query, param, &path, value, &mut inner),
                        value => self.one_of(query, param, &path, &value, &mut inner),
                    }
                    filter.not(inner);
                }
                ("$and" | "$or", _) => {
                    Self::groups(query, &operator, &path, value, filter, |query, path, value, inner| {
                        self.param(query, param, path, value, inner);
                    });
                }
                ("$exists", _) if !param.sql.contains('?') => match value.as_text() {
                    Some("true") => filter.also(format!("{} is not null", self.column(param))),
                    Some("false") => filter.also(format!("{} is null", self.column(param))),
                    _ => query.wrong_type(&path, "boolean", &value),
                },
                ("$like" | "$ilike", Kind::Text) => match value.as_text() {
                    Some(pattern) if ends_in_escape(pattern) => {
                        query.complain(format!("Value for field '{path}' must not end with a backslash"));
                    }
                    Some(pattern) => filter.and(format!("{} {comparison} ?", self.column(param)), pattern),
                    None => query.wrong_type(&path, "string", &value),
                },
                ("$re", Kind::Text) => match value.as_text().map(|text| (text, pattern::check(text))) {
                    Some((text, Ok(()))) => filter.and(format!("{} ~ ?", self.column(param)), text),
                    Some((_, Err(why))) => query.complain(format!("Value for field '{path}' {why}")),
                    None => query.wrong_type(&path, "string", &value),
                },
                ("$fulltext", Kind::Text) => match value.as_text() {
                    Some(text) => filter.and_words(&[&*self.column(param)], &split_words(text)),
                    None => query.wrong_type(&path, "string", &value),
                },
                ("$gt" | "$gte" | "$lt" | "$lte", Kind::Text | Kind::Number(..) | Kind::Time) => {
                    if let Some(value) = read_one(query, param.kind, &path, &value) {
                        filter.and(format!("{} {comparison} ?", self.column(param)), value);
                    }
                }
                _ => query.unrecognised(&path),
            }
        }
    }

    /// `a=1`, `a[]=1&a[]=2`
    fn one_of(&self, query: &mut Params, param: &Param, path: &str, value: &QueryValue, filter: &mut Filter) {
        let Some(texts) = query.listed(path, value) else {
            return;
        };
        let column = self.column(param);
        match param.kind {
            Kind::Text => filter.and(format!("{column} = any(?)"), texts),
            Kind::Key(made) => {
                let condition = if param.sql.contains('?') { column } else { format!("{column} = any(?)") };
                filter.and(condition, made(&texts));
            }
            Kind::Boolean | Kind::Number(..) | Kind::Time => {
                let values = texts.into_iter().map(QueryValue::Text);
                let read: Vec<Value> = values.filter_map(|value| read_one(query, param.kind, path, &value)).collect();
                let alternatives = read.into_iter().map(|value| {
                    let mut inner = Filter::default();
                    inner.and(format!("{column} = ?"), value);
                    inner
                });
                filter.any(alternatives.collect());
            }
            // Read where it stands: see `param`.
            Kind::Has(_) => query.wrong_type(path, "object", value),
        }
    }

    /// `a[$contains][]=1&a[$contains][]=2`: each of them.
    fn all_of(&self, query: &mut Params, param: &Param, path: &str, value: &QueryValue, filter: &mut Filter) {
        for text in query.listed(path, value).unwrap_or_default() {
            self.one_of(query, param, path, &QueryValue::Text(text), filter);
        }
    }

    /// Its SQL: a name without a dot is a column of the table.
    fn column(&self, param: &Param) -> String {
        let is_whole = param.sql.contains(['.', '?']);
        if is_whole { param.sql.to_owned() } else { format!("{}.{}", self.alias, param.sql) }
    }
}

/// A value that is compared as it is.
fn read_one(query: &mut Params, kind: Kind, path: &str, value: &QueryValue) -> Option<Value> {
    let text = value.as_text();
    let (expected, read): (_, Option<Value>) = match kind {
        Kind::Text | Kind::Key(_) | Kind::Has(_) => ("string", text.map(Value::from)),
        Kind::Boolean => ("boolean", text.and_then(read_boolean).map(Value::from)),
        Kind::Number(least, most) => {
            let number = text.and_then(|text| text.trim().parse::<i64>().ok());
            let (words, bound) = if number.is_some_and(|number| number < least) {
                ("too small, expected at least", least)
            } else {
                ("too big, expected at most", most)
            };
            if number.is_some_and(|number| !(least..=most).contains(&number)) {
                query.complain(format!("Value for field '{path}' {words}: '{bound}'"));
                return None;
            }
            ("number", number.map(Value::from))
        }
        Kind::Time => ("date", text.and_then(parse_time).map(Value::from)),
    };
    if read.is_none() {
        query.wrong_type(path, expected, value);
    }
    read
}

fn read_boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// Postgres refuses a pattern whose last sign takes away the meaning of the next one.
fn ends_in_escape(pattern: &str) -> bool {
    pattern.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}
