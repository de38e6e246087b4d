//! The media library: what is taken, what is made of it, where it is used, and what becomes of it.

mod deleted;
mod refused;
mod told;
mod uploads;
mod variants;
mod whose;

use image::{DynamicImage, ImageFormat, Rgb, Rgb32FImage, RgbImage};
use kontor::platform;
use serde_json::{Value, json};
use testkit::{Answer, Client};

use crate::{files::form, shop::Shop};

/// A shop, and who may write its pages.
async fn open() -> (Shop, Client) {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    (shop, editor)
}

/// Red on the left, blue on the right, with a green stripe on top.
fn flag(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if y < height / 4 {
            Rgb([0, 200, 0])
        } else if x < width / 2 {
            Rgb([200, 0, 0])
        } else {
            Rgb([0, 0, 200])
        }
    })
}

/// Soft colours with a little grain, as a camera has them.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let part_of = |at: u32, side: u32| f32::from(u16::try_from(at * 10_000 / side).unwrap()) / 10_000.0;
    let mut grain = 12_345_u32;
    let picture = Rgb32FImage::from_fn(width, height, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = part_of(grain >> 24, 256) / 20.0;
        let (across, down) = (part_of(x, width), part_of(y, height));
        let wave = |turn: f32| across.mul_add(turn, down * 5.0).sin() * (down * 23.0 * (1.0 + across)).cos();
        Rgb([7.0, 8.0, 9.0].map(|turn| wave(turn).mul_add(0.35, 0.5) + grain))
    });
    written(DynamicImage::from(picture).into_rgb8(), ImageFormat::Jpeg)
}

fn written(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    written(flag(width, height), ImageFormat::Png)
}

/// What becomes of files.
async fn upload(client: &Client, files: &[(&str, &[u8])]) -> Vec<Value> {
    let made = form(client, "/admin/media", "files", files).ok().await;
    made["media"].as_array().unwrap().clone()
}

/// One picture of the library.
pub(crate) async fn picture(client: &Client, width: u32, height: u32) -> Value {
    upload(client, &[("flag.png", &png(width, height))]).await.remove(0)
}

pub(crate) fn id(media: &Value) -> &str {
    media["id"].as_str().unwrap()
}

fn path(url: &Value) -> String {
    let (_, path) = url.as_str().unwrap().split_once("//").unwrap().1.split_once('/').unwrap();
    format!("/{path}")
}

/// What a browser that reads this is sent.
async fn fetch(shop: &Shop, path: &str, accept: &str) -> Answer {
    shop.anybody().get(path).header("accept", accept).send().await
}

async fn bytes(shop: &Shop, path: &str, accept: &str) -> Vec<u8> {
    shop.anybody().get(path).header("accept", accept).bytes().await
}

/// The path of a picture in this width and shape.
fn variant(media: &Value, shape: &str, width: u32) -> String {
    let all = if shape == "original" { &media["variants"] } else { &media["crops"][shape] };
    let found = all.as_array().unwrap().iter().find(|one| one["width"] == json!(width));
    path(&found.unwrap_or_else(|| panic!("no {width} in {all}"))["url"])
}

/// Runs what is due.
async fn work(shop: &Shop) {
    let drained = shop.test.run_jobs(&platform::registry(&shop.platform)).await;
    assert_eq!(drained.dead, 0, "{drained:?}");
}

/// A page that shows it, as drafted.
async fn page_with(editor: &Client, title: &str, media: &str) -> String {
    let image = json!({ "type": "image", "props": { "id": "p1", "media": media, "alt": "", "caption": "", "decorative": false, "width": "content" } });
    let body = json!({ "title": title, "locale": "en", "content": { "blocks": [image] } });
    let made = editor.post("/admin/pages", &body).ok().await;
    made["page"]["id"].as_str().unwrap().to_owned()
}

async fn publish(editor: &Client, page: &str) {
    editor.post(&format!("/admin/pages/{page}/publish"), &json!({ "revision": 1 })).ok().await;
}

/// All files below a folder.
fn files_in(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}
