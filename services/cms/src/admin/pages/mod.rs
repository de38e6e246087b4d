//! `/admin/pages`, and what is done to whatever is edited as they are: posts, entries of the changelog, reusable blocks.

mod bodies;
mod create;
mod deed;
mod deeds;
mod draft;
mod edited;
mod page;
mod presence;
mod preview;
mod revisions;
mod said;

use resource::admin::Routes;
use utoipa_axum::router::OpenApiRouter;
use web::App;

pub(super) use edited::{Edited, Own};
use page::Page;
pub(super) use said::SaidSeo;

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Page>::new()
        .list("List pages.")
        .retrieve("Read a page, without what it says.")
        .router()
        .merge(edited::<Page>())
        .merge(preview::router::<Page>())
}

/// What is done to whatever is edited as pages are.
pub(super) fn edited<T: Edited>() -> OpenApiRouter<App> {
    create::router::<T>()
        .merge(draft::router::<T>())
        .merge(revisions::router::<T>())
        .merge(deeds::router::<T>())
        .merge(presence::router::<T>())
}
