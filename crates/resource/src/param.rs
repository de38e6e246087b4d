//! What a list can be filtered by, declared once: it is read from the query, compiled to SQL and documented from here.
//!
//! A parameter takes a value, several of them, or Medusa's operators (`email[$ilike]=%@example.com`), and `$and` and `$or` put
//! them together, as deep as a query may be.

use std::str::FromStr;

use sea_orm::Value;
use utoipa::openapi::{
    Ref, RefOr, Required, Schema,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::{ObjectBuilder, Type},
};
use uuid::Uuid;
use web::query::{Params, QueryValue, parse_time, split_words};

use crate::{Filter, ids};

/// The most conditions of a list: each is looked at for each row.
const MOST: usize = 300;
/// The most of a list that everybody may ask for.
const FEW: usize = 50;

/// A parameter of a list.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    name: &'static str,
    /// A column of the table, an expression with a dot, or a condition with `?`.
    sql: &'static str,
    kind: Kind,
    words: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    /// Compared with what this makes of the texts.
    Key(fn(&[String]) -> Value),
    Boolean,
    /// Between these two.
    Number(i64, i64),
    Time,
    /// What is said of something else that it has.
    Has(&'static Has),
}

/// Something that a row has, which lists are filtered by too: `variants[sku]=…`.
#[derive(Debug)]
pub struct Has {
    /// The beginning of its condition, up to where `and …)` may follow.
    pub exists: &'static str,
    /// Its alias there.
    pub alias: &'static str,
    /// What it can be filtered by.
    pub params: &'static [Param],
    /// The columns in which `q` looks for words.
    pub words: &'static [&'static str],
}

impl Param {
    const fn new(name: &'static str, kind: Kind, words: &'static str) -> Self {
        Self { name, sql: name, kind, words }
    }

    /// A text, which is the column of this name.
    pub const fn text(name: &'static str, words: &'static str) -> Self {
        Self::new(name, Kind::Text, words)
    }

    /// Ids of a kind; a text that is none names nothing.
    pub const fn ids<T: FromStr + Into<Uuid>>(name: &'static str, words: &'static str) -> Self {
        Self::new(name, Kind::Key(|texts| ids::<T>(texts).into()), words)
    }

    /// Texts that are compared as something else: the array that `?` stands for in [`Param::when`].
    pub const fn keys(name: &'static str, made: fn(&[String]) -> Value, words: &'static str) -> Self {
        Self::new(name, Kind::Key(made), words)
    }

    /// `true` or `false`.
    pub const fn boolean(name: &'static str, words: &'static str) -> Self {
        Self::new(name, Kind::Boolean, words)
    }

    /// A whole number.
    pub const fn number(name: &'static str, words: &'static str) -> Self {
        Self::new(name, Kind::Number(i64::MIN, i64::MAX), words)
    }

    /// A time.
    pub const fn time(name: &'static str, words: &'static str) -> Self {
        Self::new(name, Kind::Time, words)
    }

    /// What is said of something that the rows have.
    pub const fn has(name: &'static str, what: &'static Has, words: &'static str) -> Self {
        Self::new(name, Kind::Has(what), words)
    }

    /// A number is between these two.
    #[must_use]
    pub const fn within(self, least: i64, most: i64) -> Self {
        Self { kind: Kind::Number(least, most), ..self }
    }

    /// It is another column than that of its name, with its alias: `u.last_used_at`.
    #[must_use]
    pub const fn at(self, sql: &'static str) -> Self {
        Self { sql, ..self }
    }

    /// Keys for which this holds; `?` stands for the array of them.
    #[must_use]
    pub const fn when(self, sql: &'static str) -> Self {
        Self { sql, ..self }
    }

    /// As the OpenAPI document shows it.
    pub fn documented(&self) -> Parameter {
        ParameterBuilder::new()
            .name(self.name)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some(self.words))
            .schema(Some(self.schema()))
            .build()
    }

    fn schema(&self) -> RefOr<Schema> {
        let name = match self.kind {
            Kind::Text => "TextFilter",
            Kind::Key(_) => "KeyFilter",
            Kind::Boolean => "BooleanFilter",
            Kind::Number(..) => "NumberFilter",
            Kind::Time => "TimeFilter",
            Kind::Has(what) => {
                let object =
                    what.params.iter().fold(ObjectBuilder::new().schema_type(Type::Object), |object, param| {
                        object.property(param.name, param.schema())
                    });
                return Schema::from(object.build()).into();
            }
        };
        Ref::from_schema_name(name).into()
    }
}

/// Takes what these parameters say of a table of this alias out of a query.
pub fn read(query: &mut Params, params: &[Param], alias: &str, filter: &mut Filter) {
    Reader { params: params.to_vec(), alias, words: &[] }.read(query, filter);
}

/// The same for strangers, who may say less at once; `words` are the columns in which a `q` below `$or` looks.
pub fn read_few(query: &mut Params, params: Vec<Param>, alias: &str, words: &[&str], filter: &mut Filter) {
    let before = filter.count();
    Reader { params, alias, words }.read(query, filter);
    if filter.count() - before > FEW {
        query.complain(format!("There are more than {FEW} conditions: ask for less at once"));
    }
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
        for param in &self.params {
            if let Some(value) = query.take(param.name) {
                self.param(query, param, param.name, value, filter);
            }
        }
        for name in ["$and", "$or"] {
            if let Some(value) = query.take(name) {
                self.group(query, name, name, value, filter);
            }
        }
        if filter.count() > MOST {
            query.complain(format!("There are more than {MOST} conditions: ask for less at once"));
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
                ("$eq" | "$in", _) => self.one_of(query, param, &path, &value, filter),
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

#[cfg(test)]
mod tests {
    use super::*;

    const PARAMS: &[Param] = &[
        Param::text("email", ""),
        Param::boolean("is_open", ""),
        Param::number("stock", "").within(0, 99),
        Param::time("created_at", ""),
        Param::has("parts", &PARTS, ""),
        Param::keys("group", |texts| texts.to_vec().into(), "").when("exists (select from l where l.g = any(?))"),
    ];

    const PARTS: Has = Has {
        exists: "exists (select from p where p.t = t.id",
        alias: "p",
        params: &[Param::text("sku", ""), Param::number("stock", "")],
        words: &["p.sku"],
    };

    fn compiled(raw: &str) -> Result<(String, Vec<Value>), String> {
        let mut query = Params::parse(raw).map_err(|error| error.to_string())?;
        let mut filter = Filter::default();
        let reader = Reader { params: PARAMS.to_vec(), alias: "t", words: &["t.email"] };
        reader.read(&mut query, &mut filter);
        query.finish().map_err(|error| error.to_string())?;
        let mut values = Vec::new();
        Ok((filter.sql(&mut values), values))
    }

    fn sql(raw: &str) -> String {
        compiled(raw).unwrap().0
    }

    #[test]
    fn each_operator_is_compiled() {
        assert_eq!(sql(""), "true");
        assert_eq!(sql("email=a"), "t.email = any($1)");
        assert_eq!(sql("email[]=a&email[]=b"), "t.email = any($1)");
        assert_eq!(sql("email[$in][]=a&email[$in][]=b"), "t.email = any($1)");
        assert_eq!(sql("email[$ne]=a"), "not (t.email = any($1))");
        assert_eq!(sql("email[$nin]=a,b"), "not (t.email = any($1))");
        assert_eq!(sql("email[$not][$ilike]=a%25"), "not (t.email ilike $1)");
        assert_eq!(sql("email[$like]=a_&email[$gt]=b"), "t.email like $1 and t.email > $2");
        assert_eq!(sql("email[$exists]=false"), "t.email is null");
        assert_eq!(sql("is_open=true"), "((t.is_open = $1))");
        assert_eq!(sql("stock[$gte]=1&stock[$lt]=9"), "t.stock >= $1 and t.stock < $2");
        assert_eq!(sql("stock[]=1&stock[]=2"), "((t.stock = $1) or (t.stock = $2))");
        assert_eq!(sql("created_at[$lte]=2026-01-01"), "t.created_at <= $1");
        assert_eq!(sql("group=g"), "exists (select from l where l.g = any($1))");
        assert_eq!(sql("group[$nin][]=g"), "not (exists (select from l where l.g = any($1)))");
        let either = "created_at[$or][0][$lt]=2026-01-01&created_at[$or][1][$gt]=2026-02-01";
        assert_eq!(sql(either), "((t.created_at < $1) or (t.created_at > $2))");
    }

    #[test]
    fn what_rows_have() {
        let parts = "exists (select from p where p.t = t.id and";
        assert_eq!(sql("parts[sku]=a&email=b"), format!("t.email = any($1) and {parts} p.sku = any($2))"));
        assert_eq!(
            sql("parts[$or][0][sku][$like]=a&parts[$or][1][stock][$gt]=2"),
            format!("{parts} ((p.sku like $1) or (p.stock > $2)))")
        );
        assert_eq!(sql("$or[0][parts][q]=x"), format!("(({parts} (p.sku ilike $1))))"));
        assert_eq!(sql("parts[$and][0][sku]=a"), format!("{parts} p.sku = any($1))"));
        for (raw, part) in [
            ("parts=a", "Expected type: 'object' for field 'parts', got: 'a'"),
            ("parts[colour]=a", "Unrecognized fields: 'parts, colour'"),
            ("parts[stock]=a", "Expected type: 'number' for field 'parts, stock', got: 'a'"),
        ] {
            assert_eq!(compiled(raw).unwrap_err(), format!("Invalid request: {part}"), "{raw}");
        }
    }

    #[test]
    fn groups_are_put_together() {
        assert_eq!(
            sql("$or[0][email]=a&$or[0][stock][$gt]=1&$or[1][q]=x&is_open=true"),
            "((t.is_open = $1)) and ((t.email = any($2) and t.stock > $3) or ((t.email ilike $4)))"
        );
        assert_eq!(sql("$and[0][email]=a&$and[1][email]=b"), "t.email = any($1) and t.email = any($2)");
        // Indexes may come in any order and leave gaps.
        assert_eq!(sql("$or[1][email]=b&$or[0][email]=a&$or[1][stock]=1").matches(" or ").count(), 1);
        assert_eq!(sql("$or[7][email]=b"), "((t.email = any($1)))");
        assert_eq!(
            sql("$or[0][$and][0][email]=a&$or[0][$and][1][stock]=1"),
            "((t.email = any($1) and ((t.stock = $2))))"
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (raw, part) in [
            ("email[$re]=a", "Unrecognized fields: 'email, $re'"),
            ("group[$like]=a", "Unrecognized fields: 'group, $like'"),
            ("group[$exists]=true", "Unrecognized fields: 'group, $exists'"),
            ("is_open[$gt]=true", "Unrecognized fields: 'is_open, $gt'"),
            ("is_open=maybe", "Expected type: 'boolean' for field 'is_open', got: 'maybe'"),
            ("stock[$gt]=x", "Expected type: 'number' for field 'stock, $gt', got: 'x'"),
            ("stock[$gt]=-1", "Value for field 'stock, $gt' too small, expected at least: '0'"),
            ("stock=100", "Value for field 'stock' too big, expected at most: '99'"),
            ("created_at[$gt]=soon", "Expected type: 'date' for field 'created_at, $gt', got: 'soon'"),
            ("email[$like]=a%5C", "Value for field 'email, $like' must not end with a backslash"),
            ("email[$exists]=x", "Expected type: 'boolean' for field 'email, $exists', got: 'x'"),
            ("$or[0][colour]=red", "Unrecognized fields: '$or, 0, colour'"),
            ("$or[email]=red", "Expected type: 'array' for field '$or', got: 'object'"),
            ("$or[]=red", "Expected type: 'object' for field '$or, 0', got: 'red'"),
            ("$or[0][email][$gt][x]=1", "Expected type: 'string' for field '$or, 0, email, $gt', got: 'object'"),
        ] {
            let complaint = compiled(raw).unwrap_err();
            assert_eq!(complaint, format!("Invalid request: {part}"), "{raw}");
        }
        assert!(compiled("email[$like]=a%5C%5C").is_ok(), "two backslashes are one sign");
        let many = |members: usize| (0..members).map(|at| format!("$or[{at}][q]=a+b+c")).collect::<Vec<_>>().join("&");
        assert!(compiled(&many(100)).is_ok());
        assert!(compiled(&many(101)).unwrap_err().contains("more than 300 conditions"));
    }
}
