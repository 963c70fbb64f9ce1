//! One thread that throws packets at the room at a steady rate, as far as the machine lets it.

use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Result, anyhow};
use hifazat_time::{Clock, SystemClock};

use crate::figures::per_second;

/// Packets leave in small bursts, each at its time.
const BURSTS_PER_S: u32 = 500;

/// A flood that runs until it is ended.
pub(super) struct Flood {
    end: Arc<AtomicBool>,
    thread: JoinHandle<Result<f64>>,
}

impl Flood {
    /// Throws these packets, and again from the first, so many a second.
    pub(super) fn begin(port: u16, packets: Vec<Vec<u8>>, per_s: u32) -> Result<Self> {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.connect(("127.0.0.1", port))?;
        let end = Arc::<AtomicBool>::default();
        let ended = Arc::clone(&end);
        let thread = thread::spawn(move || throw(&socket, &packets, per_s, &ended));
        Ok(Self { end, thread })
    }

    /// Ends it; the packets a second that really left.
    pub(super) fn end(self) -> Result<f64> {
        self.end.store(true, Ordering::Relaxed);
        self.thread.join().map_err(|_| anyhow!("the flood's thread failed"))?
    }
}

fn throw(socket: &UdpSocket, packets: &[Vec<u8>], per_s: u32, ended: &AtomicBool) -> Result<f64> {
    let burst = usize::try_from(per_s.div_ceil(BURSTS_PER_S))?;
    let gap = Duration::from_secs(1) / BURSTS_PER_S;
    let began = SystemClock.elapsed();
    let (mut next, mut sent) = (began, 0);
    let mut from = packets.iter().cycle();
    while !ended.load(Ordering::Relaxed) {
        for packet in from.by_ref().take(burst) {
            // What the system does not take (its buffers are full, the room refuses) is not counted.
            sent += usize::from(socket.send(packet).is_ok());
        }
        next += gap;
        thread::sleep(next.saturating_sub(SystemClock.elapsed()));
    }
    Ok(per_second(sent, SystemClock.elapsed().saturating_sub(began)))
}
