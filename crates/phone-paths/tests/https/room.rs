//! A small TLS server on a real socket that answers as a test tells it, and trust bundles that name it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hifazat_protocol::{Endpoint, TrustBundle, UnixMillis};
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A whole answer, or the wish to hang up without one.
pub(crate) type Reply = Result<Response<BoxBody<Bytes, io::Error>>, io::Error>;

/// An authority that may sign certificates.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// A certificate for a host, valid from 2020 until the given year.
    pub(crate) fn certify(&self, host: &str, until: i32) -> Certificate {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let chain = params.signed_by(&key, &self.0).unwrap();
        Certificate { der: chain.der().to_vec(), key: key.serialize_der() }
    }
}

/// What a server proves itself by.
pub(crate) struct Certificate {
    der: Vec<u8>,
    key: Vec<u8>,
}

/// A server on 127.0.0.1 and what it has seen.
pub(crate) struct Room {
    pub(crate) address: SocketAddr,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    requests: AtomicUsize,
}

impl Room {
    /// Starts a server that answers by `answer`.
    pub(crate) async fn start<F, R>(certificate: Certificate, answer: F) -> Self
    where
        F: Fn(Request<Incoming>) -> R + Send + Sync + 'static,
        R: Future<Output = Reply> + Send + 'static,
    {
        let tls = TlsAcceptor::from(Arc::new(server_config(certificate)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Seen::default());
        tokio::spawn(serve(listener, tls, Arc::clone(&seen), Arc::new(answer)));
        Self { address, seen }
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn requests(&self) -> usize {
        self.seen.requests.load(Ordering::SeqCst)
    }

    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }
}

async fn serve<F, R>(listener: TcpListener, tls: TlsAcceptor, seen: Arc<Seen>, answer: Arc<F>)
where
    F: Fn(Request<Incoming>) -> R + Send + Sync + 'static,
    R: Future<Output = Reply> + Send + 'static,
{
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (tls, seen, answer) = (tls.clone(), Arc::clone(&seen), Arc::clone(&answer));
        tokio::spawn(async move {
            seen.connections.fetch_add(1, Ordering::SeqCst);
            let Ok(stream) = tls.accept(stream).await else { return };
            let service = service_fn(|request| {
                seen.requests.fetch_add(1, Ordering::SeqCst);
                answer(request)
            });
            drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
}

fn server_config(certificate: Certificate) -> ServerConfig {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(certificate.key));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    builder.with_no_client_auth().with_single_cert(vec![certificate.der.into()], key).unwrap()
}

/// A bundle that names these addresses and this authority, in force from 2024 to 2034.
pub(crate) fn bundle(urls: &[String], authority: &Authority) -> Arc<TrustBundle> {
    let endpoint = |url: &String| Endpoint { url: url.clone(), addresses: Vec::new(), datagram_port: None };
    Arc::new(TrustBundle {
        version: 1,
        issued_at: UnixMillis(1_704_067_200_000),
        expires_at: UnixMillis(2_019_686_400_000),
        grace_days: 0,
        room_name: "Test room".to_owned(),
        endpoints: urls.iter().map(endpoint).collect(),
        ca_certificates: vec![authority.der()],
        room_keys: Vec::new(),
        receipt_keys: Vec::new(),
        sms_number: None,
        helplines: Vec::new(),
        boundaries_version: None,
    })
}

/// An answer with a content type and a body.
pub(crate) fn reply(status: u16, content_type: &str, body: impl Into<Bytes>) -> Reply {
    reply_with(status, &[("content-type", content_type)], body)
}

/// An answer with these headers.
pub(crate) fn reply_with(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Reply {
    let builder = Response::builder().status(status);
    let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value));
    let never = |never: std::convert::Infallible| match never {};
    Ok(builder.body(Full::new(body.into()).map_err(never).boxed()).unwrap())
}

/// Hangs up without an answer.
pub(crate) fn hang_up() -> Reply {
    Err(io::Error::other("hung up"))
}
