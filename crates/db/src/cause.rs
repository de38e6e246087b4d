//! On whose behalf work is done: the request, and whom it was found to be of. It travels with the task, and every transaction
//! that writes tells it to the database (`kontor.request`), where triggers put it into the security log.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value};
use uuid::Uuid;

tokio::task_local! {
    static CURRENT: Cause;
}

/// Who was let in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Actor {
    /// The shop he works or buys in.
    pub organization: Option<Uuid>,
    /// The person, if it was one.
    pub user: Option<Uuid>,
    /// His session, if he came with one.
    pub session: Option<Uuid>,
    /// The shop's key, if a program came with one.
    pub api_key: Option<Uuid>,
    /// A person's own key, if a program came with one.
    pub personal_key: Option<Uuid>,
    /// The administrator who acts as this person.
    pub impersonated_by: Option<Uuid>,
}

/// A request. Clones are the same one.
#[derive(Debug, Clone)]
pub struct Cause(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    request_id: String,
    address: Option<String>,
    user_agent: Option<String>,
    actor: Mutex<Option<Actor>>,
}

impl Cause {
    /// A request, before anybody has looked at whom it is of.
    pub fn new(request_id: String, address: Option<String>, user_agent: Option<String>) -> Self {
        Self(Arc::new(Inner { request_id, address, user_agent, actor: Mutex::new(None) }))
    }

    /// Runs `work` on its behalf. Tasks that it spawns have no cause.
    pub async fn scope<F: Future>(&self, work: F) -> F::Output {
        CURRENT.scope(self.clone(), work).await
    }

    /// The cause of the task that asks.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Notes whom the present request is of. The first one counts; the shop may be found out after the person.
    pub fn note(actor: Actor) {
        let _ = CURRENT.try_with(|cause| {
            let mut known = cause.0.actor.lock().unwrap_or_else(PoisonError::into_inner);
            match &mut *known {
                None => *known = Some(actor),
                Some(known) if *known == (Actor { organization: None, ..actor }) => *known = actor,
                Some(_) => {}
            }
        });
    }

    /// Whom it was found to be of.
    pub fn actor(&self) -> Option<Actor> {
        *self.0.actor.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The request's id.
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// The client's address, as far as it can be believed.
    pub fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// The browser or program, by its own account.
    pub fn user_agent(&self) -> Option<&str> {
        self.0.user_agent.as_deref()
    }

    /// An expression that tells the database who calls, for the statement that finds him: a transaction that was begun before
    /// anybody was known writes as he from there on. Whoever was known before stays. The arguments are columns.
    pub(crate) fn telling(user: &str, session: &str, impersonated_by: &str) -> String {
        format!(
            "set_config('kontor.request', (
               select case when coalesce(said ->> 'user_id', said ->> 'api_key_id', said ->> 'personal_key_id') is null
                 then said || jsonb_strip_nulls(jsonb_build_object(
                   'user_id', {user}, 'session_id', {session}, 'impersonated_by', {impersonated_by}))
                 else said end::text
               from (select coalesce(nullif(current_setting('kontor.request', true), ''), '{{}}')::jsonb) as r (said)), true)"
        )
    }

    /// What the database is told; empty without a cause.
    pub(crate) fn setting() -> String {
        let Some(cause) = Self::current() else {
            return String::new();
        };
        let mut said = Map::new();
        let mut say = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                said.insert(name.to_owned(), Value::String(value));
            }
        };
        say("request_id", Some(cause.0.request_id.clone()));
        say("address", cause.0.address.clone());
        say("user_agent", cause.0.user_agent.clone());
        if let Some(actor) = cause.actor() {
            for (name, id) in [
                ("user_id", actor.user),
                ("session_id", actor.session),
                ("api_key_id", actor.api_key),
                ("personal_key_id", actor.personal_key),
                ("impersonated_by", actor.impersonated_by),
            ] {
                say(name, id.map(|id| id.to_string()));
            }
        }
        Value::Object(said).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_travels_with_the_task_and_ends_with_it() {
        assert_eq!(Cause::setting(), "");
        let cause = Cause::new("r1".into(), Some("192.0.2.1".into()), None);
        let user = Uuid::from_u128(7);
        let said = cause
            .scope(async {
                Cause::note(Actor { user: Some(user), ..Actor::default() });
                Cause::note(Actor::default());
                Cause::setting()
            })
            .await;
        let said: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(said, serde_json::json!({"request_id": "r1", "address": "192.0.2.1", "user_id": user}));
        assert_eq!(cause.actor().unwrap().user, Some(user));
        assert!(Cause::current().is_none());
    }

    #[tokio::test]
    async fn the_shop_may_be_found_out_after_the_person() {
        let cause = Cause::new("r1".into(), None, None);
        let [user, shop] = [7, 8].map(|n| Some(Uuid::from_u128(n)));
        let actor = cause
            .scope(async {
                Cause::note(Actor { user, ..Actor::default() });
                Cause::note(Actor { user: shop, organization: shop, ..Actor::default() });
                Cause::note(Actor { user, organization: shop, ..Actor::default() });
                Cause::note(Actor { user, organization: user, ..Actor::default() });
                Cause::current().unwrap().actor().unwrap()
            })
            .await;
        assert_eq!((actor.user, actor.organization), (user, shop));
    }
}
