//! The line in use: one route with the connections open on it. When it fails, the next route gets a fresh one; while it
//! is silent, others may be opened beside it, and the one that answers takes its place.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hifazat_protocol::TrustBundle;
use hifazat_time::Clock;
use reqwest::{Client, Method, RequestBuilder, redirect};
use rustls::ClientConfig;

use super::network::OwnAddresses;
use super::route::{Route, routes};
use super::tls;
use crate::names::Names;

/// An unused connection is not used again after this: long enough to reach from finger to tap, too short to be found dead.
/// The phone's own clock says so, for it counts sleep; the library's closes it when the phone stays awake.
const KEEP_IDLE: Duration = Duration::from_secs(10);

/// A client on one route; clones share their connections.
#[derive(Clone)]
pub(super) struct Line {
    client: Client,
    route: Route,
    /// With the sessions that a further connection can take up again.
    tls: ClientConfig,
    serial: u64,
    trust: Arc<TrustBundle>,
    own: OwnAddresses,
    /// Since when one of its connections waits to be used again.
    idle: Arc<Mutex<Option<Duration>>>,
}

/// Hands out the current line, and replaces it.
pub(super) struct Lines {
    clock: Arc<dyn Clock>,
    names: Names,
    connect: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Counts lines, so that many requests failing together turn to the next route only once.
    serial: u64,
    turn: usize,
    open: Option<Line>,
}

impl Line {
    /// A request below this route's address.
    pub(super) fn request(&self, method: Method, path: &[&str]) -> Option<RequestBuilder> {
        let mut url = self.route.base.clone();
        url.path_segments_mut().ok()?.pop_if_empty().extend(path);
        Some(self.client.request(method, url))
    }

    /// A request takes the connection that waits, if there is one.
    pub(super) fn begin(&self) {
        *self.idle() = None;
    }

    fn idle(&self) -> MutexGuard<'_, Option<Duration>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    pub(super) fn new(clock: Arc<dyn Clock>, names: Names, connect: Duration) -> Self {
        Self { clock, names, connect, state: Mutex::default() }
    }

    /// The line to use now; `None` when the bundle offers no usable endpoint.
    pub(super) fn current(&self, trust: &Arc<TrustBundle>) -> Option<Line> {
        let own = OwnAddresses::now();
        let mut state = self.state();
        let fits = |open: &&Line| open.own == own && open.trust == *trust;
        let line = match state.open.as_ref().filter(fits) {
            Some(open) if self.is_stale(open) => self.renewed(open)?,
            Some(open) => return Some(open.clone()),
            None => self.fresh(&mut state, trust, own)?,
        };
        state.open = Some(line.clone());
        Some(line)
    }

    /// Does a connection wait on the line in use?
    pub(super) fn is_open(&self) -> bool {
        self.state().open.as_ref().is_some_and(|open| open.idle().is_some() && !self.is_stale(open))
    }

    fn is_stale(&self, line: &Line) -> bool {
        line.idle().is_some_and(|since| self.clock.elapsed().saturating_sub(since) >= KEEP_IDLE)
    }

    /// A line beside the one in use, on the next route.
    pub(super) fn another(&self, trust: &Arc<TrustBundle>) -> Option<Line> {
        let mut state = self.state();
        state.turn = state.turn.wrapping_add(1);
        self.fresh(&mut state, trust, OwnAddresses::now())
    }

    /// This line has answered: it is the one in use, and its connection waits.
    pub(super) fn adopt(&self, line: Line) {
        *line.idle() = Some(self.clock.elapsed());
        self.state().open = Some(line);
    }

    fn fresh(&self, state: &mut State, trust: &Arc<TrustBundle>, own: OwnAddresses) -> Option<Line> {
        let all = routes(trust);
        let route = all.get(state.turn.checked_rem(all.len())?)?;
        state.serial += 1;
        let tls = tls::config(trust, Arc::clone(&self.clock))?;
        let client = self.client(tls.clone(), route)?;
        let (route, serial, trust) = (route.clone(), state.serial, Arc::clone(trust));
        Some(Line { client, route, tls, serial, trust, own, idle: Arc::default() })
    }

    /// The same line without its connections.
    fn renewed(&self, line: &Line) -> Option<Line> {
        let client = self.client(line.tls.clone(), &line.route)?;
        Some(Line { client, idle: Arc::default(), ..line.clone() })
    }

    /// This line failed: its connections go, and the next attempt takes the next route.
    pub(super) fn failed(&self, line: &Line) {
        let mut state = self.state();
        if state.open.as_ref().is_some_and(|open| open.serial == line.serial) {
            state.open = None;
            state.turn = state.turn.wrapping_add(1);
        }
    }

    /// All connections go; the route stays.
    pub(super) fn forget(&self) {
        self.state().open = None;
    }

    fn client(&self, tls: ClientConfig, route: &Route) -> Option<Client> {
        let builder = Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(true)
            .http1_only()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .referer(false)
            .connect_timeout(self.connect)
            .pool_idle_timeout(KEEP_IDLE)
            .pool_max_idle_per_host(1)
            .dns_resolver(Arc::new(self.names.clone()));
        let name = route.base.host_str().filter(|_| !route.known.is_empty());
        let builder = match name {
            Some(name) => builder.resolve_to_addrs(name, &route.known),
            None => builder,
        };
        builder.build().inspect_err(|error| tracing::warn!(%error, "no https client could be built")).ok()
    }

    /// A panic elsewhere leaves a line or none, both of which are fine.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").field("connect", &self.connect).finish_non_exhaustive()
    }
}
