//! The command line.

use std::fs::OpenOptions;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};
use std::time::Duration;

use hifazat_time::{Clock, SystemClock};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::program::Program;
use crate::room::{made, run, told};
use crate::wire::{PATIENCE, converse, exchange, request};

fn words(output: &Output) -> String {
    assert!(!output.status.success(), "it should have been refused: {}", String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.is_empty(), "standard output is for JSON only");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn init_makes_files_for_their_owner_only_and_refuses_to_overwrite() {
    let home = made();
    let before = std::fs::read(home.path().join("room/keyring.json")).unwrap();
    for entry in std::fs::read_dir(home.path().join("room")).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
    }
    let refused = words(&run(home.path(), "init", &[]));
    assert!(refused.contains("--data") && refused.contains("already"), "{refused}");
    assert_eq!(std::fs::read(home.path().join("room/keyring.json")).unwrap(), before);
}

#[test]
fn wrong_options_are_named_and_leave_nothing_behind() {
    let home = tempfile::tempdir().unwrap();
    let refused = words(&run(home.path(), "init", &["--public-url", "http://room"]));
    assert!(refused.contains("--public-url"), "{refused}");
    assert_eq!(std::fs::read_dir(home.path().join("room")).unwrap().count(), 0);
    for command in ["serve", "bundle show", "verify-log", "incidents", "keys rotate"] {
        let refused = words(&run(home.path(), command, &[]));
        assert!(refused.contains("--data") && refused.contains("init"), "{command}: {refused}");
    }
    let home = made();
    let no_page = home.path().to_str().unwrap();
    let cases: [(&str, &[&str], &str); 10] = [
        ("seat add", &["--name", "a b", "--role", "operator"], "--name"),
        ("seat add", &["--name", "ayesha", "--role", "king"], "--role"),
        ("serve", &["--listen", "nowhere"], "--listen"),
        ("serve", &["--console", "0.0.0.0:0"], "--console"),
        ("serve", &["--boundaries", "/nowhere.geojson"], "--boundaries"),
        ("serve", &["--units", "/nowhere.json"], "--units"),
        ("serve", &["--console-dir", "/nowhere"], "--console-dir"),
        ("serve", &["--console-dir", no_page], "no index.html"),
        ("serve", &["--config", "/nowhere.toml"], "--config"),
        ("keys rotate", &["--root-key", "/nowhere.json"], "--root-key"),
    ];
    for (command, more, option) in cases {
        let refused = words(&run(home.path(), command, more));
        assert!(refused.contains(option), "{command} {more:?}: {refused}");
    }
}

#[test]
fn a_taken_port_is_said_with_its_option_and_nothing_is_half_started() {
    let home = made();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for option in ["--listen", "--console"] {
        let other = if option == "--listen" { "--console" } else { "--listen" };
        let refused = words(&run(home.path(), "serve", &[option, &address, other, "127.0.0.1:0"]));
        assert!(refused.contains(option) && refused.contains("taken"), "{refused}");
    }
}

#[test]
fn serve_says_when_it_is_ready_and_stops_in_order() {
    let home = made();
    let mut serving = Program::serve(home.path(), &[]);
    assert!(serving.phones.ip().is_loopback() && serving.console.ip().is_loopback());

    let second = words(&run(home.path(), "serve", &["--listen", "127.0.0.1:0", "--console", "127.0.0.1:0"]));
    assert!(second.contains("--data") && second.contains("already serves"), "{second}");
    let incidents = told(&run(home.path(), "incidents", &["--json"]));
    assert_eq!(incidents, json!({ "incidents": [], "drills": [] }));
    told(&run(home.path(), "seat add", &["--name", "ayesha", "--role", "operator"]));
    told(&run(home.path(), "verify-log", &[]));
    let copy = home.path().join("copy.db");
    told(&run(home.path(), "backup", &["--to", copy.to_str().unwrap()]));
    assert!(words(&run(home.path(), "backup", &["--to", copy.to_str().unwrap()])).contains("--to"));

    serving.ask_to_end();
    assert!(serving.child.wait().unwrap().success());
}

/// The disk under the log is full: that may cost words, and nothing else.
#[tokio::test]
async fn a_room_serves_though_nobody_can_take_its_words() {
    let home = made();
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    let free = |port: &str| format!("127.0.0.1:{port}");
    // Standard output is as full, so the port must be known beforehand.
    let console = TcpListener::bind(free("0")).unwrap().local_addr().unwrap();
    let mut serving = Command::new(env!("CARGO_BIN_EXE_hifazat-room"))
        .args(["serve", "--log", "debug", "--listen", &free("0"), "--console", &console.to_string(), "--data"])
        .arg(home.path().join("room"))
        .stdout(full())
        .stderr(full())
        .spawn()
        .unwrap();
    let connected = async {
        loop {
            assert_eq!(serving.try_wait().unwrap(), None, "it ended");
            if let Ok(line) = TcpStream::connect(console).await {
                return line;
            }
            SystemClock.sleep(Duration::from_millis(20)).await;
        }
    };
    let mut sender = converse(timeout(PATIENCE, connected).await.expect("it listens")).await;
    for _ in 0..2 {
        // Each of these is a line in the log.
        let answer = exchange(&mut sender, request("GET", "/readyz", &[], Vec::new())).await;
        assert_eq!(answer.status, 200);
    }
    let mut refused = Command::new(env!("CARGO_BIN_EXE_hifazat-room"));
    let refused = refused.args(["serve", "--data", "/nowhere"]).stderr(full()).status().unwrap();
    assert_eq!(refused.code(), Some(1), "an error that nobody hears is an error and no panic");
    serving.kill().unwrap();
    serving.wait().unwrap();
}

/// A reader that has stopped, such as a pager or a journal that hangs: the pipe fills, and nothing may wait for it.
#[tokio::test]
async fn a_log_that_nobody_reads_does_not_hold_the_room_up() {
    let home = made();
    let mut serving = Program::serve(home.path(), &["--log", "debug"]);
    let mut sender = converse(TcpStream::connect(serving.console).await.unwrap()).await;
    // A pipe holds 64 KiB; each of these is a line of more than a hundred bytes.
    for _ in 0..1_000 {
        let answer = exchange(&mut sender, request("GET", "/healthz", &[], Vec::new())).await;
        assert_eq!(answer.status, 200);
    }
    serving.ask_to_end();
    assert!(serving.child.wait().unwrap().success(), "nor does it hold up the end");
}

#[test]
fn the_environment_and_the_file_set_what_no_option_does() {
    let home = made();
    std::fs::write(home.path().join("room/hifazat-room.toml"), "console = \"0.0.0.0:0\"\n").unwrap();
    assert!(words(&run(home.path(), "serve", &[])).contains("--console 0.0.0.0:0"));
    std::fs::write(home.path().join("room/hifazat-room.toml"), "listenn = \"0.0.0.0:0\"\n").unwrap();
    assert!(words(&run(home.path(), "serve", &[])).contains("listenn"));
    let refused = Command::new(env!("CARGO_BIN_EXE_hifazat-room"))
        .arg("bundle")
        .arg("show")
        .env("HIFAZAT_DATA", "/nowhere")
        .output()
        .unwrap();
    assert!(words(&refused).contains("--data /nowhere"));
}

#[test]
fn the_root_key_may_be_taken_away_and_each_signed_bundle_is_newer() {
    let home = made();
    let (inside, outside) = (home.path().join("room/root-key.json"), home.path().join("safe.json"));
    std::fs::rename(&inside, &outside).unwrap();
    assert!(words(&run(home.path(), "bundle sign", &[])).contains("--root-key"));
    let safe = outside.to_str().unwrap();
    let signed = told(&run(home.path(), "bundle sign", &["--root-key", safe, "--public-url", "https://room.example"]));
    assert_eq!(told(&run(home.path(), "bundle show", &[])), signed);
    let verified = told(&run(home.path(), "verify-log", &[]));
    assert_eq!(verified["entries"], 1, "the log says that a bundle was signed");
    let other = made();
    let foreign = other.path().join("room/root-key.json");
    let refused = words(&run(home.path(), "bundle sign", &["--root-key", foreign.to_str().unwrap()]));
    assert!(refused.contains("another root key"), "{refused}");
}
