//! The format, without a database.

use std::{
    fmt::Write,
    io::{self, Read},
};

use proptest::prelude::*;

use super::{ImportError, LineError, Parsed, Products, lines::MAX_RECORD, parse};
use crate::write::{MAX_VARIANTS, ProductStatus};

fn good(file: &str) -> Vec<Parsed> {
    let (products, errors) = parse(file.as_bytes(), "usd").unwrap();
    assert_eq!(errors, []);
    products
}

fn bad(file: &[u8]) -> Vec<(u64, String)> {
    let (_, errors) = parse(file, "usd").unwrap();
    errors.into_iter().map(|LineError { line, message, .. }| (line, message)).collect()
}

#[test]
fn status_wins_over_published() {
    use ProductStatus::{Draft, Published};
    for (published, status, expected) in [
        ("true", "", Published),
        ("FALSE", "", Draft),
        ("", "", Draft),
        ("false", "active", Published),
        ("true", "Draft", Draft),
        ("true", "archived", Draft),
    ] {
        let products = good(&format!("Handle,Title,Published,Status\na,A,{published},{status}\n"));
        assert_eq!(products[0].draft.status, Some(expected), "{published} {status}");
    }
    assert_eq!(good("Handle,Title\na,A\n")[0].draft.status, None);
}

#[test]
fn columns_are_found_by_name_in_any_order_and_case() {
    let products = good("VARIANT PRICE,title, Handle ,Price\n5,A,a,9\n");
    let draft = &products[0].draft;
    assert_eq!((draft.handle.as_str(), draft.title.as_str()), ("a", "A"));
    assert_eq!(draft.variants[0].prices, [("usd".to_owned(), 5.into())], "the first of two columns");
    let newer =
        good("URL handle,Title,SKU,Price,Inventory tracker,Product image URL\na,A,S-1,5,shopify,https://x.test/1\n");
    let variant = &newer[0].draft.variants[0];
    assert_eq!((variant.sku.as_deref(), variant.manage_inventory), (Some("S-1"), Some(true)));
    assert_eq!(newer[0].draft.images.as_ref().unwrap()[0].url, "https://x.test/1");
}

#[test]
fn what_a_file_has_no_column_for_is_left_open() {
    let products = good("Handle,Title\na,A\n");
    let draft = &products[0].draft;
    assert_eq!((&draft.description, &draft.type_value, &draft.tags, &draft.images), (&None, &None, &None, &None));
    assert!(draft.metadata.is_empty());
    let variant = &draft.variants[0];
    assert_eq!((&variant.sku, &variant.stock, &variant.images, variant.prices.len()), (&None, &None, &None, 0));
    assert_eq!(variant.options, [("Title".to_owned(), "Default Title".to_owned())]);

    let products = good("Handle,Title,Type,Tags,Variant SKU,Image Src\na,A,,,,\n");
    let draft = &products[0].draft;
    assert_eq!((draft.type_value.as_deref(), draft.tags.as_deref()), (Some(""), Some(&[][..])), "blank clears");
    assert_eq!((draft.variants[0].sku.as_deref(), draft.images.as_deref()), (Some(""), Some(&[][..])));
}

#[test]
fn lines_are_numbered_as_an_editor_does() {
    for end in ["\n", "\r\n", "\r"] {
        let file = [
            "\u{feff}Handle,Title,Body (HTML),Variant Price",
            "",
            "a,A,\"one",
            "",
            "three\",1",
            "b,B,,x",
            "",
            "",
            "c,C,,2",
        ]
        .join(end);
        let (products, errors) = parse(file.as_bytes(), "usd").unwrap();
        let lines: Vec<_> = products.iter().map(|product| (product.draft.handle.as_str(), product.line)).collect();
        assert_eq!(lines, [("a", 3), ("c", 9)], "{end:?}");
        assert_eq!(errors[0].line, 6, "{end:?}");
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_found() {
    let mut file = b"Handle,Title,Tags\na,A,x\nb,B,\"y\n".to_vec();
    assert_eq!(
        bad(&file),
        [(3, "a quotation mark is not closed: all that follows it was taken as its text".to_owned())]
    );
    let (products, _) = parse(&file[..], "usd").unwrap();
    assert_eq!(products.len(), 1);
    for closed in ["b,B,\"y\n\"", "b,B,\"y\n\"\r\n", "b,B,y", "b,B,\"y\""] {
        assert_eq!(good(&format!("Handle,Title,Tags\n{closed}")).len(), 1, "{closed:?}");
    }
    file.extend(b"c,C,z\n".repeat(MAX_RECORD / 6 + 4_096));
    assert_eq!(
        bad(&file),
        [(3, "the line is too long: a quotation mark is probably not closed; nothing below it was read".to_owned())]
    );
    let (products, _) = parse(&file[..], "usd").unwrap();
    assert_eq!(products.len(), 1);
    assert!(products[0].draft.is_partial, "what was swallowed may be its");

    let header = [&b"Handle,\""[..], &b"x".repeat(MAX_RECORD)].concat();
    let error = parse(&header[..], "usd").unwrap_err();
    assert!(error.to_string().contains("its first line is too long"), "{error}");
}

#[test]
fn a_product_with_a_bad_line_is_partial() {
    let header = "Handle,Title,Option1 Name,Option1 Value,Variant Price\n";
    let (products, errors) =
        parse(format!("{header}a,A,Size,S,1\na,,,M,x\nb,B,Size,S,1\nb,,,M,2\n").as_bytes(), "usd").unwrap();
    assert_eq!((errors.len(), products[0].draft.is_partial, products[1].draft.is_partial), (1, true, false));
    assert_eq!(products[0].draft.options[0].values, ["S"]);
    for broken in ["a,,,M", "a,,,M,1,extra", "a,,,M\0,1", "?"] {
        let (products, errors) = parse(format!("{header}a,A,Size,S,1\n{broken}\n").as_bytes(), "usd").unwrap();
        assert_eq!((errors.len(), products[0].draft.is_partial), (1, true), "{broken}");
    }
    assert_eq!(products[1].variant_lines, [4, 5]);
}

#[test]
fn numbers_are_plain() {
    for text in ["1,5", "1e3", "NaN", "0x10", "1.2.3", ".", "+1", "٣", "9999999999999999", "$5"] {
        let file = format!("Handle,Title,Variant Price\na,A,\"{text}\"\n");
        assert_eq!(bad(file.as_bytes()).len(), 1, "{text}");
    }
    for text in ["5", "5.", ".5", "0005.50", "999999999999999.99"] {
        let products = good(&format!("Handle,Title,Variant Price\na,A,{text}\n"));
        assert_eq!(products[0].draft.variants[0].prices.len(), 1, "{text}");
    }
}

#[test]
fn products_without_end_are_cut() {
    let mut file = "Handle,Title,Option1 Name,Option1 Value\na,A,Size,0\n".to_owned();
    for number in 1..=MAX_VARIANTS {
        let _ = writeln!(file, "a,,,{number}");
    }
    assert_eq!(
        bad(file.as_bytes()),
        [(u64::try_from(MAX_VARIANTS).unwrap() + 2, "the product has more than 2000 variants".to_owned())]
    );
}

#[test]
fn byte_order_marks_are_left_out() {
    for file in ["\u{feff}Handle,Title\na,A\n", "\u{feff}\u{feff}Handle,Title\na,A\n"] {
        assert_eq!(good(file)[0].draft.handle, "a");
        assert_eq!(outcome(Drip(file.as_bytes())), outcome(file.as_bytes()));
    }
}

#[test]
fn trailing_commas_are_forgiven() {
    assert_eq!(good("Handle,Title\na,A,,,\n").len(), 1);
}

#[test]
fn long_texts_are_shortened_in_messages() {
    let told = bad(format!("Handle,Title,Variant Price\na,A,{}\n", "x".repeat(500)).as_bytes());
    assert!(told[0].1.len() < 120, "{told:?}");
}

/// Gives one byte at a time, as a slow pipe does.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(1);
        self.0.read(&mut buffer[..most])
    }
}

#[derive(Debug, PartialEq)]
enum Outcome {
    NotShopify(String),
    Read(Vec<Parsed>, Vec<LineError>),
}

fn outcome(file: impl Read) -> Outcome {
    match parse(file, "usd") {
        Ok((products, errors)) => Outcome::Read(products, errors),
        Err(ImportError::NotShopify(why)) => Outcome::NotShopify(why),
        Err(other) => panic!("{other:?}"),
    }
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"Handle,Title,Variant Price,Image Src,Option1 Name,Option1 Value\n".to_vec()),
        Just(b"a,A,1,https://x.test/1,Size,S\r\n".to_vec()),
        Just(b"a,,2,,,M\n".to_vec()),
        Just(b"a,,,https://x.test/2,,\n".to_vec()),
        Just(b"\"".to_vec()),
        Just(b",".to_vec()),
        Just(b"\r".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\xef\xbb\xbf".to_vec()),
        prop::collection::vec(any::<u8>(), 0..12),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic_and_the_same_in_any_chunks(rest in bytes(), with_header: bool) {
        let header: &[u8] = if with_header { b"Handle,Title,Variant Price,Image Src,Option1 Name,Option1 Value\n" } else { b"" };
        let file = [header, &rest].concat();
        let whole = outcome(&file[..]);
        prop_assert_eq!(&outcome(Drip(&file)), &whole);
        if let Outcome::Read(products, errors) = whole {
            let lines = 1 + file.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
            let told = products.iter().map(|product| product.line).chain(errors.iter().map(|error| error.line));
            prop_assert!(told.into_iter().all(|line| (1..=lines).contains(&line)));
        }
    }

    #[test]
    fn what_was_written_is_read_again(
        titles in prop::collection::vec("[a-z]{1,3}[ -~\r\n]{0,20}[a-z]", 1..8),
        crlf: bool,
        blank in 0usize..3,
    ) {
        let end = if crlf { "\r\n" } else { "\n" };
        let mut file = format!("Handle,Title{end}");
        let mut expected = Vec::new();
        for (number, title) in titles.iter().enumerate() {
            file.push_str(&end.repeat(blank));
            let line = 1 + file.replace("\r\n", "\n").replace('\r', "\n").matches('\n').count() as u64;
            expected.push((format!("p-{number}"), title.clone(), line));
            let _ = write!(file, "p-{number},\"{}\"{end}", title.replace('"', "\"\""));
        }
        let products = Products::new(file.as_bytes(), "usd").unwrap().map(|product| {
            let product = product.unwrap();
            (product.draft.handle, product.draft.title, product.line)
        });
        prop_assert_eq!(products.collect::<Vec<_>>(), expected);
    }
}
