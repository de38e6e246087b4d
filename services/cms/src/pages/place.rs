//! What a page is listed as: its path and its title. Of a page that is published those that are, else those of its draft.

use db::Tx;
use sea_orm::Value as Cell;
use web::{ApiError, Kind};

use super::{Fields, Held};

/// Lists it so.
pub(super) async fn place(tx: &Tx, held: &Held, fields: &Fields) -> Result<(), ApiError> {
    let sql = "update pages set slug = $3, title = $4 where organization_id = $1 and id = $2 and (slug, title) is distinct from ($3, $4)";
    let values: [Cell; 4] =
        [tx.organization()?.into(), held.id.into(), fields.slug.as_str().into(), fields.title.as_str().into()];
    placed(db::exec(tx, sql, values).await, held.kind(), &fields.slug, &held.locale)?;
    Ok(())
}

/// 422 where another one is, or says the same in this language.
pub(super) fn placed<T>(done: db::Result<T>, kind: super::Kind, slug: &str, locale: &str) -> Result<T, ApiError> {
    let message = match &done {
        Err(db::Error::Constraint { name, .. }) if name == "pages_slug" => match kind.path(slug) {
            Some(path) => {
                format!("There is something at '{path}' in '{locale}' already: choose another value for field 'slug'")
            }
            None => {
                format!("Another one is called '{slug}' in '{locale}' already: choose another value for field 'slug'")
            }
        },
        Err(db::Error::Constraint { name, .. }) if name == "pages_translation" => {
            format!(
                "There is a translation into '{locale}' already: change that one, or choose another value for field 'locale'"
            )
        }
        _ => return Ok(done?),
    };
    Err(ApiError::new(Kind::Duplicate, message))
}
