//! From the cart to the order.

use super::{Visitor, cart::with_mugs, open};
use crate::{
    carts::{at_once, faults},
    shop::Shop,
};

pub(super) const ANN: &[(&str, &str)] = &[
    ("email", "ann@example.com"),
    ("first_name", "Ann"),
    ("last_name", "Berg"),
    ("address_1", "Havnegade 1"),
    ("postal_code", "10115"),
    ("city", "Berlin"),
    ("country_code", "de"),
];

/// The value of the first radio button of this name.
fn first(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}: {page}"));
    rest.split_once('"').unwrap().0.to_owned()
}

/// Somebody who has only to press the last button.
pub(super) async fn ready(shop: &Shop) -> Visitor {
    let visitor = with_mugs(shop).await;
    let page = visitor.submit("/checkout/address", ANN).await;
    visitor.submit("/checkout/shipping", &[("option", &first(&page, "option"))]).await;
    visitor
}

#[tokio::test]
async fn a_guest_buys_without_a_script() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    assert!(visitor.page("/").await.contains("href=\"/products/mug\""));
    visitor.page("/products/mug").await;
    let page = visitor.submit("/products/mug", &[("o-colour", "Blue"), ("quantity", "2")]).await;
    assert!(page.contains("href=\"/checkout\""));
    let page = visitor.page("/checkout").await;
    assert!(page.contains("action=\"/checkout/address\"") && page.contains("autocomplete=\"address-line1\""));
    assert!(!page.contains("action=\"/checkout/shipping\"") && !page.contains("action=\"/checkout/complete\""));
    let page = visitor.submit("/checkout/address", ANN).await;
    assert!(page.contains("Standard") && page.contains("€5.00") && page.contains("Havnegade 1"), "{page}");
    let page = visitor.submit("/checkout/shipping", &[("option", &first(&page, "option"))]).await;
    for part in ["Pay later", "€41.00", "Place order", "€6.55"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let page = visitor.submit("/checkout/complete", &[("provider", "pp_system_default")]).await;
    for part in ["Thank you", "Your order 1 is placed.", "ann@example.com", "Havnegade 1", "€41.00", "noindex"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!((visitor.cookie("kontor_cart"), visitor.cookie("kontor_count")), (None, None));
    assert_eq!(shop.count("orders").await, 1);
    // Back, and pressed again: it is what was bought.
    let answer = visitor.post("/checkout/complete", &[("provider", "pp_system_default")]).await;
    let signed = visitor.cookie("kontor_order").unwrap();
    let order = signed.split_once('.').unwrap().0;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, &*format!("/checkout/done/{order}")));
    // Another browser sees that there is an order, and nothing of whose it is.
    let page = Visitor::new(&shop).page(&format!("/checkout/done/{order}")).await;
    assert!(
        page.contains("Your order 1 is placed.") && !page.contains("ann@") && !page.contains("Havnegade"),
        "{page}"
    );
    // Nor one that writes the order's id into its cookie itself, or another signature.
    for forged in [
        order.to_owned(),
        format!("{order}."),
        format!("{order}.{}=", "A".repeat(43)),
        signed.replace(order, "order_x"),
    ] {
        let other = Visitor::new(&shop);
        other.bring("kontor_order", &forged);
        let page = other.page(&format!("/checkout/done/{order}")).await;
        assert!(!page.contains("ann@") && !page.contains("Havnegade"), "{forged}");
    }
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn a_double_click_is_one_order() {
    let shop = open().await;
    let visitor = ready(&shop).await;
    let cart = visitor.cookie("kontor_cart").unwrap();
    let clicks = (0..6).map(|_| {
        let again = Visitor::new(&shop);
        again.bring("kontor_cart", &cart);
        async move { again.post("/checkout/complete", &[("provider", "pp_system_default")]).await }
    });
    let answers = at_once(clicks.collect::<Vec<_>>()).await;
    assert!(answers.iter().all(|answer| [303, 422].contains(&answer.status.as_u16())), "{answers:?}");
    assert!(answers.iter().any(|answer| answer.header("location").starts_with("/checkout/done/")));
    // Whoever looks at the cart again is led to the order.
    let answer = visitor.get("/checkout").await;
    assert!(answer.header("location").starts_with("/checkout/done/order_"), "{answer:?}");
    assert_eq!(shop.count("orders").await, 1);
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn what_is_missing_stands_beside_its_field() {
    let shop = open().await;
    let visitor = with_mugs(&shop).await;
    let page =
        visitor.again("/checkout/address", &[("email", ""), ("first_name", "Ann"), ("country_code", "de")]).await;
    assert_eq!(page.matches("Please fill this in.").count(), 5, "{page}");
    assert!(
        page.contains("value=\"Ann\"")
            && page.contains("id=\"w-email\"")
            && page.contains("aria-describedby=\"w-city\"")
    );
    let with = |name: &'static str, value: &'static str| {
        let others = ANN.iter().filter(move |(known, _)| *known != name).copied();
        others.chain([(name, value)]).collect::<Vec<_>>()
    };
    let page = visitor.again("/checkout/address", &with("email", "nobody")).await;
    assert!(page.contains("This is no e-mail address") && page.contains("value=\"nobody\""), "{page}");
    let page = visitor.again("/checkout/address", &with("country_code", "us")).await;
    assert!(page.contains("We do not send to this country"), "{page}");
    let page = visitor.again("/checkout/address", &with("city", "Ber\nlin")).await;
    assert!(page.contains("id=\"w-city\""), "{page}");
    for option in ["", "so_none", "so_01jd6nwvvgfa5sr38y5wx4pq3d"] {
        visitor.submit("/checkout/address", ANN).await;
        let page = visitor.again("/checkout/shipping", &[("option", option)]).await;
        assert!(page.contains("role=\"alert\"") && page.contains("name=\"option\""), "{option}: {page}");
    }
    // One step after the other.
    let page = visitor.again("/checkout/complete", &[]).await;
    assert!(page.contains("One thing is missing first."));
    assert!(visitor.page("/checkout?step=payment").await.contains("action=\"/checkout/shipping\""));
    assert!(visitor.page("/checkout?step=address").await.contains("value=\"Havnegade 1\""));
    assert_eq!(shop.count("orders").await, 0);
}

#[tokio::test]
async fn what_is_sold_out_meanwhile() {
    let shop = open().await;
    let visitor = ready(&shop).await;
    shop.change("update inventory_levels set stocked_quantity = 0, reserved_quantity = 0").await;
    let page = visitor.again("/checkout/complete", &[("provider", "pp_none")]).await;
    assert!(page.contains("There is not so much of it left."), "{page}");
    assert_eq!(shop.count("orders").await, 0);
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn nothing_to_pay() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    for path in ["/checkout/address", "/checkout/shipping", "/checkout/complete"] {
        let answer = visitor.post(path, ANN).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/cart"), "{path}");
    }
    for id in ["order_none", "order_01jd6nwvvgfa5sr38y5wx4pq3d", "%2e%2e%2fproducts"] {
        assert_eq!(visitor.get(&format!("/checkout/done/{id}")).await.status, 404, "{id}");
    }
}
