//! What an alert and an hour of its track cost on the wire, path by path, beside the same facts as plain JSON over HTTPS.
//!
//! Phone, path and room live through the hour by a clock that is moved by hand; every exchange they have meanwhile is real,
//! updates and questions, through a relay that counts.

mod hour;
mod meter;
mod movement;
mod plain;
mod price;
mod room;
mod watched;

use std::sync::Arc;

use anyhow::{Context, Result};
use hifazat_phone::{Path, TRACK_BYTES_PER_HOUR};
use hifazat_phone_paths::{DatagramPath, Deadlines, Gaps, HttpsPath, Names};
use hifazat_testkit::free_port;
use hifazat_time::{Clock, ManualClock, SystemClock};
use serde_json::{Map, Value, json};

use hour::Hour;
use meter::Meter;
use movement::Movement;
use room::Served;

/// The ways out that are measured, each alone. A further way is a further line.
fn ways(clock: Arc<dyn Clock>) -> Vec<Arc<dyn Path>> {
    let names = Names::new(Arc::clone(&clock));
    let datagram = DatagramPath::new(Arc::clone(&clock), names.clone(), Gaps::default());
    vec![Arc::new(datagram), Arc::new(HttpsPath::new(clock, names, Deadlines::default()))]
}

pub(crate) async fn measure() -> Result<Value> {
    let mut paths = Vec::new();
    let mut plain = None;
    for number in 0..2 {
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
    let clock = Arc::new(ManualClock::new(SystemClock.now()));
    let served = Served::behind(port, Arc::clone(&clock)).await?;
    let meter = Meter::before(port, served.room.phones_port()).await?;
    let way = || ways(Arc::<ManualClock>::clone(&clock)).into_iter().nth(number).context("a way out");
    let mut hours = Vec::new();
    for movement in [Movement::Standing, Movement::Walking, Movement::Driving] {
        let hour = hour::live_through(&served, way, &meter, movement).await?;
        hours.push((movement, hour));
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
        "reckoned_by_the_budget": per_hour(|hour| hour.told.reckoned_bytes.into()),
        "updates": per_hour(|hour| hour.told.went.len().into()),
        "longest_gap_s": per_hour(|hour| hour.longest_gap_s().into()),
        "places": per_hour(|hour| hour.places.len().into()),
        "questions": per_hour(|hour| hour.told.questions.into()),
        "words_after_s": per_hour(|hour| json!(hour.word_delays_s)),
        "bytes_around_an_envelope": first.price.around_an_envelope,
        "question_bytes": first.price.question,
    });
    let tracks: Vec<_> = hours.iter().map(|(movement, hour)| (*movement, hour.places.clone())).collect();
    Ok(Measured { figures, plain: plain::measure(&served.room, &tracks).await? })
}
