//! Settings that several people make at once, and lists that cost the same however long they are.

use serde_json::{Value, json};

use super::{open, owner};
use crate::carts::at_once;

/// Eight say the same at the same time: one is heard, and the others are told why not.
#[tokio::test]
async fn eight_equal_tax_regions() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let asking = (0..8).map(|_| {
        let staff = staff.clone();
        async move {
            staff
                .post(
                    "/admin/tax-regions",
                    &json!({"country_code": "se", "default_tax_rate": {"rate": 25, "code": "SE25", "name": "Moms"}}),
                )
                .send()
                .await
        }
    });
    let answers = at_once(asking).await;
    let made = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert_eq!(made, 1, "{:?}", answers.iter().map(|answer| &answer.text).collect::<Vec<_>>());
    for answer in answers.iter().filter(|answer| answer.status.as_u16() != 200) {
        assert!(matches!(answer.status.as_u16(), 400 | 409 | 422), "{} {}", answer.status, answer.text);
        assert!(answer.text.contains("se") && !answer.text.contains("unknown"), "{}", answer.text);
    }
    assert_eq!(shop.count("tax_regions where country_code = 'se' and deleted_at is null").await, 1);
    assert_eq!(shop.count("tax_rates where code = 'SE25' and deleted_at is null").await, 1);
}

const LISTS: [&str; 7] = [
    "/admin/tax-regions",
    "/admin/tax-rates",
    "/admin/shipping-options",
    "/admin/shipping-option-types",
    "/admin/promotions",
    "/admin/campaigns",
    "/admin/refund-reasons",
];

#[tokio::test]
async fn lists_of_settings_take_as_many_statements_for_many() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let country = |n: usize| ["se", "no", "fi", "nl", "be", "fr", "it", "es"][n];
    let make = async |from: usize, to: usize| {
        for n in from..to {
            let region = json!({"country_code": country(n), "default_tax_rate": {"rate": 20, "code": format!("T{n}"), "name": "Tax"}});
            staff.post("/admin/tax-regions", &region).ok().await;
            let promotion = json!({
                "code": format!("P{n}"), "type": "standard", "status": "active",
                "campaign": {"name": format!("C{n}"), "campaign_identifier": format!("c{n}")},
                "application_method": {"type": "percentage", "target_type": "items", "allocation": "each", "max_quantity": 1, "value": 10},
                "rules": [{"attribute": "currency_code", "operator": "eq", "values": ["eur"]}]
            });
            staff.post("/admin/promotions", &promotion).ok().await;
            staff
                .post("/admin/shipping-option-types", &json!({"label": format!("L{n}"), "code": format!("l{n}")}))
                .ok()
                .await;
        }
    };
    make(0, 2).await;
    let mut few = Vec::new();
    for list in LISTS {
        few.push(shop.statements_of(&staff, list).await);
    }
    make(2, 8).await;
    for (list, few) in LISTS.into_iter().zip(few) {
        let shown: Value = staff.get(list).ok().await;
        assert!(shown["count"].as_i64().unwrap() >= 0);
        assert_eq!(shop.statements_of(&staff, list).await, few, "{list}");
    }
}
