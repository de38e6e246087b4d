//! Posts that go with another one.

use db::Tx;
use sea_orm::{FromQueryResult, Value as Cell};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Near {
    id: Uuid,
}

/// The nearest by meaning, where both have a vector of the same model; then those that share the most tags; then the newest. In the language of
/// the post itself.
pub(crate) async fn related(tx: &Tx, post: Uuid, most: i64) -> db::Result<Vec<Uuid>> {
    let sql = "select p.id
        from pages o
        join blog_posts b on b.organization_id = o.organization_id and b.page_id = o.id
        join pages p on p.organization_id = o.organization_id and p.kind = 'post' and p.locale = o.locale and p.status = 'published'
          and p.deleted_at is null and p.id <> o.id
        join blog_posts n on n.organization_id = p.organization_id and n.page_id = p.id
        where o.organization_id = $1 and o.id = $2
        order by case when n.embedding_model = b.embedding_model then n.embedding operator(extensions.<=>) b.embedding end nulls last,
          (select count(*) from blog_post_tags t join blog_post_tags s on s.organization_id = t.organization_id and s.slug = t.slug
           where t.organization_id = $1 and t.page_id = o.id and s.page_id = p.id) desc,
          p.first_published_at desc, p.id desc
        limit $3";
    let values: [Cell; 3] = [tx.organization()?.into(), post.into(), most.into()];
    let found: Vec<Near> = db::fetch_all(tx, sql, values).await?;
    Ok(found.into_iter().map(|near| near.id).collect())
}
