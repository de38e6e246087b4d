//! One verb each: publish, unpublish, schedule, unschedule, discard, restore.

use db::Tx;
use utoipa_axum::router::OpenApiRouter;
use web::{ApiError, App};

use super::{
    Edited,
    bodies::{DraftThen, Publishing, Restoring, Scheduling, Unpublishing},
    deed::{Deed, deed},
};
use crate::pages::{self, Due, Held};

struct Publish;

impl Deed for Publish {
    const PATH: &'static str = "/publish";
    const VERB: &'static str = "publish";
    type Input = Publishing;

    async fn act(tx: &Tx, held: &Held, Publishing { revision }: Publishing) -> Result<(), ApiError> {
        pages::publish(tx, held, revision.0.unwrap_or_default()).await
    }
}

struct Unpublish;

impl Deed for Unpublish {
    const PATH: &'static str = "/unpublish";
    const VERB: &'static str = "unpublish";
    type Input = Unpublishing;

    async fn act(tx: &Tx, held: &Held, Unpublishing { draft }: Unpublishing) -> Result<(), ApiError> {
        pages::unpublish(tx, held, draft == Some(DraftThen::Replace)).await
    }
}

struct Schedule;

impl Deed for Schedule {
    const PATH: &'static str = "/schedule";
    const VERB: &'static str = "schedule";
    type Input = Scheduling;

    async fn act(tx: &Tx, held: &Held, input: Scheduling) -> Result<(), ApiError> {
        let Scheduling { revision, publish_at, unpublish_at } = input;
        pages::schedule(tx, held, Due { publish: revision.0.zip(publish_at), unpublish_at }).await
    }
}

struct Unschedule;

impl Deed for Unschedule {
    const PATH: &'static str = "/unschedule";
    const VERB: &'static str = "unschedule";
    type Input = ();

    async fn act(tx: &Tx, held: &Held, (): ()) -> Result<(), ApiError> {
        pages::unschedule(tx, held).await
    }
}

struct Discard;

impl Deed for Discard {
    const PATH: &'static str = "/discard";
    const VERB: &'static str = "discard_draft_of";
    type Input = ();

    async fn act(tx: &Tx, held: &Held, (): ()) -> Result<(), ApiError> {
        pages::discard(tx, held).await.map(drop)
    }
}

struct Restore;

impl Deed for Restore {
    const PATH: &'static str = "/restore";
    const VERB: &'static str = "restore";
    type Input = Restoring;

    async fn act(tx: &Tx, held: &Held, Restoring { revision, reason }: Restoring) -> Result<(), ApiError> {
        let reason = reason.map(|reason| reason.0);
        pages::restore(tx, held, revision.0.unwrap_or_default(), reason.as_deref()).await.map(drop)
    }
}

pub(super) fn router<T: Edited>() -> OpenApiRouter<App> {
    deed::<T, Publish>("Publish a revision. The draft stays as it is.")
        .merge(deed::<T, Unpublish>("Take it from the shoppers. The draft stays, or becomes what was published."))
        .merge(deed::<T, Schedule>(
            "Publish a revision at a time, or unpublish at one; what was planned before is not any more.",
        ))
        .merge(deed::<T, Unschedule>("Nothing is planned any more."))
        .merge(deed::<T, Discard>("Make what is published the draft. The draft that was there stays in the history."))
        .merge(deed::<T, Restore>("Make an older revision the draft. What is published stays."))
}
