use proptest::prelude::*;
use uuid::Uuid;

use super::{ProductId, VariantId};

#[test]
fn the_wire_form_is_prefix_and_base32() {
    let id = ProductId(Uuid::from_u128(0x0193_4d5e_6f70_7a8b_9c0d_1e2f_3a4b_5c6d));
    let text = id.to_string();
    assert_eq!(text, "prod_01jd6nwvvgfa5sr38y5wx4pq3d");
    assert_eq!(text.parse::<ProductId>().unwrap(), id);
    assert_eq!(text.to_uppercase().replace("PROD", "prod").parse::<ProductId>().unwrap(), id);
}

#[test]
fn what_is_no_id_is_refused() {
    for text in [
        "",
        "prod_",
        "prod_01",
        "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
        "prod_81jd6nwvvgfa5sr38y5wx4pq3d",
        "prod_01jd6nwvvgfa5sr38y5wx4pq3ü",
    ] {
        assert!(text.parse::<ProductId>().is_err(), "{text}");
    }
    let error = "x".repeat(10_000).parse::<VariantId>().unwrap_err();
    assert!(error.to_string().len() < 200);
}

proptest! {
    #[test]
    fn every_uuid_survives(bits in any::<u128>()) {
        let id = ProductId(Uuid::from_u128(bits));
        prop_assert_eq!(id.to_string().parse::<ProductId>().unwrap(), id);
    }

    #[test]
    fn the_order_of_ids_is_the_order_of_their_text(a in any::<u128>(), b in any::<u128>()) {
        let (a, b) = (ProductId(Uuid::from_u128(a)), ProductId(Uuid::from_u128(b)));
        prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
    }
}
