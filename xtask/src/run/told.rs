//! What a person is told once everything stands.

use std::path::Path;

use super::folder::{Folder, ROLE};
use super::ports::Ports;
use crate::places;

/// How to sign in at the console.
#[derive(Debug)]
pub(crate) struct SignIn {
    pub(crate) seat: String,
    /// Told at the first start only; nowhere written down.
    pub(crate) one_time_password: Option<String>,
}

/// The block that ends a good start.
pub(crate) fn running(folder: &Folder, ports: &Ports, sign_in: &SignIn, program: &Path) {
    let phone = match ports.phone {
        Some(port) => format!("http://127.0.0.1:{port}    (best in a narrow window)"),
        None => "the window that has just opened".to_owned(),
    };
    let data = folder.shown();
    println!();
    println!("  Hifazat is running.");
    println!();
    println!("    Control room   http://127.0.0.1:{}", ports.console);
    match &sign_in.one_time_password {
        Some(password) => {
            println!("    Sign in        seat {}   one-time password {password}", sign_in.seat);
            println!("                   (shown this once; the console then asks for a password of your own)");
        }
        None => {
            println!("    Sign in        seat {}   with the password you chose", sign_in.seat);
            println!("                   (lost? {})", renewal(program, &data, &sign_in.seat));
        }
    }
    println!("    Phone          {phone}");
    println!("    Data           {data}");
    println!();
    println!("  Ctrl-C stops everything and keeps the data.");
    println!();
}

/// A start that failed after the seat was made.
pub(crate) fn rescue(sign_in: &SignIn) {
    if let Some(password) = &sign_in.one_time_password {
        eprintln!("x: the seat {} was made; its one-time password is {password} (not shown again)", sign_in.seat);
    }
}

/// How to get a new one-time password for the seat.
fn renewal(program: &Path, data: &str, seat: &str) -> String {
    let program = places::shown(program);
    format!("{program} seat add --data {data}/room --name {seat} --role {ROLE} --renew")
}
