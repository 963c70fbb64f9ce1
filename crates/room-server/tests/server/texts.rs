//! Carriers of texts that cannot be: refused at the start, in words that name the option and say what to do.

use std::fs;

use crate::room::{made, run};

fn refused(more: &[&str]) -> String {
    let home = made();
    let secret = home.path().join("secret");
    fs::write(&secret, "nine chars").unwrap();
    let secret = secret.display().to_string();
    let more: Vec<_> = more.iter().map(|word| if *word == "FILE" { &*secret } else { word }).collect();
    let any = ["--listen", "127.0.0.1:0", "--console", "127.0.0.1:0"];
    let ended = run(home.path(), "serve", &[&any, &more[..]].concat());
    assert!(!ended.status.success(), "{more:?}");
    let words = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(!words.contains("nine chars"), "{words}");
    words
}

#[test]
fn an_smsc_without_a_password_or_with_one_on_the_command_line_is_refused() {
    let words = refused(&["--smpp", "smpp://police@127.0.0.1:2775"]);
    assert!(words.contains("--smpp-password-file") && words.contains("HIFAZAT_SMPP_PASSWORD"), "{words}");
    let words = refused(&["--smpp", "smpp://police:open@127.0.0.1:2775"]);
    assert!(words.contains("--smpp") && words.contains("file"), "{words}");
    let words = refused(&["--smpp", "smpp://police@127.0.0.1:2775", "--smpp-password-file", "FILE"]);
    assert!(words.contains("--smpp-password-file") && words.contains("8 characters"), "{words}");
}

#[test]
fn a_kannel_that_anybody_could_overhear_or_play_is_refused() {
    let words = refused(&["--kannel", "0.0.0.0:0", "--kannel-secret-file", "FILE"]);
    assert!(words.contains("--kannel 0.0.0.0:0") && words.contains("tunnel"), "{words}");
    let words = refused(&["--kannel", "127.0.0.1:0"]);
    assert!(words.contains("--kannel-secret-file") && words.contains("HIFAZAT_KANNEL_SECRET"), "{words}");
    let words = refused(&["--kannel", "127.0.0.1:0", "--kannel-secret-file", "FILE"]);
    assert!(words.contains("--kannel-secret-file") && words.contains("16"), "{words}");
    let words = refused(&["--kannel-send", "http://room@192.0.2.1:13013/cgi-bin/sendsms"]);
    assert!(words.contains("--kannel-send") && words.contains("tunnel"), "{words}");
}
