//! A passkey as the table keeps it, and as webauthn-rs reads it.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use webauthn_rs_core::{
    error::WebauthnError,
    proto::{
        AttestationFormat, AuthenticatorTransport, COSEKey, Credential, ParsedAttestation, RegisteredExtensions,
        UserVerificationPolicy,
    },
};

use crate::store::passkeys::Passkey;

/// The id of a credential as it stands in JSON.
pub(super) fn text_of(id: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(id)
}

/// The id of a credential; none if it is no base64url, which no authenticator could answer to.
pub(super) fn id_of(passkey: &Passkey) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(&passkey.credential_id).ok()
}

/// How an authenticator can be reached, in Better Auth's spelling.
pub(super) fn transports(given: &[AuthenticatorTransport]) -> String {
    let names = given.iter().filter_map(|transport| match transport {
        AuthenticatorTransport::Usb => Some("usb"),
        AuthenticatorTransport::Nfc => Some("nfc"),
        AuthenticatorTransport::Ble => Some("ble"),
        AuthenticatorTransport::Internal => Some("internal"),
        AuthenticatorTransport::Hybrid => Some("hybrid"),
        AuthenticatorTransport::Test | AuthenticatorTransport::Unknown => None,
    });
    names.collect::<Vec<_>>().join(",")
}

/// A passkey as webauthn-rs reads it. What was made here has been kept whole; of what Better Auth made there is the key.
pub(super) fn of(passkey: &Passkey) -> Result<Credential, WebauthnError> {
    let kept = passkey.credential.as_ref().and_then(|kept| serde_json::from_value(kept.clone()).ok());
    let mut credential = match kept {
        Some(credential) => credential,
        None => from_key(passkey)?,
    };
    // These change with each use.
    credential.counter = passkey.counter.try_into().unwrap_or(u32::MAX);
    credential.backup_eligible = passkey.may_be_backed_up();
    credential.backup_state = passkey.backed_up;
    Ok(credential)
}

fn from_key(passkey: &Passkey) -> Result<Credential, WebauthnError> {
    let key = STANDARD.decode(&passkey.public_key).map_err(|_| WebauthnError::ParseNOMFailure)?;
    let key: serde_cbor_2::Value = serde_cbor_2::from_slice(&key).map_err(WebauthnError::ParseCBORFailure)?;
    let transports = passkey.transports.as_deref().unwrap_or_default();
    Ok(Credential {
        cred_id: id_of(passkey).ok_or(WebauthnError::ParseNOMFailure)?,
        cred: COSEKey::try_from(&key)?,
        counter: 0,
        transports: Some(transports.split(',').filter_map(|name| name.parse().ok()).collect()),
        // Not known, so not insisted on: such a passkey is one factor whenever its authenticator does not say otherwise.
        user_verified: false,
        backup_eligible: false,
        backup_state: false,
        registration_policy: UserVerificationPolicy::Preferred,
        extensions: RegisteredExtensions::none(),
        attestation: ParsedAttestation::default(),
        attestation_format: AttestationFormat::None,
    })
}
