//! What is found by words.

use db::Tx;
use sea_orm::Value as Cell;
use web::ApiError;

use crate::{
    feed::beginning,
    pages::{Held, Kind, Snapshot},
};

/// So much of what is said is looked through: Postgres keeps a megabyte of words at the most.
const MOST: usize = 200_000;

/// Writes what is found of a revision. A block is found where it is shown, and not by itself.
pub(super) async fn write(tx: &Tx, held: &Held, snapshot: &Snapshot) -> Result<(), ApiError> {
    if held.kind() == Kind::Block {
        return Ok(());
    }
    let fields = &snapshot.fields;
    let said = blocks::Content::parse(&snapshot.content).map(|content| content.text()).unwrap_or_default();
    let summary = fields.excerpt.clone().unwrap_or_else(|| beginning(&said));
    let tags = fields.tags.as_deref().unwrap_or_default().join(" ");
    let said: String = said.chars().take(MOST).collect();
    let sql = "insert into content_documents (organization_id, page_id, kind, locale, title, summary, words, created_at, updated_at)
        select $1, $2, $3, $4, $5, $6, setweight(to_tsvector(c.config, $5), 'A') || setweight(to_tsvector(c.config, $6 || ' ' || $7), 'B')
          || setweight(to_tsvector(c.config, $8), 'D'), $9, $9
        from (select private.text_config($4) as config) c
        on conflict (organization_id, page_id) do update set locale = excluded.locale, title = excluded.title, summary = excluded.summary,
          words = excluded.words";
    let values: [Cell; 9] = [
        tx.organization()?.into(),
        held.id.into(),
        held.kind().text().into(),
        held.locale.as_str().into(),
        fields.title.as_str().into(),
        summary.into(),
        tags.into(),
        said.into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(())
}

/// It is found no more.
pub(super) async fn forget(tx: &Tx, held: &Held) -> Result<(), ApiError> {
    let sql = "delete from content_documents where organization_id = $1 and page_id = $2";
    db::exec(tx, sql, [tx.organization()?.into(), held.id.into()]).await?;
    Ok(())
}
