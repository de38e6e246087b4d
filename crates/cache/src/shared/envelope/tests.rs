use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::versions::Versions;

fn tokens() -> Tokens {
    Tokens { all: Uuid::from_u128(1), topics: [2, 3, 4, 5].map(Uuid::from_u128) }
}

fn kept(topics: Topics, body: &[u8]) -> Kept {
    let versions = Versions::new();
    versions.listen(true);
    let mut headers = HeaderMap::new();
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Kept {
        answer: Answer::new(&headers, Bytes::copy_from_slice(body)),
        topics,
        expires_at: SystemTime::UNIX_EPOCH + Duration::from_millis(1_234_567),
        snapshot: versions.snapshot(Uuid::nil()).expect("it listens"),
    }
}

proptest! {
    #[test]
    fn comes_back_as_it_was(bits in 0_u8..16, body in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let kept = Arc::new(kept(Topics::from_bits(bits).expect("four topics"), &body));
        let back = Envelope::decode(Envelope::encode(&kept, &tokens()), &tokens()).expect("it is whole");
        prop_assert_eq!(&back.answer.body, &kept.answer.body);
        prop_assert_eq!(back.answer.headers(), kept.answer.headers());
        prop_assert_eq!(back.topics, kept.topics);
        prop_assert_eq!(back.expires_at, kept.expires_at);
    }

    #[test]
    fn damaged_or_cut_never_comes_back_different(at in 0_usize..400, flip in 1_u8.., cut in any::<bool>()) {
        let kept = kept(Topic::Catalog | Topic::Stock, &[b'x'; 200]);
        let whole = Envelope::encode(&kept, &tokens());
        let at = at % whole.len();
        let mut bytes = BytesMut::from(&whole[..]);
        if cut { bytes.truncate(at) } else { bytes[at] ^= flip }
        if let Some(back) = Envelope::decode(bytes.freeze(), &tokens()) {
            prop_assert_eq!(back.answer.body, kept.answer.body);
        }
    }
}

#[test]
fn holds_only_under_the_tokens_of_its_topics() {
    let now =
        |all, catalog, stock| Tokens { all: Uuid::from_u128(all), topics: [catalog, stock, 4, 5].map(Uuid::from_u128) };
    let bytes = Envelope::encode(&kept(Topic::Catalog.into(), b"{}"), &tokens());
    assert!(Envelope::decode(bytes.clone(), &now(1, 2, 3)).is_some());
    assert!(Envelope::decode(bytes.clone(), &now(1, 2, 9)).is_some(), "it does not depend on stock");
    assert!(Envelope::decode(bytes.clone(), &now(1, 9, 3)).is_none(), "the catalogue changed");
    assert!(Envelope::decode(bytes, &now(9, 2, 3)).is_none(), "everything changed");
}
