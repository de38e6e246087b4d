use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{
    HeaderMap, Method, StatusCode,
    header::{CONTENT_ENCODING, SET_COOKIE},
};

use crate::{
    Cache, Cacheable,
    answer::Answer,
    body::{self, Collected},
    cache::{Inner, Kept},
    conditional::{Conditions, headers_match},
    flight::{Join, Lead, Stage, landing},
    key::{Key, KeyRef},
    meters::Outcome,
    versions::Snapshot,
};

/// The largest body that is kept; a larger one goes to its client as the handler gave it.
pub const MAX_BODY: usize = 2 * 1024 * 1024;

/// Answers `GET` and `HEAD` requests that carry a [`Partition`](crate::Partition) from the cache, and keeps what their
/// handlers mark with [`Cacheable`].
///
/// Marked answers have an `ETag`, and `If-None-Match` works for them, whether they are kept or not. A request's own
/// `cache-control` counts for nothing. The handler of a `HEAD` sees a `GET`, so that both share one answer.
///
/// `router.layer(axum::middleware::from_fn_with_state(cache, cache::layer))`, inside of the layer that puts the partition.
pub async fn layer(State(cache): State<Cache>, request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    if !is_head && request.method() != Method::GET {
        return next.run(request).await;
    }
    let Some(key) = KeyRef::of(&request) else { return next.run(request).await };
    if let Some(kept) = cache.0.find(key) {
        cache.0.meters.count(Outcome::Hit);
        let is_known = headers_match(request.headers(), kept.answer.etag());
        return kept.answer.respond(is_head, is_known, Outcome::Hit);
    }
    // Boxed, so that a hit does not carry the state of this.
    Box::pin(absent(cache, request, next)).await
}

/// What of the request is needed once its handler has it.
struct Asker {
    is_head: bool,
    conditions: Conditions,
}

impl Asker {
    fn of(request: &mut Request) -> Self {
        let is_head = request.method() == Method::HEAD;
        // The router drops the body of an answer to HEAD, and an empty body must not be kept for GET.
        *request.method_mut() = Method::GET;
        Self { is_head, conditions: Conditions::of(request.headers()) }
    }

    fn respond(&self, inner: &Inner, answer: &Answer, outcome: Outcome) -> Response {
        inner.meters.count(outcome);
        answer.respond(self.is_head, self.conditions.match_etag(answer.etag()), outcome)
    }

    /// What is not the cache's: as the handler gave it. The router and hyper drop the body of an answer to `HEAD`.
    fn pass(inner: &Inner, response: Response, outcome: Outcome) -> Response {
        inner.meters.count(outcome);
        response
    }
}

async fn absent(cache: Cache, mut request: Request, next: Next) -> Response {
    let inner = &*cache.0;
    let asker = Asker::of(&mut request);
    let key = KeyRef::of(&request).filter(|key| inner.is_enabled() && !key.is_too_long()).map(KeyRef::to_key);
    let Some(key) = key else { return bypass(inner, &asker, request, next).await };
    loop {
        let Some(snapshot) = inner.versions.snapshot(key.organization) else {
            return bypass(inner, &asker, request, next).await;
        };
        if inner.passes(&key) {
            return alone(inner, &asker, key, snapshot, request, next).await;
        }
        let stage = match inner.flights.join(&key, &snapshot) {
            Join::Lead(lead) => return first(inner, &asker, key, snapshot, lead, request, next).await,
            Join::Wait(stage) => landing(stage).await,
        };
        match stage {
            Stage::Landed(kept) => return asker.respond(inner, &kept.answer, Outcome::Joined),
            Stage::Alone => {
                // Read again: what was told while this request waited shall hold for its answer.
                let Some(snapshot) = inner.versions.snapshot(key.organization) else {
                    return bypass(inner, &asker, request, next).await;
                };
                return alone(inner, &asker, key, snapshot, request, next).await;
            }
            Stage::Running | Stage::Abandoned => {}
        }
    }
}

/// The request that others wait for.
async fn first(
    inner: &Inner,
    asker: &Asker,
    key: Key,
    snapshot: Snapshot,
    lead: Lead,
    request: Request,
    next: Next,
) -> Response {
    // A flight may have landed between the look into the memory and the start of this one.
    if let Some(kept) = inner.find(key.as_ref()) {
        let response = asker.respond(inner, &kept.answer, Outcome::Hit);
        lead.land(kept);
        return response;
    }
    let tokens = match &inner.shared {
        Some(shared) => {
            let looked = shared.look(&key, &snapshot, inner.clock.now(), inner.end_of_life()).await;
            if let Some(kept) = looked.kept {
                let kept = Arc::new(kept);
                inner.keep(key, &kept);
                let response = asker.respond(inner, &kept.answer, Outcome::Shared);
                lead.land(kept);
                return response;
            }
            looked.tokens
        }
        None => None,
    };
    match compute(inner, request, next, Some(snapshot)).await {
        Computed::Kept(kept) => {
            if let (Some(shared), Some(tokens)) = (&inner.shared, tokens) {
                shared.put(&key, &kept, tokens, inner.clock.now());
            }
            keep(inner, key, &kept);
            let response = asker.respond(inner, &kept.answer, Outcome::Miss);
            lead.land(kept);
            response
        }
        Computed::Marked(answer) => {
            lead.leave_alone();
            asker.respond(inner, &answer, Outcome::Miss)
        }
        Computed::Plain(response) => {
            if response.status().is_success() {
                inner.pass(key);
            }
            lead.leave_alone();
            Asker::pass(inner, response, Outcome::Miss)
        }
    }
}

/// A request that nobody waits for, as its answer is probably its own.
async fn alone(inner: &Inner, asker: &Asker, key: Key, snapshot: Snapshot, request: Request, next: Next) -> Response {
    match compute(inner, request, next, Some(snapshot)).await {
        Computed::Kept(kept) => {
            keep(inner, key, &kept);
            asker.respond(inner, &kept.answer, Outcome::Miss)
        }
        Computed::Marked(answer) => asker.respond(inner, &answer, Outcome::Miss),
        Computed::Plain(response) => Asker::pass(inner, response, Outcome::Miss),
    }
}

async fn bypass(inner: &Inner, asker: &Asker, request: Request, next: Next) -> Response {
    match compute(inner, request, next, None).await {
        Computed::Kept(kept) => asker.respond(inner, &kept.answer, Outcome::Bypass),
        Computed::Marked(answer) => asker.respond(inner, &answer, Outcome::Bypass),
        Computed::Plain(response) => Asker::pass(inner, response, Outcome::Bypass),
    }
}

/// What was told while the handler ran has made the answer stale: it is this request's, but no longer worth keeping.
fn keep(inner: &Inner, key: Key, kept: &Arc<Kept>) {
    if kept.snapshot.holds(&inner.versions, kept.topics) {
        inner.keep(key, kept);
    }
}

enum Computed {
    /// May be kept and shared with those who wait.
    Kept(Arc<Kept>),
    /// Was allowed to be kept, but cannot: it gets its tag all the same.
    Marked(Answer),
    /// Not the cache's.
    Plain(Response),
}

async fn compute(inner: &Inner, request: Request, next: Next, snapshot: Option<Snapshot>) -> Computed {
    let end_of_life = inner.end_of_life();
    let mut response = next.run(request).await;
    let mark = response.extensions_mut().remove::<Cacheable>();
    let Some(mark) = mark.filter(|_| may_be_kept(response.status(), response.headers())) else {
        return Computed::Plain(response);
    };
    let (parts, body) = response.into_parts();
    let body = match body::collect(body, MAX_BODY).await {
        Collected::Whole(body) => body,
        Collected::Passed(body) => return Computed::Plain(Response::from_parts(parts, body)),
    };
    let answer = Answer::new(&parts.headers, body);
    let expires_at = mark.expires_at.map_or(end_of_life, |moment| moment.min(end_of_life));
    match snapshot {
        Some(snapshot) if inner.clock.now() < expires_at => {
            Computed::Kept(Arc::new(Kept { answer, topics: mark.topics, expires_at, snapshot }))
        }
        _ => Computed::Marked(answer),
    }
}

/// A cookie is for one client, and an encoding for those who asked for it.
fn may_be_kept(status: StatusCode, headers: &HeaderMap) -> bool {
    status == StatusCode::OK && !headers.contains_key(SET_COOKIE) && !headers.contains_key(CONTENT_ENCODING)
}
