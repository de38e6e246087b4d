//! Ids: UUIDs stay, others become the UUID that always follows from them.

use sha1::{Digest, Sha1};
use uuid::{Builder, Uuid};

/// The namespace of ids of Better Auth, for UUIDs of version 5 (RFC 9562, 5.5). Never to be changed: an id that was taken
/// over is found again by it.
const NAMESPACE: Uuid = Uuid::from_u128(0x8d1f_6c1e_8a3b_5d0e_9c55_6b6f_6e74_6f72);

/// The id here of what has this id there. A reference becomes the same as what it refers to.
pub(super) fn map(id: &str) -> Uuid {
    // Other spellings of UUIDs are texts like any other: 32 hexadecimal digits may well be an id of Better Auth.
    if id.len() == 36
        && let Ok(uuid) = Uuid::try_parse(id)
    {
        return uuid;
    }
    let digest = Sha1::new().chain_update(NAMESPACE.as_bytes()).chain_update(id.as_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_sha1_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_stay_and_texts_always_become_the_same() {
        let uuid = "0198a7c4-7f2e-7cc3-98c4-dc0c0c07398f";
        assert_eq!(map(uuid).to_string(), uuid);
        assert_eq!(map(&uuid.to_uppercase()).to_string(), uuid);
        let text = map("As3N5DH03oyuyXtiwBf01rokKcO1soD4");
        assert_eq!(text, map("As3N5DH03oyuyXtiwBf01rokKcO1soD4"));
        assert_ne!(text, map("as3n5dh03oyuyxtiwbf01rokkco1sod4"));
        assert_eq!(text.get_version_num(), 5);
        // As Python's uuid.uuid5 makes it: written down so that it cannot change unseen.
        assert_eq!(text.to_string(), "6a374656-0c2c-5133-9168-43abbb2a4017");
        assert_eq!(map("0198a7c47f2e7cc398c4dc0c0c07398f").get_version_num(), 5, "32 digits are a text");
    }
}
