//! Many at once: all of it or nothing, for as many statements as two.

use serde_json::{Value, json};

use super::{id_of, make, mug, open, path, rows};

#[tokio::test]
async fn made_changed_and_deleted_at_once() {
    let (_shop, editor) = open().await;
    let (first, second) = (make(&editor, &mug("first")).await, make(&editor, &mug("second")).await);
    // What goes makes room for what comes.
    let body = json!({
        "create": [mug("third"), {"title": "Second again", "handle": "second"}],
        "update": [{"id": first["id"], "title": "Changed"}], "delete": [second["id"]],
    });
    let answer = editor.post("/admin/products/batch?fields=id,title,handle", &body).ok().await;
    assert_eq!(answer["created"][0]["handle"], "third");
    assert_eq!(answer["created"][1]["handle"], "second");
    assert_eq!(answer["updated"], json!([{"id": first["id"], "title": "Changed", "handle": "first"}]));
    assert_eq!(answer["deleted"], json!({"ids": [second["id"]], "object": "product", "deleted": true}));
    editor.get(&path(&second)).error(404).await;
}

#[tokio::test]
async fn two_swap_their_handles() {
    let (_shop, editor) = open().await;
    let (first, second) = (make(&editor, &mug("first")).await, make(&editor, &mug("second")).await);
    let swap = json!({"update": [{"id": first["id"], "handle": "second"}, {"id": second["id"], "handle": "first"}]});
    editor.post("/admin/products/batch", &swap).ok().await;
    for (product, handle) in [(&first, "second"), (&second, "first")] {
        assert_eq!(editor.get(&path(product)).ok().await["product"]["handle"], handle);
    }
}

#[tokio::test]
async fn all_of_it_or_nothing() {
    let (shop, editor) = open().await;
    let first = make(&editor, &mug("first")).await;
    let before = rows(&shop).await;
    let mut wrong = mug("fourth");
    wrong["variants"][1]["prices"] = json!([{"currency_code": "xyz", "amount": 1}]);
    let title = |n: usize| json!({"title": n.to_string()});
    for (body, status, part) in [
        (json!({"create": [mug("third"), wrong]}), 400, "'create, 1, variants, 1, prices, 0, currency_code'"),
        (json!({"create": [mug("third"), mug("third")]}), 422, "Product with handle: third"),
        (json!({"create": [mug("third")], "delete": ["prod_nothing"]}), 404, "prod_nothing"),
        (json!({"create": [mug("third")], "update": [{"id": "prod_nothing"}]}), 404, "prod_nothing"),
        (json!({"update": [{"id": first["id"]}], "delete": [first["id"]]}), 400, "is named twice"),
        (json!({"delete": [first["id"], first["id"]]}), 400, "is named twice"),
        (json!({"update": [{"title": "x"}]}), 400, "'update, 0, id' is required"),
        (
            json!({"create": (0..600).map(title).collect::<Vec<_>>(), "delete": vec![first["id"].clone(); 401]}),
            400,
            "1001 products",
        ),
    ] {
        let error = editor.post("/admin/products/batch", &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
        assert_eq!(rows(&shop).await, before, "{part}");
    }
    let nothing = editor.post("/admin/products/batch", &json!({})).ok().await;
    assert_eq!(nothing["created"], json!([]));
}

#[tokio::test]
async fn five_hundred_cost_as_many_statements_as_two() {
    let (shop, editor) = open().await;
    let db = &shop.platform.app.db;
    let many = |name: &str, n: usize| -> Vec<Value> { (0..n).map(|n| mug(&format!("{name}-{n}"))).collect() };
    let mut counts = Vec::new();
    for n in [2, 500] {
        let name = format!("n{n}");
        let before = db.statements();
        let made = editor.post("/admin/products/batch", &json!({"create": many(&name, n)})).ok().await;
        let created = db.statements() - before;
        let made = made["created"].as_array().unwrap().clone();
        assert_eq!((made.len(), made[n - 1]["variants"].as_array().unwrap().len()), (n, 2));

        let update = |product: &Value| {
            let prices = json!([{"currency_code": "eur", "amount": 3}]);
            json!({"id": product["id"], "title": "Other", "variants": [
                {"id": product["variants"][0]["id"], "prices": prices}, {"title": "New", "options": {"Colour": "White"}, "prices": []}
            ]})
        };
        let before = db.statements();
        let update: Vec<Value> = made.iter().map(update).collect();
        editor.post("/admin/products/batch", &json!({"update": update})).ok().await;
        let updated = db.statements() - before;
        let before = db.statements();
        editor.get(&format!("/admin/products?limit={n}&fields=*categories,*variants.images,*variants.inventory_items,*variants.inventory_items.inventory")).ok().await;
        let listed = db.statements() - before;
        let before = db.statements();
        let gone: Vec<String> = made.iter().map(id_of).collect();
        editor.post("/admin/products/batch", &json!({"delete": gone})).ok().await;
        counts.push([created, updated, listed, db.statements() - before]);
    }
    // The lines of the audit log are written meanwhile, in batches.
    for (two, many) in counts[0].iter().zip(&counts[1]) {
        assert!(many.abs_diff(*two) <= 4, "{counts:?}");
    }
    assert_eq!(shop.count("products p where p.title = 'Other' and p.deleted_at is null").await, 0);
}
