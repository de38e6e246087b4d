//! `POST|DELETE /admin/reviews/{id}`

use auth::Staff;
use db::Tx;
use events::Emit;
use resource::{
    Set,
    admin::{Delete, Update},
};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Change, Field, Fields, Within},
};

use super::{
    read::{Read, lock},
    table::Review,
};
use crate::reviews;

/// What becomes of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Status(pub(super) Option<&'static str>);

const STATUSES: [&str; 3] = ["pending", "approved", "rejected"];

impl Field for Status {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let said = fields.one_of(name, &STATUSES);
        Self(said.and_then(|said| STATUSES.into_iter().find(|known| *known == said)))
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(STATUSES)).into()
    }
}

body! {
    /// What becomes of a review.
    pub struct Changes {
        /// `approved` ones are shown.
        pub(super) status: Status = "approved",
        /// Why, for colleagues; its author can read it too.
        pub(super) moderation_note: Change<String> = "About the parcel, and not about the product",
        /// The `revision` that was read: a review that its author has changed since stays as it is, which is answered 409.
        pub(super) revision: Within<1, 2_147_483_647> = 1,
    }
}

impl Update for Review {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { status: Status(status), moderation_note, revision: Within(revision) } = changes;
        if revision.is_some() {
            let read = [Read { id, revision }];
            lock(tx, &[id]).await?.must_be(&read)?;
        }
        let mut set = Set::new(tx, id)?;
        set.given("status", status);
        set.change("moderation_note", moderation_note);
        if !set.run_where(tx, "public.reviews", "true").await? {
            return Ok(false);
        }
        events::emit(tx, Emit::new(reviews::UPDATED, id)).await?;
        Ok(true)
    }
}

impl Delete for Review {
    /// With its votes.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        let sql = "delete from public.reviews where organization_id = $1 and id = $2";
        if db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await? == 0 {
            return Ok(false);
        }
        events::emit(tx, Emit::new(reviews::DELETED, id)).await?;
        Ok(true)
    }
}
