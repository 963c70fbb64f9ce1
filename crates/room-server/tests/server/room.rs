//! A room in a folder of its own, made by the program and served in this process.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use hifazat_protocol::{SignedBundle, TrustBundle};
use hifazat_room_server::{Carriers, DatagramDoor, Limits, Options, Outside, Server};
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_util::sync::CancellationToken;

use crate::console::Seat;
use crate::person::Person;
use crate::wire::{Answer, connect, converse, exchange, request, trusting};

pub(crate) struct Room {
    pub(crate) phones: SocketAddr,
    pub(crate) console: SocketAddr,
    pub(crate) tls: TlsConnector,
    pub(crate) bundle: TrustBundle,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    home: Arc<TempDir>,
}

/// The folder of a room that was made and is not served.
pub(crate) fn made() -> Arc<TempDir> {
    let home = Arc::new(tempfile::tempdir().unwrap());
    told(&run(home.path(), "init", &["--public-url", "https://127.0.0.1:8014"]));
    home
}

/// Any command of the program over the folder.
pub(crate) fn run(home: &Path, command: &str, more: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_hifazat-room"));
    program.args(command.split(' ')).arg("--data").arg(home.join("room")).args(more);
    program.env_clear().output().unwrap()
}

/// What a command that ended well told.
pub(crate) fn told(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

pub(crate) fn options(home: &Path) -> Options {
    let any = "127.0.0.1:0".parse().unwrap();
    Options {
        data: home.join("room"),
        listen: any,
        datagram: DatagramDoor::BesideListen,
        console: any,
        behind_proxy: false,
        console_tls: None,
        console_dir: None,
        boundaries: None,
        attribution: None,
        units: None,
        carriers: Carriers::default(),
        limits: Limits::default(),
    }
}

impl Room {
    pub(crate) async fn open() -> Self {
        let home = made();
        let options = options(home.path());
        Self::serve(home, options, Outside::default()).await
    }

    pub(crate) async fn serve(home: Arc<TempDir>, options: Options, outside: Outside) -> Self {
        let stop = CancellationToken::new();
        let server = Server::bind(&options, outside, stop.clone()).await.unwrap();
        let (phones, console) = (server.listening(), server.console());
        let serving = tokio::spawn(server.run());
        let shown = run(home.path(), "bundle show", &[]);
        let signed = SignedBundle::from_json(&String::from_utf8(shown.stdout).unwrap()).unwrap();
        let bundle = signed.verify(&signed.claimed_root()).unwrap();
        let tls = trusting(&bundle.ca_certificates[0]);
        Self { phones, console, tls, bundle, stop, serving, home }
    }

    /// Stops in order and gives the folder back.
    pub(crate) async fn stop(self) -> Arc<TempDir> {
        self.stop.cancel();
        self.serving.await.unwrap();
        self.home
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// One request to the phones' endpoint on a connection of its own.
    pub(crate) async fn phone(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut sender = converse(connect(self.phones, &self.tls).await).await;
        exchange(&mut sender, request(method, path, headers, body.to_vec())).await
    }

    /// An envelope that must be taken; its receipts' packed bytes.
    pub(crate) async fn take(&self, envelope: &[u8]) -> Vec<u8> {
        let answer = self.phone("POST", "/v1/envelopes", &[], envelope).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        answer.body.to_vec()
    }

    /// One request to the console on a connection of its own.
    pub(crate) async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut sender = converse(TcpStream::connect(self.console).await.unwrap()).await;
        exchange(&mut sender, request(method, path, headers, body.to_owned())).await
    }

    /// A new seat's one-time password.
    pub(crate) fn one_time_password(&self, name: &str, role: &str) -> String {
        let added = told(&run(self.home(), "seat add", &["--name", name, "--role", role, "--desk", "Desk One"]));
        added["one_time_password"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn seat(&self, name: &str) -> Seat {
        Seat::take(self, name, "operator").await
    }

    /// A person whose phone has introduced itself.
    pub(crate) async fn known_person(&self, seed: u64) -> Person {
        let person = Person::new(seed);
        self.take(&person.line_check(&self.bundle).envelope).await;
        person
    }

    /// A counter or gauge, as `/metrics` tells it.
    pub(crate) async fn figure(&self, line: &str) -> f64 {
        let page = self.ask("GET", "/metrics", &[], "").await;
        let text = String::from_utf8(page.body.to_vec()).unwrap();
        let found = text.lines().find_map(|known| known.strip_prefix(line)?.trim().parse().ok());
        found.unwrap_or(0.0)
    }
}
