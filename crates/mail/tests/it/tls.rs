//! Encryption, where it is asked for, or nothing is sent.

use std::{fs, path::Path, sync::Arc};

use mail::{Error, Mailer, OpenError, Settings};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::{
    server::{Protection, Server},
    support::{clock, message, open, settings},
};

const LOGIN: (&str, &str) = ("kontor@shop.test", "p@ss/word");
/// As [`LOGIN`] stands in a URL.
const USERINFO: &str = "kontor%40shop.test:p%40ss%2Fword";

/// An authority of our own, in a file, and a server's certificate by it.
struct Authority {
    folder: TempDir,
    acceptor: TlsAcceptor,
}

impl Authority {
    fn new(server: &str) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new([server.to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ca.pem"), authority.pem()).unwrap();
        Self { folder, acceptor: TlsAcceptor::from(Arc::new(config)) }
    }

    fn settings(&self, url: &str) -> Settings {
        Settings { ca_file: Some(self.folder.path().join("ca.pem")), ..settings(url) }
    }
}

async fn refused(settings: Settings) -> String {
    match open(settings).send(&message("Hello")).await.unwrap_err() {
        Error::Temporary(reason) => reason,
        Error::Permanent(reason) => panic!("this says nothing about the mail: {reason}"),
    }
}

#[tokio::test]
async fn starttls_comes_before_the_password_and_the_mail() {
    let authority = Authority::new("127.0.0.1");
    let server = Server::protected(Protection::StartTls(authority.acceptor.clone()), Some(LOGIN)).await;
    let url = format!("smtp://{USERINFO}@{}?tls=required", server.address);
    open(authority.settings(&url)).send(&message("Hello")).await.unwrap();
    server.only();
    let commands = server.commands();
    assert_eq!(commands[..3], ["EHLO shop.test", "STARTTLS", "TLS EHLO shop.test"]);
    assert!(commands[3..].iter().all(|command| command.starts_with("TLS ")), "{commands:?}");
}

#[tokio::test]
async fn smtps_is_encrypted_from_the_first_byte() {
    let authority = Authority::new("127.0.0.1");
    let server = Server::protected(Protection::Implicit(authority.acceptor.clone()), Some(LOGIN)).await;
    open(authority.settings(&format!("smtps://{USERINFO}@{}", server.address))).send(&message("Hello")).await.unwrap();
    server.only();
}

#[tokio::test]
async fn without_starttls_nothing_is_sent() {
    let server = Server::protected(Protection::None, Some(LOGIN)).await;
    let reason = refused(settings(&format!("smtp://{USERINFO}@{}?tls=required", server.address))).await;
    assert!(reason.contains("STARTTLS"), "{reason}");
    assert!(
        server.commands().iter().all(|command| command.starts_with("EHLO") || command == "QUIT"),
        "{:?}",
        server.commands()
    );
}

#[tokio::test]
async fn a_certificate_of_strangers_or_of_another_host_is_not_believed() {
    for (host, known) in [("127.0.0.1", false), ("mail.shop.test", true)] {
        let authority = Authority::new(host);
        let server = Server::protected(Protection::StartTls(authority.acceptor.clone()), None).await;
        let url = format!("smtp://{}?tls=required", server.address);
        refused(if known { authority.settings(&url) } else { settings(&url) }).await;
        assert_eq!(server.commands(), ["EHLO shop.test", "STARTTLS"]);
    }
}

#[tokio::test]
async fn a_wrong_password_is_put_right_by_somebody() {
    let server = Server::protected(Protection::None, Some(LOGIN)).await;
    let reason = refused(settings(&format!("smtp://kontor:wrong@{}", server.address))).await;
    assert!(reason.contains("535") && !reason.contains("wrong"), "{reason}");
}

#[test]
fn a_file_without_certificates_is_an_error_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    let open = |file: &Path| {
        let settings = Settings { ca_file: Some(file.to_owned()), ..settings("smtps://mail.shop.test") };
        Mailer::open(settings, clock()).unwrap_err()
    };
    assert!(matches!(open(&file), OpenError::CaFile { .. }));
    fs::write(&file, "nothing").unwrap();
    let error = open(&file).to_string();
    assert!(error.contains("SMTP_CA_FILE") && error.contains("ca.pem") && error.contains("no certificate"), "{error}");
}
