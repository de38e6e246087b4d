//! The bodies: `{<plural>: […], count, offset, limit}` and `{<singular>: {…}}`, written once, straight into bytes.

use std::sync::atomic::Ordering;

use axum::response::{IntoResponse, Response};
use cache::{Cacheable, Topics};
use chrono::{DateTime, Utc};
use http::{HeaderValue, header};
use web::{
    Page,
    fields::{Plan, Selection, View},
};

use crate::pricing::PriceContext;

const PER_OBJECT: usize = 2_048;

/// A list.
pub(super) fn list<T: View>(
    name: &str,
    values: &[T],
    selection: &Selection,
    count: i64,
    page: Page,
    topics: impl Into<Topics>,
) -> Response {
    let mut body = Vec::with_capacity(128 + values.len() * PER_OBJECT);
    body.extend_from_slice(format!("{{\"{name}\":").as_bytes());
    Plan::<T>::new(selection).write_all(values, &mut body);
    body.extend_from_slice(
        format!(",\"count\":{count},\"offset\":{},\"limit\":{}}}", page.offset, page.limit).as_bytes(),
    );
    respond(body, topics)
}

/// A list that comes whole.
pub(super) fn all<T: View>(name: &str, values: &[T], selection: &Selection, topics: impl Into<Topics>) -> Response {
    let mut body = format!("{{\"{name}\":").into_bytes();
    Plan::<T>::new(selection).write_all(values, &mut body);
    body.push(b'}');
    respond(body, topics)
}

/// One object.
pub(super) fn one<T: View>(name: &str, value: &T, selection: &Selection, topics: impl Into<Topics>) -> Response {
    let mut body = Vec::with_capacity(PER_OBJECT);
    body.extend_from_slice(format!("{{\"{name}\":").as_bytes());
    Plan::<T>::new(selection).write(value, &mut body);
    body.push(b'}');
    respond(body, topics)
}

/// `{}`: what Medusa answers for a category that does not exist.
pub(super) fn nothing(topics: impl Into<Topics>) -> Response {
    respond(b"{}".to_vec(), topics)
}

/// The same, which holds no longer than this moment.
pub(super) fn until(mut response: Response, moment: Option<DateTime<Utc>>) -> Response {
    if let (Some(moment), Some(kept)) = (moment, response.extensions_mut().get_mut::<Cacheable>()) {
        *kept = kept.until(moment.into());
    }
    response
}

/// The same of prices: until the next price list begins or ends, and not at all if the customer has changed his groups meanwhile, for
/// it would be kept for those who are still in them.
pub(super) fn priced(mut response: Response, prices: Option<PriceContext>) -> Response {
    let Some(prices) = prices else { return response };
    if prices.has_moved.load(Ordering::Relaxed) {
        response.extensions_mut().remove::<Cacheable>();
    }
    until(response, prices.until)
}

fn respond(body: Vec<u8>, topics: impl Into<Topics>) -> Response {
    const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
    (Cacheable::on(topics), [(header::CONTENT_TYPE, JSON)], body).into_response()
}
