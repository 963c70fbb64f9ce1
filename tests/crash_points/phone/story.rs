//! What a phone has lived through before the command at which it dies, and what must be so afterwards.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use hifazat_testkit::{Around, Ended, Persona, Phone, Status};
use serde_json::{Value, json};

use super::modem::Modem;
use super::world::World;

/// What the phone is doing when it dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Story {
    /// It takes its first trust bundle.
    SettingUp,
    /// It takes her PINs.
    ChoosingPins,
    /// She raises an alarm.
    Raising,
    /// It brings the alarm to the room.
    Delivering,
    /// It follows her place.
    Following,
    /// It tries to bring the alarm to a room that is not there.
    NobodyAnswers,
    /// It hands the alarm's text over, because no room is there.
    Texting,
    /// It is told lies.
    Forged,
    /// She ends a drill that has not left the phone, and it is wiped.
    TakingBack,
    /// It hears that the room, put back to an older copy, has lost an alarm.
    Lost,
    /// She cancels an alarm that the room has.
    Cancelling,
    /// Somebody tries a PIN.
    WrongPin,
    /// She raises an alarm, and the database is damaged.
    Repairing,
}

/// What was a database, and what was its log.
const DAMAGE: (&str, &[u8]) = ("this was a database once, and now it is a poem", &[0; 64]);
const DELIVER: [&str; 4] = ["run", "--until-settled", "--timeout", "60"];
/// So many alarms that hang take all lanes of the delivery, and a drill waits for one.
const LANES: usize = 6;
/// It would run for ever; it has come to its point long before.
const RUN: [&str; 3] = ["run", "--timeout", "30"];

/// One phone.
pub(crate) struct Life {
    story: Story,
    phone: Phone,
    /// What it said was saved, and must not lose.
    said: Vec<String>,
    modem: Option<Modem>,
}

impl Life {
    /// Lives up to the command at which it is to die.
    pub(crate) fn before(story: Story, world: &World) -> Result<Self> {
        let mut life = Self { story, phone: Phone::without_bundle()?, said: Vec::new(), modem: None };
        if story == Story::SettingUp {
            return Ok(life);
        }
        if story != Story::Lost {
            life.phone.take_bundle(&world.room.bundle()?)?;
        }
        match story {
            Story::SettingUp | Story::ChoosingPins | Story::Raising => {}
            Story::TakingBack => (0..LANES).try_for_each(|_| life.raises())?,
            Story::Delivering | Story::Following | Story::NobodyAnswers | Story::Forged => life.raises()?,
            Story::Lost => {
                life.phone.take_bundle(&world.before()?.bundle()?)?;
                life.raises()?;
                life.phone.run_until_settled()?;
                life.phone.take_bundle(&world.room.bundle()?)?;
            }
            Story::Cancelling | Story::WrongPin => {
                life.chooses_pins(&Around::Nothing)?.success()?;
                life.raises()?;
                life.phone.run_until_settled()?;
            }
            Story::Texting => {
                life.modem = Some(Modem::beside(&mut life.phone)?);
                life.raises()?;
            }
            Story::Repairing => life.is_damaged()?,
        }
        Ok(life)
    }

    /// The last command; `false` when it got through.
    pub(crate) fn dies(&mut self, world: &World, failpoints: String) -> Result<bool> {
        let around = Around::KilledAtPoint(failpoints);
        let ended = match self.story {
            Story::SettingUp => {
                let bundle = world.room.bundle()?;
                self.phone.try_to(&around, &["init", "--bundle", &bundle.to_string_lossy()])?
            }
            Story::ChoosingPins => self.chooses_pins(&around)?,
            Story::Raising | Story::Repairing => self.phone.raise_with(&around, &Persona::AYESHA)?,
            Story::Delivering => self.phone.try_to(&around, &DELIVER)?,
            Story::Following => {
                let place = self.phone.folder().with_extension("place");
                fs::write(&place, "31.52,74.35,10\n")?;
                let place = place.to_string_lossy().into_owned();
                self.phone.try_to(&around, &[&["--place-file", &place], &RUN[..]].concat())?
            }
            Story::NobodyAnswers | Story::Texting | Story::Forged | Story::Lost => self.phone.try_to(&around, &RUN)?,
            Story::Cancelling => self.cancels(&around, Persona::CANCEL_PIN)?,
            Story::WrongPin => self.cancels(&around, Persona::WRONG_PIN)?,
            Story::TakingBack => return self.ends_a_drill(&around),
        };
        Ok(ended.was_killed())
    }

    /// While it is dead: what it had said to be saved is there, and whatever it calls received, the room has.
    pub(crate) fn says_nothing_untrue(&self, world: &World) -> Result<()> {
        if self.story == Story::SettingUp {
            self.phone.take_bundle(&world.room.bundle()?)?;
        }
        if let (Some(modem), Some(alert)) = (&self.modem, self.said.last()) {
            modem.gets_the_text(&self.phone, alert)?;
        }
        let (status, incidents) = (self.phone.status()?, world.room.incidents()?);
        for alert in &self.said {
            ensure!(status.stages(alert).first().is_some_and(|first| first == "saved"), "{alert} is lost: {status:?}");
        }
        for alert in alarms(&status) {
            let received = status.stages(&alert).len() > 1;
            ensure!(!received || count(&incidents, &alert) == 1, "{alert} was not received: {status:?}");
        }
        Ok(())
    }

    /// It is started again. Nothing stands in its way, whatever was cut short, and all it keeps is brought.
    pub(crate) fn goes_on(&mut self) -> Result<()> {
        match self.story {
            // Whatever came no further than the database has its second copy by now.
            Story::SettingUp => self.is_damaged()?,
            Story::ChoosingPins => drop(self.chooses_pins(&Around::Nothing)?.success()?),
            Story::Repairing => self.keeps_the_damaged_files()?,
            Story::Raising
            | Story::Delivering
            | Story::Following
            | Story::NobodyAnswers
            | Story::Texting
            | Story::Forged
            | Story::TakingBack
            | Story::Lost
            | Story::Cancelling
            | Story::WrongPin => {}
        }
        self.raises().context("the next alarm")?;
        self.phone.run_until_settled()
    }

    /// Nothing is lost, doubled or brought by half.
    pub(crate) fn ends_well(&self, incidents: &[Value]) -> Result<()> {
        let status = self.phone.status()?;
        for alert in &self.said {
            ensure!(status.stages(alert).iter().any(|stage| stage == "stored"), "{alert} is not received: {status:?}");
        }
        // Whatever else it keeps, said or not, is an incident too; only the drill that was taken back is gone.
        ensure!(status.alerts().iter().all(|alert| alert["outbox_pending"] == 0), "something waits: {status:?}");
        for alert in alarms(&status) {
            let found = count(incidents, &alert);
            ensure!(found == 1, "{found} incidents for {alert}: {status:?}");
        }
        if self.story == Story::Cancelling {
            let first = self.said.first();
            let cancelled = incidents.iter().find(|incident| incident["id"].as_str() == first.map(String::as_str));
            ensure!(cancelled.is_some_and(|incident| incident["cancelled"] == true), "the cancel did not arrive");
        }
        ensure!(self.story != Story::Forged || status.receipts_dropped() > 0, "the lies were not counted");
        if let Some(modem) = &self.modem {
            ensure!(modem.taken()? == 1, "a text that went was paid for twice");
        }
        Ok(())
    }

    fn raises(&mut self) -> Result<()> {
        self.said.push(self.phone.raise(&Persona::CHAND)?.alert);
        Ok(())
    }

    fn chooses_pins(&self, around: &Around) -> Result<Ended> {
        let (cancel, duress) = (Persona::CANCEL_PIN, Persona::DURESS_PIN);
        self.phone.try_to(around, &["pins", "set", "--cancel", cancel, "--duress", duress])
    }

    fn cancels(&self, around: &Around, pin: &str) -> Result<Ended> {
        let alert = self.said.last().context("no alarm to cancel")?;
        self.phone.try_to(around, &["cancel", alert, "--pin", pin])
    }

    fn ends_a_drill(&self, around: &Around) -> Result<bool> {
        let mut bridge = self.phone.bridge(around)?;
        bridge.call("drill", &json!({ "trigger": "hold" }))?;
        // It dies before it can answer.
        let answered = bridge.call("end_drill", &json!({})).is_ok();
        Ok(!answered && !bridge.process().wait(Duration::from_secs(30))?.success())
    }

    fn is_damaged(&self) -> Result<()> {
        fs::write(self.phone.folder().join("phone.db-wal"), DAMAGE.1)?;
        fs::write(self.phone.folder().join("phone.db"), DAMAGE.0).context("damaging the database")
    }

    /// Set aside, told of, and never deleted.
    fn keeps_the_damaged_files(&self) -> Result<()> {
        let told = self.phone.try_to(&Around::Nothing, &["status"])?;
        ensure!(told.words.contains("set aside"), "she is not told: {}", told.words);
        for damage in [DAMAGE.0.as_bytes(), DAMAGE.1] {
            let mut files = fs::read_dir(self.phone.folder())?;
            let kept =
                files.any(|file| file.is_ok_and(|file| fs::read(file.path()).is_ok_and(|bytes| bytes == damage)));
            ensure!(kept, "a damaged file of {} bytes was deleted", damage.len());
        }
        Ok(())
    }
}

fn alarms(status: &Status) -> Vec<String> {
    let alarms = status.alerts().iter().filter(|alert| alert["status"] == "actual");
    alarms.filter_map(|alarm| alarm["alert_id"].as_str()).map(str::to_owned).collect()
}

fn count(incidents: &[Value], alert: &str) -> usize {
    incidents.iter().filter(|incident| incident["id"] == alert).count()
}
