//! A data folder of its own and the binary that works on it.

use std::fs::OpenOptions;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Output, Stdio};

use hifazat_protocol::{
    BundleRoomKey, Endpoint, Helpline, KeyId, KeyState, OsEntropy, ReceiptKey, RoomSecretKey, RootKey, TrustBundle,
    UnixMillis,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use serde_json::Value;
use tempfile::TempDir;

/// A signed bundle of a room at an address where nobody listens.
pub(crate) fn bundle() -> String {
    signed_by([7; 32])
}

pub(crate) fn signed_by(root: [u8; 32]) -> String {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let room_key = RoomSecretKey::generate(KeyId(1), &OsEntropy).public();
    let helpline = |number: &str, kind: &str| Helpline {
        number: number.to_owned(),
        name_en: "Police".to_owned(),
        name_ur: "پولیس".to_owned(),
        kind: kind.to_owned(),
    };
    let bundle = TrustBundle {
        version: 1,
        issued_at: UnixMillis(1_704_067_200_000),
        expires_at: UnixMillis(4_000_000_000_000),
        grace_days: 0,
        room_name: "Test room".to_owned(),
        endpoints: vec![Endpoint { url: "https://127.0.0.1:9".to_owned(), addresses: Vec::new(), datagram_port: None }],
        ca_certificates: vec![authority.der().to_vec()],
        room_keys: vec![BundleRoomKey { key: room_key, state: KeyState::Active }],
        receipt_keys: vec![ReceiptKey::generate(KeyId(1), &OsEntropy).public()],
        sms_number: Some("8014".to_owned()),
        helplines: vec![helpline("15", "police")],
        boundaries_version: None,
    };
    bundle.sign(&RootKey::from_seed(root)).to_json()
}

pub(crate) struct Phone(TempDir);

impl Phone {
    /// A folder in which no phone was set up.
    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn set_up() -> Self {
        Self::of(&bundle())
    }

    /// A phone of the room with this bundle.
    pub(crate) fn of(bundle: &str) -> Self {
        let phone = Self::empty();
        phone.ok(&["init", "--bundle", &phone.file("bundle.json", bundle)]);
        phone
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.0.path().join("phone")
    }

    /// A file beside the data folder.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let file = self.0.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    }

    /// Runs a command that must succeed; its result.
    pub(crate) fn ok(&self, arguments: &[&str]) -> Value {
        self.heard(arguments).0
    }

    /// The same, with what it said.
    pub(crate) fn heard(&self, arguments: &[&str]) -> (Value, String) {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", words(&output));
        (last_line(&output), words(&output))
    }

    /// Runs a command that must fail without a result; what it said.
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        words(&output)
    }

    /// Runs a command that must fail and print its result all the same.
    pub(crate) fn failed(&self, arguments: &[&str]) -> (Value, String) {
        let output = self.command(arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        (last_line(&output), words(&output))
    }

    /// Runs a command whose result and words nobody can take: they go to a disk that is full.
    pub(crate) fn unheard(&self, arguments: &[&str]) -> ExitStatus {
        let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
        self.command(arguments).stdout(full()).stderr(full()).status().unwrap()
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        Running(self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap())
    }

    /// The same, for a test that reads its words.
    pub(crate) fn start_heard(&self, arguments: &[&str]) -> Running {
        Running(self.command(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hifazat-phone"));
        // Port 9 of loopback: no gpsd there either.
        command.env("HIFAZAT_GPSD", "127.0.0.1:9").arg("--data").arg(self.data()).args(arguments);
        command
    }
}

/// A command that runs until it is asked to end, or until the test does.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn stdout(&mut self) -> ChildStdout {
        self.0.stdout.take().unwrap()
    }

    pub(crate) fn stderr(&mut self) -> ChildStderr {
        self.0.stderr.take().unwrap()
    }

    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.0.id().to_string()).status().unwrap();
        assert!(sent.success());
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.0.wait().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn last_line(output: &Output) -> Value {
    let printed = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(printed.lines().last().unwrap_or_default()).unwrap()
}
