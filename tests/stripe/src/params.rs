//! Which parameters an operation takes. What is not named there is refused by name, as Stripe does: a double that ignored a
//! misspelt parameter would say yes to a request that Stripe refuses.
//!
//! A parameter that Stripe knows and the double does not play is refused too: extend the table first, and the double with it.

use crate::{
    error::Refused,
    form::{Form, Node},
};

/// What a parameter looks like.
#[derive(Debug)]
pub(crate) enum Kind {
    Text,
    Int,
    Bool,
    Currency,
    OneOf(&'static [&'static str]),
    Metadata,
    Texts,
    /// A time, or the bounds of one.
    Range,
    Object(&'static [Param]),
    /// An object, or nothing in place of one that was there.
    Clearable(&'static [Param]),
    Objects(&'static [Param]),
    /// Paths that can be expanded.
    Expand(&'static [&'static str]),
}

#[derive(Debug)]
pub(crate) struct Param {
    name: &'static str,
    kind: Kind,
    required: bool,
}

pub(crate) const fn need(name: &'static str, kind: Kind) -> Param {
    Param { name, kind, required: true }
}

pub(crate) const fn may(name: &'static str, kind: Kind) -> Param {
    Param { name, kind, required: false }
}

/// The currencies that Stripe presents in, as far as they are played.
pub(crate) const CURRENCIES: &[&str] = &[
    "aed", "aud", "bgn", "bhd", "bif", "brl", "cad", "chf", "clp", "cny", "czk", "djf", "dkk", "eur", "gbp", "gnf",
    "hkd", "huf", "idr", "ils", "inr", "isk", "jod", "jpy", "kmf", "krw", "kwd", "mga", "mxn", "myr", "nok", "nzd",
    "omr", "php", "pln", "pyg", "ron", "rwf", "sar", "sek", "sgd", "thb", "tnd", "try", "twd", "ugx", "usd", "vnd",
    "vuv", "xaf", "xof", "xpf", "zar",
];

const BOUNDS: &[Param] = &[may("gt", Kind::Int), may("gte", Kind::Int), may("lt", Kind::Int), may("lte", Kind::Int)];

/// Says what is wrong with a form, if anything is.
pub(crate) fn check(form: &Form, params: &[Param]) -> Result<(), Refused> {
    check_below(form, params, "")
}

fn check_below(form: &Form, params: &[Param], prefix: &str) -> Result<(), Refused> {
    let full = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}[{name}]") };
    let unknown: Vec<String> = form
        .0
        .iter()
        .filter(|(name, _)| params.iter().all(|param| param.name != name))
        .map(|(name, _)| full(name))
        .collect();
    if let Some(first) = unknown.first() {
        let s = if unknown.len() == 1 { "" } else { "s" };
        let message = format!("Received unknown parameter{s}: {}", unknown.join(", "));
        return Err(Refused::invalid(message).code("parameter_unknown").param(first.clone()));
    }
    for param in params {
        let name = full(param.name);
        match form.node(param.name) {
            None if param.required => {
                let refused = Refused::invalid(format!("Missing required param: {name}."));
                return Err(refused.code("parameter_missing").param(name));
            }
            None => {}
            Some(node) => param.kind.check(node, &name)?,
        }
    }
    Ok(())
}

impl Kind {
    fn check(&self, node: &Node, name: &str) -> Result<(), Refused> {
        let invalid = |message: String| Err(Refused::invalid(message).param(name));
        match (self, node) {
            (Self::Object(params) | Self::Clearable(params), Node::Map(entries)) => check_below(&Form(entries.clone()), params, name),
            (Self::Range, Node::Map(entries)) => check_below(&Form(entries.clone()), BOUNDS, name),
            (Self::Objects(params), Node::Map(entries)) => {
                for (index, entry) in entries {
                    Self::Object(params).check(entry, &format!("{name}[{index}]"))?;
                }
                Ok(())
            }
            (Self::Metadata, Node::Map(entries)) => metadata(entries, name),
            (Self::Texts, Node::Map(entries)) => texts(entries, name),
            (Self::Expand(paths), Node::Map(entries)) => {
                texts(entries, name)?;
                for (_, path) in entries {
                    if let Node::Text(path) = path
                        && !paths.contains(&path.as_str())
                    {
                        return Err(Refused::invalid(format!("This property cannot be expanded ({path}).")).param("expand"));
                    }
                }
                Ok(())
            }
            (_, Node::Map(_)) => invalid(format!("Invalid {name}: a string was expected")),
            (Self::Clearable(_), Node::Text(text)) if text.is_empty() => Ok(()),
            (Self::Object(_) | Self::Clearable(_) | Self::Metadata, Node::Text(_)) => invalid("Invalid hash".to_owned()),
            (Self::Objects(_) | Self::Texts | Self::Expand(_), Node::Text(_)) => invalid("Invalid array".to_owned()),
            (_, Node::Text(text)) if text.is_empty() => Err(Refused::invalid(format!(
                "You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; however \
                 '{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty value."
            ))
            .code("parameter_invalid_empty")
            .param(name)),
            (Self::Int | Self::Range, Node::Text(text)) => match text.parse::<i64>() {
                Ok(_) if !text.starts_with('+') => Ok(()),
                _ => {
                    let refused = Refused::invalid(format!("Invalid integer: {text}"));
                    Err(refused.code("parameter_invalid_integer").param(name))
                }
            },
            (Self::Bool, Node::Text(text)) if !["true", "false"].contains(&text.as_str()) => {
                invalid(format!("Invalid boolean: {text}"))
            }
            (Self::OneOf(values), Node::Text(text)) if !values.contains(&text.as_str()) => {
                invalid(format!("Invalid {name}: must be one of {}", values.join(", ")))
            }
            (Self::Currency, Node::Text(text)) if !CURRENCIES.contains(&text.as_str()) => {
                invalid(format!("Invalid currency: {text}. Stripe currently supports these currencies: {}", CURRENCIES.join(", ")))
            }
            (Self::Text, Node::Text(text)) if text.len() > 5000 => {
                invalid(format!("Invalid string: {name} must be at most 5000 characters"))
            }
            _ => Ok(()),
        }
    }
}

fn texts(entries: &[(String, Node)], name: &str) -> Result<(), Refused> {
    for (at, (index, entry)) in entries.iter().enumerate() {
        if !matches!(entry, Node::Text(_)) || index.parse() != Ok(at) {
            return Err(Refused::invalid("Invalid array").param(name));
        }
    }
    Ok(())
}

fn metadata(entries: &[(String, Node)], name: &str) -> Result<(), Refused> {
    if entries.len() > 50 {
        return Err(Refused::invalid("You can only have 50 keys in a metadata hash").param(name));
    }
    for (key, value) in entries {
        let Node::Text(value) = value else {
            return Err(Refused::invalid("Metadata values must be strings").param(format!("{name}[{key}]")));
        };
        if key.is_empty() || key.len() > 40 {
            return Err(Refused::invalid("Metadata keys must have 1 to 40 characters").param(format!("{name}[{key}]")));
        }
        if value.len() > 500 {
            return Err(
                Refused::invalid("Metadata values must have at most 500 characters").param(format!("{name}[{key}]"))
            );
        }
    }
    Ok(())
}
