//! Known devices' alerts by datagram while somebody floods the room, beside the same alerts in quiet: garbage by the
//! thousands a second, then devices that nobody has met. Sender, phones and room share this machine; the rate that was
//! reached is told, not the one that was asked.

mod flood;
mod garbage;
mod invented;
mod known;
mod memory;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_protocol::TrustBundle;
use hifazat_testkit::Room;
use hifazat_time::{Clock, SystemClock};
use serde_json::{Value, json};

use crate::device::trust;
use crate::figures::{per_second, rounded};
use flood::Flood;
use known::Known;
use memory::Memory;

/// What the bench is asked for.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Options {
    /// Garbage datagrams a second.
    #[arg(long, default_value_t = 20_000)]
    rate: u32,
    /// How long, in seconds.
    #[arg(long, default_value_t = 20)]
    seconds: u32,
    /// Invented devices.
    #[arg(long, default_value_t = 100_000)]
    invented: u32,
}

/// The room, who is known there, and what is watched.
struct Scene {
    room: Room,
    trust: Arc<TrustBundle>,
    known: Known,
    memory: Memory,
}

pub(crate) async fn measure(options: Options) -> Result<Value> {
    let room = Room::open()?;
    let trust = Arc::new(trust(&room)?);
    let memory = Memory::of(room.process_id().context("the room does not serve")?);
    let known = Known::enrolled(&room, &trust).await?;
    let scene = Scene { room, trust, known, memory };
    let quiet = scene.known.raise_for(&scene, options.seconds).await?.told();
    let at_rest = scene.memory.told()?;
    let garbage = under_garbage(&scene, options).await?;
    let by_datagram = invented_by_datagram(&scene, options).await?;
    let by_https = invented_by_https(&scene, options).await?;
    let (desk_s, desk_bytes) = desk(&scene.room)?;
    Ok(json!({
        "quiet": quiet,
        "memory_at_rest": at_rest,
        "garbage": garbage,
        "invented_by_datagram": by_datagram,
        "invented_by_https": by_https,
        "desk_after": { "seconds": desk_s, "mib": desk_bytes },
    }))
}

async fn under_garbage(scene: &Scene, options: Options) -> Result<Value> {
    let packets = garbage::mixed(&scene.room, &scene.trust, &scene.known).await?;
    let flood = Flood::begin(scene.room.phones_port(), packets, options.rate)?;
    let alerts = scene.known.raise_for(scene, options.seconds).await?;
    let reached = flood.end()?;
    told(scene, alerts.told(), json!({ "asked_per_s": options.rate, "reached_per_s": reached }))
}

async fn invented_by_datagram(scene: &Scene, options: Options) -> Result<Value> {
    let packets = garbage::strangers(&scene.trust, options.invented)?;
    let seconds = options.invented.div_ceil(options.rate).max(1);
    let flood = Flood::begin(scene.room.phones_port(), packets, options.rate)?;
    let alerts = scene.known.raise_for(scene, seconds).await?;
    let reached = flood.end()?;
    told(scene, alerts.told(), json!({ "devices": options.invented, "reached_per_s": reached }))
}

/// HTTPS takes everybody: there each invented device costs its sender a request and becomes an incident.
async fn invented_by_https(scene: &Scene, options: Options) -> Result<Value> {
    let packets = garbage::strangers(&scene.trust, options.invented)?;
    let began = SystemClock.elapsed();
    let bringing = tokio::spawn(invented::bring(scene.room.phones_port(), Arc::clone(&scene.trust), packets));
    let mut alerts = known::Alerts::default();
    while !bringing.is_finished() {
        alerts.add(scene.known.raise_for(scene, 2).await?);
    }
    let brought = bringing.await.context("bringing invented devices")??;
    let reached = per_second(brought, SystemClock.elapsed().saturating_sub(began));
    told(scene, alerts.told(), json!({ "devices": brought, "reached_per_s": reached }))
}

fn told(scene: &Scene, alerts: Value, flood: Value) -> Result<Value> {
    let open = |lane: &str| figure(&scene.room, &format!("hifazat_incidents_open{{lane=\"{lane}\"}}"));
    Ok(json!({
        "flood": flood,
        "alerts": alerts,
        "memory": scene.memory.told()?,
        "open": { "live": open("live")?, "low_trust": open("low_trust")? },
    }))
}

/// A line of `/metrics`.
fn figure(room: &Room, name: &str) -> Result<f64> {
    let page = room.page("/metrics")?;
    let line = page.lines().find_map(|line| line.strip_prefix(name));
    Ok(line.and_then(|rest| rest.trim().parse().ok()).unwrap_or(0.0))
}

/// What it costs an operator to read the desk after all that.
fn desk(room: &Room) -> Result<(f64, f64)> {
    let seat = room.seat("bench", "operator")?;
    let began = SystemClock.elapsed();
    let answer = seat.get("/api/desk")?;
    let took: Duration = SystemClock.elapsed().saturating_sub(began);
    let bytes = u32::try_from(answer.body.len()).unwrap_or(u32::MAX);
    Ok((rounded(took.as_secs_f64()), rounded(f64::from(bytes) / f64::from(1 << 20))))
}
