//! The statements of a search. Its functions look past the policies, in the caller's shop only; what is shown of products is read
//! under them.

use auth::Shopper;
use db::Tx;
use entity::{
    Timestamp,
    ids::{CollectionId, ProductId, ProductTypeId, RegionId},
};
use sea_orm::{FromQueryResult, Value};
use serde_json::Value as Json;
use uuid::Uuid;
use web::ApiError;

use super::words::{Said, Synonyms};
use crate::data::Reach;

#[derive(FromQueryResult)]
struct Currency {
    is_known: bool,
    currency_code: Option<String>,
}

/// Which prices are shown: the currency, and the region whose own go first, as it is on the wire; empty for none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pricing {
    pub(crate) currency: Option<String>,
    pub(crate) region: String,
}

/// The currency of prices: the one that is named, else the region's, else the shop's own.
pub(crate) async fn currency(
    tx: &Tx,
    shopper: &Shopper,
    named: Option<&str>,
    region: Option<&str>,
) -> Result<Pricing, ApiError> {
    if let Some(named) = named {
        return Ok(Pricing { currency: Some(named.to_owned()), region: String::new() });
    }
    let wanted: Option<RegionId> = match region {
        Some(text) => Some(text.parse().map_err(|_| no_region(text))?),
        None => shopper.default_region,
    };
    let sql = "select r.id is not null as is_known, coalesce(r.currency_code, c.currency_code) as currency_code
        from (values ($1::uuid)) w (id)
        left join lateral (
          select r.id, r.currency_code from regions r where r.id = w.id and r.deleted_at is null offset 0
        ) r on true
        left join lateral (select s.currency_code from store_currencies s where s.is_default limit 1) c on true";
    let row: Currency = db::fetch_one(tx, sql, [wanted.map(Uuid::from).into()]).await?;
    match region {
        Some(text) if !row.is_known => Err(no_region(text)),
        _ => {
            let region = wanted.filter(|_| row.is_known).map(|region| region.to_string()).unwrap_or_default();
            Ok(Pricing { currency: row.currency_code, region })
        }
    }
}

fn no_region(text: &str) -> ApiError {
    let text: String = text.chars().take(100).collect();
    ApiError::invalid_data(format!("Region with id {text} not found when populating the pricing context"))
}

/// What a shop says about a query, and what is misspelt in it.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    pub(crate) synonyms: Vec<Synonyms>,
    /// In the order of their places.
    pub(crate) pins: Vec<(i32, Uuid)>,
    /// The last word does not go on.
    pub(crate) is_whole: bool,
}

#[derive(FromQueryResult)]
struct Hint {
    kind: String,
    term: Option<String>,
    others: Option<Vec<String>>,
    product_id: Option<Uuid>,
    place: Option<i32>,
}

/// Synonyms and pins of a query; and with `typos`, what words mean that lead to nothing.
pub(crate) async fn hints(tx: &Tx, said: &Said, typos: bool, locale: &str) -> db::Result<Hints> {
    let sql =
        "select h.kind, h.term, h.others, h.product_id, h.place from private.search_hints($1, $2, $3, $4, $5, $6) h";
    let values: [Value; 6] = [
        said.plain().into(),
        said.terms().into(),
        said.words().to_vec().into(),
        said.is_open().into(),
        typos.into(),
        locale.into(),
    ];
    let rows: Vec<Hint> = db::fetch_all(tx, sql, values).await?;
    let mut hints = Hints::default();
    for Hint { kind, term, others, product_id, place } in rows {
        let others = others.unwrap_or_default();
        match (kind.as_str(), term, product_id.zip(place)) {
            ("pin", _, Some((product, place))) => hints.pins.push((place, product)),
            ("whole", ..) => hints.is_whole = true,
            ("one_way", Some(term), _) => hints.synonyms.push(Synonyms { terms: vec![term], others }),
            _ => hints.synonyms.push(Synonyms { terms: others.clone(), others }),
        }
    }
    hints.pins.sort_unstable();
    Ok(hints)
}

/// By words and by meaning.
#[derive(Debug)]
pub(crate) struct Hybrid<'a> {
    /// Text of a tsquery, empty for none.
    pub(crate) query: String,
    /// A vector and its model.
    pub(crate) vector: Option<(&'a [f32], &'a str)>,
    pub(crate) ratio: f32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) product_id: Uuid,
    pub(crate) score: f32,
}

#[derive(FromQueryResult)]
struct Best {
    products: Option<Vec<Uuid>>,
    scores: Option<Vec<f32>>,
}

/// The best of what a filter lets through. They come as one row: a thousand rows take longer to send and to read than to find.
pub(crate) async fn hybrid(
    tx: &Tx,
    asked: &Hybrid<'_>,
    locale: &str,
    filter: Json,
    most: i32,
) -> db::Result<Vec<Found>> {
    let (vector, model) = asked.vector.unzip();
    let sql = "select array_agg(h.product_id order by h.place) as products, array_agg(h.score order by h.place) as scores
        from private.search_hybrid($1, $2, $3, $4, $5, $6, $7) with ordinality h (product_id, score, text_rank, vector_rank, place)";
    let values: [Value; 7] = [
        asked.query.as_str().into(),
        vector.map(<[f32]>::to_vec).into(),
        model.into(),
        locale.into(),
        filter.into(),
        asked.ratio.into(),
        most.into(),
    ];
    let best: Best = db::fetch_one(tx, sql, values).await?;
    let found = best.products.unwrap_or_default().into_iter().zip(best.scores.unwrap_or_default());
    Ok(found.map(|(product_id, score)| Found { product_id, score }).collect())
}

#[derive(FromQueryResult)]
struct Browsed {
    product_id: Uuid,
    matches: i64,
}

/// A window of everything that a filter lets through, and how many there are, counted up to `count_to`.
pub(crate) async fn browse(
    tx: &Tx,
    filter: Json,
    sort: &str,
    pricing: &Pricing,
    (skip, take): (i64, i64),
    count_to: i32,
) -> db::Result<(Vec<Uuid>, Option<i64>)> {
    let sql = "select b.product_id, b.matches from private.search_browse($1, $2, $3, $4, $5, $6, $7) b";
    let window = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
    let values: [Value; 7] = [
        filter.into(),
        sort.into(),
        pricing.currency.as_deref().into(),
        pricing.region.as_str().into(),
        window(take).into(),
        window(skip).into(),
        count_to.into(),
    ];
    let rows: Vec<Browsed> = db::fetch_all(tx, sql, values).await?;
    let matches = rows.first().map(|row| row.matches);
    Ok((rows.into_iter().map(|row| row.product_id).collect(), matches))
}

/// A product of one of several lists.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Listed {
    /// Of which.
    pub(crate) n: i32,
    pub(crate) product_id: Uuid,
}

/// Several lists at once, each `{n, filter, sort, most, skipped}`.
pub(crate) async fn browse_all(tx: &Tx, lists: Json, pricing: &Pricing) -> db::Result<Vec<Listed>> {
    let sql = "select l.n, b.product_id
        from jsonb_to_recordset($1) l (n integer, filter jsonb, sort text, most integer, skipped integer)
        cross join lateral private.search_browse(l.filter, l.sort, $2, $3, l.most, l.skipped, 0) with ordinality b (product_id, matches, place)
        order by l.n, b.place";
    let values: [Value; 3] = [lists.into(), pricing.currency.as_deref().into(), pricing.region.as_str().into()];
    db::fetch_all(tx, sql, values).await
}

#[derive(FromQueryResult)]
struct Matches {
    matches: i64,
}

/// How many products have the words, counted one by one.
pub(crate) async fn count(tx: &Tx, query: &str, locale: &str, filter: Json) -> db::Result<i64> {
    let sql = "select private.search_count($1, $2, $3) as matches";
    Ok(db::fetch_one::<Matches>(tx, sql, [query.into(), locale.into(), filter.into()]).await?.matches)
}

/// A hit as it is shown.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Hit {
    pub(crate) id: ProductId,
    pub(crate) title: String,
    pub(crate) subtitle: Option<String>,
    pub(crate) handle: String,
    pub(crate) description: Option<String>,
    pub(crate) thumbnail: Option<String>,
    pub(crate) collection_id: Option<CollectionId>,
    pub(crate) type_id: Option<ProductTypeId>,
    pub(crate) created_at: Timestamp,
    pub(crate) category_ids: Vec<Uuid>,
    pub(crate) tag_ids: Vec<Uuid>,
    pub(crate) options: Vec<String>,
    pub(crate) price_e4: Option<i64>,
    pub(crate) rating: Option<bigdecimal::BigDecimal>,
    pub(crate) rating_count: i32,
    pub(crate) in_stock: bool,
    pub(crate) marked_title: Option<String>,
    pub(crate) marked_body: Option<String>,
}

/// What all hits of an answer are shown with.
#[derive(Debug)]
pub(crate) struct Showing<'a> {
    pub(crate) locale: &'a str,
    pub(crate) query: &'a str,
    pub(crate) marks: Option<&'static str>,
    pub(crate) pricing: &'a Pricing,
    pub(crate) channels: &'a [Uuid],
    pub(crate) reach: &'a Reach,
}

/// The hits of a page, in the order of their ids: those that the shopper may see.
pub(crate) async fn hits(tx: &Tx, ids: Vec<Uuid>, showing: &Showing<'_>) -> db::Result<Vec<Hit>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "with said as materialized (select * from private.translations_of($1, array[$2, split_part($2, '-', 1)]))
        select p.id, h.title, coalesce(t.translations ->> 'subtitle', b.translations ->> 'subtitle', p.subtitle) as subtitle,
          p.handle, coalesce(t.translations ->> 'description', b.translations ->> 'description', p.description) as description,
          p.thumbnail, p.collection_id, p.type_id, p.created_at, h.category_ids, h.tag_ids, h.options, h.price_e4, h.rating,
          h.rating_count, h.in_stock, h.marked_title, h.marked_body
        from private.search_hits($1, $2, $3, $4, $5, $6, $7) h
        cross join lateral (
          select p.* from products p
          where p.id = h.product_id and p.status = 'published' and p.deleted_at is null
            and ($8::uuid[] is null or exists (select from product_sales_channels l
              where l.organization_id = p.organization_id and l.product_id = p.id and l.sales_channel_id = any ($8))) offset 0
        ) p
        left join said t on t.reference_id = p.id and t.locale_code = $2
        left join said b on b.reference_id = p.id and b.locale_code = split_part($2, '-', 1) and b.locale_code <> $2
        order by h.place";
    let reach: Option<Vec<Uuid>> = match showing.reach {
        Reach::Shop => None,
        Reach::Channels(channels) => Some(channels.iter().map(|channel| channel.0).collect()),
    };
    let values: [Value; 8] = [
        ids.into(),
        showing.locale.into(),
        showing.query.into(),
        showing.marks.into(),
        showing.pricing.currency.as_deref().into(),
        showing.pricing.region.as_str().into(),
        showing.channels.to_vec().into(),
        reach.into(),
    ];
    db::fetch_all(tx, sql, values).await
}

/// A count, or the numbers of a field.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Counted {
    pub(crate) facet: String,
    pub(crate) value: Option<String>,
    pub(crate) matches: i64,
    pub(crate) lowest: Option<bigdecimal::BigDecimal>,
    pub(crate) highest: Option<bigdecimal::BigDecimal>,
    pub(crate) total: Option<bigdecimal::BigDecimal>,
}

/// Counts over `ids`, or over all that the filter lets through.
pub(crate) async fn counts(
    tx: &Tx,
    ids: Option<Vec<Uuid>>,
    filter: Json,
    wanted: Vec<String>,
    ranges: Json,
    (pricing, channels): (&Pricing, &[Uuid]),
) -> db::Result<Vec<Counted>> {
    let sql = "select c.facet, c.value, c.matches, c.lowest, c.highest, c.total
        from private.search_facet_counts($1, $2, $3, $4, $5, $6, $7) c";
    let values: [Value; 7] = [
        ids.into(),
        filter.into(),
        wanted.into(),
        ranges.into(),
        pricing.currency.as_deref().into(),
        pricing.region.as_str().into(),
        channels.to_vec().into(),
    ];
    db::fetch_all(tx, sql, values).await
}
