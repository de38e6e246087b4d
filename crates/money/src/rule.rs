//! Conditions of promotions and prices: a path, an operator, values.

use crate::Amount;

/// How a value is compared with a rule's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Eq,
    In,
    Ne,
    Gt,
    Gte,
    Lt,
    Lte,
}

impl Operator {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Eq, "eq"),
        (Self::In, "in"),
        (Self::Ne, "ne"),
        (Self::Gt, "gt"),
        (Self::Gte, "gte"),
        (Self::Lt, "lt"),
        (Self::Lte, "lte"),
    ];

    /// As the database and the wire have it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(known, _)| *known == self).map_or("eq", |(_, name)| name)
    }

    /// The operator of that name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(operator, _)| *operator)
    }
}

/// A condition. Its values are read once, however many lines it is asked about.
#[derive(Debug, Clone)]
pub struct Rule {
    attribute: String,
    test: Test,
}

#[derive(Debug, Clone)]
enum Test {
    /// Sorted, as the next.
    AnyOf(Vec<String>),
    NoneOf(Vec<String>),
    /// The number to compare with; a rule whose values are no numbers holds for nothing.
    Compare(Operator, Option<Amount>),
}

impl Rule {
    /// `eq` and `in`: one of the values; `ne`: none of them; the rest compares numbers with any of them.
    pub fn new<V: Into<String>>(
        attribute: impl Into<String>,
        operator: Operator,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(Into::into);
        let test = match operator {
            Operator::Eq | Operator::In => Test::AnyOf(sorted(values)),
            Operator::Ne => Test::NoneOf(sorted(values)),
            // Above any of them is above the least; below any of them below the greatest.
            Operator::Gt | Operator::Gte => Test::Compare(operator, numbers(values).min()),
            Operator::Lt | Operator::Lte => Test::Compare(operator, numbers(values).max()),
        };
        Self { attribute: attribute.into(), test }
    }

    /// The same with an operator by its name; one that nobody knows holds for nothing.
    pub fn named<V: Into<String>>(
        attribute: impl Into<String>,
        operator: &str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        match Operator::of(operator) {
            Some(operator) => Self::new(attribute, operator, values),
            None => Self { attribute: attribute.into(), test: Test::AnyOf(Vec::new()) },
        }
    }

    /// The path that it asks for.
    pub fn attribute(&self) -> &str {
        &self.attribute
    }

    /// Whether it holds for what is at its path: if it does for any of the values; `ne` if no value is one of the rule's.
    /// Of what is not known nothing but `ne` holds.
    pub fn holds<'a>(&self, mut actual: impl Iterator<Item = &'a String>) -> bool {
        match &self.test {
            Test::AnyOf(wanted) => actual.any(|value| wanted.binary_search(value).is_ok()),
            Test::NoneOf(unwanted) => !actual.any(|value| unwanted.binary_search(value).is_ok()),
            Test::Compare(_, None) => false,
            Test::Compare(operator, Some(bound)) => numbers(actual).any(|value| match operator {
                Operator::Gt => value > *bound,
                Operator::Gte => value >= *bound,
                Operator::Lt => value < *bound,
                Operator::Lte => value <= *bound,
                Operator::Eq | Operator::In | Operator::Ne => false,
            }),
        }
    }
}

fn sorted(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut values: Vec<String> = values.collect();
    values.sort_unstable();
    values
}

fn numbers<V: AsRef<str>>(values: impl Iterator<Item = V>) -> impl Iterator<Item = Amount> {
    values.filter_map(|value| value.as_ref().trim().parse().ok())
}
