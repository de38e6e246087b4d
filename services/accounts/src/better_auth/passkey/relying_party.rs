//! What is asked of authenticators, and whether their answers are true. webauthn-rs verifies; here stands what is wanted.
//!
//! The core of webauthn-rs and not its wrapper, which takes only authenticators that verify their owner at each use, and
//! user handles that are UUIDs: with it, people who come from Better Auth would lose passkeys. What the wrapper would see to
//! is seen to here: challenges stay on the server and are spent before an answer is read, the state of a ceremony is never
//! handed out, and who has not been verified by his authenticator still owes his second factor ([`Seen::knows_owner`]).

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::Value;
use url::{Host, Url};
use uuid::Uuid;
use webauthn_rs_core::{
    WebauthnCore,
    error::WebauthnError,
    internals::AuthenticatorData,
    proto::{
        AuthenticationState, AuthenticatorAttachment, Credential, ParsedAttestation, PublicKeyCredential,
        RegisterPublicKeyCredential, Registration, RegistrationState, RequestRegistrationExtensions,
        ResidentKeyRequirement, UserVerificationPolicy,
    },
};

use super::credential;
use crate::store::{
    passkeys::{NewPasskey, Passkey, Use},
    users::User,
};

/// How the site is called where authenticators show it.
const NAME: &str = "Kontor";
/// How long the browser waits for somebody to find his key; as long as the challenge holds.
const PATIENCE: Duration = Duration::from_mins(5);
/// In bytes, as WebAuthn level 3 has it.
const ID_LENGTH: std::ops::RangeInclusive<usize> = 1..=1023;
/// In bytes; an RSA key of 8192 bits has half as many.
const LONGEST_KEY: usize = 2_048;

/// For whom passkeys are made, and from which pages they may be used.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    core: WebauthnCore,
}

/// What an authenticator has shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// It has asked its owner for a finger, a face or a PIN.
    pub(super) knows_owner: bool,
    /// What is to be kept of this use.
    pub(super) used: Use,
}

/// What the browser says of its page.
#[derive(Deserialize)]
struct Said {
    #[serde(rename = "crossOrigin")]
    cross_origin: Option<bool>,
}

impl RelyingParty {
    /// For a domain, and of these origins for those that lie in it; without a domain, for the host of the first one. `None`
    /// when there is no such origin.
    pub fn new(domain: Option<&str>, origins: impl IntoIterator<Item = Url>) -> Option<Self> {
        let mut origins: Vec<Url> = origins.into_iter().collect();
        let domain = match domain {
            Some(domain) => domain.to_ascii_lowercase(),
            None => origins.first()?.host_str()?.to_owned(),
        };
        origins.retain(|origin| lies_in(origin, &domain));
        if origins.is_empty() {
            return None;
        }
        let (subdomains, any_port) = (Some(false), Some(false));
        let core = WebauthnCore::new_unsafe_experts_only(NAME, &domain, origins, PATIENCE, subdomains, any_port);
        Some(Self { core })
    }

    /// Asks for a new passkey. `shown_as` is the name under which authenticators list it.
    pub(super) fn ask_for_new(
        &self,
        user: &User,
        shown_as: Option<&str>,
        attachment: Option<AuthenticatorAttachment>,
        known: &[Passkey],
    ) -> Result<(Value, RegistrationState), web::ApiError> {
        let name = shown_as.filter(|name| !name.is_empty()).unwrap_or(&user.email);
        let extensions = RequestRegistrationExtensions {
            cred_protect: None,
            uvm: None,
            cred_props: Some(true),
            min_pin_length: None,
            hmac_create_secret: None,
        };
        let builder = self
            .core
            .new_challenge_register_builder(user.id.as_bytes(), name, &user.email)
            .map_err(web::ApiError::internal)?
            .user_verification_policy(UserVerificationPolicy::Preferred)
            .authenticator_attachment(attachment)
            .exclude_credentials(Some(known.iter().filter_map(credential::id_of).collect()))
            .extensions(Some(extensions));
        let (options, state) = self.core.generate_challenge_register(builder).map_err(web::ApiError::internal)?;
        let mut options = options.public_key;
        if let Some(selection) = &mut options.authenticator_selection {
            // Who signs in does not say who he is, so the authenticator should know for whom it keeps a key.
            selection.resident_key = Some(ResidentKeyRequirement::Preferred);
        }
        let options = serde_json::to_value(options).map_err(web::ApiError::internal)?;
        Ok((options, state))
    }

    /// The passkey that an authenticator has made.
    pub(super) fn accept_new(&self, response: &Value, state: &RegistrationState) -> Result<NewPasskey, WebauthnError> {
        let response: RegisterPublicKeyCredential =
            RegisterPublicKeyCredential::deserialize(response).map_err(WebauthnError::ParseJSONFailure)?;
        let mut credential = self.core.register_credential(&response, state, None)?;
        if response.raw_id != credential.cred_id || !ID_LENGTH.contains(&credential.cred_id.len()) {
            return Err(WebauthnError::CredentialNotFound);
        }
        // Which make it is was not asked, so what it says of that beyond its number is not kept.
        credential.attestation = ParsedAttestation::default();
        let attested = attested(&response.response.attestation_object)?;
        let public_key = serde_cbor_2::to_vec(&attested.credential_pk).map_err(WebauthnError::ParseCBORFailure)?;
        if public_key.len() > LONGEST_KEY {
            return Err(WebauthnError::ParseNOMFailure);
        }
        Ok(NewPasskey {
            public_key: STANDARD.encode(public_key),
            credential_id: credential::text_of(&credential.cred_id),
            counter: credential.counter.into(),
            may_be_backed_up: credential.backup_eligible,
            backed_up: credential.backup_state,
            transports: credential::transports(response.response.transports.as_deref().unwrap_or_default()),
            aaguid: Uuid::from_bytes(attested.aaguid).to_string(),
            credential: serde_json::to_value(&credential).map_err(WebauthnError::ParseJSONFailure)?,
        })
    }

    /// Asks for one of some passkeys, or for any.
    pub(super) fn ask_for_one(&self, known: &[Passkey]) -> Result<(Value, AuthenticationState), web::ApiError> {
        let known: Vec<Credential> = known.iter().filter_map(|passkey| credential::of(passkey).ok()).collect();
        let is_any = known.is_empty();
        let builder = self
            .core
            .new_challenge_authenticate_builder(known, Some(UserVerificationPolicy::Preferred))
            .map_err(web::ApiError::internal)?
            // Passkeys begin to be synchronised when their maker learns how.
            .allow_backup_eligible_upgrade(true);
        let (options, mut state) =
            self.core.generate_challenge_authenticate(builder).map_err(web::ApiError::internal)?;
        // What was read now is old when the answer comes.
        state.set_allowed_credentials(Vec::new());
        let mut options = serde_json::to_value(options.public_key).map_err(web::ApiError::internal)?;
        if let (true, Some(options)) = (is_any, options.as_object_mut()) {
            options.remove("allowCredentials");
        }
        Ok((options, state))
    }

    /// What an authenticator has shown with a passkey.
    pub(super) fn verify(
        &self,
        response: &PublicKeyCredential,
        state: &AuthenticationState,
        passkey: &Passkey,
    ) -> Result<Seen, WebauthnError> {
        let credential = credential::of(passkey)?;
        // Better Auth gave random handles and kept none, so those of its passkeys cannot be compared.
        let is_ours = passkey.credential.is_some();
        if is_ours && response.get_user_unique_id().is_some_and(|handle| handle != passkey.user_id.as_bytes()) {
            return Err(WebauthnError::InvalidUserUniqueId);
        }
        let result = self.core.authenticate_single_credential(response, state, &credential)?;
        // webauthn-rs looks at this when a passkey is made, but not when it is used: our page in somebody else's frame.
        let said: Said =
            serde_json::from_slice(&response.response.client_data_json).map_err(WebauthnError::ParseJSONFailure)?;
        if said.cross_origin.unwrap_or(false) {
            return Err(WebauthnError::CredentialCrossOrigin);
        }
        let used = Use {
            counter: result.counter().into(),
            may_be_backed_up: result.backup_eligible(),
            backed_up: result.backup_state(),
        };
        Ok(Seen { knows_owner: result.user_verified(), used })
    }
}

/// Whether pages of an origin may use passkeys of a domain, as browsers see it.
fn lies_in(origin: &Url, domain: &str) -> bool {
    match origin.host() {
        Some(Host::Domain(host)) => host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')),
        Some(address) => address.to_string() == domain,
        None => false,
    }
}

/// The key and the make of the authenticator, which webauthn-rs reads too and does not hand on.
fn attested(attestation: &[u8]) -> Result<webauthn_rs_core::proto::AttestedCredentialData, WebauthnError> {
    use serde_cbor_2::Value;
    let object: Value = serde_cbor_2::from_slice(attestation).map_err(WebauthnError::ParseCBORFailure)?;
    let Value::Map(mut object) = object else {
        return Err(WebauthnError::ParseNOMFailure);
    };
    let Some(Value::Bytes(data)) = object.remove(&Value::Text("authData".into())) else {
        return Err(WebauthnError::ParseNOMFailure);
    };
    let data = AuthenticatorData::<Registration>::try_from(data.as_slice())?;
    data.acd.ok_or(WebauthnError::MissingAttestationCredentialData)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(texts: &[&str]) -> Vec<Url> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn pages_of_the_domain_and_no_others() {
        let all = ["https://shop.example.com", "https://example.com:8443", "https://badexample.com", "https://com"];
        let of = |domain| RelyingParty::new(domain, origins(&all));
        let allowed = |party: Option<RelyingParty>| {
            party.unwrap().core.get_allowed_origins().iter().map(Url::to_string).collect::<Vec<_>>()
        };
        assert_eq!(allowed(of(None)), ["https://shop.example.com/"]);
        assert_eq!(allowed(of(Some("Example.com"))), ["https://shop.example.com/", "https://example.com:8443/"]);
        assert!(of(Some("example.org")).is_none());
        assert!(of(Some("hop.example.com")).is_none());
        let local = origins(&["http://127.0.0.1:9000", "http://localhost:3000"]);
        assert_eq!(allowed(RelyingParty::new(None, local)), ["http://127.0.0.1:9000/"]);
    }
}
