//! `POST /admin/has-permission`

use axum::extract::State;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{caller as signed_in, rights};
use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
};

pub(super) struct HasPermission {
    /// By resource, what is to be done with it. `None` for the old way of asking, which is understood but not answered.
    permissions: Option<Vec<(String, Vec<String>)>>,
}

impl Input for HasPermission {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        // Whoever asks is asked about: these weigh nothing.
        body.optional_text("role");
        body.take("userId");
        let old = body.take("permission");
        let given = body.take("permissions");
        let is_new = given.is_some();
        let read = given.or(old).as_ref().and_then(Value::as_object).and_then(read);
        if read.is_none() {
            body.no_choice();
        }
        Ok(Self { permissions: read.filter(|_| is_new) })
    }
}

fn read(given: &Map<String, Value>) -> Option<Vec<(String, Vec<String>)>> {
    let actions = |value: &Value| -> Option<Vec<String>> {
        value.as_array()?.iter().map(|action| action.as_str().map(str::to_owned)).collect()
    };
    given.iter().map(|(resource, value)| Some((resource.clone(), actions(value)?))).collect()
}

/// Whether the caller may do all of it.
pub(super) async fn has_permission(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<HasPermission>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("look what somebody may").await?;
    let me = signed_in(&accounts, &tx, &caller).await?;
    tx.commit().await?;
    let Some(wanted) = input.permissions else {
        let message = "invalid permission check. no permission(s) were passed.";
        return Err(Refusal::message(StatusCode::BAD_REQUEST, message));
    };
    let may = |(resource, actions): &(String, Vec<String>)| {
        !actions.is_empty() && actions.iter().all(|action| rights::may(&me.user.role, resource, action))
    };
    let success = !wanted.is_empty() && wanted.iter().all(may);
    Reply::json(json!({ "error": null, "success": success }))
}
