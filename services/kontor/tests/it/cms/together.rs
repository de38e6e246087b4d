//! Two who write at the same time.

use http::Method;
use serde_json::{Value, json};

use super::{draft, heading, made, open, save, saying};

fn body(blocks: &[Value]) -> Value {
    json!({ "title": "Home", "slug": "start", "content": saying(blocks) })
}

#[tokio::test]
async fn who_was_slower_is_shown_both_and_what_they_make_together() {
    let (_shop, editor) = open().await;
    let page = made(&editor, "Home").await;
    let start = [heading("a", "Welcome"), heading("b", "News")];
    assert_eq!(save(&editor, &page, 1, &body(&start)).await.status.as_u16(), 200);
    let ann = body(&[heading("a", "Good morning"), heading("b", "News")]);
    let ben = body(&[heading("a", "Welcome"), heading("b", "What is new"), heading("c", "Visit us")]);
    assert_eq!(save(&editor, &page, 2, &ann).await.header("etag"), "\"3\"");
    let answer = save(&editor, &page, 2, &ben).await;
    assert_eq!((answer.status.as_u16(), answer.header("etag")), (412, "\"3\""));
    let both = answer.json();
    assert_eq!([&both["type"], &both["code"]], [&json!("conflict"), &json!("precondition_failed")]);
    assert_eq!(both["draft"]["content"], ann["content"]);
    assert_eq!(both["yours"]["content"], ben["content"]);
    let merged = saying(&[heading("a", "Good morning"), heading("b", "What is new"), heading("c", "Visit us")]);
    assert_eq!((&both["merge"]["content"], &both["merge"]["conflicts"]), (&merged, &json!([])));
    assert_eq!(draft(&editor, &page).await["content"], ann["content"], "nothing is written before he has looked");
    let done =
        json!({ "title": both["merge"]["title"], "slug": both["merge"]["slug"], "content": both["merge"]["content"] });
    assert_eq!(save(&editor, &page, 3, &done).await.header("etag"), "\"4\"");

    // The same heading, twice.
    let cat = body(&[heading("a", "Hello"), heading("b", "What is new"), heading("c", "Visit us")]);
    let dan = body(&[heading("a", "Ahoy"), heading("b", "What is new"), heading("c", "Visit us")]);
    assert_eq!(save(&editor, &page, 4, &cat).await.status.as_u16(), 200);
    let both = save(&editor, &page, 4, &dan).await.json();
    assert_eq!(both["merge"]["conflicts"].as_array().unwrap().len(), 1, "{both}");
    assert_eq!(both["merge"]["content"]["blocks"][0]["props"]["text"], "Ahoy", "his own stands until he decides");
}

#[tokio::test]
async fn sixteen_at_once_lose_nothing() {
    let (_shop, editor) = open().await;
    let page = made(&editor, "Home").await;
    let mut tries = tokio::task::JoinSet::new();
    for nth in 0..16 {
        let (editor, page) = (editor.clone(), page.clone());
        tries.spawn(async move {
            let mut seen = 1;
            let mut mine = body(&[heading("a", "Home"), heading(&format!("n{nth}"), "mine")]);
            loop {
                let answer = save(&editor, &page, seen, &mine).await;
                match answer.status.as_u16() {
                    200 => return,
                    412 => {
                        let both = answer.json();
                        assert_eq!(both["merge"]["conflicts"], json!([]), "{both}");
                        seen = both["draft"]["revision"].as_i64().unwrap();
                        mine = body(both["merge"]["content"]["blocks"].as_array().unwrap());
                    }
                    other => panic!("{other}"),
                }
            }
        });
    }
    tries.join_all().await;
    let blocks = draft(&editor, &page).await["content"]["blocks"].clone();
    assert_eq!(blocks.as_array().unwrap().len(), 17, "{blocks}");
}

#[tokio::test]
async fn what_a_window_sent_before_does_not_undo_what_it_sent_after() {
    let (_shop, editor) = open().await;
    let page = made(&editor, "Home").await;
    let window = "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d";
    let numbered = |text: &str, sequence: i64| {
        let mut body = body(&[heading("a", text)]);
        (body["client_id"], body["sequence"], body["is_autosave"]) = (json!(window), json!(sequence), json!(true));
        body
    };
    assert_eq!(save(&editor, &page, 1, &numbered("second", 2)).await.status.as_u16(), 200);
    let late = save(&editor, &page, 2, &numbered("first", 1)).await;
    assert_eq!((late.status.as_u16(), &late.json()["code"]), (409, &json!("out_of_order")));
    assert_eq!(draft(&editor, &page).await["content"]["blocks"][0]["props"]["text"], "second");
    let refused = save(&editor, &page, 1, &numbered("third", 3)).await;
    assert_eq!(refused.status.as_u16(), 412);
    assert_eq!(
        save(&editor, &page, 2, &numbered("third", 3)).await.status.as_u16(),
        200,
        "what was refused counts for nothing"
    );
    let kinds = editor.get(&format!("/admin/pages/{page}/revisions")).ok().await;
    assert_eq!(kinds["revisions"][0]["kind"], "autosaved");
}

#[tokio::test]
async fn who_saves_says_what_he_saw() {
    let (_shop, editor) = open().await;
    let page = made(&editor, "Home").await;
    let path = format!("/admin/pages/{page}/draft");
    let put = || editor.request(Method::PUT, &path).body("application/json", body(&[]).to_string().into_bytes());
    let none = put().error(428).await;
    assert!(none["message"].as_str().unwrap().contains("If-Match"), "{none}");
    for wrong in ["*", "7", "\"x\"", "W/\"1\"", "\"\""] {
        put().header("if-match", wrong).error(400).await;
    }
    assert_eq!(save(&editor, &page, 99, &body(&[])).await.json()["merge"], Value::Null, "he saw what never was");
}
