//! The file of an export is as large as it has to be: written, read and sealed anew page by page.

use accounts::seal::{Keys, columns::PRIVACY_FILE, rotate};
use config::Config;
use entity::ids::CustomerId;
use secrecy::SecretString;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};

use super::{CUSTOMER, OURS, pages, plant, program, work};
use crate::{accounts::somebody, shop::Shop};

const LINES: usize = 300;

#[tokio::test]
async fn a_file_may_be_larger_than_what_is_sealed_at_once() {
    let shop = Shop::with_accounts().await;
    somebody(&shop, "ann.canary@example.test").await;
    somebody(&shop, "bobby@example.test").await;
    plant(&shop).await;
    // Letters of two and three bytes, so that pages end in the middle of some; and one line that is larger than pages.
    shop.change(&format!(
        "insert into events (organization_id, name, entity_id, after)
         select '{OURS}', 'customer.updated', '{CUSTOMER}', jsonb_build_object('n', n, 'note', repeat('ä€', 200))
         from generate_series(1, {LINES}) n;
         insert into events (organization_id, name, entity_id, after)
         values ('{OURS}', 'customer.updated', '{CUSTOMER}', jsonb_build_object('n', 0, 'note', repeat('€', 350000)))"
    ))
    .await;
    let ours = program(&shop, "a", "'privacy:*'").await;
    let path = format!("/admin/customers/{}/privacy/export", CustomerId(CUSTOMER));
    let made = ours.post(&path, &json!({})).send().await.json();
    work(&shop).await;
    let id = made["privacy_request"]["id"].as_str().unwrap().to_owned();
    let file = ours.get(&format!("/admin/privacy-requests/{id}/file")).send().await;
    assert!(file.text.len() > 1 << 20, "{}", file.text.len());
    let events = file.json()["kept"]["public.events"].as_array().unwrap().clone();
    let told: std::collections::BTreeSet<i64> =
        events.iter().filter_map(|event| event["after"]["n"].as_i64()).collect();
    assert_eq!(told, (0..=i64::try_from(LINES).unwrap()).collect());
    let request: entity::ids::PrivacyRequestId = id.parse().unwrap();
    let opened = pages(&shop, request.0).await;
    assert!(opened.len() > 16 && opened.iter().all(|page| page.len() <= 64 << 10), "{}", opened.len());
    assert_eq!(opened.concat(), file.text);

    // A new key seals them anew, and each opens in its place alone.
    let settings = [("ENCRYPTION_KEYS", "next:EBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8=")];
    let config = Config::from_sources(settings.map(|(name, value)| (name.to_owned(), value.to_owned())), None).unwrap();
    let secret = SecretString::from("of-the-tests-0123456789abcdef0123456789");
    let keys = Keys::new(&config, &secret).unwrap();
    let done = rotate(shop.test.db(), &keys, |_| ()).await.unwrap();
    let done = done.into_iter().find(|done| done.column == PRIVACY_FILE).unwrap();
    assert_eq!((done.resealed, done.failed), (opened.len() as u64, Vec::new()));
    let mut connection = PgConnection::connect(&shop.test.superuser_url()).await.unwrap();
    let sealed: Vec<(String,)> =
        sqlx::query_as("select page from public.privacy_pages order by nth").fetch_all(&mut connection).await.unwrap();
    for (nth, (page,)) in sealed.iter().enumerate() {
        let place = |nth: usize| format!("{}/{nth}", request.0);
        let said = keys.open(page, &PRIVACY_FILE.of(&place(nth))).unwrap();
        assert_eq!(secrecy::ExposeSecret::expose_secret(&said), opened[nth]);
        assert!(keys.open(page, &PRIVACY_FILE.of(&place(nth + 1))).is_err());
    }
    // A server without the key says that there is no file, and not half of one; and so it does when pages were taken out.
    ours.get(&format!("/admin/privacy-requests/{id}/file")).error(404).await;
    connection.execute("delete from public.privacy_pages").await.unwrap();
    ours.get(&format!("/admin/privacy-requests/{id}/file")).error(404).await;
}
