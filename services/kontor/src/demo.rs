//! The demo shop, and the file that tells scripts how to use it.

use std::{
    fs, io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use anyhow::Context;
use config::Config;
use db::Db;
use sea_orm::FromQueryResult;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use crate::platform;

/// Nobody's mail goes there: RFC 2606 keeps the domain free.
const ADMIN: &str = "admin@demo.example";
const CUSTOMER: &str = "customer@demo.example";

const SHOP: &str = include_str!("../demo/shop.json");
const PAGES: &str = include_str!("../demo/pages.json");
const CONTENT: &str = include_str!("../demo/content.json");

/// What `.kontor/demo.json` says. Fields are added as the things they name exist.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DemoFile {
    pub(crate) url: String,
    pub(crate) publishable_key: String,
    pub(crate) secret_key: String,
    pub(crate) region_id: String,
    pub(crate) variant_id: String,
    pub(crate) product_handle: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) admin_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) admin_password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) customer_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) customer_password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) gift_card_code: Option<String>,
}

impl DemoFile {
    fn path(home: &Path) -> PathBuf {
        home.join("demo.json")
    }

    /// The file, if there is one and it can be understood.
    pub(crate) fn read(home: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(Self::path(home)).ok()?).ok()
    }

    /// It holds a secret key, so only its owner reads it; a reader never sees half of it.
    pub(crate) fn write(&self, home: &Path) -> anyhow::Result<()> {
        let path = Self::path(home);
        let scratch = home.join("demo.json.new");
        let write = || -> io::Result<()> {
            let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&scratch)?;
            serde_json::to_writer_pretty(&mut file, self)?;
            fs::rename(&scratch, &path)
        };
        write().with_context(|| format!("cannot write {}", path.display()))
    }

    /// Forgets the demo shop of a database that was deleted.
    pub(crate) fn remove(home: &Path) {
        let _ = fs::remove_file(Self::path(home));
    }
}

/// What the demo shop says of itself.
#[derive(Deserialize)]
struct Named {
    name: String,
    tagline: String,
}

/// The demo shop's pages are served unless another shop is named.
pub(crate) fn furnish(config: &mut Config, demo: &DemoFile) -> anyhow::Result<()> {
    let pages = &mut config.storefront;
    if pages.key.is_none() {
        let Named { name, tagline } = serde_json::from_str(SHOP)?;
        (pages.key, pages.name, pages.tagline) = (Some(demo.publishable_key.clone()), Some(name), Some(tagline));
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Shops {
    shops: i64,
}

/// Whether nobody has made a shop here yet.
pub(crate) async fn is_empty(db: &Db) -> anyhow::Result<bool> {
    let tx = db.begin_system("look for shops").await?;
    let found: Shops = db::fetch_one(
        &tx,
        "select count(*) as shops from auth.organization where id <> '00000000-0000-0000-0000-000000000000'",
        [],
    )
    .await?;
    tx.commit().await?;
    Ok(found.shops == 0)
}

/// Makes the demo shop and writes its file.
pub(crate) async fn seed(db: &Db, url: &str, home: &Path, extra_products: Option<u32>) -> anyhow::Result<DemoFile> {
    let base = format!("{url}{}", platform::MEDIA_PATH);
    let shop = catalog::seed::demo(db, SHOP, &base, extra_products).await?;
    orders::seed::demo(db, shop.organization).await?;
    cms::seed::demo(db, shop.organization, PAGES).await?;
    // Once there are pages, which menus name.
    cms::demo::tell(db, shop.organization, CONTENT).await?;
    let password = accounts::seed::administrator(db, ADMIN, "demo").await?;
    let customer_password = accounts::seed::customer(db, CUSTOMER, "demo").await?;
    let gift_card_code = orders::seed::history(db, shop.organization, CUSTOMER).await?;
    let file = DemoFile {
        url: url.to_owned(),
        publishable_key: shop.publishable_key,
        secret_key: shop.secret_key,
        region_id: shop.region_id,
        variant_id: shop.variant_id,
        product_handle: shop.product_handle,
        admin_email: Some(ADMIN.to_owned()),
        admin_password: Some(password.expose_secret().to_owned()),
        customer_email: Some(CUSTOMER.to_owned()),
        customer_password: Some(customer_password.expose_secret().to_owned()),
        gift_card_code: Some(gift_card_code),
    };
    file.write(home)?;
    Ok(file)
}

/// The demo's pictures are addressed absolutely, for storefronts on other origins: they follow the server to a new port.
pub(crate) async fn follow(db: &Db, file: DemoFile, url: &str, home: &Path) -> anyhow::Result<DemoFile> {
    if file.url == url {
        return Ok(file);
    }
    let (old, new) = (format!("{}{}/", file.url, platform::MEDIA_PATH), format!("{url}{}/", platform::MEDIA_PATH));
    let tx = db.begin_system("move the demo's pictures").await?;
    for (table, column) in [("product_images", "url"), ("products", "thumbnail"), ("product_variants", "thumbnail")] {
        let sql = format!(
            "update {table} t set {column} = $2 || substr(t.{column}, length($1) + 1)
             from auth.organization o
             where o.id = t.organization_id and o.slug = 'demo' and starts_with(t.{column}, $1)"
        );
        db::exec(&tx, &sql, [old.as_str().into(), new.as_str().into()]).await?;
    }
    tx.commit().await?;
    let file = DemoFile { url: url.to_owned(), ..file };
    file.write(home)?;
    Ok(file)
}
