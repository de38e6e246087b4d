//! Posts of the blog: what lists say of them, their tags and who wrote them.

use db::Tx;
use entity::ids::BlogAuthorId;
use sea_orm::{FromQueryResult, Value as Cell};
use uuid::Uuid;
use web::ApiError;

use crate::{
    pages::{Held, Snapshot, of_title},
    posts::Embed,
};

/// So many words are read in a minute.
const WORDS_A_MINUTE: usize = 220;
/// So much of what it says is kept beside it, for what is made of it.
const MOST_KEPT: usize = 20_000;

#[derive(FromQueryResult)]
struct Known {
    id: Uuid,
}

pub(super) async fn show(tx: &Tx, held: &Held, snapshot: &Snapshot, number: i64) -> Result<(), ApiError> {
    let fields = &snapshot.fields;
    let said = blocks::Content::parse(&snapshot.content).map(|content| content.text()).unwrap_or_default();
    let minutes = said.split_whitespace().count().div_ceil(WORDS_A_MINUTE).max(1);
    let parts = [Some(fields.title.as_str()), fields.excerpt.as_deref(), Some(said.as_str())];
    let body: String = parts.into_iter().flatten().collect::<Vec<_>>().join("\n").chars().take(MOST_KEPT).collect();
    let cover = fields.cover.clone().unwrap_or_default();
    let sql = "insert into blog_posts
          (organization_id, page_id, excerpt, cover_media_id, cover_alt, reading_minutes, body, content_sha256, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, sha256(convert_to($7, 'UTF8')), $8, $8)
        on conflict (organization_id, page_id) do update set excerpt = excluded.excerpt, cover_media_id = excluded.cover_media_id,
          cover_alt = excluded.cover_alt, reading_minutes = excluded.reading_minutes, body = excluded.body, content_sha256 = excluded.content_sha256";
    let values: [Cell; 8] = [
        tx.organization()?.into(),
        held.id.into(),
        fields.excerpt.clone().into(),
        cover.media_id.into(),
        cover.alt.into(),
        i32::try_from(minutes).unwrap_or(i32::MAX).into(),
        body.into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    tag(tx, held.id, fields.tags.as_deref().unwrap_or_default()).await?;
    name(tx, held.id, fields.authors.as_deref().unwrap_or_default()).await?;
    jobs::enqueue(tx, &Embed {}).unique_key(format!("{}:{number}", held.id)).await?;
    Ok(())
}

/// It has these tags and no others.
async fn tag(tx: &Tx, post: Uuid, tags: &[String]) -> Result<(), ApiError> {
    let shop = tx.organization()?;
    let gone = "delete from blog_post_tags where organization_id = $1 and page_id = $2";
    db::exec(tx, gone, [shop.into(), post.into()]).await?;
    let sql = "insert into blog_post_tags (organization_id, page_id, slug, name, rank, created_at, updated_at)
        select $1, $2, t.slug, t.name, t.rank, $5, $5 from unnest($3::text[], $4::text[]) with ordinality t (slug, name, rank)
        on conflict (organization_id, page_id, slug) do nothing";
    let slugs: Vec<String> = tags.iter().map(|tag| of_title(tag)).collect();
    let values: [Cell; 5] = [shop.into(), post.into(), slugs.into(), tags.to_vec().into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    Ok(())
}

/// These have written it, and no others.
async fn name(tx: &Tx, post: Uuid, authors: &[String]) -> Result<(), ApiError> {
    let shop = tx.organization()?;
    let gone = "delete from blog_post_authors where organization_id = $1 and page_id = $2";
    db::exec(tx, gone, [shop.into(), post.into()]).await?;
    let wanted: Vec<Uuid> =
        authors.iter().filter_map(|id| id.parse::<BlogAuthorId>().ok()).map(|author| author.0).collect();
    let sql = "insert into blog_post_authors (organization_id, page_id, author_id, rank, created_at, updated_at)
        select $1, $2, a.id, w.rank, $4, $4 from unnest($3::uuid[]) with ordinality w (id, rank)
        join blog_authors a on a.organization_id = $1 and a.id = w.id
        on conflict (organization_id, page_id, author_id) do nothing
        returning author_id as id";
    let values: [Cell; 4] = [shop.into(), post.into(), wanted.clone().into(), tx.now().into()];
    let known: Vec<Known> = db::fetch_all(tx, sql, values).await?;
    match wanted.iter().find(|id| known.iter().all(|known| known.id != **id)) {
        None => Ok(()),
        Some(id) => Err(ApiError::not_allowed(format!(
            "It cannot be published: there is no author with id: {}: take it out of 'authors'",
            BlogAuthorId(*id)
        ))),
    }
}
