//! `GET /api/stream`: the live stream (server-sent events). An event's id is its revision; a beat comes every 2 s.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Extension, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderValue};
use axum::response::Response;
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::Line;
use super::caller::{Caller, seat_of};
use crate::live::{Frame, Subscription};
use crate::net::connections::{Phase, Ticket};
use crate::problem::ProblemDocument;
use crate::sessions::table::Live;
use crate::shared::Shared;

/// A seat whose password was renewed loses its stream within so many beats.
const BEATS_BETWEEN_CHECKS: u32 = 5;

/// Where to go on.
#[derive(Deserialize)]
pub(crate) struct After {
    after: Option<u64>,
}

/// The live stream.
#[utoipa::path(get, path = "/api/stream", tag = "console",
    params(("after" = Option<u64>, Query, description = "The last revision seen; Last-Event-ID overrules it")),
    responses(
        (status = 200, body = String, content_type = "text/event-stream",
            description = "`incident` (IncidentRow), `drill` (DrillRow), `unseen`: a change that the desk leaves out, \
                `crowd` (Crowd), `beat` (Beat), `reset`: read the desk anew"),
        (status = 401, body = ProblemDocument)))]
pub(crate) async fn listen(
    State(shared): State<Arc<Shared>>,
    Extension(line): Extension<Line>,
    caller: Caller,
    Query(after): Query<After>,
    headers: HeaderMap,
) -> Response {
    // A browser that reconnects by itself repeats the old query and says in the header where it really is.
    let resumed = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let after = resumed.or(after.after).unwrap_or_else(|| shared.hub.newest());
    let Subscription { missed, receiver } = shared.hub.subscribe(after);
    let mut waiting = VecDeque::from([Frame::ready(b"retry: 1000\n: hifazat\n\n")]);
    waiting.extend(missed.unwrap_or_else(|| vec![Frame::reset()]));
    let console = Console { shared, ticket: line.ticket, session: caller.session, waiting, receiver, beats: 0 };
    // A console that listens is never cut to make room for another.
    console.ticket.set(Phase::Working);
    let body = stream::unfold(console, |mut console| async {
        match console.next().await {
            Some(bytes) => Some((Ok::<_, Infallible>(bytes), console)),
            None => {
                console.ticket.set(Phase::Waiting);
                None
            }
        }
    });
    let mut response = Response::new(Body::from_stream(body));
    let set = response.headers_mut();
    set.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    set.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that collect answers would hold alerts back.
    set.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

struct Console {
    shared: Arc<Shared>,
    ticket: Arc<Ticket>,
    session: Live,
    waiting: VecDeque<Frame>,
    receiver: Receiver<Frame>,
    beats: u32,
}

impl Console {
    /// What to send next; `None` ends the stream.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(frame) = self.waiting.pop_front() {
            return Some(frame.bytes());
        }
        let heard = tokio::select! {
            heard = self.receiver.recv() => heard,
            () = self.session.ended.cancelled() => return None,
            () = self.shared.stop.cancelled() => return None,
        };
        match heard {
            Ok(frame) if frame.revision().is_some() => Some(frame.bytes()),
            Ok(beat) => self.still_signed_in().await.then(|| beat.bytes()),
            // It read too slowly: what it missed is gone, and it must know.
            Err(RecvError::Lagged(_)) => Some(Frame::reset().bytes()),
            Err(RecvError::Closed) => None,
        }
    }

    async fn still_signed_in(&mut self) -> bool {
        self.beats += 1;
        if self.beats < BEATS_BETWEEN_CHECKS {
            return true;
        }
        self.beats = 0;
        // A store that cannot answer is no reason to blind a console.
        seat_of(&self.shared, &self.session).await.map_or(true, |seat| seat.is_some())
    }
}
