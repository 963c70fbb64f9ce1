//! The bridge: the phone's page in a browser, over loopback, on the same core as the window.
//!
//! Whoever may send a command to it can raise and cancel alarms. So it listens on loopback addresses only, and it answers
//! only requests that name a loopback host and, where a browser says so, come from the page itself: another site's
//! page, also one whose name was made to point here (DNS rebinding), is refused. Other programs of the same machine are
//! not kept out; they could run `hifazat-phone` as well.

mod commands;
mod events;
mod guard;
mod page;
mod reply;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use hifazat_phone_shell::Shell;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use guard::Guard;
use page::Page;
use reply::Reply;

/// A browser opens six.
const MOST_CONNECTIONS: usize = 64;
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
const BODY_WITHIN: Duration = Duration::from_secs(10);
const LONGEST_ARGUMENTS: usize = 16 * 1024;

/// A bridge that has its address and its page, and does not answer yet.
pub(crate) struct Bridge {
    listener: TcpListener,
    guard: Guard,
    page: Page,
    shell: Arc<Shell>,
}

impl Bridge {
    /// Takes the address. A taken or foreign address is refused before anything else happens.
    pub(crate) async fn bind(listen: SocketAddr, page: &Path, shell: Arc<Shell>) -> anyhow::Result<Self> {
        if !listen.ip().is_loopback() {
            bail!("--listen {listen}: the bridge listens on loopback addresses only, such as 127.0.0.1:8016");
        }
        let page = Page::open(page)?;
        let listener = TcpListener::bind(listen).await;
        let listener = listener.with_context(|| format!("--listen {listen}: this address cannot be had"))?;
        let guard = Guard::new(listener.local_addr().context("the bridge has no address")?);
        Ok(Self { listener, guard, page, shell })
    }

    /// Where a browser finds the page.
    pub(crate) fn url(&self) -> String {
        self.guard.url()
    }

    /// Answers until dropped.
    pub(crate) async fn serve(self) -> anyhow::Result<()> {
        let Self { listener, guard, page, shell } = self;
        let desk = Arc::new(Desk { guard, page, shell });
        let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        loop {
            let place = Arc::clone(&places).acquire_owned().await?;
            let stream = match listener.accept().await {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file descriptors, most likely; connections that end make room.
                    tracing::warn!(%error, "the bridge could not take a connection");
                    desk.shell.clock().sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let desk = Arc::clone(&desk);
            tokio::spawn(async move {
                converse(stream, desk).await;
                drop(place);
            });
        }
    }
}

async fn converse(stream: TcpStream, desk: Arc<Desk>) {
    let service = service_fn(|request| {
        let desk = Arc::clone(&desk);
        async move { Ok::<_, std::convert::Infallible>(desk.answer(request).await.into_response()) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN);
    if let Err(error) = http.serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!(%error, "a connection to the bridge ended early");
    }
}

/// What every connection shares.
struct Desk {
    guard: Guard,
    page: Page,
    shell: Arc<Shell>,
}

impl Desk {
    async fn answer(&self, request: Request<Incoming>) -> Reply {
        if let Err(refusal) = self.guard.check(&request) {
            return refusal;
        }
        let path = request.uri().path().to_owned();
        match (request.method().clone(), path.strip_prefix("/bridge/")) {
            (Method::GET, Some("events")) => events::stream(&self.shell),
            (Method::POST, Some(command)) => self.command(command, request).await,
            (Method::GET | Method::HEAD, None) => self.page.file(&path).await,
            (_, _) => {
                Reply::problem(405, "method_not_allowed", "the page is read with GET, commands are sent with POST")
            }
        }
    }

    async fn command(&self, name: &str, request: Request<Incoming>) -> Reply {
        if let Err(refusal) = Guard::check_json(&request) {
            return refusal;
        }
        let body = Limited::new(request.into_body(), LONGEST_ARGUMENTS).collect();
        match tokio::time::timeout(BODY_WITHIN, body).await {
            Ok(Ok(body)) => commands::call(&self.shell, name, &body.to_bytes()).await,
            Ok(Err(_)) => {
                Reply::problem(413, "arguments_too_long", "the arguments are longer than 16 KiB or broke off")
            }
            Err(_) => Reply::problem(408, "too_slow", "the arguments took longer than 10 s to arrive"),
        }
    }
}
