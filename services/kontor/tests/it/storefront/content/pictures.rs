//! Pictures of the media library in blocks, as browsers fetch them.

use serde_json::json;

use super::{block, drafted, published};
use crate::{
    media::{id, picture},
    storefront::{Visitor, open},
};

/// The values of an attribute, in order.
fn all<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let before = format!(" {name}=\"");
    page.split(&*before).skip(1).map(|rest| rest.split_once('"').unwrap().0).collect()
}

#[tokio::test]
async fn each_size_that_a_page_names_is_there() {
    let shop = open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let flag = picture(&editor, 1_600, 900).await;
    let change = json!({"alt": "A <flag>", "focal": {"x": 0.2, "y": 0.9}});
    let changed = editor.post(&format!("/admin/media/{}", id(&flag)), &change).send().await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let blocks = [
        block("image", "b1", json!({"media": id(&flag)})),
        block("image", "b2", json!({"media": id(&flag), "alt": "Another", "caption": "Words"})),
        block(
            "gallery",
            "b3",
            json!({"images": [{"id": "p1", "media": id(&flag)}, {"id": "p2", "media": id(&flag), "alt": "Second"}]}),
        ),
        block("hero", "b4", json!({"title": "Come in", "image": id(&flag), "alt": "Behind"})),
        block(
            "testimonial",
            "b5",
            json!({"quotes": [{"id": "q1", "text": "Good", "author": "Ann", "image": id(&flag)}]}),
        ),
    ];
    published(&editor, "pictures", &blocks).await;
    let visitor = Visitor::new(&shop);
    let page = visitor.page("/pictures").await;
    let shown: Vec<&str> = all(&page, "src").into_iter().filter(|src| src.starts_with("/media/")).collect();
    assert!(shown.len() >= 5, "{shown:?}: {page}");
    assert!(
        page.contains("alt=\"A &lt;flag&gt;\"")
            && page.contains("alt=\"Another\"")
            && page.contains("alt=\"Second\"")
            && page.contains("alt=\"Behind\""),
        "{page}"
    );
    assert!(page.contains("fx2 fy9") && page.contains("width=\"1600\" height=\"900\""), "{page}");
    let sets = all(&page, "srcset");
    let sizes: Vec<(&str, u32)> = sets
        .iter()
        .flat_map(|set| set.split(", "))
        .map(|one| one.rsplit_once(' ').unwrap())
        .map(|(url, width)| (url, width.strip_suffix('w').unwrap().parse().unwrap()))
        .collect();
    assert!(
        sizes.iter().any(|(_, width)| *width <= 400) && sizes.iter().any(|(_, width)| *width >= 1_200),
        "{sizes:?}"
    );
    for (url, width) in sizes.iter().take(8) {
        let bytes = shop.anybody().get(url).header("accept", "image/webp,image/png,*/*").bytes().await;
        let made = image::load_from_memory(&bytes).unwrap_or_else(|error| panic!("{url}: {error}"));
        assert_eq!(made.width(), *width, "{url}");
    }
}

#[tokio::test]
async fn a_picture_of_a_draft_is_shown_to_nobody_else() {
    let shop = open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let (first, second) = (picture(&editor, 320, 200).await, picture(&editor, 200, 320).await);
    published(&editor, "out", &[block("image", "b1", json!({"media": id(&first)}))]).await;
    drafted(&editor, "inside", &[block("image", "b1", json!({"media": id(&second)}))]).await;
    let visitor = Visitor::new(&shop);
    assert!(visitor.page("/out").await.contains("src=\"/media/"));
    assert_eq!(visitor.get("/inside").await.status, 404);
    // Nor by another page that names it without having it, as a block written by hand could.
    let told = shop.shopper().get(&format!("/store/media?id[]={}&id[]={}", id(&first), id(&second))).ok().await;
    assert_eq!(told["media"].as_array().unwrap().len(), 1, "{told}");
    let staff = Visitor::new(&shop);
    staff.become_staff(&shop, &shop.colleague("a", "olga", "owner").await).await;
    assert!(staff.page("/inside?edit").await.contains("src=\"/media/"), "who edits sees it");
}
