//! Ours: a running `hifazat-phone` on the far side of the link, a real `hifazat-room` on this.

use std::ffi::OsString;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_netlab::{Lab, Profile};
use hifazat_testkit::{Around, Bridge, Persona, Phone, Room, Site, free_port, pause};
use serde_json::{Value, json};

use super::interrupt::Interrupt;
use super::offer::HOLD;
use super::outcome::{Contender, LINGER, Outcome, PATIENCE};

const LOOK: Duration = Duration::from_millis(100);

/// A phone of one way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Only {
    /// The bundle names a port for HTTPS at which nobody is.
    Datagram,
    /// The bundle names no port for datagrams.
    Https,
}

impl Only {
    pub(super) const ALL: [Self; 2] = [Self::Datagram, Self::Https];

    /// As the phone names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Datagram => "datagram",
            Self::Https => "https",
        }
    }
}

/// A phone that runs and a room that serves. In the order of their end.
pub(super) struct Ours {
    bridge: Bridge,
    _phone: Phone,
    room: Room,
    lab: Lab,
}

impl Ours {
    pub(super) fn set_up(profile: &Profile, seed: u64, only: Option<Only>) -> Result<Self> {
        let lab = Lab::open(profile, seed)?;
        let mut room = Room::made(Site { address: Some(lab.room().into()), ..Site::default() })?;
        room.serve()?;
        let phone = Phone::of(&room)?;
        // On this side of the link: the phone has been known to its room for long.
        phone.ask(&["drill"])?;
        if let Some(only) = only {
            restrict(&room, lab.room(), only)?;
            phone.take_bundle(&room.bundle()?)?;
        }
        let place = room.home().join("place");
        fs::write(&place, Persona::AYESHA.fix.unwrap_or_default()).context("writing the place")?;
        let mut knows_its_place = OsString::from("HIFAZAT_PLACE_FILE=");
        knows_its_place.push(&place);
        let around = Around::Behind(vec!["env".into(), knows_its_place]);
        let bridge = lab.on_phone_side(|| phone.bridge(&around))??;
        Ok(Self { bridge, _phone: phone, room, lab })
    }

    /// Holds the button, raises, and waits for the proof; what she sees then.
    fn raise(&self, offered: Duration, interrupt: &Interrupt) -> Result<Value> {
        interrupt.wait_until(&self.lab, offered.saturating_sub(HOLD))?;
        self.bridge.call("hold_started", &json!({}))?;
        interrupt.wait_until(&self.lab, offered)?;
        let mut view = self.bridge.raise()?;
        while view.pointer("/alert/took_ms").is_none_or(Value::is_null) && self.lab.elapsed() < offered + PATIENCE {
            interrupt.check()?;
            pause(LOOK);
            view = self.bridge.view()?;
        }
        pause(LINGER);
        self.bridge.view()
    }
}

impl Contender for Ours {
    fn lab(&self) -> &Lab {
        &self.lab
    }

    /// What she sees and what the room has, put together: both go by this machine's clock.
    fn bring(&self, offered: Duration, interrupt: &Interrupt) -> Result<Outcome> {
        let view = self.lab.on_phone_side(|| self.raise(offered, interrupt))??;
        let alert = view.get("alert").context("no alert is shown")?;
        let id = alert.get("alert_id").context("an alert without an id")?;
        let tapped = alert.get("tapped_at_ms").and_then(Value::as_i64).context("an alert without its tap")?;
        let incidents = self.room.incidents()?;
        let hers = incidents.iter().find(|incident| incident.get("id") == Some(id));
        let stored = hers.and_then(|incident| incident.get("stored_at_ms")).and_then(Value::as_i64);
        let path = hers.and_then(|incident| incident.pointer("/paths/0")).and_then(Value::as_str);
        let took = alert.get("took_ms").and_then(Value::as_u64);
        Ok(Outcome {
            arrive: stored.and_then(|at| u64::try_from(at.saturating_sub(tapped)).ok()).map(Duration::from_millis),
            ack: took.map(Duration::from_millis),
            copies: incidents.len(),
            path: path.map(str::to_owned),
            ..Outcome::default()
        })
    }
}

/// A newer bundle with one way alone.
fn restrict(room: &Room, address: Ipv4Addr, only: Only) -> Result<()> {
    match only {
        Only::Https => room.ask(&["bundle", "sign", "--datagram-port", "0"])?,
        Only::Datagram => {
            let nobody = format!("https://{}", SocketAddr::from((address, free_port()?)));
            let port = room.phones_port().to_string();
            room.ask(&["bundle", "sign", "--public-url", &nobody, "--datagram-port", &port])?
        }
    };
    Ok(())
}
