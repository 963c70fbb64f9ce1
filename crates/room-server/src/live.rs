//! The live stream's hub: each event is written out once, and the same bytes go to every console.
//!
//! A console that comes back names the last revision it saw. What happened since is sent again from a short memory;
//! when that does not reach back far enough, the console is told to read the desk anew (`reset`).

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use serde::Serialize;
use tokio::sync::broadcast;

/// Events kept for consoles that come back: a few seconds of the worst flood, hours of a bad night.
const REMEMBERED: usize = 8_192;
/// Events a slow console may be behind before it must read anew.
const BEHIND: usize = 2_048;

/// How far a freshly read desk may be ahead of what was sent.
const AHEAD: u64 = 1_024;

/// One event. It is written out when the first console needs it, so a flood that nobody watches costs nothing here.
#[derive(Clone)]
pub(crate) struct Frame(Arc<Event>);

struct Event {
    revision: Option<u64>,
    bytes: LazyLock<Bytes, Box<dyn FnOnce() -> Bytes + Send>>,
}

impl Frame {
    fn new(kind: &'static str, revision: Option<u64>, value: impl FnOnce() -> String + Send + 'static) -> Self {
        let write = move || {
            let id = revision.map(|revision| format!("id: {revision}\n")).unwrap_or_default();
            Bytes::from(format!("{id}event: {kind}\ndata: {}\n\n", value()))
        };
        Self(Arc::new(Event { revision, bytes: LazyLock::new(Box::new(write)) }))
    }

    /// Bytes that were written before, without a revision.
    pub(crate) fn ready(bytes: &'static [u8]) -> Self {
        Self(Arc::new(Event { revision: None, bytes: LazyLock::new(Box::new(move || Bytes::from_static(bytes))) }))
    }

    /// The event that makes a console read the desk anew.
    pub(crate) fn reset() -> Self {
        Self::ready(b"event: reset\ndata: {}\n\n")
    }

    /// The revision it brings; `None` for what is not a change.
    pub(crate) fn revision(&self) -> Option<u64> {
        self.0.revision
    }

    /// As it goes over the wire; the same bytes for everybody.
    pub(crate) fn bytes(&self) -> Bytes {
        Bytes::clone(&self.0.bytes)
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({:?})", self.revision())
    }
}

/// The hub.
#[derive(Debug)]
pub(crate) struct Hub {
    sender: broadcast::Sender<Frame>,
    memory: Mutex<Memory>,
}

#[derive(Debug)]
struct Memory {
    frames: VecDeque<Frame>,
    /// Told to whoever comes, after what it missed.
    standing: Option<Frame>,
    /// Everything after this revision is in `frames`.
    reaches_to: u64,
    newest: u64,
}

/// What a console gets when it subscribes.
#[derive(Debug)]
pub(crate) struct Subscription {
    /// What it missed, oldest first; `None` when it must read the desk anew.
    pub missed: Option<Vec<Frame>>,
    /// What comes.
    pub receiver: broadcast::Receiver<Frame>,
}

impl Hub {
    /// A hub that starts at the store's newest revision.
    #[must_use]
    pub(crate) fn new(newest: u64) -> Self {
        let frames = VecDeque::with_capacity(REMEMBERED);
        let memory = Memory { frames, standing: None, reaches_to: newest, newest };
        Self { sender: broadcast::Sender::new(BEHIND), memory: Mutex::new(memory) }
    }

    /// Sends a change to every console; `value` writes its JSON.
    pub(crate) fn publish(&self, kind: &'static str, revision: u64, value: impl FnOnce() -> String + Send + 'static) {
        let frame = Frame::new(kind, Some(revision), value);
        let mut memory = self.lock();
        if memory.frames.len() >= REMEMBERED
            && let Some(forgotten) = memory.frames.pop_front()
        {
            memory.reaches_to = forgotten.revision().unwrap_or(memory.reaches_to);
        }
        memory.newest = memory.newest.max(revision);
        memory.frames.push_back(frame.clone());
        self.send(frame);
    }

    /// Sends what is not a change: the beat.
    pub(crate) fn pulse(&self, kind: &'static str, value: &impl Serialize) {
        let json = json(value);
        self.send(Frame::new(kind, None, move || json));
    }

    /// Sends what is not a change but stands until it is said anew, to every console that listens and to whoever comes.
    pub(crate) fn stand(&self, kind: &'static str, value: impl Serialize + Send + 'static) {
        let frame = Frame::new(kind, None, move || json(&value));
        let mut memory = self.lock();
        memory.standing = Some(frame.clone());
        self.send(frame);
    }

    /// Tells every console to read the desk anew, which is then true at `newest`.
    pub(crate) fn reset(&self, newest: u64) {
        let mut memory = self.lock();
        memory.frames.clear();
        memory.reaches_to = newest;
        memory.newest = newest;
        self.send(Frame::reset());
    }

    /// The newest revision sent.
    #[must_use]
    pub(crate) fn newest(&self) -> u64 {
        self.lock().newest
    }

    /// How many consoles listen.
    #[must_use]
    pub(crate) fn listeners(&self) -> usize {
        self.sender.receiver_count()
    }

    /// Subscribes first and looks back second, under one lock, so that nothing falls between.
    #[must_use]
    pub(crate) fn subscribe(&self, after: u64) -> Subscription {
        let memory = self.lock();
        let receiver = self.sender.subscribe();
        // A desk may be read a moment before its last commits come by here. A console from further in the future has
        // talked to a room whose database was replaced since.
        let known = (memory.reaches_to..=memory.newest.saturating_add(AHEAD)).contains(&after);
        let since = memory.frames.iter().filter(|frame| frame.revision() > Some(after));
        let missed = || since.chain(&memory.standing).cloned().collect();
        Subscription { missed: known.then(missed), receiver }
    }

    fn send(&self, frame: Frame) {
        if self.sender.send(frame).is_err() {
            tracing::trace!("no console listens");
        }
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A row as JSON. Our rows have nothing that JSON cannot say.
pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revisions(frames: &[Frame]) -> Vec<u64> {
        frames.iter().filter_map(Frame::revision).collect()
    }

    #[test]
    fn a_console_that_comes_back_gets_what_it_missed() {
        let hub = Hub::new(5);
        for revision in 6..=9 {
            hub.publish("incident", revision, move || revision.to_string());
        }
        assert_eq!(revisions(&hub.subscribe(7).missed.unwrap()), [8, 9]);
        assert_eq!(revisions(&hub.subscribe(9).missed.unwrap()), [0_u64; 0]);
    }

    #[test]
    fn a_gap_or_a_foreign_revision_is_not_papered_over() {
        let hub = Hub::new(5);
        hub.publish("incident", 6, String::new);
        assert!(hub.subscribe(4).missed.is_none());
        assert!(hub.subscribe(7 + AHEAD).missed.is_none());
        assert!(hub.subscribe(7).missed.is_some_and(|missed| missed.is_empty()));
    }

    #[test]
    fn what_is_forgotten_is_a_gap() {
        let hub = Hub::new(0);
        for revision in 1..=10_000 {
            hub.publish("incident", revision, String::new);
        }
        assert!(hub.subscribe(1_807).missed.is_none());
        assert_eq!(hub.subscribe(1_808).missed.unwrap().len(), REMEMBERED);
    }

    #[test]
    fn what_stands_is_told_to_whoever_comes_after_what_it_missed() {
        let hub = Hub::new(0);
        hub.stand("crowd", 1);
        hub.publish("incident", 1, String::new);
        hub.stand("crowd", 2);
        let told = hub.subscribe(0).missed.unwrap();
        assert_eq!(told.iter().map(Frame::revision).collect::<Vec<_>>(), [Some(1), None]);
        assert_eq!(&told[1].bytes()[..], b"event: crowd\ndata: 2\n\n");
    }

    #[tokio::test]
    async fn every_console_gets_the_same_bytes() {
        let hub = Hub::new(0);
        let (mut one, mut other) = (hub.subscribe(0).receiver, hub.subscribe(0).receiver);
        hub.publish("incident", 1, || "\"x\"".to_owned());
        let (one, other) = (one.recv().await.unwrap(), other.recv().await.unwrap());
        assert_eq!(one.bytes().as_ptr(), other.bytes().as_ptr());
        assert_eq!(&one.bytes()[..], b"id: 1\nevent: incident\ndata: \"x\"\n\n");
    }
}
