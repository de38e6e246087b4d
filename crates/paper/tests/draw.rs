//! Papers are drawn, whatever stands on them, and the same one twice alike.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

use chrono::{DateTime, Utc};
use paper::{Block, Column, Fact, Line, Sheet, Sum, draw};
use proptest::prelude::*;

fn at() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

fn invoice(lines: usize) -> Sheet {
    let line = |nth: usize| Line {
        cells: words(&[
            "Harbour Mug, glazed by hand, in the blue of the fjord in the morning",
            "2",
            "18.00 €",
            "19 %",
            "36.00 €",
        ]),
        below: vec![format!("MUG-B-{nth} · Blue")],
    };
    let sum = |label: &str, value: &str, is_total| Sum { label: label.into(), value: value.into(), is_total };
    let fact = |label: &str, value: &str| Fact { label: label.into(), value: value.into() };
    Sheet {
        locale: "en".into(),
        made_at: at(),
        title: "Invoice 1042".into(),
        shop: "Havn & Søn ApS".into(),
        sender: words(&["Havn & Søn ApS", "Havnegade 12", "1058 København K", "Denmark"]),
        customer: words(&["Łukasz Größer-Ščerbić", "Ελένη Παπαδοπούλου", "Улица Красная 5", "10115 Berlin", "Germany"]),
        delivery_address: Some(Block {
            title: "Delivered to".into(),
            lines: words(&["Zoë Æsir", "Rue de l’Été 3", "75001 Paris"]),
        }),
        facts: vec![
            fact("Invoice number", "1042"),
            fact("Date", "22 November 2026"),
            fact("Order", "#7"),
            fact("VAT no.", "DK12345678"),
        ],
        columns: ["Item", "Quantity", "Price", "Tax", "Amount"].map(|title| Column { title: title.into() }).into(),
        lines: (0..lines).map(line).collect(),
        sums: vec![
            sum("Subtotal", "30.25 €", false),
            sum("Shipping (Standard)", "5.00 €", false),
            sum("VAT 19 %", "6.55 €", false),
            sum("Total", "41.00 €", true),
        ],
        notes: vec!["Paid by card on 22 November 2026. Thank you for your order.".into()],
        note: Some("A word from us: the blue ones are the last of their kind.".into()),
        footer: words(&["Havn & Søn ApS\nHavnegade 12\n1058 København K", "VAT no. DK12345678\nhello@havn.example"]),
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let once = draw(&invoice(3)).unwrap();
    assert_eq!(once, draw(&invoice(3)).unwrap());
    assert_ne!(once, draw(&invoice(4)).unwrap());
    assert!(once.starts_with(b"%PDF-1."));
    // Only what is used of the fonts is in it.
    assert!(once.len() < 60_000, "{}", once.len());
    let kept: Sheet = serde_json::from_value(serde_json::to_value(invoice(3)).unwrap()).unwrap();
    assert_eq!(once, draw(&kept).unwrap(), "what is kept as JSON is the paper");
    if let Some(folder) = std::env::var_os("KONTOR_PAPERS") {
        for lines in [3, 40] {
            let file = std::path::Path::new(&folder).join(format!("invoice-{lines}.pdf"));
            std::fs::write(file, draw(&invoice(lines)).unwrap()).unwrap();
        }
    }
}

#[test]
fn an_archive_takes_it() {
    let pdf = draw(&invoice(1)).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("pdfaid"), "it says that it is PDF/A");
    // Inter has no kanji: a paper with some is a paper all the same.
    let sheet = Sheet { customer: vec!["山田太郎 👋".into()], ..invoice(1) };
    assert!(draw(&sheet).unwrap().starts_with(b"%PDF-1."));
}

#[test]
fn a_sheet_without_its_person_is_drawn() {
    let mut kept = serde_json::to_value(invoice(2)).unwrap();
    for name in ["customer", "delivery_address", "note"] {
        kept.as_object_mut().unwrap().remove(name);
    }
    let sheet: Sheet = serde_json::from_value(kept).unwrap();
    assert!(sheet.customer.is_empty());
    assert!(draw(&sheet).unwrap().starts_with(b"%PDF-1."));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_on_it(title in "\\PC{0,300}", name in "\\PC{0,300}", cells in prop::collection::vec("\\PC{0,80}", 0..7), many in 0_usize..9) {
        let line = Line { cells: cells.clone(), below: cells };
        let sheet = Sheet { title: title.clone(), customer: vec![name.clone()], notes: vec![title], note: Some(name), lines: vec![line; many], ..invoice(0) };
        let drawn = draw(&sheet).unwrap();
        prop_assert!(drawn.starts_with(b"%PDF-1."));
    }
}
