//! `POST /admin/invites/accept`

use axum::{extract::Request, response::Response};
use db::{Actor, Cause};
use entity::ids::InvitationId;
use resource::admin::{answer, missing, select};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, Kind, body,
    body::{Email, Fields, FromBody, read_json},
    query::{FromParams, Params},
};

use crate::{
    Accounts,
    better_auth::organization::staff::accept as join,
    door::{Credentials, SessionRef},
    medusa::token::ActorType,
    store::{
        actors,
        admin::{invites::Invite, people::Person},
        users,
    },
};

struct Token(String);

impl FromParams for Token {
    fn read(params: &mut Params) -> Self {
        let token = params.text("token");
        if token.is_none() {
            params.required("token");
        }
        Self(token.unwrap_or_default())
    }
}

body! {
    /// The name to go by, if it is another one than before.
    pub(super) struct Input {
        /// The address, which is that of who is signed in.
        email: Option<Email> = "bob@example.com",
        /// The first name.
        first_name: Option<String> = "Bob",
        /// The last name.
        last_name: Option<String> = "Ray",
    }
}

/// Accept an invitation as who is signed in and has proven its address. Whoever is signed in may, before he works in any shop.
#[utoipa::path(
    post,
    path = "/admin/invites/accept",
    tag = "Admin: invites",
    operation_id = "admin_accept_invite",
    params(
        ("token" = String, Query, description = "The invitation's token, which is its id.", example = "inv_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    request_body(content = inline(Input), description = "The name to go by, if it is another one than before.", example = json!({"first_name": "Bob", "last_name": "Ray"})),
    security(("session" = []), ("bearer" = [])),
    extensions(("x-permission" = json!("session"))),
    responses(
        (status = 200, description = "The new member of the staff.", body = serde_json::Value, example = json!({"user": {"id": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "first_name": "Bob", "last_name": "Ray", "roles": ["editor"]}})),
        AdminErrors,
    )
)]
pub(super) async fn accept(accounts: Accounts, request: Request) -> Result<Response, ApiError> {
    let (parts, body) = request.into_parts();
    // Who it is comes from the session alone; what the body says of the address must be the same.
    let Some(Credentials::Session(session)) = accounts.credentials(&parts)? else {
        return Err(ApiError::unauthorized());
    };
    if matches!(session, SessionRef::Signed { actor: ActorType::Customer, .. }) {
        return Err(ApiError::unauthorized());
    }
    let tx = accounts.app.db.begin_system("find who accepts an invitation").await?;
    let worker = actors::worker(&tx, &session).await?.ok_or_else(ApiError::unauthorized)?;
    let user = users::by_id(&tx, worker.user).await?.ok_or_else(ApiError::unauthorized)?;
    tx.commit().await?;
    // From here on what is written is written as his.
    Cause::note(Actor {
        user: Some(user.id),
        session: Some(worker.session),
        impersonated_by: worker.impersonated_by,
        ..Actor::default()
    });
    if worker.impersonated_by.is_some() {
        return Err(ApiError::new(Kind::Forbidden, "Nobody accepts an invitation in the name of somebody else"));
    }

    let mut params = Params::parse(parts.uri.query().unwrap_or_default())?;
    let Token(token) = Token::read(&mut params);
    params.finish()?;
    let mut fields = Fields::of(read_json(Request::from_parts(parts, body)).await?)?;
    let Input { email, first_name, last_name } = Input::read(&mut fields);
    fields.finish()?;
    if email.is_some_and(|Email(email)| email != user.email) {
        return Err(ApiError::not_allowed("The email is not the one of who is signed in"));
    }

    let unknown = || missing::<Invite>(&token);
    let id: Uuid = token.parse::<InvitationId>().map_err(|_| unknown())?.0;
    let mut tx = accounts.app.db.begin_system("accept an invitation").await?;
    let invitation = join(&tx, &user, worker.session, id).await?;
    tx.work_in(invitation.organization_id).await?;
    let name = [first_name, last_name].into_iter().flatten().collect::<Vec<_>>().join(" ");
    if !name.trim().is_empty() {
        users::rename(&tx, user.id, name.trim()).await?;
    }
    let answer = answer::<Person>(&tx, user.id, &user.id.to_string(), &select::<Person>(None)?).await?;
    tx.commit().await?;
    Ok(answer)
}
