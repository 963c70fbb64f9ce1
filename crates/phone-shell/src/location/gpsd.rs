//! The place by gpsd, the positioning service of Linux desktops and vehicles: one JSON object a line over TCP, reports
//! after `?WATCH`. See `gpsd_json(5)`.
//!
//! gpsd may be absent, deaf or silent. The tap never waits for it; here it is given a few seconds to answer, then the
//! place is honestly unknown and it is asked again later.

mod report;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::{LocationSource, Permission};
use hifazat_protocol::Fix;
use hifazat_time::Clock;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::timeout;

const WATCH: &[u8] = b"?WATCH={\"enable\":true,\"json\":true};\n";
/// gpsd is on this machine: it answers at once or not at all.
const CONNECT: Duration = Duration::from_secs(2);
/// Reports come every second; a receiver without sky goes on reporting that it sees nothing.
const SILENCE: Duration = Duration::from_secs(15);
/// Between attempts while there is no gpsd.
const PATIENCE: Duration = Duration::from_secs(5);
/// A satellite report is a few kilobytes long.
const LONGEST_LINE: u64 = 64 * 1024;

/// A watch left alone for longer is full of old places: a new one is faster than reading them.
const FRESH: Duration = Duration::from_secs(3);

/// A gpsd at an address, normally 127.0.0.1:2947.
#[derive(Debug)]
pub struct Gpsd {
    address: SocketAddr,
    clock: Arc<dyn Clock>,
    /// Kept between calls, so that each fix does not cost a new watch.
    watch: AsyncMutex<Option<Watch>>,
    last: Mutex<Option<Fix>>,
}

#[derive(Debug)]
struct Watch {
    lines: BufReader<TcpStream>,
    read_at: Duration,
}

impl Gpsd {
    /// The one on this machine, at its usual port.
    #[must_use]
    pub fn local(clock: Arc<dyn Clock>) -> Self {
        Self::new(SocketAddr::from(([127, 0, 0, 1], 2947)), clock)
    }

    /// A source that has not connected yet.
    #[must_use]
    pub fn new(address: SocketAddr, clock: Arc<dyn Clock>) -> Self {
        Self { address, clock, watch: AsyncMutex::new(None), last: Mutex::new(None) }
    }

    /// Reads until the next fix; `None` as soon as the connection is of no use any more. The connection is put back only
    /// when a whole line was read, so that a call dropped in the middle of one cannot leave half a line behind.
    async fn watched(&self) -> Option<Fix> {
        let mut watch = self.watch.lock().await;
        let is_fresh = |open: &Watch| self.clock.elapsed().saturating_sub(open.read_at) <= FRESH;
        let mut lines = match watch.take().filter(is_fresh) {
            Some(open) => open.lines,
            None => self.connect().await?,
        };
        loop {
            let line = timeout(SILENCE, next_line(&mut lines)).await.ok()??;
            if let Some(fix) = report::fix(&line, self.clock.now()) {
                *watch = Some(Watch { lines, read_at: self.clock.elapsed() });
                return Some(fix);
            }
        }
    }

    async fn connect(&self) -> Option<BufReader<TcpStream>> {
        let stream = timeout(CONNECT, TcpStream::connect(self.address)).await.ok()?;
        let mut stream = stream.inspect_err(|error| tracing::debug!(%error, "no gpsd")).ok()?;
        stream.write_all(WATCH).await.ok()?;
        Some(BufReader::new(stream))
    }
}

/// One line, or `None` at the end, on an error, or when a line has no end.
async fn next_line(lines: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    let read = (&mut *lines).take(LONGEST_LINE).read_until(b'\n', &mut line).await.ok()?;
    (read > 0 && line.ends_with(b"\n")).then_some(line)
}

#[async_trait]
impl LocationSource for Gpsd {
    async fn last_known(&self) -> Option<Fix> {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn next_fix(&self) -> Option<Fix> {
        let fix = self.watched().await;
        match fix {
            Some(fix) => *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(fix),
            None => self.clock.sleep(PATIENCE).await,
        }
        fix
    }

    /// A running gpsd is leave enough; without one nobody can say.
    async fn permission(&self) -> Permission {
        if self.last_known().await.is_some() {
            return Permission::Granted;
        }
        match timeout(CONNECT, TcpStream::connect(self.address)).await {
            Ok(Ok(_)) => Permission::Granted,
            Ok(Err(_)) | Err(_) => Permission::Unknown,
        }
    }

    async fn request_permission(&self) -> Permission {
        self.permission().await
    }
}
