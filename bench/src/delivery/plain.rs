//! What a plain app would do: one POST over TLS with a client as it comes, again after 1 s, 2 s, 4 s, at most 60 s. Its
//! server writes one row to disk before it answers.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_netlab::{Lab, Profile};
use hifazat_time::{Clock, SystemClock};
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rusqlite::Connection as Database;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Handle};
use tokio::task::{AbortHandle, spawn_blocking};
use tokio_rustls::TlsAcceptor;

use super::certificate::Certificate;
use super::interrupt::Interrupt;
use super::outcome::{Arrivals, Contender, LINGER, Outcome, PATIENCE};

/// Between two tries, and for the first of them.
pub(super) const FIRST_PAUSE: Duration = Duration::from_secs(1);
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(60);
pub(super) const TRY: Duration = Duration::from_secs(30);

/// A server that serves, and what its client will send.
pub(super) struct Plain {
    certificate: Certificate,
    url: String,
    envelope: Vec<u8>,
    arrivals: Arrivals,
    serving: AbortHandle,
    _folder: TempDir,
    lab: Lab,
}

impl Plain {
    pub(super) fn set_up(profile: &Profile, seed: u64, envelope: &[u8], handle: &Handle) -> Result<Self> {
        let lab = Lab::open(profile, seed)?;
        let certificate = Certificate::of(lab.room())?;
        let folder = tempfile::tempdir()?;
        let desk = Desk { database: Arc::new(Mutex::new(open(&folder)?)), arrivals: Arrivals::default() };
        let arrivals = desk.arrivals.clone();
        let listener = handle.block_on(TcpListener::bind((lab.room(), 0))).context("the plain server's port")?;
        let url = format!("https://{}/alerts", listener.local_addr()?);
        let acceptor = TlsAcceptor::from(Arc::new(certificate.server()?));
        let serving = handle.spawn(serve(listener, acceptor, desk)).abort_handle();
        Ok(Self { certificate, url, envelope: envelope.to_vec(), arrivals, serving, _folder: folder, lab })
    }

    /// When it was asked for and, if it was, answered.
    async fn send(&self, offered: Duration) -> Result<(Duration, Option<Duration>)> {
        let tls = self.certificate.client()?;
        let client = reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy().timeout(TRY).build()?;
        SystemClock.sleep(offered.saturating_sub(self.lab.elapsed())).await;
        let asked = SystemClock.elapsed();
        let acked = tokio::time::timeout(PATIENCE, async {
            let mut pause = FIRST_PAUSE;
            loop {
                let answer = client.post(&self.url).body(self.envelope.clone()).send().await;
                if answer.is_ok_and(|answer| answer.status().is_success()) {
                    return SystemClock.elapsed();
                }
                SystemClock.sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        });
        let acked = acked.await.ok();
        SystemClock.sleep(LINGER).await;
        Ok((asked, acked))
    }
}

impl Contender for Plain {
    fn lab(&self) -> &Lab {
        &self.lab
    }

    fn bring(&self, offered: Duration, interrupt: &Interrupt) -> Result<Outcome> {
        let (asked, acked) = on_phone_side(&self.lab, interrupt, self.send(offered))?;
        Ok(self.arrivals.outcome(asked, acked))
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Runs a future on the phone's side, with all sockets that it makes, until it ends or we are asked to.
pub(super) fn on_phone_side<T: Send>(
    lab: &Lab,
    interrupt: &Interrupt,
    work: impl Future<Output = Result<T>> + Send,
) -> Result<T> {
    lab.on_phone_side(|| {
        let runtime = Builder::new_current_thread().enable_all().build().context("a runtime")?;
        runtime.block_on(async {
            tokio::select! {
                done = work => done,
                () = interrupt.asked() => anyhow::bail!("interrupted"),
            }
        })
    })?
}

/// Where rows are written before it is answered.
#[derive(Clone)]
struct Desk {
    database: Arc<Mutex<Database>>,
    arrivals: Arrivals,
}

fn open(folder: &TempDir) -> Result<Database> {
    let database = Database::open(folder.path().join("plain.db"))?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.execute("CREATE TABLE alerts (envelope BLOB NOT NULL)", [])?;
    Ok(database)
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, desk: Desk) {
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, desk) = (acceptor.clone(), desk.clone());
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let service = service_fn(|request| desk.clone().take(request));
            // A client that leaves ends it with an error or without one.
            drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
}

impl Desk {
    async fn take(self, request: Request<Incoming>) -> Result<Response<Empty<Bytes>>, Infallible> {
        let body = request.into_body().collect().await;
        let kept = match body {
            Ok(body) => spawn_blocking(move || self.keep(&body.to_bytes())).await.is_ok_and(|kept| kept.is_ok()),
            Err(_) => false,
        };
        let mut answer = Response::new(Empty::new());
        *answer.status_mut() = if kept { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        Ok(answer)
    }

    fn keep(&self, envelope: &[u8]) -> Result<()> {
        let database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        database.execute("INSERT INTO alerts VALUES (?1)", (envelope,))?;
        self.arrivals.note();
        Ok(())
    }
}
