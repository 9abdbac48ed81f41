//! A PostgreSQL server that takes encrypted connections alone, with a certificate of an authority that
//! was made for it. Out: the server, and where the certificates of that authority and of a stranger
//! lie. Knows nothing of who connects.

use crate::server::{self, Extras, Server};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// The server and what a client needs to trust it.
#[derive(Debug)]
pub struct SecuredServer {
    /// The server; its certificate is for `localhost` alone.
    pub server: &'static Server,
    /// The certificate of its authority.
    pub authority: PathBuf,
    /// The certificate of another one.
    pub stranger: PathBuf,
    _folder: TempDir,
}

/// Starts one.
pub fn secured() -> SecuredServer {
    let folder = tempfile::Builder::new().prefix("comon-tls-").tempdir().expect("a folder");
    let authority = authority();
    let key = KeyPair::generate().expect("a key");
    let parameters = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    let certificate = parameters.signed_by(&key, &authority.issuer).expect("a certificate");
    let place = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("the certificate is written");
        path
    };
    let extras = Extras {
        settings: vec!["ssl=on".to_owned(), "ssl_min_protocol_version=TLSv1.2".to_owned()],
        files: vec![
            ("server.crt".to_owned(), certificate.pem()),
            ("server.key".to_owned(), key.serialize_pem()),
            ("pg_hba.conf".to_owned(), "hostssl all all 127.0.0.1/32 password\n".to_owned()),
        ],
    };
    SecuredServer {
        server: server::start_own(&extras),
        authority: place("authority.pem", &authority.pem),
        stranger: place("stranger.pem", &self::authority().pem),
        _folder: folder,
    }
}

struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

fn authority() -> Authority {
    let mut parameters = CertificateParams::new(Vec::new()).expect("no name");
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let pem = parameters.self_signed(&key).expect("a certificate").pem();
    Authority { issuer: Issuer::new(parameters, key), pem }
}
