//! The first administrator of an installation or a demo, and a demo's customer.

use db::{Db, Tx};
use entity::ids::MemberId;
use sea_orm::FromQueryResult;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use vault::password::{self, Hasher, Settings};

use web::body::Change;

use crate::store::{
    credentials, customers,
    saved_addresses::{self, Country, Said},
    users,
};

/// Why there is no administrator.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// The password cannot be hashed.
    #[error("the password cannot be hashed: {0}")]
    Password(#[from] password::Error),
    /// Somebody has this address already.
    #[error("there is somebody with the address {0} already")]
    Taken(String),
    /// There is no such shop.
    #[error("there is no shop {0}")]
    NoShop(String),
}

#[derive(FromQueryResult)]
struct Shop {
    id: Uuid,
}

/// Makes an administrator of the installation who owns a shop, with a password of its own, which is answered once.
pub async fn administrator(db: &Db, email: &str, shop: &str) -> Result<SecretString, Error> {
    let (password, hash) = new_password().await?;
    let tx = db.begin_system("make an administrator").await?;
    let id = shop_of(&tx, shop).await?;
    let user = users::create(&tx, "Administrator", email, None).await?.ok_or_else(|| Error::Taken(email.to_owned()))?;
    credentials::set_password(&tx, user.id, &hash).await?;
    let promote = r#"update auth."user" set role = 'admin', "emailVerified" = true where id = $1"#;
    db::exec(&tx, promote, [user.id.into()]).await?;
    let join = r#"insert into auth.member ("organizationId", id, "userId", role) values ($1, $2, $3, 'owner')"#;
    db::exec(&tx, join, [id.into(), MemberId::new().0.into(), user.id.into()]).await?;
    tx.commit().await?;
    Ok(password)
}

/// Makes a customer of a shop who has proven his address and keeps two others, with a password of its own, which is answered
/// once.
pub async fn customer(db: &Db, email: &str, shop: &str) -> Result<SecretString, Error> {
    let (password, hash) = new_password().await?;
    let mut tx = db.begin_system("make a customer of the demo").await?;
    let shop = shop_of(&tx, shop).await?;
    tx.work_in(shop).await?;
    let user = users::create(&tx, "Ida Holm", email, None).await?.ok_or_else(|| Error::Taken(email.to_owned()))?;
    credentials::set_password(&tx, user.id, &hash).await?;
    users::prove_email(&tx, user.id, email).await?;
    let set = |text: &str| Change::Set(text.to_owned());
    let details =
        customers::Details { first_name: set("Ida"), last_name: set("Holm"), ..customers::Details::default() };
    let made = customers::create(&tx, user.id, email, details).await?;
    let customer = made.ok_or_else(|| Error::Taken(email.to_owned()))?.id;
    for (name, street, city, country, postal_code, is_home) in [
        ("Home", "Havnegade 12", "København", "dk", "1058", true),
        ("Work", "Holtenauer Straße 5", "Kiel", "de", "24105", false),
    ] {
        let said = Said {
            address_name: set(name),
            first_name: set("Ida"),
            last_name: set("Holm"),
            address_1: set(street),
            city: set(city),
            country_code: Change::Set(Country(Some(country.to_owned()))),
            postal_code: set(postal_code),
            is_default_shipping: Some(is_home),
            is_default_billing: Some(is_home),
            ..Said::default()
        };
        saved_addresses::create(&tx, customer.0, said).await?;
    }
    tx.commit().await?;
    Ok(password)
}

async fn new_password() -> Result<(SecretString, String), Error> {
    let password = SecretString::from(vault::random::alphanumeric(20));
    let hash = Hasher::new(&Settings::default())?.hash(password.expose_secret().to_owned().into()).await?;
    Ok((password, hash))
}

async fn shop_of(tx: &Tx, slug: &str) -> Result<Uuid, Error> {
    let sql = "select id from auth.organization where slug = $1";
    let found: Option<Shop> = db::fetch_optional(tx, sql, [slug.into()]).await?;
    found.map(|shop| shop.id).ok_or_else(|| Error::NoShop(slug.to_owned()))
}
