//! What an alert and an hour of its track cost on the wire, path by path, beside the same facts as plain JSON over HTTPS.
//!
//! The phone's brain lives through the hour by a clock that is moved by hand; every exchange it begins meanwhile is real,
//! between the real path and a real room, through a relay that counts. What a real hour would add is added: a connection
//! that would have been idle for too long is cut before the next exchange.

mod hour;
mod meter;
mod movement;
mod plain;
mod watched;

use std::sync::Arc;

use anyhow::{Context, Result};
use hifazat_phone::{Path, TRACK_BYTES_PER_HOUR};
use hifazat_phone_paths::{DatagramPath, Deadlines, Gaps, HttpsPath, Names};
use hifazat_testkit::{Room, Site, free_port};
use hifazat_time::{Clock, SystemClock};
use serde_json::{Map, Value, json};

use hour::Hour;
use meter::Meter;
use movement::Movement;

/// The ways out that are measured, each alone. A further way is a further line.
fn ways() -> Vec<Arc<dyn Path>> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let names = Names::new(Arc::clone(&clock));
    let datagram = DatagramPath::new(Arc::clone(&clock), names.clone(), Gaps::default());
    vec![Arc::new(datagram), Arc::new(HttpsPath::new(clock, names, Deadlines::default()))]
}

pub(crate) async fn measure() -> Result<Value> {
    let mut paths = Vec::new();
    let mut plain = None;
    for number in 0..ways().len() {
        let measured = measure_way(number).await?;
        paths.push(measured.figures);
        plain.get_or_insert(measured.plain);
    }
    Ok(json!({
        "paths": paths,
        "plain_https_json": plain,
        "budget_bytes_per_hour": TRACK_BYTES_PER_HOUR,
    }))
}

struct Measured {
    figures: Value,
    plain: Value,
}

/// One way through all movements; beside it the same tracks as plain JSON.
async fn measure_way(number: usize) -> Result<Measured> {
    let port = free_port()?;
    let mut room = Room::made(Site { behind_port: Some(port), ..Site::default() })?;
    room.serve()?;
    let meter = Meter::before(port, room.phones_port()).await?;
    let mut hours = Vec::new();
    for movement in [Movement::Standing, Movement::Walking, Movement::Driving] {
        let path = ways().into_iter().nth(number).context("a way out")?;
        hours.push((movement, hour::live_through(&room, path, &meter, movement).await?));
    }
    let (_, first) = hours.first().context("no hour was lived through")?;
    let per_hour = |of: fn(&Hour) -> Value| {
        let pairs = hours.iter().map(|(movement, hour)| (movement.name().to_owned(), of(hour)));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    let figures = json!({
        "path": first.path,
        "per_alert_bytes": first.alert_bytes,
        "per_tracked_hour_bytes": per_hour(|hour| hour.track_bytes.into()),
        "updates": per_hour(|hour| hour.updates.into()),
        "places": per_hour(|hour| hour.places.len().into()),
        "bytes_around_an_envelope": per_hour(|hour| hour.bytes_around_an_envelope().into()),
        "reckoned_by_the_budget": per_hour(|hour| hour.reckoned_bytes.into()),
        "questions": per_hour(|hour| hour.questions.into()),
        "question_bytes": first.question_bytes,
    });
    let tracks: Vec<_> = hours.iter().map(|(movement, hour)| (*movement, hour.places.clone())).collect();
    Ok(Measured { figures, plain: plain::measure(&room, &tracks).await? })
}
