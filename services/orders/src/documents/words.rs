//! The words of papers, by language.

use chrono::{DateTime, Datelike, Utc};
use iso::Writing;

/// What stands on papers besides what the shop and its customers say.
#[derive(Debug)]
pub(crate) struct Words {
    /// The language, as it stands in the file.
    pub(crate) language: &'static str,
    pub(super) invoice: &'static str,
    pub(super) credit_note: &'static str,
    pub(super) packing_slip: &'static str,
    pub(super) quote: &'static str,
    pub(super) number: &'static str,
    pub(super) date: &'static str,
    pub(super) order: &'static str,
    pub(super) ordered: &'static str,
    pub(super) valid_until: &'static str,
    pub(super) tax_number: &'static str,
    pub(super) of_invoice: &'static str,
    pub(super) delivered_to: &'static str,
    pub(super) item: &'static str,
    pub(super) quantity: &'static str,
    pub(super) price: &'static str,
    pub(super) tax: &'static str,
    pub(super) amount: &'static str,
    pub(super) subtotal: &'static str,
    pub(crate) shipping: &'static str,
    pub(super) discount: &'static str,
    pub(super) total: &'static str,
    pub(super) includes: &'static str,
    pub(super) credit: &'static str,
    pub(super) paid: &'static str,
    pub(super) due: &'static str,
    pub(super) refund: &'static str,
    pub(super) refunded: &'static str,
    pub(super) correction: &'static str,
    pub(super) corrected: &'static str,
    pub(super) deposit: &'static str,
    pub(super) all_paid: &'static str,
    pub(super) thanks: &'static str,
}

static ENGLISH: Words = Words {
    language: "en",
    invoice: "Invoice",
    credit_note: "Credit note",
    packing_slip: "Packing slip",
    quote: "Quote",
    number: "Number",
    date: "Date",
    order: "Order",
    ordered: "Ordered on",
    valid_until: "Valid until",
    tax_number: "VAT no.",
    of_invoice: "Of invoice",
    delivered_to: "Delivered to",
    item: "Item",
    quantity: "Quantity",
    price: "Price",
    tax: "Tax",
    amount: "Amount",
    subtotal: "Subtotal",
    shipping: "Shipping",
    discount: "Discount",
    total: "Total",
    includes: "includes",
    credit: "Paid with credit",
    paid: "Paid",
    due: "To be paid",
    refund: "Refund",
    refunded: "The amount was paid back the way it was paid.",
    correction: "Correction",
    corrected: "The invoice does not ask for this amount any more.",
    deposit: "of it to be paid at once",
    all_paid: "Paid in full.",
    thanks: "Thank you for your order.",
};

static GERMAN: Words = Words {
    language: "de",
    invoice: "Rechnung",
    credit_note: "Gutschrift",
    packing_slip: "Lieferschein",
    quote: "Angebot",
    number: "Nummer",
    date: "Datum",
    order: "Bestellung",
    ordered: "Bestellt am",
    valid_until: "Gültig bis",
    tax_number: "USt-IdNr.",
    of_invoice: "Zur Rechnung",
    delivered_to: "Lieferung an",
    item: "Artikel",
    quantity: "Menge",
    price: "Preis",
    tax: "Steuer",
    amount: "Betrag",
    subtotal: "Zwischensumme",
    shipping: "Versand",
    discount: "Rabatt",
    total: "Gesamtbetrag",
    includes: "enthält",
    credit: "Mit Guthaben bezahlt",
    paid: "Bezahlt",
    due: "Zu zahlen",
    refund: "Erstattung",
    refunded: "Der Betrag wurde auf dem Weg erstattet, auf dem er bezahlt wurde.",
    correction: "Korrektur",
    corrected: "Dieser Betrag der Rechnung wird nicht mehr verlangt.",
    deposit: "davon sofort zu zahlen",
    all_paid: "Vollständig bezahlt.",
    thanks: "Vielen Dank für Ihre Bestellung.",
};

/// The words of a locale (`de-DE`); English where there are none.
pub(crate) fn words(locale: Option<&str>) -> &'static Words {
    let language = locale.and_then(|locale| locale.split(['-', '_']).next()).unwrap_or("en");
    if language.eq_ignore_ascii_case("de") { &GERMAN } else { &ENGLISH }
}

impl Words {
    /// How people of the language write numbers and days.
    pub(super) fn writing(&self) -> &'static Writing {
        iso::writing(self.language)
    }
}

/// A day, as people write it.
pub(crate) fn date(words: &Words, at: DateTime<Utc>) -> String {
    words.writing().day(at.year(), at.month0(), at.day())
}
