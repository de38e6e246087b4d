//! Who reads a log: the staff of a shop its own; an administrator of the installation that of the installation, and those of
//! shops that are gone, for nobody else is left who could.

use auth::{May, needs};
use axum::extract::FromRequestParts;
use db::{INSTALLATION, Scope};
use entity::ids::OrganizationId;
use http::{StatusCode, request::Parts};
use uuid::Uuid;
use web::{ApiError, Kind};

use crate::{
    Accounts,
    better_auth::admin,
    door::{Credentials, SHOP, SessionRef},
    medusa::token::ActorType,
    store::{sessions, shops},
};

/// Extracts him, and whose log it is.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) scope: Scope,
    pub(super) shop: Uuid,
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let wanted = wanted(parts);
        if wanted == Some(INSTALLATION) {
            let accounts = Accounts::from_request_parts(parts, state).await?;
            administrator(&accounts, parts).await?;
            return Ok(Self::without_staff(INSTALLATION));
        }
        let refused = match May::<needs::AuditRead>::from_request_parts(parts, state).await {
            Ok(staff) => return Ok(Self { scope: Scope::from(&staff), shop: staff.organization.0 }),
            Err(refused) => refused,
        };
        // Nobody works in a shop that is gone.
        let (Some(shop), StatusCode::FORBIDDEN) = (wanted, refused.status()) else {
            return Err(refused);
        };
        let accounts = Accounts::from_request_parts(parts, state).await?;
        if administrator(&accounts, parts).await.is_err() || is_there(&accounts, shop).await? {
            return Err(refused);
        }
        Ok(Self::without_staff(shop))
    }
}

impl Reader {
    fn without_staff(shop: Uuid) -> Self {
        Self { scope: Scope::service(Some(shop)), shop }
    }
}

/// The installation or the shop that is named by its id.
fn wanted(parts: &Parts) -> Option<Uuid> {
    let text = parts.headers.get(SHOP)?.to_str().ok()?;
    if text == "installation" {
        return Some(INSTALLATION);
    }
    text.parse::<OrganizationId>().map(|id| id.0).or_else(|_| text.parse::<Uuid>()).ok()
}

/// 401 or 403 for whoever is none. A token for a shop is for that shop alone, and so is a key.
async fn administrator(accounts: &Accounts, parts: &Parts) -> Result<(), ApiError> {
    let Credentials::Session(session) = accounts.credentials(parts)?.ok_or_else(ApiError::unauthorized)? else {
        return Err(forbidden());
    };
    if let SessionRef::Signed { actor, organization, .. } = &session
        && (*actor == ActorType::Customer || organization.is_some())
    {
        return Err(forbidden());
    }
    let found = sessions::look_up(&accounts.app.db, &session).await?.ok_or_else(ApiError::unauthorized)?;
    if found.session.impersonated_by.is_some() || !admin::reads_logs(&found.user) {
        return Err(forbidden());
    }
    Ok(())
}

fn forbidden() -> ApiError {
    ApiError::new(Kind::Forbidden, "Only administrators of the installation read its log")
        .with_code("permission_denied")
}

async fn is_there(accounts: &Accounts, shop: Uuid) -> Result<bool, ApiError> {
    let tx = accounts.app.db.begin_lookup("find whether a shop is gone").await?;
    let found = shops::is_there(&tx, shop).await?;
    tx.commit().await?;
    Ok(found)
}
