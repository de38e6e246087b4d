//! Feeds by gzip, as they are kept: a catalogue's XML says the same words over and over and becomes a tenth of it.

use std::io::{self, Read, Write};

use axum::{
    body::{Body, Bytes},
    response::{IntoResponse, Response},
};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use futures_util::{Stream, stream};
use http::{HeaderMap, HeaderValue, header};
use web::ApiError;

/// A feed that is being made.
pub(super) struct Packing(GzEncoder<Vec<u8>>);

impl Packing {
    pub(super) fn begin(text: &str) -> Result<Self, ApiError> {
        let mut packing = Self(GzEncoder::new(Vec::new(), Compression::fast()));
        packing.add(text)?;
        Ok(packing)
    }

    pub(super) fn add(&mut self, text: &str) -> Result<(), ApiError> {
        self.0.write_all(text.as_bytes()).map_err(ApiError::internal)
    }

    /// The bytes that were written out so far.
    pub(super) fn len(&self) -> usize {
        self.0.get_ref().len()
    }

    pub(super) fn end(self) -> Result<Bytes, ApiError> {
        self.0.finish().map(Bytes::from).map_err(ApiError::internal)
    }
}

/// What was packed, a piece at a time.
pub(super) fn unpacked(packed: Bytes) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold(GzDecoder::new(io::Cursor::new(packed)), |mut decoder| async move {
        let mut piece = vec![0; PIECE];
        let mut filled = 0;
        while filled < PIECE {
            match decoder.read(&mut piece[filled..])? {
                0 => break,
                read => filled += read,
            }
        }
        piece.truncate(filled);
        Ok((filled > 0).then(|| (Bytes::from(piece), decoder)))
    })
}

/// Some hundred microseconds of work.
const PIECE: usize = 64 << 10;

/// As it is packed, to whoever takes that (RFC 9110, 12.5.3).
pub(super) fn respond_packed(packed: Bytes, asked: &HeaderMap) -> Response {
    let vary = (header::VARY, HeaderValue::from_static("accept-encoding"));
    if takes_gzip(asked) {
        let encoding = (header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        return ([vary, encoding], respond(packed)).into_response();
    }
    ([vary], respond(Body::from_stream(unpacked(packed)))).into_response()
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    let all = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        // `q=0` says: not that one.
        is_gzip && !parts.any(|weight| weight.trim_start_matches(['q', 'Q']).trim_start_matches('=').parse() == Ok(0.0))
    })
}

pub(super) fn respond(body: impl Into<Body>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=900")),
    ];
    (headers, body.into()).into_response()
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt;

    use super::*;

    #[tokio::test]
    async fn what_was_packed_comes_out_again() {
        let text = (0..20_000).map(|n| n.to_string()).collect::<Vec<_>>().join("</g:id>\n<g:id>");
        let mut packing = Packing::begin(&text).unwrap();
        packing.add("the end").unwrap();
        let packed = packing.end().unwrap();
        assert!(packed.len() * 4 < text.len());
        let pieces: Vec<Bytes> = unpacked(packed).try_collect().await.unwrap();
        assert!(pieces.len() > 2 && pieces.iter().all(|piece| piece.len() <= PIECE));
        assert_eq!(pieces.concat(), format!("{text}the end").into_bytes());
    }

    #[test]
    fn who_takes_gzip() {
        for (asked, takes) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip; q=0.0, br", false),
            ("identity", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(asked))]);
            assert_eq!(takes_gzip(&headers), takes, "{asked}");
        }
    }
}
