//! What stands in the bodies of promotions, campaigns and credit besides texts: words of a closed set, objects, sums, and what rules
//! compare with.

use std::marker::PhantomData;

use money::Amount;
use resource::fields::{self, complain};
use serde_json::Value;
use utoipa::openapi::schema::{Array, Object, ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type};
use web::{
    ApiError,
    body::{Change, Documented, Field, Fields, FromBody},
};

/// A closed set of words.
pub(crate) trait Words: 'static {
    /// All of them.
    const ALL: &'static [&'static str];
}

/// Declares closed sets of words.
macro_rules! sets {
    ($($(#[doc = $doc:literal])+ $name:ident: $($word:literal)+;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug)]
        pub(crate) enum $name {}

        impl Words for $name {
            const ALL: &'static [&'static str] = &[$($word),+];
        }
    )*};
}

sets! {
    /// `type` of a promotion.
    PromotionType: "standard" "buyget";
    /// `status` of a promotion.
    Status: "draft" "active" "inactive";
    /// `type` of an application method.
    MethodType: "fixed" "percentage";
    /// `target_type` of an application method.
    TargetType: "order" "shipping_methods" "items";
    /// `allocation` of an application method.
    Allocation: "each" "across" "once";
    /// `operator` of a rule.
    Comparison: "gte" "lte" "gt" "lt" "eq" "ne" "in";
    /// `type` of a budget.
    BudgetType: "spend" "usage" "use_by_attribute" "spend_by_attribute";
    /// `attribute` of a budget.
    BudgetAttribute: "customer_id" "customer_email";
}

/// One of some words, if anything is said.
#[derive(Debug)]
pub(crate) struct OneOf<W>(pub(crate) Option<&'static str>, PhantomData<fn() -> W>);

/// One of some words, which has to be said.
#[derive(Debug)]
pub(crate) struct MustBe<W>(pub(crate) &'static str, PhantomData<fn() -> W>);

fn words<W: Words>() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(W::ALL.iter().copied()))
}

impl<W: Words> Field for OneOf<W> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.one_of(name, W::ALL), PhantomData)
    }

    fn schema() -> Schema {
        words::<W>().into()
    }
}

impl<W: Words> Field for MustBe<W> {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let word = if is_said(fields, name) { fields.one_of(name, W::ALL) } else { None };
        Self(word.unwrap_or_default(), PhantomData)
    }

    fn schema() -> Schema {
        words::<W>().into()
    }
}

/// Whether something that is required is there; complains if not.
fn is_said(fields: &mut Fields, name: &'static str) -> bool {
    match fields.take(name) {
        None | Some(Value::Null) => {
            fields.complain(format!("Field '{}' is required", fields.at(name)));
            false
        }
        Some(value) => {
            fields.put(name, value);
            true
        }
    }
}

/// An object in a body.
#[derive(Debug)]
pub(crate) struct Inner<T, const REQUIRED: bool>(pub(crate) Option<T>);

impl<T: FromBody + Documented, const REQUIRED: bool> Field for Inner<T, REQUIRED> {
    const IS_REQUIRED: bool = REQUIRED;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if REQUIRED && !is_said(fields, name) {
            return Self(None);
        }
        Self(fields.object(name))
    }

    fn schema() -> Schema {
        T::object().into()
    }
}

/// A sum of money, or a number of uses: not below zero, and of no more digits than anybody needs.
#[derive(Debug, Clone)]
pub(crate) struct Sum(pub(crate) Change<Amount>);

/// The same, which has to be said.
#[derive(Debug, Clone)]
pub(crate) struct MustSum(pub(crate) Amount);

/// More than anybody sells: so much fits whatever is added up.
const MOST: &str = "1000000000000000";

impl Field for Sum {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        match fields.take(name) {
            None => return Self(Change::Keep),
            Some(Value::Null) => return Self(Change::Clear),
            Some(value) => fields.put(name, value),
        }
        let at = fields.at(name);
        let Some(number) = fields::Amount::read(fields, name).0 else { return Self(Change::Keep) };
        let (Ok(amount), Ok(most)) = (Amount::new(number), MOST.parse::<Amount>()) else {
            fields.complain(format!("Value for field '{at}' has too many digits"));
            return Self(Change::Keep);
        };
        if amount < Amount::zero() {
            fields.complain(format!("Value for field '{at}' too small, expected at least: '0'"));
            return Self(Change::Keep);
        }
        if amount > most || amount.as_decimal().fractional_digit_count() > 20 {
            fields.complain(format!("Value for field '{at}' too big, expected at most: '{MOST}'"));
            return Self(Change::Keep);
        }
        Self(Change::Set(amount))
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::Number, Type::Null])).minimum(Some(0)).into()
    }
}

impl Field for MustSum {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let said = if is_said(fields, name) { Sum::read(fields, name).0.given() } else { None };
        Self(said.unwrap_or_default())
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0)).into()
    }
}

/// What a rule compares with: a text, or several.
#[derive(Debug)]
pub(crate) struct Values(pub(crate) Vec<String>);

/// The most values of a rule.
const MOST_VALUES: usize = 1_000;

impl Field for Values {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let values = match fields.take(name) {
            None | Some(Value::Null) => {
                fields.complain(format!("Field '{at}' is required"));
                return Self(Vec::new());
            }
            Some(Value::Array(values)) => values,
            Some(value) => vec![value],
        };
        if values.is_empty() {
            fields.complain(format!("Value for field '{at}' too small, expected at least: '1'"));
        } else if values.len() > MOST_VALUES {
            fields.complain(format!("Value for field '{at}' too big, expected at most: '{MOST_VALUES}'"));
            return Self(Vec::new());
        }
        let mut texts = Vec::with_capacity(values.len());
        for value in values {
            match value {
                Value::String(text) if !text.contains('\0') && text.chars().count() <= fields::MAX_WORD => {
                    texts.push(text);
                }
                other => complain(fields, "string", &at, &other),
            }
        }
        Self(texts)
    }

    fn schema() -> Schema {
        let text = || Object::with_type(Type::String);
        OneOfBuilder::new().item(text()).item(Array::new(text())).into()
    }
}

/// A currency that there is, in lower case; `at` is where it stands in the body.
pub(crate) fn currency(code: &str, at: &str) -> Result<String, ApiError> {
    let code = code.to_lowercase();
    if iso::currency(&code).is_some() {
        return Ok(code);
    }
    let code: String = code.chars().take(20).collect();
    let words = format!("Invalid request: Value for field '{at}' must be an ISO 4217 code, got: '{code}'");
    Err(ApiError::invalid_data(words))
}
