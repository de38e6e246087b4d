//! Bodies: reading one within a bound, and the one that is not there.

use std::convert::Infallible;

use axum::body::{Body, HttpBody};
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use http_body_util::BodyExt;

pub(crate) enum Collected {
    /// All of it.
    Whole(Bytes),
    /// Too large, or broken on the way: what was read and the rest, for the client as if nobody had looked.
    Passed(Body),
}

pub(crate) async fn collect(mut body: Body, limit: usize) -> Collected {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > limit {
        return Collected::Passed(body);
    }
    let mut chunks = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        match frame {
            // Trailers are not part of a kept answer.
            Ok(frame) => {
                let Ok(chunk) = frame.into_data() else { continue };
                length += chunk.len();
                chunks.push(chunk);
            }
            Err(error) => {
                let read = stream::iter(chunks.into_iter().map(Ok));
                return Collected::Passed(Body::from_stream(read.chain(stream::iter([Err(error)]))));
            }
        }
        if length > limit {
            let read = stream::iter(chunks.into_iter().map(Ok));
            return Collected::Passed(Body::from_stream(read.chain(body.into_data_stream())));
        }
    }
    // Copied into an allocation of its own size even when it is one chunk: writers leave up to as much again unused behind
    // the bytes, which the bound on memory would not see.
    let mut whole = BytesMut::with_capacity(length);
    for chunk in chunks {
        whole.extend_from_slice(&chunk);
    }
    Collected::Whole(whole.freeze())
}

/// The body of a `304`: its length is unknown rather than zero, or the router would write `content-length: 0`, which would
/// speak of the `200` it stands for.
pub(crate) fn none() -> Body {
    Body::from_stream(stream::empty::<Result<Bytes, Infallible>>())
}
