//! The first administrator of an installation or a demo.

use db::Db;
use entity::ids::MemberId;
use sea_orm::FromQueryResult;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use vault::password::{self, Hasher, Settings};

use crate::store::{credentials, users};

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
    let password = SecretString::from(vault::random::alphanumeric(20));
    let hash = Hasher::new(&Settings::default())?.hash(password.expose_secret().to_owned().into()).await?;
    let tx = db.begin_system("make an administrator").await?;
    let sql = "select id from auth.organization where slug = $1";
    let Shop { id } =
        db::fetch_optional(&tx, sql, [shop.into()]).await?.ok_or_else(|| Error::NoShop(shop.to_owned()))?;
    let user = users::create(&tx, "Administrator", email, None).await?.ok_or_else(|| Error::Taken(email.to_owned()))?;
    credentials::set_password(&tx, user.id, &hash).await?;
    let promote = r#"update auth."user" set role = 'admin', "emailVerified" = true where id = $1"#;
    db::exec(&tx, promote, [user.id.into()]).await?;
    let join = r#"insert into auth.member ("organizationId", id, "userId", role) values ($1, $2, $3, 'owner')"#;
    db::exec(&tx, join, [id.into(), MemberId::new().0.into(), user.id.into()]).await?;
    tx.commit().await?;
    Ok(password)
}
