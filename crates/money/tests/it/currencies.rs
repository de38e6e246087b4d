//! Digits, and what Stripe is told.

use money::{Amount, Rounding, currency, minor, of_minor};

use crate::made::a;

/// The codes of the catalogue's list (`catalog::iso`), by their digits in ISO 4217. Fund codes and those that ended are two.
const NO_DIGITS: &str = "bif clp djf gnf isk jpy kmf krw pyg rwf ugx vnd xaf xof xpf";
const THREE_DIGITS: &str = "bhd iqd jod kwd lyd omr tnd";
const TWO_DIGITS: &str = "aed afn all amd aoa ars aud azn bam bdt bgn bnd bob brl bwp byn bzd cad cdf chf cny cop crc cve czk \
    dkk dop dzd eek egp ern etb eur gbp gel ghs gmd gtq hkd hnl hrk huf idr ils inr irr irt jmd kes khr kzt lbp lkr ltl lvl \
    mad mdl mga mkd mmk mnt mop mur mwk mxn myr mzn nad ngn nio nok npr nzd pab pen php pkr pln qar ron rsd rub sar sdg sek \
    sgd sos syp thb tjs top try ttd twd tzs uah usd uyu uzs vef yer zar zmk zwl";
/// Those of them for which Unicode CLDR, and with it Medusa's `decimal_digits`, says fewer: how prices are written.
const WRITTEN_WITHOUT: &str =
    "afn all amd cop crc huf idr iqd irr irt lbp mga mmk mnt mur pkr rsd sos syp tzs uzs yer zmk zwl";

#[test]
fn digits_are_those_of_iso_4217() {
    for (codes, digits) in [(NO_DIGITS, 0), (THREE_DIGITS, 3), (TWO_DIGITS, 2)] {
        for code in codes.split_whitespace() {
            assert_eq!(currency::digits(code), digits, "{code}");
        }
    }
    assert_eq!(currency::digits("uyi"), 0);
    assert_eq!(currency::digits("xxx"), 2, "as private.currency_digits has it");
    let all = [NO_DIGITS, THREE_DIGITS, TWO_DIGITS].map(|codes| codes.split_whitespace().count()).iter().sum::<usize>();
    assert_eq!(all, 126, "as many as the catalogue's list has");
}

#[test]
fn no_coin_is_rounded_away_where_prices_are_written_without() {
    for code in WRITTEN_WITHOUT.split_whitespace() {
        assert!(currency::digits(code) >= 2, "{code}");
    }
    assert_eq!(Rounding::of("currency", "huf").unwrap().r(&a("99.50")), a("99.5"));
}

#[test]
fn roundings_have_names() {
    assert_eq!(Rounding::of("currency", "kwd"), Some(Rounding::Currency(3)));
    assert_eq!(Rounding::of("none", "jpy"), Some(Rounding::None(0)));
    assert_eq!(Rounding::of("floor", "eur"), None);
    assert_eq!((Rounding::None(2).name(), Rounding::Currency(2).name()), ("none", "currency"));
    assert_eq!((Rounding::Currency(2).unit(), Rounding::Currency(0).unit()), (a("0.01"), a("1")));
}

#[test]
fn what_stripe_is_told() {
    for (amount, code, units) in [
        ("10.005", "eur", 1001),
        ("5714.285714285715", "usd", 571_429),
        ("500.4", "jpy", 500),
        ("1.234", "kwd", 1240),
        ("1.23", "kwd", 1230),
        ("1.2301", "kwd", 1230),
        ("500.4", "isk", 50_000),
        ("500.5", "ugx", 50_100),
        ("1990.50", "huf", 199_050),
        ("92233720368547758.07", "eur", i64::MAX),
    ] {
        assert_eq!(minor(&a(amount), code), Some(units), "{amount} {code}");
    }
    assert_eq!(minor(&a("92233720368547758.08"), "eur"), None);
    assert_eq!(minor(&a("-1"), "eur"), None);
    assert_eq!(
        (of_minor(1001, "eur"), of_minor(500, "jpy"), of_minor(1230, "kwd"), of_minor(50_000, "isk")),
        (a("10.01"), a("500"), a("1.23"), a("500"))
    );
    assert_eq!(of_minor(i64::MIN, "eur"), Amount::of_units(i64::MIN, 2));
}
