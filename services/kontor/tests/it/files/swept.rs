//! What nobody names goes, and nothing else.

use chrono::TimeDelta;
use kontor::platform;

use super::{form, png};
use crate::{
    admin::{delete, organization},
    shop::Shop,
};

#[tokio::test]
async fn what_no_row_names_is_swept_a_day_later() {
    let shop = Shop::open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let picture = png(1, 1);
    let made =
        form(&boss, "/admin/uploads", "files", &[("a.png", &picture), ("b.csv", b"b"), ("c.csv", b"c")]).ok().await;
    delete(&boss, &format!("/admin/uploads/{}", made["files"][2]["id"].as_str().unwrap())).await;
    let folder = shop.files.path().join("private").join(organization("a").0.to_string()).join("00");
    std::fs::create_dir_all(&folder).unwrap();
    let orphan = folder.join("00000000-0000-7000-8000-000000000000.csv");
    std::fs::write(&orphan, "left behind").unwrap();
    let alien = shop.files.path().join("private/README");
    std::fs::write(&alien, "of the operator").unwrap();
    let registry = platform::registry(&shop.platform);
    let sweep = || async {
        shop.change(
            "select private.enqueue_job('catalog.sweep_files', '{}', 'default', null, null, 0::smallint, 3, '{}')",
        )
        .await;
        shop.test.run_jobs(&registry).await;
    };
    sweep().await;
    assert!(orphan.exists(), "it may be of a request that goes on");
    shop.test.clock().advance(TimeDelta::days(2));
    sweep().await;
    assert!(!orphan.exists() && alien.exists());
    // The old token is over by then.
    let boss = shop.colleague("a", "colleague", "owner").await.client;
    for at in [0, 1] {
        let id = made["files"][at]["id"].as_str().unwrap();
        boss.get(&format!("/admin/uploads/{id}/content")).bytes().await;
    }
    sweep().await;
}
