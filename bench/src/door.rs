//! From the call of `raise()` to durable: through Kotlin on a Java machine, beside the core called directly in this process,
//! turn by turn on the same disk. Both cores live: their loops try to deliver to an endpoint where nobody listens.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use hifazat_phone_native::{Door, Start};
use hifazat_protocol::Trigger;
use hifazat_testkit::Machine;
use hifazat_time::{Clock, SystemClock};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use serde_json::{Value, json};

use crate::bundle::bundle_of_nobody;
use crate::figures::{Spans, rounded};

/// Long enough for either core to make its next key pair.
const BETWEEN_TURNS: Duration = Duration::from_millis(20);
/// A Java machine translates what it runs often; a telephone has done so when the app was installed.
const WARM_UP: usize = 100;

pub(crate) async fn measure(raises: usize) -> Result<Value> {
    if let Some(obstacle) = Machine::obstacle() {
        bail!("{obstacle}");
    }
    let home = tempfile::tempdir()?;
    let bundle = home.path().join("bundle.json");
    std::fs::write(&bundle, bundle_json()?)?;
    let start = |name: &str| Start { folder: home.path().join(name), bundle: Some(bundle.clone()), ..Start::default() };
    // The folder of the Java machine gets its bundle here: Kotlin knows only the one that is built in.
    drop(core_in(&start("kotlin"))?);
    let kotlin = Machine::start_unwatched(&home.path().join("words"))?;
    kotlin.ask(&["open", &home.path().join("kotlin").to_string_lossy()])?;
    let door = core_in(&start("core"))?;
    let core = door.opened()?;

    let (mut through_jni, mut direct) = (Spans::default(), Spans::default());
    for turn in 0..raises + WARM_UP {
        SystemClock.sleep(BETWEEN_TURNS).await;
        let told = kotlin.say(&["timeRaise", "widget"])?;
        let nanos: u64 = told.parse().with_context(|| format!("turn {turn} of Kotlin told {told}"))?;
        SystemClock.sleep(BETWEEN_TURNS).await;
        let before = SystemClock.elapsed();
        let raised = core.raise(Trigger::Other);
        let took = SystemClock.elapsed().saturating_sub(before);
        ensure!(raised.durable, "turn {turn} of the core was not durable");
        if turn >= WARM_UP {
            through_jni.push(Duration::from_nanos(nanos));
            direct.push(took);
        }
    }
    let ratio = through_jni.percentile(50).as_secs_f64() / direct.percentile(50).as_secs_f64();
    Ok(json!({
        "jni_raise_us": {"p50": through_jni.percentile_us(50), "p99": through_jni.percentile_us(99)},
        "core_raise_us": {"p50": direct.percentile_us(50), "p99": direct.percentile_us(99)},
        "ratio_p50": rounded(ratio),
        "raises": raises,
    }))
}

fn core_in(start: &Start) -> Result<Door> {
    let door = Door::default();
    ensure!(door.core(start).status().view.configured, "the bench's own bundle was refused");
    Ok(door)
}

fn bundle_json() -> Result<String> {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
    Ok(bundle_of_nobody(vec![authority.der().to_vec()]))
}
