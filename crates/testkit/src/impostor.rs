//! Somebody who stands where the trust bundle says the room is, and is not the room: a portal, a proxy, a thief with an
//! old certificate, a liar with a true one.
//!
//! It writes down how each caller took it, so that a test waits for what has happened and not for a while.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::watch;

use crate::patience::eventually;
use crate::ports::local;

mod certificate;
mod guise;
mod talk;

pub use certificate::{Certificate, Life};
pub use guise::Guise;

/// Stands at a port over TCP and UDP until it is dropped.
pub struct Impostor {
    port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    end: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

/// How one caller took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Hung up before there was TLS; the TLS alert that it gave as its reason, if any.
    Refused(Option<&'static str>),
    /// Sent a request; its body.
    Asked(Vec<u8>),
    /// Sent a datagram.
    Sent(Vec<u8>),
}

impl Impostor {
    /// Stands at `port` in this guise.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn at(port: u16, guise: Guise) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.context("a runtime for the impostor")?;
        let doors = runtime.block_on(async {
            anyhow::Ok((TcpListener::bind(local(port)).await?, UdpSocket::bind(local(port)).await?))
        });
        let (listener, socket) = doors.with_context(|| format!("the impostor's port {port}"))?;
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let (end, mut ended) = watch::channel(false);
        let memory = Arc::clone(&seen);
        let stand = async move {
            let guise = Arc::new(guise);
            tokio::select! {
                () = callers(&listener, &guise, &memory) => {}
                () = packets(&socket, &guise, &memory) => {}
                _ = ended.changed() => {}
            }
        };
        let thread = thread::Builder::new().name("impostor".into()).spawn(move || runtime.block_on(stand));
        Ok(Self { port, seen, end, thread: Some(thread.context("a thread for the impostor")?) })
    }

    /// Everybody so far.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for so many callers.
    ///
    /// # Errors
    /// When they do not come.
    pub fn until_seen(&self, callers: usize) -> Result<Vec<Seen>> {
        eventually(&format!("{callers} callers at the impostor"), || {
            Ok(Some(self.seen()).filter(|seen| seen.len() >= callers))
        })
    }

    /// Where it stands.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

async fn callers(listener: &TcpListener, guise: &Arc<Guise>, memory: &Arc<Mutex<Vec<Seen>>>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        tokio::spawn(receive(stream, Arc::clone(guise), Arc::clone(memory)));
    }
}

async fn receive(stream: TcpStream, guise: Arc<Guise>, memory: Arc<Mutex<Vec<Seen>>>) {
    let seen = talk::converse(stream, &guise).await;
    memory.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
}

async fn packets(socket: &UdpSocket, guise: &Guise, memory: &Mutex<Vec<Seen>>) {
    let mut buffer = vec![0; 2_000];
    loop {
        let Ok((length, sender)) = socket.recv_from(&mut buffer).await else { continue };
        let packet = buffer.get(..length).unwrap_or_default().to_vec();
        if let Some(answer) = guise.to_datagram(&packet)
            && socket.send_to(&answer, sender).await.is_ok()
        {
            memory.lock().unwrap_or_else(PoisonError::into_inner).push(Seen::Sent(packet));
        }
    }
}

impl fmt::Debug for Impostor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Impostor(port {})", self.port)
    }
}

impl Drop for Impostor {
    fn drop(&mut self) {
        // Nobody listening means it has ended already.
        self.end.send_replace(true);
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            eprintln!("the impostor ended badly");
        }
    }
}
