//! Where the server is, and how to get in.

use std::{path::Path, time::Duration};

use config::SmtpTls;
use lettre::transport::smtp::{
    self,
    authentication::{Credentials, Mechanism},
    client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
    extension::ClientId,
};
use secrecy::ExposeSecret;

use crate::{Error, OpenError};

pub(super) struct Server {
    host: String,
    port: u16,
    tls: Option<(SmtpTls, TlsParameters)>,
    login: Option<Credentials>,
    hello: ClientId,
    timeout: Duration,
}

impl Server {
    pub(super) fn new(
        smtp: config::Smtp,
        ca_file: Option<&Path>,
        hello: String,
        timeout: Duration,
    ) -> Result<Self, OpenError> {
        let tls = match smtp.tls {
            SmtpTls::Off => None,
            kind => Some((kind, parameters(&smtp.host, ca_file)?)),
        };
        let login = smtp.login.map(|login| Credentials::new(login.user, login.password.expose_secret().to_owned()));
        Ok(Self { host: smtp.host, port: smtp.port, tls, login, hello: ClientId::Domain(hello), timeout })
    }

    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// A connection that is encrypted if it has to be, and logged in. Whatever goes wrong here says nothing about the mail
    /// that waits for it.
    pub(super) async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let place = format!("{} port {}", self.host, self.port);
        let (wrapper, upgrade) = match &self.tls {
            Some((SmtpTls::Implicit, parameters)) => (Some(parameters.clone()), None),
            Some((_, parameters)) => (None, Some(parameters.clone())),
            None => (None, None),
        };
        let address = (self.host.as_str(), self.port);
        let connect = AsyncSmtpConnection::connect_tokio1(address, Some(self.timeout), &self.hello, wrapper, None);
        let mut connection = self.in_time(&format!("connecting to {place}"), connect).await?;
        if let Some(parameters) = upgrade {
            self.in_time(&format!("STARTTLS with {place}"), connection.starttls(parameters, &self.hello)).await?;
        }
        if let Some(login) = &self.login {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            self.in_time(&format!("logging in at {place}"), connection.auth(&mechanisms, login)).await?;
        }
        Ok(connection)
    }

    async fn in_time<T>(&self, step: &str, work: impl Future<Output = Result<T, smtp::Error>>) -> Result<T, Error> {
        match tokio::time::timeout(self.timeout, work).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(Error::temporary(step, error)),
            Err(_) => Err(Error::temporary(step, format!("no answer within {:?}", self.timeout))),
        }
    }
}

/// Mozilla's authorities, and those of the file.
fn parameters(host: &str, ca_file: Option<&Path>) -> Result<TlsParameters, OpenError> {
    let mut builder = TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::WebpkiRoots);
    if let Some(file) = ca_file {
        let wrong = |reason: String| OpenError::CaFile { file: file.display().to_string(), reason };
        let pem = std::fs::read(file).map_err(|error| wrong(format!("cannot be read ({error})")))?;
        let certificates = Certificate::from_pem(&pem).ok().filter(|_| holds_certificate(&pem));
        let certificates = certificates.ok_or_else(|| wrong("holds no certificate".to_owned()))?;
        builder = builder.add_root_certificate(certificates);
    }
    builder.build().map_err(|error| OpenError::Tls(error.to_string()))
}

/// lettre takes any file, and finds no certificates in most.
fn holds_certificate(pem: &[u8]) -> bool {
    String::from_utf8_lossy(pem).contains("-----BEGIN CERTIFICATE-----")
}
