//! What words find, and how it is shown.

use serde_json::{Value, json};

use super::{WORDS, asking, found, index, open, products, search, titles};
use crate::shop::{Shop, id};

#[tokio::test]
async fn a_product_is_found_by_its_words() {
    let shop = open(WORDS).await;
    let result = search(&shop, &asking("harbour mug", json!({"search_options": {"include_score": true}}))).await;
    assert_eq!(titles(&result), "Harbour Mug");
    let hit = &result["hits"][0];
    assert_eq!(hit["id"], id("prod", "1", 1));
    assert!(hit["score"].as_f64().unwrap() > 0.0);
    let document = &hit["document"];
    assert_eq!(
        (&document["handle"], &document["price"], &document["currency_code"], &document["in_stock"]),
        (&json!("mug"), &json!(19.9), &json!("usd"), &json!(true))
    );
    assert_eq!(document["collection_id"], id("pcol", "12", 1));
    assert_eq!(document["tag_ids"], json!([id("ptag", "11", 1), id("ptag", "11", 2)]));
    assert_eq!(document["options"], json!(["colour:blue", "colour:white"]));
    let metadata = &result["metadata"];
    assert_eq!((&metadata["skip"], &metadata["take"], &metadata["count"]), (&json!(0), &json!(20), &json!(1)));
    assert_eq!((&metadata["query"], &metadata["next_cursor"]), (&json!("harbour mug"), &Value::Null));
    assert!(metadata["processing_time_ms"].is_u64());
    assert_eq!(
        result["provider_metadata"],
        json!({"semantic": false, "facets_exhaustive": true, "reason": "no model is configured"})
    );

    for (words, titles) in [
        ("MUG-B", "Harbour Mug"),
        ("4006381333931", "Harbour Mug"),
        ("mugs", "Harbour Mug"),
        ("shi", "Deck Shirt"),
        ("clothing", "Deck Shirt"),
        ("weather shirts", "Deck Shirt"),
        ("secret", ""),
        ("gone", ""),
        ("lamp", ""),
        ("zzz", ""),
    ] {
        assert_eq!(found(&shop, words).await, titles, "{words}");
    }
    let theirs = search(&shop, &asking("mug lamp", json!({"search_options": {"match_strategy": "any"}}))).await;
    assert_eq!(titles(&theirs), "Harbour Mug", "the lamp is in another channel");
    let both =
        shop.anybody().with_key(&crate::shop::key("a", 2)).post("/store/search", &asking("lamp", json!({}))).ok().await;
    assert_eq!(titles(&both["results"][0]), "Lamp");
}

#[tokio::test]
async fn misspelt_words_are_found() {
    let shop = open(WORDS).await;
    for words in ["harbor", "harbuor mug", "habour mug"] {
        assert!(found(&shop, words).await.starts_with("Harbour Mug"), "{words}");
    }
    assert_eq!(found(&shop, "shrit").await, "Deck Shirt");
    let any = |typos: bool| json!({"search_options": {"match_strategy": "any", "typo_tolerance": typos}});
    for (words, wanted) in [
        ("harbuor zzzz", &["Harbour Mug"][..]),
        ("shrit harbuor", &["Harbour Mug", "Deck Shirt"]),
        ("mug shrit", &["Harbour Mug", "Deck Shirt"]),
    ] {
        let found = titles(&search(&shop, &asking(words, any(true))).await);
        assert!(wanted.iter().all(|title| found.contains(title)), "{words}: {found}");
    }
    assert_eq!(titles(&search(&shop, &asking("mug shrit", any(false))).await), "Harbour Mug");
    assert_eq!(titles(&search(&shop, &asking("shrit harbuor", any(false))).await), "");
    let in_title = asking("shrit", json!({"search_options": {"attributes_to_search_on": ["title"]}}));
    assert_eq!(titles(&search(&shop, &in_title).await), "Deck Shirt");
    for words in ["mgu", "lamb", "deck shirt zzzzz", "o'shrit", "shrit's"] {
        assert_eq!(found(&shop, words).await, "", "{words}");
    }
    let strict = asking("harbuor", json!({"search_options": {"typo_tolerance": false}}));
    assert_eq!(titles(&search(&shop, &strict).await), "");
}

/// Words of a variant and of the title together, in whatever form they are typed.
#[tokio::test]
async fn a_variant_and_its_product() {
    let shop = open(WORDS).await;
    shop.change("update product_variants set title = 'Orange' where sku = 'MUG-B'").await;
    index(&shop).await;
    for words in ["orange mugs", "the orange mug ", "oranges mug ", "mugs orange ", "harbour oranges "] {
        assert_eq!(found(&shop, words).await, "Harbour Mug", "{words}");
    }
    let list = async |words: &str| shop.shopper().get(&format!("/store/products?fields=handle&q={words}")).ok().await;
    let listed = list("orange%20mugs").await;
    assert_eq!((&listed["count"], &listed["products"][0]["handle"]), (&json!(1), &json!("mug")));
}

/// What is not published yet neither leads anywhere nor is meant.
#[tokio::test]
async fn drafts_correct_nothing() {
    let shop = open(WORDS).await;
    shop.change(
        "insert into products (organization_id, id, title, handle, status)
         select id, '00000000-0000-7000-800a-005000000001', 'Harbor Test', 'made-1', 'draft' from auth.organization where slug = 'ours'",
    )
    .await;
    index(&shop).await;
    assert_eq!(shop.count("search_words where word = 'harbor'").await, 0);
    assert!(found(&shop, "harbor ").await.starts_with("Harbour Mug"));
    shop.change("update products set status = 'published' where handle = 'made-1'").await;
    index(&shop).await;
    assert_eq!(shop.count("search_words where word = 'harbor'").await, 1);
}

/// The shop's own texts are stemmed in its own language, whatever others it speaks.
#[tokio::test]
async fn own_language() {
    let shop = open(WORDS).await;
    shop.change("update products set description = 'Zwei Häuser' where handle = 'mug'").await;
    shop.change(
        "insert into store_locales (organization_id, locale_code, rank) select id, 'de', 0 from auth.organization where slug = 'ours'",
    )
    .await;
    index(&shop).await;
    assert_eq!((found(&shop, "mugs").await.as_str(), found(&shop, "haus ").await.as_str()), ("Harbour Mug", ""));
    shop.change("update stores set default_locale_code = 'de'").await;
    index(&shop).await;
    assert_eq!(found(&shop, "haus ").await, "Harbour Mug");
}

/// Words that no product says any more are meant by nobody.
/// Words that no index keeps, and words on the way to others.
#[tokio::test]
async fn while_somebody_types() {
    let shop = open(WORDS).await;
    let texts =
        "(array['Shelf of some width and hooks', 'Thermos', 'USB Cable', 'USB3 Hub', 'Tote', 'Size S', 'Plain'])[n]";
    shop.change(&products("a", 7, texts, "case n when 7 then 'For wholesale' end")).await;
    index(&shop).await;
    let all = async |words: &str| {
        let mut found: Vec<String> = found(&shop, words).await.split(", ").map(str::to_owned).collect();
        found.sort();
        found.join(", ")
    };
    for (words, titles) in [
        // `with` is not a misspelt `width`: beside it all else would have to be that too.
        ("shelf with hooks ", "Shelf of some width and hooks"),
        ("hooks from ", "Shelf of some width and hooks"),
        // On the way to a word, what has been typed may be one that says nothing.
        ("the", "Thermos"),
        ("to", "Tote"),
        ("s ", ""),
        // What goes on with a digit is another word.
        ("usb", "USB Cable, USB3 Hub"),
        ("usb ", "USB Cable"),
        ("usb3", "USB3 Hub"),
    ] {
        assert_eq!(all(words).await, titles, "{words}");
    }
    // Of descriptions no words are kept: any may go on.
    shop.change("update products set title = 'Whole' where handle = 'made-6'").await;
    index(&shop).await;
    let described = json!({"search_options": {"attributes_to_search_on": ["description"]}});
    assert_eq!(titles(&search(&shop, &asking("whol", described.clone())).await), "Plain");
    assert_eq!(titles(&search(&shop, &asking("whole", described)).await), "Plain");
}

#[tokio::test]
async fn words_are_forgotten() {
    let shop = open(WORDS).await;
    let ours = async |word: &str| {
        let sql =
            format!("search_words where word = '{word}' and organization_id = '00000000-0000-7000-8000-00000000000a'");
        shop.count(&sql).await
    };
    assert_eq!(ours("harbour").await, 1);
    let forget = async || {
        shop.change("insert into jobs (name, payload) values ('catalog.forget_queries', '{}')").await;
        index(&shop).await;
    };
    shop.change("update products set title = 'Beaker' where title = 'Harbour Mug'").await;
    shop.change("update product_collections set title = 'Lagoon' where handle = 'harbour'").await;
    index(&shop).await;
    forget().await;
    assert_eq!(ours("harbour").await, 1, "not at once");
    shop.test.clock().advance(chrono::TimeDelta::days(366 * 100));
    forget().await;
    assert_eq!((ours("harbour").await, ours("beaker").await), (0, 1));
}

/// More than are looked through are counted when that is asked for.
#[tokio::test]
async fn all_are_counted() {
    let shop = Shop::open_with(WORDS).await;
    shop.change(&products("a", 1_005, "'Washer ' || n", "null")).await;
    index(&shop).await;
    let asked = |count: &str, more: Value| {
        let mut body = asking("washer", json!({"search_options": {"count": count}}));
        if !more.is_null() {
            body["filters"]["id"] = more;
        }
        body
    };
    let count = async |body: &Value| search(&shop, body).await["metadata"]["count"].clone();
    assert_eq!(count(&asked("estimated", json!(null))).await, 1_000);
    assert_eq!(count(&asked("exact", json!(null))).await, 1_005);
    let mut last = asked("exact", json!(null));
    last["pagination"] = json!({"skip": 980});
    let last = search(&shop, &last).await;
    assert_eq!((last["hits"].as_array().unwrap().len(), &last["metadata"]["next_cursor"]), (20, &json!(null)));
    let one = search(&shop, &asked("none", json!(null))).await["hits"][0]["id"].take();
    assert_eq!(count(&asked("exact", json!({"$ne": one}))).await, 1_004);
}

/// Words are stemmed in the language of the document, accents count for nothing, and texts are those of the language.
#[tokio::test]
async fn languages() {
    let shop = open(WORDS).await;
    shop.change(&format!(
        "insert into store_locales (organization_id, locale_code, rank)
           select id, l.code, l.rank from auth.organization, (values ('en', 0), ('de', 1)) l (code, rank) where slug = 'ours';
         insert into translations (organization_id, reference, reference_id, locale_code, translations)
           select id, 'product', '00000000-0000-7000-800a-000000010001', 'de', '{}' from auth.organization where slug = 'ours'",
        json!({"title": "Hafenbecher", "description": "Zwei Häuser, grüne Bäume."})
    ))
    .await;
    index(&shop).await;
    shop.until_answered("/store/products", 200).await;
    let german = async |words: &str| {
        let body = asking(words, json!({"search_options": {"locales": ["fr", "de"]}}));
        search(&shop, &body).await
    };
    for words in ["haus", "Hafenbecher", "baum", "hauser", "grün", "grune"] {
        assert_eq!(titles(&german(words).await), "Hafenbecher", "{words}");
    }
    assert_eq!(german("haus").await["hits"][0]["document"]["description"], "Zwei Häuser, grüne Bäume.");
    assert_eq!(titles(&german("shirt").await), "Deck Shirt", "what is not translated stays as it is");
    assert_eq!(found(&shop, "hafenbecher").await, "");
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        // A process hears of a shop's languages by a notice.
        let answer =
            shop.shopper().with_header("x-medusa-locale", "de-AT").post("/store/search", &asking("haus", json!({})));
        if titles(&answer.ok().await["results"][0]) == "Hafenbecher" {
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "the header says no language");
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn words_are_marked() {
    let shop = open(WORDS).await;
    shop.change(
        "update products set description = '<p>A <b>mug</b> & a \"lid\" <script>x</script></p>', title = '<i>Mug</i> one'
         where handle = 'mug'",
    )
    .await;
    index(&shop).await;
    let marked = async |highlight: Value| {
        let body = asking("mug", json!({"search_options": {"highlight": highlight}}));
        search(&shop, &body).await["hits"][0]["highlights"].clone()
    };
    let plain = marked(json!(true)).await;
    assert_eq!(plain["title"], json!(["&lt;i&gt;<em>Mug</em>&lt;/i&gt; one"]));
    let body = plain["description"][0].as_str().unwrap();
    assert!(body.contains("<em>mug</em>") && !body.contains("<b>") && !body.contains("<script>"), "{body}");
    let own = marked(json!({"fields": ["title"], "pre_tag": "[", "post_tag": "]", "snippet": true})).await;
    assert_eq!(own, json!({"title": ["&lt;i&gt;[Mug]&lt;/i&gt; one"]}));
    assert_eq!(marked(json!(false)).await, Value::Null);
}

#[tokio::test]
async fn pages_orders_and_cursors() {
    let shop = open(WORDS).await;
    shop.change(&products("a", 30, "'Plate ' || lpad(n::text, 2, '0')", "'White'")).await;
    index(&shop).await;
    let first = search(&shop, &asking("plate", json!({"pagination": {"take": 12}}))).await;
    assert_eq!((first["hits"].as_array().unwrap().len(), &first["metadata"]["count"]), (12, &json!(30)));
    let mut seen: Vec<String> = titles(&first).split(", ").map(str::to_owned).collect();
    let mut cursor = first["metadata"]["next_cursor"].clone();
    while cursor.is_string() {
        let next = search(&shop, &asking("plate", json!({"pagination": {"take": 12, "cursor": cursor}}))).await;
        seen.extend(titles(&next).split(", ").map(str::to_owned));
        cursor = next["metadata"]["next_cursor"].clone();
    }
    seen.sort_unstable();
    assert_eq!(seen.len(), 30);
    seen.dedup();
    assert_eq!(seen.len(), 30, "each once");
    let newest =
        search(&shop, &asking("plate", json!({"pagination": {"take": 2, "order": {"created_at": "DESC"}}}))).await;
    assert_eq!(titles(&newest), "Plate 30, Plate 29");
    let all = search(&shop, &json!({"entity": "product", "pagination": {"take": 2}, "fields": ["title"]})).await;
    assert_eq!((titles(&all).as_str(), &all["metadata"]["count"]), ("Plate 30, Plate 29", &json!(32)));
    assert_eq!(all["hits"][0]["document"].as_object().unwrap().len(), 2, "id and title");
    let cheap = json!({"entity": "product", "filters": {"price": {"$exists": true}}, "pagination": {"order": {"price": "ASC"}}});
    assert_eq!(titles(&search(&shop, &cheap).await), "Harbour Mug, Deck Shirt");
    let none = json!({"entity": "product", "pagination": {"take": 0}, "search_options": {"count": "none"}});
    let none = search(&shop, &none).await;
    assert_eq!((&none["hits"], &none["metadata"]["count"]), (&json!([]), &Value::Null));
    let count = search(&shop, &json!({"entity": "product", "pagination": {"take": 0}})).await;
    assert_eq!(count["metadata"]["count"], 32);
}

#[tokio::test]
async fn synonyms_and_pins() {
    let shop = open(WORDS).await;
    shop.change(
        "insert into search_synonyms (organization_id, kind, term, synonyms)
           select id, k.kind, k.term, k.synonyms from auth.organization, (values
             ('mutual', null, array['mug', 'Beaker', 'drinking vessel']), ('one_way', 'garment', array['shirt', '''); drop table products'])
           ) k (kind, term, synonyms) where slug = 'ours'",
    )
    .await;
    for (words, titles) in
        [("beaker", "Harbour Mug"), ("drinking vessel", "Harbour Mug"), ("garment", "Deck Shirt"), ("vessel", "")]
    {
        assert_eq!(found(&shop, words).await, titles, "{words}");
    }
    shop.change(
        "insert into search_pins (organization_id, query, product_id, position)
           select o.id, k.query, k.product::uuid, k.place from auth.organization o, (values
             ('mug', '00000000-0000-7000-800a-000000010002', 1), ('mug', '00000000-0000-7000-800a-000000010003', 1),
             ('mug', '00000000-0000-7000-800a-000000010004', 1)
           ) k (query, product, place) where slug = 'ours'",
    )
    .await;
    assert_eq!(found(&shop, " MUG").await, "Deck Shirt, Harbour Mug", "what the shopper does not see is not pinned");
    assert_eq!(found(&shop, "harbour mug").await, "Harbour Mug");
    let filtered = json!({"filters": {"q": "mug", "options": "colour:blue"}});
    assert_eq!(titles(&search(&shop, &asking("", filtered)).await), "Harbour Mug", "pins are filtered too");
}
