//! What `serve` is asked for, and whence time and chance come.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use hifazat_protocol::{Entropy, OsEntropy};
use hifazat_time::{Clock, SystemClock};

use crate::datagram::DatagramDoor;
use crate::net::door::Limits;
use crate::texts::Carriers;

/// What `serve` was asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The control room's folder.
    pub data: PathBuf,
    /// The phones' TLS endpoint.
    pub listen: SocketAddr,
    /// The phones' datagram path.
    pub datagram: DatagramDoor,
    /// The consoles' address.
    pub console: SocketAddr,
    /// A proxy speaks TLS in front of the console.
    pub behind_proxy: bool,
    /// The console's own certificate chain and key (PEM files).
    pub console_tls: Option<(PathBuf, PathBuf)>,
    /// The console's page from a folder.
    pub console_dir: Option<PathBuf>,
    /// District boundaries.
    pub boundaries: Option<PathBuf>,
    /// Whom to name as their source.
    pub attribution: Option<String>,
    /// Units that can be sent.
    pub units: Option<PathBuf>,
    /// Who brings texts, and takes them.
    pub carriers: Carriers,
    /// Deadlines and places.
    pub limits: Limits,
}

/// Where from time and chance come.
#[derive(Clone)]
pub struct Outside {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub entropy: Arc<dyn Entropy>,
}

impl Default for Outside {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), entropy: Arc::new(OsEntropy) }
    }
}
