//! A disk that takes no more.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use hifazat_protocol::SignedBundle;

use crate::person::Person;
use crate::room::{made, run, told};
use crate::wire::{Answer, connect, converse, exchange, request, trusting};

/// Serves; no file may grow beyond so many blocks of 512 bytes, and a write beyond fails as on a full disk.
fn serve(home: &Path, blocks: &str) -> (Child, std::net::SocketAddr) {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut serving = Command::new("/bin/sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_hifazat-room")])
        .args(["serve", "--listen", "127.0.0.1:0", "--console", "127.0.0.1:0", "--data"])
        .arg(home.join("room"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(serving.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    (serving, ready["listening"].as_str().unwrap().parse().unwrap())
}

#[tokio::test]
async fn a_full_disk_is_a_503_that_says_when_to_come_again_and_nothing_that_was_answered_is_lost() {
    let home = made();
    let shown = run(home.path(), "bundle show", &[]);
    let signed = SignedBundle::from_json(&String::from_utf8(shown.stdout).unwrap()).unwrap();
    let bundle = signed.verify(&signed.claimed_root()).unwrap();
    let tls = trusting(&bundle.ca_certificates[0]);
    let person = Person::new(6);
    let post = |envelope: &[u8]| request("POST", "/v1/envelopes", &[], envelope.to_vec());

    let (mut serving, phones) = serve(home.path(), "1000");
    let mut phone = converse(connect(phones, &tls).await).await;
    let mut answered = Vec::new();
    let (refused, answer): (_, Answer) = loop {
        let alert = person.raise(&bundle);
        let answer = exchange(&mut phone, post(&alert.envelope)).await;
        if answer.status != 200 {
            break (alert, answer);
        }
        answered.push(alert.id.to_string());
        assert!(answered.len() < 2_000, "the disk is never full");
    };
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (503, "store_unavailable"));
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
    serving.kill().unwrap();
    serving.wait().unwrap();

    let (mut serving, phones) = serve(home.path(), "unlimited");
    let mut phone = converse(connect(phones, &tls).await).await;
    assert_eq!(exchange(&mut phone, post(&refused.envelope)).await.status, 200);
    answered.push(refused.id.to_string());
    let rows = told(&run(home.path(), "incidents", &["--json"]));
    let mut kept: Vec<_> =
        rows["incidents"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    kept.sort();
    answered.sort();
    assert_eq!(kept, answered);
    told(&run(home.path(), "verify-log", &[]));
    serving.kill().unwrap();
    serving.wait().unwrap();
}
