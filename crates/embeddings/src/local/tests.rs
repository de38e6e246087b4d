//! The model itself, which `scripts/setup` fetches: `.kontor/model` of this checkout, or `KONTOR_TEST_MODEL`.

use std::{path::PathBuf, sync::Arc};

use super::*;

fn folder() -> PathBuf {
    let own = std::env::var_os("KONTOR_TEST_MODEL").map(PathBuf::from);
    let folder = own.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.kontor/model")));
    assert!(Local::is_in(&folder), "{} has no model: run ./scripts/setup", folder.display());
    folder
}

fn likeness(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

async fn embed(local: &Local, texts: &[&str]) -> Vec<Vec<f32>> {
    local.embed(texts.iter().map(|text| (*text).to_owned()).collect()).await.unwrap()
}

/// Of a second implementation, in Python, of what the model's files say: tests/fixtures/minilm.py.
#[tokio::test]
async fn vectors_are_those_of_the_model() {
    let known: Vec<(String, Vec<f32>)> =
        serde_json::from_str(include_str!("../../tests/fixtures/minilm.json")).unwrap();
    let local = Local::open(&folder()).unwrap();
    let texts: Vec<&str> = known.iter().map(|(text, _)| text.as_str()).collect();
    for ((text, expected), made) in known.iter().zip(embed(&local, &texts).await) {
        assert_eq!((made.len(), expected.len()), (DIMENSIONS, DIMENSIONS));
        let length = likeness(&made, &made);
        assert!((length - 1.0).abs() < 1e-4, "{text}: {length}");
        let off = made.iter().zip(expected).map(|(made, expected)| (made - expected).abs()).fold(0.0, f32::max);
        assert!(off < 1e-4, "{text}: {off}");
    }
}

#[tokio::test]
async fn what_means_the_same_is_near() {
    let local = Local::open(&folder()).unwrap();
    let texts = ["something warm for cold feet", "Wool socks", "Cast-iron frying pan", "cookware for steaks"];
    let made = embed(&local, &texts).await;
    let near = |one: usize, other: usize| likeness(&made[one], &made[other]);
    assert!(near(0, 1) > near(0, 2) + 0.1, "{} {}", near(0, 1), near(0, 2));
    assert!(near(3, 2) > near(3, 1) + 0.1, "{} {}", near(3, 2), near(3, 1));
}

/// The order of the answers is that of the texts, whatever their length; alone or beside others, a text means the same.
#[tokio::test]
async fn many_at_a_time_get_their_own() {
    let local = Arc::new(Local::open(&folder()).unwrap());
    let texts: Vec<String> = (0..20).map(|n| format!("A mug, number {n}, {}", "very ".repeat(n * 7 % 20))).collect();
    let many = local.embed(texts.clone());
    let alone = async {
        let asked = texts.iter().map(|text| {
            let (local, text) = (Arc::clone(&local), text.clone());
            async move { local.embed(vec![text]).await.unwrap().remove(0) }
        });
        futures_util::future::join_all(asked).await
    };
    let (many, alone) = tokio::join!(many, alone);
    for ((text, one), other) in texts.iter().zip(many.unwrap()).zip(alone) {
        assert!(likeness(&one, &other) > 0.9999, "{text}");
    }
    assert!(local.embed(Vec::new()).await.unwrap().is_empty());
}

#[tokio::test]
async fn odd_texts_have_a_vector() {
    let local = Local::open(&folder()).unwrap();
    let long = "mug ".repeat(10_000);
    let texts = ["", " \n\t", "🦀🦀", "\u{0}\u{202e}", "日本語の湯呑み", &long];
    for (text, made) in texts.iter().zip(embed(&local, &texts).await) {
        assert!(made.len() == DIMENSIONS && made.iter().all(|number| number.is_finite()), "{text:.10?}");
    }
}

#[tokio::test]
async fn a_folder_without_a_model_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let error = Local::open(folder.path()).unwrap_err().to_string();
    assert!(error.contains("has no config.json: run ./scripts/setup"), "{error}");
    for name in FILES {
        std::fs::write(folder.path().join(name), "{}").unwrap();
    }
    let damaged = Local::open(folder.path()).unwrap();
    let error = damaged.embed(vec!["mug".to_owned()]).await.unwrap_err();
    assert!(matches!(error, EmbedError::Unavailable { .. }), "{error}");
    assert!(error.to_string().contains("config.json"), "{error}");
}

/// What nobody needs leaves the memory, and comes back.
#[test]
fn weights_come_and_go() {
    let (asks, asked) = mpsc::channel();
    let folder = folder();
    let thread = std::thread::spawn(move || serve(&folder, &asked, Duration::ZERO));
    let places = Arc::new(Semaphore::new(1));
    for _ in 0..2 {
        let (answer, answered) = oneshot::channel();
        let place = Arc::clone(&places).try_acquire_owned().unwrap();
        asks.send(Ask { texts: vec!["mug".to_owned()], answer, _place: place }).unwrap();
        assert_eq!(answered.blocking_recv().unwrap().unwrap()[0].len(), DIMENSIONS);
        while places.available_permits() == 0 {
            std::thread::yield_now();
        }
    }
    drop(asks);
    thread.join().unwrap();
}
