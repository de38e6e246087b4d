//! `GET /feeds/{publishable key}/google-merchant.xml`: RSS 2.0 with Google's names.

use std::{fmt::Write, sync::Arc, time::Duration};

use auth::{Keys, Shopper};
use axum::{
    body::{Body, Bytes},
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, TimeDelta, Utc};
use db::Clock;
use futures_util::{StreamExt, TryStreamExt, stream};
use http::request::Parts;
use limits::{Limits, Rule};
use quick_xml::escape::escape;
use uuid::Uuid;
use web::{ApiError, App, Kind, StoreErrors, query::Query};

use super::{
    Front,
    kept::{Kept, Name, Place},
    must_have_channel,
    offer::{Availability, Price, availability, brand, gtin, images, words},
    packed::{self, Packing},
    page::{Found, SIZE, Wanted, next},
    sale::Sales,
};
use crate::view::{Product, Variant};

/// What a feed is made with.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(super) app: App,
    pub(super) limits: Limits,
    pub(super) keys: Keys,
    pub(super) kept: Kept,
}

/// Feeds that one address has made of a shop: Google reads one once a day, and what is kept counts nothing.
const OFTEN: Rule = Rule { name: "catalog.feed", most: 30, window: Duration::from_mins(10) };
/// Pictures beside the first one, as Google takes them.
const MORE_IMAGES: usize = 10;

/// Read the feed for Google Merchant: RSS 2.0 with an item for each variant that has a price.
///
/// Google sends no header, so the publishable key stands in the path.
#[utoipa::path(
    get,
    path = "/feeds/{key}/google-merchant.xml",
    tag = "Feeds",
    operation_id = "read_google_merchant_feed",
    params(
        ("key" = String, Path, description = "A publishable key.", example = "pk_0123456789abcdef"),
        ("region_id" = Option<String>, Query, description = "The region in which prices are quoted; else the key's.", example = "reg_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("locale" = Option<String>, Query, description = "The language of texts.", example = "de-DE"),
        ("sales_channel_id" = Option<String>, Query, description = "One of the key's sales channels: only what is sold there, and its stock. Without it what any of them has is in stock.", example = "sc_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(()),
    responses(
        (status = 200, description = "The feed.", content_type = "application/xml", body = String, example = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\"></rss>"),
        StoreErrors,
    )
)]
pub(crate) async fn feed(
    State(source): State<Source>,
    Path(key): Path<String>,
    Query(mut wanted): Query<Wanted>,
    parts: Parts,
) -> Result<Response, ApiError> {
    // Taxes depend on them, and none are told here.
    (wanted.prices.country, wanted.prices.province) = (None, None);
    let unknown = || ApiError::not_found("There is no such feed: the path names a publishable key");
    let found = source.keys.find(&key).await?.ok_or_else(unknown)?;
    let shopper = Shopper::new(found, wanted.locale.as_deref());
    must_have_channel(&shopper)?;
    wanted.channels(&shopper)?;
    let (name, organization) = (Name::of(&shopper, &wanted), shopper.organization.0);
    let clock = source.app.db.clock().clone();
    if let Some(kept) = source.kept.find(&name, clock.now()) {
        return Ok(respond(kept, &parts));
    }
    let address = web::client_address(&parts, &source.app.config.server.trusted_proxies).map(web::network_of);
    let network = address.map_or_else(|| "nowhere".to_owned(), |address| address.to_string());
    let too_often = || ApiError::new(Kind::TooManyRequests, "This feed is read too often. Please try again later.");
    if let Err(exceeded) = source.limits.take(OFTEN, &format!("{organization}|{network}")).await {
        return Err(too_often().with_retry_after(exceeded.seconds()));
    }
    let Some(turn) = source.kept.turn(organization).await else { return Err(too_often().with_retry_after(60)) };
    // Whoever had the turn before may have made it.
    if let Some(kept) = source.kept.find(&name, clock.now()) {
        return Ok(respond(kept, &parts));
    }
    let tx = source.app.db.begin_read(&shopper).await?;
    let front = Front::find(&tx).await?;
    tx.commit().await?;
    front.must_have_url()?;
    let feed = Feed { app: source.app, shopper, wanted, front, after: Some(Uuid::nil()), until: None };
    let kept = source.kept.clone();
    // It goes on when its reader has gone, for one that takes longer than a request may: the next reader finds it.
    let making = tokio::spawn(async move {
        let _turn = turn;
        feed.make(&kept, name).await
    });
    match making.await.map_err(ApiError::internal)?? {
        Made::Whole(packed) => Ok(respond(packed, &parts)),
        Made::Beginning(packed, feed) => {
            // Others of the shop are not kept waiting by whoever reads slowly.
            let place = source.kept.place(organization).ok_or_else(|| too_often().with_retry_after(60))?;
            Ok(packed::respond(feed.stream(packed, place, clock)))
        }
    }
}

const END: &str = "</channel>\n</rss>\n";
/// How long a feed may be read that is not kept.
const LONGEST: TimeDelta = TimeDelta::minutes(30);

/// What was made of a feed.
enum Made {
    /// All of it, which is kept.
    Whole(Bytes),
    /// As much as may be kept, and what is still to be read.
    Beginning(Bytes, Box<Feed>),
}

fn respond(packed: Bytes, parts: &Parts) -> Response {
    packed::respond_packed(packed, &parts.headers)
}

struct Feed {
    app: App,
    shopper: Shopper,
    wanted: Wanted,
    front: Front,
    /// The last product; none when there are no more.
    after: Option<Uuid>,
    /// When prices change by themselves.
    until: Option<DateTime<Utc>>,
}

impl Feed {
    /// Makes it, and keeps it unless it is too large.
    async fn make(mut self, kept: &Kept, name: Name) -> Result<Made, ApiError> {
        let mut packing = Packing::begin(&head(&self.front))?;
        while let Some(part) = self.next().await? {
            packing.add(&part)?;
            if packing.len() > kept.largest() {
                return Ok(Made::Beginning(packing.end()?, Box::new(self)));
            }
        }
        packing.add(END)?;
        let packed = packing.end()?;
        kept.keep(name, packed.clone(), self.app.db.clock().now(), self.until);
        Ok(Made::Whole(packed))
    }

    /// What was made, and all that is still to be made, until time is up.
    fn stream(self, begin: Bytes, place: Place, clock: Arc<dyn Clock>) -> Body {
        let ends = clock.now() + LONGEST;
        let begin = packed::unpacked(begin).map_err(ApiError::internal);
        let rest = stream::try_unfold((self, place), |(mut feed, place)| async move {
            let part = feed.next().await?;
            Ok(part.map(|part| (Bytes::from(part), (feed, place))))
        });
        let end = stream::once(async { Ok(Bytes::from_static(END.as_bytes())) });
        let in_time = begin.chain(rest).chain(end).map(move |part| {
            if clock.now() > ends { Err(ApiError::internal("the feed is read too slowly")) } else { part }
        });
        Body::from_stream(in_time)
    }

    /// A page, in a transaction of its own: one that stays open as long as somebody reads holds back what is to be cleaned up.
    async fn next(&mut self) -> Result<Option<String>, ApiError> {
        let Some(after) = self.after else { return Ok(None) };
        let tx = self.app.db.begin_read(&self.shopper).await?;
        let Found { products, sales, prices } = next(&tx, &self.shopper, &self.wanted, after).await?;
        tx.commit().await?;
        self.until = self.until.into_iter().chain(prices.until).min();
        let is_last = i64::try_from(products.len()).unwrap_or(i64::MAX) < SIZE;
        self.after = products.last().map(|last| last.id.0).filter(|_| !is_last);
        let mut xml = String::new();
        for product in &products {
            let Some(link) = self.front.link(&product.handle) else { continue };
            for variant in &product.variants {
                if let Some(price) = Price::of(variant) {
                    item(&mut xml, product, variant, (&price, &sales), &link);
                }
            }
        }
        Ok(Some(xml))
    }
}

fn head(front: &Front) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\">\n<channel>\n",
    );
    element(&mut xml, "title", &front.name);
    element(&mut xml, "link", front.home().unwrap_or_default());
    element(&mut xml, "description", &front.name);
    xml
}

fn item(xml: &mut String, product: &Product, variant: &Variant, (price, sales): (&Price, &Sales), link: &str) {
    xml.push_str("<item>\n");
    let id = variant.id.to_string();
    element(xml, "g:id", &id);
    let title = if product.variants.len() == 1 {
        product.title.clone()
    } else {
        element(xml, "g:item_group_id", &product.id.to_string());
        format!("{} – {}", product.title, variant.title)
    };
    element(xml, "g:title", &title.chars().take(150).collect::<String>());
    element(xml, "g:description", &words(product));
    element(xml, "g:link", link);
    let mut pictures = images(product, Some(variant)).into_iter();
    if let Some(first) = pictures.next() {
        element(xml, "g:image_link", first);
    }
    for more in pictures.take(MORE_IMAGES) {
        element(xml, "g:additional_image_link", more);
    }
    let available = match availability(variant) {
        Availability::InStock => "in_stock",
        Availability::Backorder => "backorder",
        Availability::OutOfStock => "out_of_stock",
    };
    element(xml, "g:availability", available);
    element(xml, "g:price", &format!("{} {}", price.written(&price.original), price.currency));
    if price.is_reduced() {
        element(xml, "g:sale_price", &format!("{} {}", price.written(&price.now), price.currency));
        if let Some(interval) = sales.interval(variant) {
            element(xml, "g:sale_price_effective_date", &interval);
        }
    }
    element(xml, "g:condition", "new");
    let (brand, gtin) = (brand(product), gtin(variant));
    for (name, value) in [("g:brand", brand), ("g:gtin", gtin), ("g:mpn", variant.sku.as_deref())] {
        if let Some(value) = value {
            element(xml, name, value);
        }
    }
    if gtin.is_none() && (brand.is_none() || variant.sku.is_none()) {
        element(xml, "g:identifier_exists", "no");
    }
    if let Some(kind) = &product.r#type {
        element(xml, "g:product_type", &kind.value);
    }
    let weight = variant.weight.or_else(|| product.weight.as_deref()?.parse().ok());
    if let Some(weight) = weight.filter(|weight| *weight > 0.0) {
        element(xml, "g:shipping_weight", &format!("{weight} g"));
    }
    xml.push_str("</item>\n");
}

fn element(xml: &mut String, name: &str, text: &str) {
    let text: String = text.chars().filter(|sign| is_xml(*sign)).collect();
    let _ = writeln!(xml, "<{name}>{}</{name}>", escape(text.as_str()));
}

/// What XML 1.0 can say at all; the rest cannot be written in it, not even escaped.
const fn is_xml(sign: char) -> bool {
    matches!(sign, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}
