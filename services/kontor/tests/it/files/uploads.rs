//! What is taken, and who reads it.

use serde_json::json;

use super::{form, png};
use crate::{
    admin::{delete, each, organization},
    shop::Shop,
};

fn path_of(url: &str) -> String {
    let (_, path) = url.split_once("//").unwrap().1.split_once('/').unwrap();
    format!("/{path}")
}

#[tokio::test]
async fn pictures_are_for_everybody_and_texts_for_the_staff() {
    let shop = Shop::open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let picture = png(640, 480);
    let files: [(&str, &[u8]); 2] = [("../../evil mug.html", &picture), ("stock.csv", b"Handle,Title\na,b\n")];
    let made = form(&boss, "/admin/uploads?fields=*", "files", &files).ok().await;
    let made = made["files"].as_array().unwrap().clone();
    assert_eq!(made.len(), 2);
    let (mug, sheet) = (&made[0], &made[1]);
    assert_eq!(
        [&mug["name"], &mug["mime_type"], &mug["width"], &mug["height"], &mug["access"]],
        [&json!("evil mug.html"), &json!("image/png"), &json!(640), &json!(480), &json!("public")]
    );
    assert_eq!([&sheet["mime_type"], &sheet["access"]], [&json!("text/csv"), &json!("private")]);

    let url = mug["url"].as_str().unwrap();
    let path = path_of(url);
    assert!(
        path.starts_with(&format!("/media/{}/", organization("a").0)) && path.rsplit('.').next() == Some("png"),
        "{url}"
    );
    let answer = shop.anybody().get(&path).send().await;
    for (header, value) in [
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cache-control", "public, max-age=31536000, immutable"),
    ] {
        assert_eq!(answer.header(header), value);
    }
    assert_eq!(shop.anybody().get(&path).bytes().await, picture);

    let path_of_sheet = path_of(sheet["url"].as_str().unwrap());
    let read = boss.get(&path_of_sheet).send().await;
    assert_eq!(read.text, "Handle,Title\na,b\n");
    assert_eq!(read.header("content-disposition"), "attachment; filename=\"stock.csv\"");
    assert_eq!(shop.anybody().get(&path_of_sheet).send().await.status.as_u16(), 401);
    // Nor by the way that pictures take.
    let folder = shop.files.path().join("private").join(organization("a").0.to_string());
    let inner = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
    let file = std::fs::read_dir(inner.path()).unwrap().next().unwrap().unwrap();
    for way in ["public", "private"] {
        let (folder, file) = (inner.file_name().into_string().unwrap(), file.file_name().into_string().unwrap());
        for path in [
            format!("/media/{}/{folder}/{file}", organization("a").0),
            format!("/media/..%2f{way}%2f{}/{folder}/{file}", organization("a").0),
            format!("/media/{}/..%2f..%2f{way}/{file}", organization("a").0),
        ] {
            assert_eq!(shop.anybody().get(&path).send().await.status.as_u16(), 404, "{path}");
        }
    }

    let list = boss.get("/admin/uploads?order=name").ok().await;
    assert_eq!(each(&list, "files", "name"), ["evil mug.html", "stock.csv"]);
    assert_eq!(boss.get("/admin/uploads?mime_type=image/png").ok().await["count"], 1);
    let one = format!("/admin/uploads/{}", mug["id"].as_str().unwrap());
    assert_eq!(boss.get(&one).ok().await["file"]["url"], mug["url"]);
    assert_eq!(delete(&boss, &one).await.json(), json!({"id": mug["id"], "object": "file", "deleted": true}));
    boss.get(&one).error(404).await;
    assert_eq!(delete(&boss, &one).await.status.as_u16(), 404);
    assert_eq!(shop.anybody().get(&path).send().await.status.as_u16(), 404, "what is deleted is gone");
}

#[tokio::test]
async fn files_as_json() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let shop = Shop::open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let files = json!({"files": [
        {"name": "note.txt", "content": "Grüße"},
        {"name": "mug.png", "content": STANDARD.encode(png(2, 3))},
    ]});
    let made = boss.post("/admin/uploads?fields=name,mime_type,size,width", &files).ok().await;
    assert_eq!(made["files"][0]["size"], 7);
    assert_eq!([&made["files"][1]["mime_type"], &made["files"][1]["width"]], [&json!("image/png"), &json!(2)]);
    let asked = json!({"originalname": "a.csv", "mime_type": "text/csv", "size": 3});
    let answer = boss.post("/admin/uploads/presigned-urls", &asked).ok().await;
    assert_eq!([&answer["url"], &answer["extension"]], [&json!("/admin/uploads"), &json!("csv")]);
}

#[tokio::test]
async fn another_shop_and_lesser_roles() {
    let shop = Shop::open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let made = form(&boss, "/admin/uploads", "files", &[("a.csv", b"x")]).ok().await;
    let path = format!("/admin/uploads/{}", made["files"][0]["id"].as_str().unwrap());
    let stranger = shop.colleague("b", "bea", "owner").await.client;
    assert_eq!(stranger.get("/admin/uploads").ok().await["count"], 0);
    for path in [path.clone(), format!("{path}/content")] {
        stranger.get(&path).error(404).await;
    }
    assert_eq!(delete(&stranger, &path).await.status.as_u16(), 404);
    let viewer = shop.colleague("a", "vic", "viewer").await.client;
    viewer.get(&path).ok().await;
    form(&viewer, "/admin/uploads", "files", &[("a.csv", b"x")]).error(403).await;
    form(&shop.anybody(), "/admin/uploads", "files", &[("a.csv", b"x")]).error(401).await;
    assert_eq!(shop.count("uploads").await, 1);
}
