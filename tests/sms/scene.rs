//! A room that takes texts from one carrier, and somebody whose device it knows.

use anyhow::{Context, Result, ensure};
use hifazat_protocol::{AlertId, SignedBundle, TrustBundle};
use hifazat_testkit::{Around, Room, Site, eventually};
use serde_json::Value;

use crate::carrier::OUR_NUMBER;
use crate::writer::Writer;

pub(crate) struct Scene {
    pub(crate) room: Room,
    pub(crate) bundle: TrustBundle,
    pub(crate) ayesha: Writer,
}

impl Scene {
    /// As loud as it can be made, so that each test is one of what the log may hold, too.
    pub(crate) fn open(options: Vec<String>) -> Result<Self> {
        let mut room = Room::made(Site { sms_number: Some(OUR_NUMBER.to_owned()), options, ..Site::default() })?;
        room.begin(&Around::Saying("trace,hyper=info,tokio=info,mio=info,rusmpp=trace,rusmppc=trace"))?;
        room.wait_until_ready()?;
        let signed = SignedBundle::from_json(&std::fs::read_to_string(room.bundle()?)?)?;
        let bundle = signed.verify(&signed.claimed_root())?;
        let ayesha = Writer::known(1);
        let answer = room.knock("POST", "/v1/envelopes", &ayesha.line_check(&bundle)?)?;
        ensure!(answer.status == 200, "the line check: {}", answer.status);
        Ok(Self { room, bundle, ayesha })
    }

    /// Waits until the room has taken so many texts since it was started, foreign ones too.
    pub(crate) fn until_taken(&self, count: u64) -> Result<()> {
        eventually(&format!("{count} texts are taken"), || Ok((self.texts("")? >= count).then_some(())))
            .with_context(|| self.room.words())
    }

    /// How many texts were of this kind, or of any.
    pub(crate) fn texts(&self, kind: &str) -> Result<u64> {
        let page = self.room.page("/metrics")?;
        let lines =
            page.lines().filter_map(|line| line.strip_prefix("hifazat_texts_total{kind=\"")?.split_once("\"} "));
        let counts = lines.filter(|(found, _)| kind.is_empty() || *found == kind);
        counts.map(|(_, count)| count.parse::<u64>().context("a count")).sum()
    }

    /// The one incident there is.
    pub(crate) fn only_incident(&self, alert: AlertId) -> Result<Value> {
        let incident = self.room.incident_of(&alert.to_string())?;
        let all = self.room.incidents()?;
        ensure!(all.len() == 1, "{} incidents: {all:?}", all.len());
        Ok(incident)
    }
}

impl Drop for Scene {
    /// Whatever the story was: no number, no text, no secret in the log.
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let words = self.room.words();
        for secret in ["923001234567", "AQUA", "AQYA", "s3cret", "kannel knows", "room sends"] {
            assert!(!words.contains(secret), "{secret} stands in the log:\n{words}");
        }
    }
}
