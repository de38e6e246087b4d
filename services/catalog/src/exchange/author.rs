//! On whose behalf an import is made.

use auth::{Staff, Who};
use db::{Actor, Cause};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

/// Who confirmed it. It stands in the job and not in the row, which whoever writes products may change.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Author {
    user: Option<Uuid>,
    api_key: Option<Uuid>,
    personal_key: Option<Uuid>,
    impersonated_by: Option<Uuid>,
}

impl Author {
    /// Whoever calls.
    pub(crate) fn of(staff: &Staff) -> Self {
        match &staff.who {
            Who::Person { user, personal_key, impersonated_by, .. } => Self {
                user: Some(user.0),
                api_key: None,
                personal_key: *personal_key,
                impersonated_by: impersonated_by.map(|id| id.0),
            },
            Who::Program(key) => Self { api_key: Some(key.0), ..Self::default() },
        }
    }

    /// Does something on his behalf.
    pub(super) async fn scope<F: Future>(self, organization: Uuid, request: Option<&str>, work: F) -> F::Output {
        let Self { user, api_key, personal_key, impersonated_by } = self;
        let actor =
            Actor { organization: Some(organization), user, session: None, api_key, personal_key, impersonated_by };
        let cause = Cause::new(request.unwrap_or_default().to_owned(), None, None);
        cause
            .scope(async {
                Cause::note(actor);
                work.await
            })
            .await
    }

    /// As the database is told who it was.
    pub(super) fn claims(self) -> Json {
        let said = [("sub", self.user), ("api_key_id", self.api_key)];
        said.into_iter().filter_map(|(name, id)| Some((name.to_owned(), json!(id?)))).collect::<Map<_, _>>().into()
    }
}
