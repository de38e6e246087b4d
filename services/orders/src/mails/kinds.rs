//! The kinds of mails, and the names that each of them knows.

use super::{defaults, render::Text};

/// A kind of mail.
#[derive(Debug)]
pub(crate) struct Kind {
    /// As the column has it.
    pub(crate) name: &'static str,
    /// What stands in `{{braces}}`, and an example of each.
    pub(crate) names: &'static [(&'static str, &'static str)],
    /// What its button says, in English and in German; it leads where `link` does.
    pub(super) button: Option<(&'static str, &'static str)>,
}

impl Kind {
    /// Its words where a shop has none of its own, in a language.
    pub(crate) fn default_text(&self, language: &str) -> Text {
        defaults::text(self.name, language)
    }

    /// What its button says.
    pub(crate) fn button(&self, language: &str) -> Option<&'static str> {
        self.button.map(|(english, german)| if language == "de" { german } else { english })
    }

    /// The example of each name.
    pub(crate) fn examples(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.names.iter().map(|(name, example)| (*name, (*example).to_owned()))
    }
}

/// The kind of a name.
pub(crate) fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

const SHOP: (&str, &str) = ("shop", "Havn & Søn");
const HELLO: (&str, &str) = ("hello", "Hello Ann Berg,");
const NUMBER: (&str, &str) = ("order_number", "#1042");
const TOTAL: (&str, &str) = ("order_total", "€41.00");
const DATE: (&str, &str) = ("order_date", "22 November 2026");
const ITEMS: (&str, &str) = ("items", "2 × Harbour Mug, Blue: €36.00");
const SHIPPING: (&str, &str) = ("shipping", "Shipping (Standard): €5.00");
const ADDRESS: (&str, &str) = ("shipping_address", "Ann Berg\nHavnegade 1\n1058 København\nDenmark");
const AMOUNT: (&str, &str) = ("amount", "€20.50");
const PRODUCT: (&str, &str) = ("product", "Coffee every month");
const DAY: (&str, &str) = ("date", "1 December 2026");
const POINTS: (&str, &str) = ("points", "120");
const LINK: (&str, &str) = ("link", "https://shop.example.com/quotes/9c1d…");

macro_rules! of_order {
    ($($more:expr),*) => { &[SHOP, HELLO, NUMBER, TOTAL, DATE, ITEMS, SHIPPING, ADDRESS, $($more),*] };
}

/// All of them.
pub(crate) static KINDS: &[Kind] = &[
    Kind { name: "order_placed", names: of_order!(), button: None },
    Kind { name: "order_canceled", names: of_order!(), button: None },
    Kind { name: "order_shipped", names: of_order!(("tracking", "00340434161094027318")), button: None },
    Kind { name: "order_delivered", names: of_order!(), button: None },
    Kind { name: "order_refunded", names: of_order!(AMOUNT), button: None },
    Kind { name: "return_requested", names: of_order!(("return_number", "3")), button: None },
    Kind { name: "return_received", names: of_order!(("return_number", "3")), button: None },
    Kind {
        name: "transfer_requested",
        names: of_order!(
            LINK,
            ("message", "I ordered it before I had an account"),
            ("by_hand", "The order is order_01jd6nwvvgfa5sr38y5wx4pq3d, and the code for it is Yb3kq0Zq8mPz0v1m…")
        ),
        button: Some(("See the request", "Anfrage ansehen")),
    },
    Kind { name: "payment_failed", names: of_order!(("reason", "Your card was declined.")), button: None },
    Kind { name: "payment_due", names: of_order!(AMOUNT, ("due_date", "29 November 2026")), button: None },
    Kind {
        name: "payment_authentication",
        names: of_order!(AMOUNT, LINK),
        button: Some(("Pay now", "Jetzt bezahlen")),
    },
    Kind {
        name: "quote_sent",
        names: &[
            SHOP,
            HELLO,
            ("quote_number", "17"),
            ("quote_total", "€1,200.00"),
            ("valid_until", "22 December 2026"),
            ("note", "The price holds for the whole set."),
            ITEMS,
            SHIPPING,
            LINK,
        ],
        button: Some(("See the quote", "Angebot ansehen")),
    },
    Kind {
        name: "gift_card",
        names: &[SHOP, ("code", "GIFT-7Q4K-92MX"), AMOUNT, ("sender", "Ben"), ("message", "Happy birthday!")],
        button: None,
    },
    Kind { name: "subscription_trial_ending", names: &[SHOP, HELLO, PRODUCT, DAY, AMOUNT], button: None },
    Kind { name: "subscription_started", names: &[SHOP, HELLO, PRODUCT, DAY, AMOUNT], button: None },
    Kind { name: "subscription_renewed", names: &[SHOP, HELLO, PRODUCT, DAY, AMOUNT], button: None },
    Kind {
        name: "subscription_past_due",
        names: &[SHOP, HELLO, PRODUCT, DAY, AMOUNT, ("link", "https://invoice.stripe.com/i/acct_1/live_9c1d…")],
        button: Some(("Pay now", "Jetzt bezahlen")),
    },
    Kind { name: "subscription_canceled", names: &[SHOP, HELLO, PRODUCT, DAY], button: None },
    Kind { name: "points_earned", names: &[SHOP, HELLO, POINTS], button: None },
    Kind { name: "points_expiring", names: &[SHOP, HELLO, POINTS, DAY], button: None },
    Kind { name: "referral_rewarded", names: &[SHOP, HELLO, POINTS], button: None },
];

#[cfg(test)]
mod tests {
    use super::{
        super::render::{check, render},
        KINDS,
    };

    #[test]
    fn the_words_of_the_code_know_their_names() {
        for kind in KINDS {
            for language in ["en", "de"] {
                let text = kind.default_text(language);
                check(kind, &text.subject, "subject").unwrap();
                check(kind, text.heading.as_deref().unwrap_or_default(), "heading").unwrap();
                check(kind, &text.body, "body").unwrap();
                let rendered = render(kind, &text, language, &kind.examples().collect());
                assert!(!rendered.subject.contains("{{") && !rendered.text.contains("{{"), "{}", rendered.text);
                assert!(rendered.html.contains("<html>") && rendered.text.len() > 40);
            }
        }
    }
}
