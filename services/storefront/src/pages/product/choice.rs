//! Which variant of a product is meant.

use minijinja::{Value, context};
use serde::Serialize;
use serde_json::json;

use crate::{
    model::{Amount, Product, Variant},
    page::harmless,
    theme::money,
    visit::Form,
};

/// Before the name of an option, in forms and addresses.
pub(super) const OPTION: &str = "o-";
/// From so few on it is said how many are left.
const FEW: i64 = 5;

/// What is offered and what is chosen.
#[derive(Debug, Serialize)]
pub(super) struct Choice {
    groups: Vec<Group>,
    pub(super) variant: Option<Variant>,
    price: Option<Amount>,
    before: Option<Amount>,
    currency: String,
    is_tax_inclusive: bool,
    stock: Stock,
}

/// An option and its values.
#[derive(Debug, Serialize)]
struct Group {
    title: String,
    name: String,
    values: Vec<Pick>,
}

/// One of them.
#[derive(Debug, Serialize)]
struct Pick {
    value: String,
    is_chosen: bool,
    /// Something with it can be bought.
    is_possible: bool,
}

/// Whether it can be bought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "is", content = "count", rename_all = "snake_case")]
enum Stock {
    /// No variant is made of this choice.
    #[default]
    NotMade,
    In,
    Few(i64),
    Later,
    Out,
}

impl Stock {
    const fn is_buyable(self) -> bool {
        matches!(self, Self::In | Self::Few(_) | Self::Later)
    }
}

fn stock(variant: &Variant) -> Stock {
    // A key that shows several channels is not told how many there are: then the cart says it.
    let Some(left) = variant.inventory_quantity.filter(|_| variant.manage_inventory == Some(true)) else {
        return Stock::In;
    };
    match left {
        _ if left > FEW => Stock::In,
        1.. => Stock::Few(left),
        _ if variant.allow_backorder == Some(true) => Stock::Later,
        _ => Stock::Out,
    }
}

fn is_buyable(variant: &Variant) -> bool {
    stock(variant).is_buyable()
        && variant.calculated_price.as_ref().is_some_and(|price| price.calculated_amount.is_some())
}

/// The name of an option in forms: `Blade length` is `o-blade-length`.
fn name_of(title: &str) -> String {
    let signs = title.chars().flat_map(char::to_lowercase).map(|sign| if sign.is_alphanumeric() { sign } else { '-' });
    format!("{OPTION}{}", signs.collect::<String>())
}

/// Whether all that is chosen is what the product has.
pub(super) fn is_of(product: &Product, form: &Form) -> bool {
    form.pairs().filter(|(name, _)| name.starts_with(OPTION)).all(|(name, value)| {
        let option = product.options.iter().find(|option| name_of(&option.title) == name);
        option.is_some_and(|option| option.values.iter().any(|known| known.value == value))
    })
}

fn has(variant: &Variant, value: &str, option: &str, of_one_option: bool) -> bool {
    let is_of = |known: &Option<String>| of_one_option || known.as_deref().is_none_or(|known| known == option);
    variant.options.iter().any(|own| own.value == value && is_of(&own.option_id))
}

impl Choice {
    pub(super) fn of(product: &Product, form: &Form) -> Self {
        let of_one = product.options.len() == 1;
        let named = form.text("variant");
        let said: Vec<(usize, &str)> = (product.options.iter().enumerate())
            .filter_map(|(at, option)| {
                Some((at, form.text(&name_of(&option.title)))).filter(|(_, said)| !said.is_empty())
            })
            .collect();
        let fits =
            |variant: &&Variant| said.iter().all(|(at, value)| has(variant, value, &product.options[*at].id, of_one));
        let variant = if said.is_empty() {
            let by_id = product.variants.iter().find(|variant| !named.is_empty() && variant.id == named);
            by_id.or_else(|| product.variants.iter().find(|variant| is_buyable(variant))).or(product.variants.first())
        } else {
            let fitting = || product.variants.iter().filter(fits);
            fitting().find(|variant| is_buyable(variant)).or_else(|| fitting().next())
        };
        let groups = product.options.iter().enumerate().map(|(at, option)| {
            let own = said.iter().find(|(other, _)| *other == at).map(|(_, value)| *value);
            let values = option.values.iter().filter(|value| {
                // A value that no variant has is the option's and not the product's.
                product.variants.iter().any(|variant| has(variant, &value.value, &option.id, of_one))
            });
            let values = values.map(|value| Pick {
                is_chosen: match variant {
                    Some(variant) => has(variant, &value.value, &option.id, of_one),
                    None => own == Some(&*value.value),
                },
                is_possible: product
                    .variants
                    .iter()
                    .any(|variant| has(variant, &value.value, &option.id, of_one) && is_buyable(variant)),
                value: value.value.clone(),
            });
            Group { title: option.title.clone(), name: name_of(&option.title), values: values.collect() }
        });
        let groups: Vec<Group> =
            groups.filter(|group| product.variants.len() > 1 && !group.values.is_empty()).collect();
        let quoted = variant.and_then(|variant| variant.calculated_price.clone()).unwrap_or_default();
        let price = quoted.calculated_amount;
        Self {
            groups,
            before: quoted.original_amount.filter(|before| price.as_ref().is_some_and(|price| before > price)),
            currency: quoted.currency_code.unwrap_or_default(),
            is_tax_inclusive: quoted.is_calculated_price_tax_inclusive,
            stock: match variant {
                Some(_) if price.is_none() => Stock::Out,
                Some(variant) => stock(variant),
                None => Stock::NotMade,
            },
            price,
            variant: variant.cloned(),
        }
    }

    /// What the script needs to show another choice without asking: JSON that can stand in a page. A product with very many
    /// variants is asked for.
    pub(super) fn data(&self, product: &Product, locale: &str) -> Value {
        const MOST: usize = 200;
        if self.groups.is_empty() || product.variants.len() > MOST {
            return context! { variants => "" };
        }
        let of_one = product.options.len() == 1;
        let variants = product.variants.iter().map(|variant| {
            let values = product.options.iter().map(|option| {
                let own = option.values.iter().find(|value| has(variant, &value.value, &option.id, of_one));
                (name_of(&option.title), own.map(|value| value.value.clone()).unwrap_or_default())
            });
            let price = variant.calculated_price.clone().unwrap_or_default();
            let written = |amount: &Option<Amount>| {
                let amount = amount.as_ref()?.0.to_plain_string();
                Some(money(locale, &amount, price.currency_code.as_deref().unwrap_or_default()))
            };
            let before = price.original_amount.clone().filter(|before| price.calculated_amount.as_ref() < Some(before));
            json!({
                "options": values.collect::<std::collections::BTreeMap<_, _>>(), "price": written(&price.calculated_amount),
                "before": written(&before), "stock": if price.calculated_amount.is_some() { stock(variant) } else { Stock::Out }
            })
        });
        context! { variants => harmless(&variants.collect()) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Form, Stock};
    use crate::model::Product;

    fn product() -> Product {
        let variant = |id: &str, size: &str, grind: &str, left: i64| {
            serde_json::json!({
                "id": id, "options": [{"value": size, "option_id": "a"}, {"value": grind, "option_id": "b"}], "manage_inventory": true,
                "inventory_quantity": left, "calculated_price": {"calculated_amount": 14, "original_amount": 16, "currency_code": "usd"}
            })
        };
        let value = serde_json::json!({
            "handle": "coffee",
            "options": [
                {"id": "a", "title": "Size", "values": [{"value": "250 g"}, {"value": "1 kg"}]},
                {"id": "b", "title": "Grind", "values": [{"value": "Whole"}, {"value": "Fine"}, {"value": "Never"}]}
            ],
            "variants": [variant("1", "250 g", "Whole", 0), variant("2", "250 g", "Fine", 3), variant("3", "1 kg", "Whole", 30)]
        });
        serde_json::from_str(&value.to_string()).unwrap()
    }

    fn chosen(query: &str) -> Choice {
        Choice::of(&product(), &Form::parse(query.as_bytes()))
    }

    #[test]
    fn what_is_chosen() {
        let id = |query: &str| chosen(query).variant.map(|variant| variant.id);
        assert_eq!(id("").as_deref(), Some("2"), "the first that can be bought");
        assert_eq!(id("variant=1").as_deref(), Some("1"));
        assert_eq!(id("o-size=1+kg").as_deref(), Some("3"));
        assert_eq!(id("o-size=250+g&o-grind=Whole").as_deref(), Some("1"));
        assert_eq!(id("o-size=1+kg&o-grind=Fine"), None, "nobody makes that");
        assert_eq!(id("o-size=<script>"), None);
    }

    #[test]
    fn what_is_said_of_it() {
        assert_eq!(chosen("o-grind=Fine").stock, Stock::Few(3));
        assert_eq!(chosen("variant=1").stock, Stock::Out);
        assert_eq!(chosen("o-size=1+kg&o-grind=Fine").stock, Stock::NotMade);
        let choice = chosen("");
        assert!(choice.before.is_some());
        assert_eq!(choice.groups[1].values.len(), 2, "no variant has the third");
    }
}
