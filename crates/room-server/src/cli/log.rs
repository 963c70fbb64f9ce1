//! The log on standard error. It never holds the room up: lines leave through a thread of their own, and what that thread
//! cannot get rid of, because the reader behind the pipe has stopped or the disk is full, is counted and lost.

use std::io::{IsTerminal, Write, stderr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use super::LogForm;

/// Lines that may wait: a burst, not a night.
const WAITING: usize = 4_096;
/// At the end the last lines are given so long to leave.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Starts the log. Whatever the level, foreign libraries stay at `info`: theirs are not written with our rule in mind
/// that no line carries a place or a person. Keep what is returned until the end.
///
/// # Errors
/// When the level is none.
pub(super) fn start(level: Option<&str>, form: Option<LogForm>) -> anyhow::Result<Log> {
    let level = level.unwrap_or("info");
    let named = format!("info,hifazat_room_server={level},hifazat_room={level},hifazat_room_store={level}");
    let text = if level.contains(['=', ',']) { level } else { &named };
    // These two write down whole messages, with the numbers of those who sent them.
    let text = format!("{text},rusmpp=off,rusmppc=off");
    let filter = EnvFilter::try_new(text).with_context(|| format!("--log {level}"))?;
    let (log, pen) = Log::begin()?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(move || pen.clone());
    let lines = lines.with_ansi(stderr().is_terminal()).log_internal_errors(false);
    match form.unwrap_or(LogForm::Text) {
        LogForm::Text => lines.init(),
        LogForm::Json => lines.json().init(),
    }
    Ok(log)
}

/// The log while it runs; when dropped it lets the last lines leave.
pub(super) struct Log {
    lines: SyncSender<Part>,
    over: Receiver<()>,
}

enum Part {
    Line(Vec<u8>),
    End,
}

/// What writes one event: all of it in one call.
#[derive(Clone)]
struct Pen {
    lines: SyncSender<Part>,
    lost: Arc<AtomicU64>,
}

impl Log {
    fn begin() -> anyhow::Result<(Self, Pen)> {
        let (lines, parts) = sync_channel(WAITING);
        let (done, over) = sync_channel(0);
        let lost = Arc::new(AtomicU64::new(0));
        let pen = Pen { lines: lines.clone(), lost: Arc::clone(&lost) };
        let write = move || {
            while let Ok(Part::Line(line)) = parts.recv() {
                // A line that cannot be written has nowhere else to go.
                drop(stderr().write_all(&line));
                let missing = lost.swap(0, Ordering::Relaxed);
                if missing > 0 {
                    drop(writeln!(stderr(), "{missing} lines of the log were lost: nobody took them"));
                }
            }
            drop(done);
        };
        thread::Builder::new().name("log".to_owned()).spawn(write).context("the log cannot be started")?;
        Ok((Self { lines, over }, pen))
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        if self.lines.try_send(Part::End).is_ok() {
            // Nothing is ever said there: it is over when the other end is gone.
            let _over = self.over.recv_timeout(LAST_WORDS);
        }
    }
}

impl Write for Pen {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        if self.lines.try_send(Part::Line(line.to_vec())).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
