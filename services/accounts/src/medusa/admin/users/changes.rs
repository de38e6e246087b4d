//! How somebody of the staff is changed, and removed.

use auth::Staff;
use db::Tx;
use resource::admin::{Delete, Update, select};
use uuid::Uuid;
use web::{
    ApiError, Kind, body,
    body::{Change, Filled, FromText},
};

use crate::{
    better_auth::organization::staff::{alone, check_manages, remove},
    store::{
        admin::people::{self, Person},
        users,
    },
};

body! {
    /// What changes of somebody.
    pub struct Changes {
        /// The first name.
        first_name: Filled = "Bob",
        /// The last name.
        last_name: Change<String> = "Ray",
        /// Where the picture is.
        avatar_url: Change<Picture> = "https://example.com/bob.png",
    }
}

/// Where a picture is.
#[derive(Debug)]
struct Picture(String);

impl FromText for Picture {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        if url::Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
            return Ok(Self(text));
        }
        Err(format!("Invalid value for field '{at}': expected a URL that begins with https://"))
    }
}

impl Update for Person {
    type Changes = Changes;

    async fn update(tx: &Tx, staff: &Staff, user: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { first_name: Filled(first_name), last_name, avatar_url } = changes;
        alone(tx, staff).await?;
        if check_manages(tx, staff, user).await?.is_none() {
            return Ok(false);
        }
        let is_himself = staff.user().is_some_and(|me| me.0 == user);
        if !is_himself && people::works_elsewhere(tx, user).await? {
            let message = "Who works in other shops too changes his name and picture himself";
            return Err(ApiError::new(Kind::Forbidden, message));
        }
        let Some(before) = resource::one::<Self>(tx, user, &select::<Self>(None)?).await? else {
            return Ok(false);
        };
        if first_name.is_some() || !last_name.is_keep() {
            let names = [first_name.or(before.first_name), last_name.apply(before.last_name)];
            let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
            users::rename(tx, user, name.trim()).await?;
        }
        if !avatar_url.is_keep() {
            users::set_image(tx, user, avatar_url.given().map(|Picture(url)| url)).await?;
        }
        Ok(true)
    }
}

impl Delete for Person {
    async fn delete(tx: &Tx, staff: &Staff, user: Uuid) -> Result<bool, ApiError> {
        alone(tx, staff).await?;
        if check_manages(tx, staff, user).await?.is_none() {
            return Ok(false);
        }
        remove(tx, user).await?;
        Ok(true)
    }
}
