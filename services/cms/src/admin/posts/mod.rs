//! `/admin/blog-posts`: posts, edited as pages are.

mod own;
mod post;

use resource::admin::Routes;
use utoipa_axum::router::OpenApiRouter;
use web::App;

use super::pages::edited;
pub(super) use own::{Tags, is_line};
use post::Post;

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Post>::new()
        .list("List posts of the blog.")
        .retrieve("Read a post, without what it says.")
        .router()
        .merge(edited::<Post>())
}
