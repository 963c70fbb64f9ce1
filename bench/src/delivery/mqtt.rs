//! MQTT at quality of service 1 over TLS: a client that connects when the finger comes down, and a broker that keeps
//! what it has acknowledged. It has arrived when a subscriber beside the broker has it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use hifazat_netlab::{Lab, Profile};
use hifazat_testkit::eventually_within;
use hifazat_time::{Clock, SystemClock};
use rumqttc::{AsyncClient, Event, EventLoop, MqttOptions, Packet, QoS, TlsConfiguration, Transport};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use super::broker::Broker;
use super::certificate::Certificate;
use super::interrupt::Interrupt;
use super::offer::HOLD;
use super::outcome::{Arrivals, Contender, LINGER, Outcome, PATIENCE};
use super::plain::{FIRST_PAUSE, LONGEST_PAUSE, on_phone_side};

const TOPIC: &str = "alerts";
/// The client's own five seconds would never connect where there and back takes more than one.
const CONNECT_WITHIN_S: u64 = 30;
const WAITING_AT_MOST: usize = 10;
const READY_WITHIN: Duration = Duration::from_secs(30);
const KEPT_WITHIN: Duration = Duration::from_secs(10);

/// A broker with its subscriber, and what the client will publish.
pub(super) struct Mqtt {
    certificate: Certificate,
    envelope: Vec<u8>,
    arrivals: Arrivals,
    listening: AbortHandle,
    broker: Broker,
    lab: Lab,
}

impl Mqtt {
    pub(super) fn set_up(profile: &Profile, seed: u64, envelope: &[u8], handle: &Handle) -> Result<Self> {
        let lab = Lab::open(profile, seed)?;
        let certificate = Certificate::of(lab.room())?;
        let broker = Broker::start(&lab, &certificate)?;
        let arrivals = Arrivals::default();
        let (ready, subscribed) = oneshot::channel();
        let mut options = MqttOptions::new("desk", broker.inside.ip().to_string(), broker.inside.port());
        options.set_clean_session(false);
        let listening = handle.spawn(listen(options, arrivals.clone(), ready)).abort_handle();
        let mqtt = Self { certificate, envelope: envelope.to_vec(), arrivals, listening, broker, lab };
        let subscribed = handle.block_on(async { tokio::time::timeout(READY_WITHIN, subscribed).await });
        subscribed.context("the broker did not answer")?.context("the subscriber ended")?;
        Ok(mqtt)
    }

    /// When it was asked for and, if it was, acknowledged.
    async fn publish(&self, offered: Duration) -> Result<(Duration, Option<Duration>)> {
        let outside = self.broker.outside;
        let mut options = MqttOptions::new("phone", outside.ip().to_string(), outside.port());
        let tls = TlsConfiguration::Rustls(Arc::new(self.certificate.client()?));
        options.set_transport(Transport::tls_with_config(tls)).set_clean_session(false);
        let (client, mut events) = AsyncClient::new(options, WAITING_AT_MOST);
        events.network_options.set_connection_timeout(CONNECT_WITHIN_S);
        SystemClock.sleep(offered.saturating_sub(HOLD).saturating_sub(self.lab.elapsed())).await;
        let asking = async {
            SystemClock.sleep(offered.saturating_sub(self.lab.elapsed())).await;
            let asked = SystemClock.elapsed();
            // Kept for whoever comes later, and so on the broker's disk.
            client.publish(TOPIC, QoS::AtLeastOnce, true, self.envelope.clone()).await.map(|()| asked)
        };
        let (asked, acked) = tokio::join!(asking, tokio::time::timeout(HOLD + PATIENCE, acknowledged(&mut events)));
        SystemClock.sleep(LINGER).await;
        Ok((asked.context("publishing")?, acked.ok()))
    }
}

impl Contender for Mqtt {
    fn lab(&self) -> &Lab {
        &self.lab
    }

    fn bring(&self, offered: Duration, interrupt: &Interrupt) -> Result<Outcome> {
        let (asked, acked) = on_phone_side(&self.lab, interrupt, self.publish(offered))?;
        if acked.is_some() {
            let kept = || Ok(self.broker.keeps(&self.envelope).then_some(()));
            eventually_within(KEPT_WITHIN, "the broker keeps what it acknowledged", kept)?;
        }
        Ok(self.arrivals.outcome(asked, acked))
    }
}

impl Drop for Mqtt {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Connects, and again whenever that is lost, until the broker acknowledges.
async fn acknowledged(events: &mut EventLoop) -> Duration {
    let mut pause = FIRST_PAUSE;
    loop {
        match events.poll().await {
            Ok(Event::Incoming(Packet::PubAck(_))) => return SystemClock.elapsed(),
            Ok(_) => pause = FIRST_PAUSE,
            Err(_) => {
                SystemClock.sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

/// The room's side: notes each message that the broker hands on.
async fn listen(options: MqttOptions, arrivals: Arrivals, ready: oneshot::Sender<()>) -> Result<()> {
    let (client, mut events) = AsyncClient::new(options, WAITING_AT_MOST);
    client.subscribe(TOPIC, QoS::AtLeastOnce).await?;
    let mut ready = Some(ready);
    loop {
        match events.poll().await {
            Ok(Event::Incoming(Packet::SubAck(_))) => {
                let told = ready.take().is_none_or(|ready| ready.send(()).is_ok());
                ensure!(told, "nobody waits for the subscriber");
            }
            Ok(Event::Incoming(Packet::Publish(_))) => arrivals.note(),
            Ok(_) => {}
            // The broker is still starting.
            Err(_) => SystemClock.sleep(Duration::from_millis(50)).await,
        }
    }
}
