//! Who works in a shop, and what he may do there now.

use std::time::Duration;

use auth::{Permissions, Staff, Who, role_permissions};
use entity::ids::{ApiKeyId, OrganizationId, SessionId, UserId};
use http::{HeaderName, request::Parts};
use limits::Rule;
use serde_json::Value;
use uuid::Uuid;
use web::{ApiError, Kind};

use super::{Credentials, SessionRef};
use crate::{
    Accounts,
    medusa::token::ActorType,
    store::{
        actors::{self, Post},
        personal_keys::{self, KeyRefusal},
    },
};

/// In which shop, when somebody works in several: its slug or its id.
pub(crate) const SHOP: HeaderName = HeaderName::from_static("x-kontor-shop");

/// How often a secret key may call when its row says nothing else.
const KEY_LIMIT: Rule = Rule { name: "api-key", most: 1_200, window: Duration::from_mins(1) };

pub(super) async fn find(accounts: &Accounts, parts: &Parts) -> Result<Staff, ApiError> {
    match accounts.credentials(parts)?.ok_or_else(ApiError::unauthorized)? {
        Credentials::SecretKey(text) => program(accounts, &text).await,
        Credentials::PersonalKey(text) => by_own_key(accounts, parts, &text).await,
        Credentials::Session(session) => by_session(accounts, parts, &session).await,
    }
}

/// Who has not proven his address works nowhere.
pub(crate) fn unproven() -> ApiError {
    let message = "Prove your address first: POST /auth/verification/request has a link sent to it";
    ApiError::new(Kind::Forbidden, message).with_code("email_not_verified")
}

fn too_often(seconds: u64) -> ApiError {
    let message = format!("This key was used too often: try again in {seconds} s");
    ApiError::new(Kind::TooManyRequests, message).with_retry_after(seconds)
}

/// The program of a secret key, if it is good and not used too often.
pub(crate) async fn program(accounts: &Accounts, text: &str) -> Result<Staff, ApiError> {
    let tx = accounts.app.db.begin_lookup("find a secret key").await?;
    let found = actors::secret_key(&tx, &auth::sha256(text)).await?;
    tx.commit().await?;
    let key = found.ok_or_else(ApiError::unauthorized)?;
    let most = key.rate_limit.and_then(|most| u32::try_from(most).ok()).unwrap_or(KEY_LIMIT.most);
    let taken = accounts.limits.take(Rule { most, ..KEY_LIMIT }, &key.id.to_string()).await;
    taken.map_err(|exceeded| too_often(exceeded.seconds()))?;
    Ok(Staff {
        organization: OrganizationId(key.organization),
        who: Who::Program(ApiKeyId(key.id)),
        permissions: Permissions::of(key.scopes.iter().map(String::as_str)),
    })
}

async fn by_own_key(accounts: &Accounts, parts: &Parts, text: &str) -> Result<Staff, ApiError> {
    let tx = accounts.app.db.begin_system("use a personal key").await?;
    let key = match personal_keys::use_key(&tx, text).await {
        Ok(key) => key,
        Err(KeyRefusal::RateLimited { retry_after }) => return Err(too_often(retry_after)),
        Err(KeyRefusal::Failed(error)) => return Err(error.into()),
        Err(_) => return Err(ApiError::unauthorized()),
    };
    if !key.owner.email_verified {
        return Err(unproven());
    }
    let posts = actors::posts(&tx, key.owner.id).await?;
    tx.commit().await?;
    let post = choose(&posts, wanted(parts)?, None)?;
    let theirs = key.permissions.as_deref().map(scopes_of);
    let mine = permissions(post);
    Ok(Staff {
        organization: OrganizationId(post.organization),
        who: Who::Person {
            user: UserId(key.owner.id),
            roles: post.roles.clone(),
            session: None,
            personal_key: Some(key.id),
            impersonated_by: None,
        },
        permissions: theirs.map_or(mine, |scopes| mine.within(scopes)),
    })
}

async fn by_session(accounts: &Accounts, parts: &Parts, session: &SessionRef) -> Result<Staff, ApiError> {
    let signed_for = match session {
        SessionRef::Signed { actor: ActorType::Customer, .. } => return Err(ApiError::unauthorized()),
        SessionRef::Signed { organization, .. } => *organization,
        SessionRef::Token(_) => None,
    };
    let tx = accounts.app.db.begin_lookup("find who works in a shop").await?;
    let worker = actors::worker(&tx, session).await?;
    tx.commit().await?;
    let worker = worker.ok_or_else(ApiError::unauthorized)?;
    if !worker.is_proven {
        return Err(unproven());
    }
    let wanted = wanted(parts)?;
    // A token is for the shop that it names, and for no other.
    let wanted = wanted.or_else(|| signed_for.map(|shop| Wanted::Id(shop.0)));
    let post = choose(&worker.posts, wanted, worker.active_organization)?;
    if signed_for.is_some_and(|shop| shop.0 != post.organization) {
        return Err(ApiError::new(Kind::Forbidden, "This token is for another shop"));
    }
    Ok(Staff {
        organization: OrganizationId(post.organization),
        who: Who::Person {
            user: UserId(worker.user),
            roles: post.roles.clone(),
            session: Some(SessionId(worker.session)),
            personal_key: None,
            impersonated_by: worker.impersonated_by.map(UserId),
        },
        permissions: permissions(post),
    })
}

/// The shop that a request names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    Id(Uuid),
    Slug(String),
}

fn wanted(parts: &Parts) -> Result<Option<Wanted>, ApiError> {
    let Some(value) = parts.headers.get(SHOP) else {
        return Ok(None);
    };
    let text =
        value.to_str().map_err(|_| ApiError::invalid_data("The header x-kontor-shop must be a slug or an id"))?;
    let id = text.parse::<OrganizationId>().map(|id| id.0).or_else(|_| text.parse::<Uuid>());
    Ok(Some(id.map_or_else(|_| Wanted::Slug(text.to_owned()), Wanted::Id)))
}

/// The post at the shop that is wanted, else at the one that the session has open, else the only one there is.
fn choose(posts: &[Post], wanted: Option<Wanted>, active: Option<Uuid>) -> Result<&Post, ApiError> {
    let forbidden = |message: &'static str| ApiError::new(Kind::Forbidden, message);
    if let Some(wanted) = wanted {
        let fits = |post: &&Post| match &wanted {
            Wanted::Id(id) => post.organization == *id,
            Wanted::Slug(slug) => post.slug == *slug,
        };
        return posts.iter().find(fits).ok_or_else(|| forbidden("You do not work in this shop"));
    }
    if let Some(post) = posts.iter().find(|post| Some(post.organization) == active) {
        return Ok(post);
    }
    match posts {
        [] => Err(forbidden("You work in no shop")),
        [post] => Ok(post),
        _ => Err(ApiError::invalid_data(
            "You work in several shops: name one in the header x-kontor-shop, or set the active organization",
        )),
    }
}

/// What a post allows, by all of its roles.
pub(crate) fn permissions(post: &Post) -> Permissions {
    let given = post.roles.iter().filter_map(|role| role_permissions(role));
    let own = post.own_roles.iter().map(|permission| scopes_of(permission));
    given.chain(own).fold(Permissions::of(["own:*"]), Permissions::and)
}

/// `{"product":["read"]}`, as roles and personal keys are kept. What is not understood allows nothing.
fn scopes_of(json: &str) -> Permissions {
    let Ok(Value::Object(resources)) = serde_json::from_str::<Value>(json) else {
        return Permissions::NONE;
    };
    let texts: Vec<String> = resources
        .iter()
        .flat_map(|(resource, actions)| {
            let actions = actions.as_array().into_iter().flatten().filter_map(Value::as_str);
            actions.map(move |action| format!("{resource}:{action}"))
        })
        .collect();
    Permissions::of(texts.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use auth::Permission;

    use super::*;

    fn post(slug: &str, roles: &[&str]) -> Post {
        Post {
            organization: Uuid::now_v7(),
            slug: slug.to_owned(),
            roles: roles.iter().map(|&role| role.to_owned()).collect(),
            own_roles: Vec::new(),
        }
    }

    #[test]
    fn which_shop() {
        let posts = [post("one", &["owner"]), post("two", &["viewer"])];
        let chosen = |wanted: Option<&str>, active| {
            choose(&posts, wanted.map(|slug| Wanted::Slug(slug.to_owned())), active).map(|post| post.slug.clone()).ok()
        };
        assert_eq!(chosen(Some("two"), None).as_deref(), Some("two"));
        assert_eq!(chosen(Some("two"), Some(posts[0].organization)).as_deref(), Some("two"));
        assert_eq!(chosen(None, Some(posts[0].organization)).as_deref(), Some("one"));
        assert_eq!(chosen(Some("three"), Some(posts[0].organization)), None);
        assert_eq!(chosen(None, None), None);
        assert!(choose(&posts[..1], None, Some(Uuid::now_v7())).is_ok() && choose(&[], None, None).is_err());
    }

    #[test]
    fn roles_add_up() {
        let mut both = post("one", &["editor", "support"]);
        assert!(permissions(&both).has(Permission::ContentWrite) && permissions(&both).has(Permission::OrderWrite));
        assert!(!permissions(&both).has(Permission::StaffRead));
        both.own_roles.push(r#"{"staff":["read"],"nonsense":["fly"],"order":"write"}"#.to_owned());
        assert!(permissions(&both).has(Permission::StaffRead) && !permissions(&both).has(Permission::StaffWrite));
        assert_eq!(scopes_of("nonsense"), Permissions::NONE);
    }
}
