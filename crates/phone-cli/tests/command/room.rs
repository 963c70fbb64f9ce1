//! A small control room on a real socket: opens what it is sent, answers with signed receipts. It keeps nothing; the
//! real one is met in the workspace's `tests`.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use hifazat_protocol::{
    AlertId, Ask, BundleRoomKey, Endpoint, Held, KeyId, KeyState, MAX_DATAGRAM_BYTES, OsEntropy, Receipt, ReceiptKey,
    ResponseKey, RoomSecretKey, RootKey, SealedEnvelope, SignedReceipt, Stage, Status, TrustBundle, UnixMillis, open,
    pack_receipts,
};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

/// A room that answers for as long as it lives.
pub(crate) struct Room {
    pub(crate) bundle: String,
    desk: Arc<Desk>,
    _runtime: Runtime,
}

struct Desk {
    room_key: RoomSecretKey,
    receipt_key: ReceiptKey,
    /// Signs with a key of its own making.
    forges: bool,
    /// Leaves unanswered what is longer than any message but a piece of a clip.
    takes_no_pieces: AtomicBool,
    alerts: Mutex<BTreeMap<AlertId, Alert>>,
}

struct Alert {
    status: Status,
    response_key: ResponseKey,
    sequence: u32,
    receipts: Vec<SignedReceipt>,
}

impl Room {
    pub(crate) fn honest() -> Self {
        Self::start(false)
    }

    pub(crate) fn forging() -> Self {
        Self::start(true)
    }

    /// The alerts it has opened, with the highest sequence of each.
    pub(crate) fn alerts(&self) -> Vec<(AlertId, Status, u32)> {
        let alerts = self.desk.alerts.lock().unwrap();
        alerts.iter().map(|(id, alert)| (*id, alert.status, alert.sequence)).collect()
    }

    pub(crate) fn takes_no_pieces(&self) {
        self.desk.takes_no_pieces.store(true, Relaxed);
    }

    fn start(forges: bool) -> Self {
        let room_key = RoomSecretKey::generate(KeyId(1), &OsEntropy);
        let receipt_key = ReceiptKey::generate(KeyId(1), &OsEntropy);
        let (authority, tls) = certified();
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let bundle = TrustBundle {
            version: 1,
            issued_at: UnixMillis(1_704_067_200_000),
            expires_at: UnixMillis(4_000_000_000_000),
            grace_days: 0,
            room_name: "Test room".to_owned(),
            endpoints: vec![Endpoint {
                url: format!("https://{}", listener.local_addr().unwrap()),
                addresses: Vec::new(),
                datagram_port: None,
            }],
            ca_certificates: vec![authority],
            room_keys: vec![BundleRoomKey { key: room_key.public(), state: KeyState::Active }],
            receipt_keys: vec![receipt_key.public()],
            sms_number: None,
            helplines: Vec::new(),
            boundaries_version: None,
        };
        let receipt_key = if forges { ReceiptKey::generate(KeyId(1), &OsEntropy) } else { receipt_key };
        let (takes_no_pieces, alerts) = (AtomicBool::default(), Mutex::default());
        let desk = Arc::new(Desk { room_key, receipt_key, forges, takes_no_pieces, alerts });
        runtime.spawn(serve(listener, tls, Arc::clone(&desk)));
        Self { bundle: bundle.sign(&RootKey::from_seed([7; 32])).to_json(), desk, _runtime: runtime }
    }
}

fn certified() -> (Vec<u8>, TlsAcceptor) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let chain = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let builder = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let config = builder.with_single_cert(vec![chain.der().clone()], key.into()).unwrap();
    (authority.der().to_vec(), TlsAcceptor::from(Arc::new(config)))
}

async fn serve(listener: TcpListener, tls: TlsAcceptor, desk: Arc<Desk>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (tls, desk) = (tls.clone(), Arc::clone(&desk));
        tokio::spawn(async move {
            let Ok(stream) = tls.accept(stream).await else { return };
            let service = service_fn(|request| answer(Arc::clone(&desk), request));
            drop(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
}

async fn answer(desk: Arc<Desk>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let path = request.uri().path().to_owned();
    let body = request.into_body().collect().await.unwrap().to_bytes().to_vec();
    let receipts = match path.as_str() {
        "/v1/envelopes" if body.len() > MAX_DATAGRAM_BYTES && desk.takes_no_pieces.load(Relaxed) => Vec::new(),
        "/v1/envelopes" => desk.ingest(body),
        "/v1/asks" => {
            let ask = Ask::parse(&body).unwrap();
            let alerts = desk.alerts.lock().unwrap();
            let held = alerts.get(&ask.alert).map(|alert| alert.receipts.clone()).unwrap_or_default();
            let Held::Words(words) = ask.held else { panic!("phones count words") };
            // What is not `stored` comes sealed.
            let sealed = held.into_iter().filter(|receipt| receipt.as_bytes()[1] == 3);
            sealed.skip(usize::from(words)).collect()
        }
        _ => Vec::new(),
    };
    let response = Response::builder().header("content-type", "application/vnd.hifazat.receipts");
    Ok(response.body(Full::new(pack_receipts(&receipts).into())).unwrap())
}

impl Desk {
    fn ingest(&self, body: Vec<u8>) -> Vec<SignedReceipt> {
        let envelope = SealedEnvelope::parse(body).unwrap();
        let header = envelope.header();
        let opened = open(&self.room_key, &envelope).unwrap();
        let status = opened.message.status();
        let mut alerts = self.alerts.lock().unwrap();
        let mut is_new = false;
        let alert = alerts.entry(header.alert).or_insert_with(|| {
            is_new = true;
            Alert { status, response_key: opened.response_key, sequence: 0, receipts: Vec::new() }
        });
        if is_new || header.sequence.0 > alert.sequence {
            alert.sequence = header.sequence.0;
            let mut receipt = Receipt {
                alert: header.alert,
                stage: Stage::Stored,
                sequence: header.sequence,
                at: UnixMillis(1_800_000_000_000),
                status: None,
                desk: None,
                unit: None,
                eta_s: None,
                previous: alert.receipts.last().map(SignedReceipt::hash),
                envelope: Some(envelope.digest()),
            };
            alert.receipts.push(receipt.sign(&self.receipt_key));
            receipt.stage = Stage::Opened;
            receipt.envelope = None;
            receipt.status = Some(alert.status);
            receipt.previous = alert.receipts.last().map(SignedReceipt::hash);
            if !self.forges {
                alert.receipts.push(receipt.sign_sealed(&self.receipt_key, &alert.response_key, &OsEntropy));
            }
        }
        alert.receipts.clone()
    }
}
