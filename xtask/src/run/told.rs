//! What a person is told once everything stands.

use super::folder::Folder;
use super::ports::Ports;

/// How to sign in at the console.
#[derive(Debug)]
pub(crate) struct SignIn {
    pub(crate) seat: String,
    /// Told at the first start only; nowhere written down.
    pub(crate) one_time_password: Option<String>,
}

/// The block that ends a good start.
pub(crate) fn running(folder: &Folder, ports: &Ports, sign_in: &SignIn, windowed: bool) {
    let phone = match ports.phone {
        Some(port) if !windowed => format!("http://127.0.0.1:{port}    (best in a narrow window)"),
        _ => "the window that has just opened".to_owned(),
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
            println!("                   (lost? make a new seat: {})", new_seat(&data));
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

fn new_seat(data: &str) -> String {
    format!("target/debug/hifazat-room seat add --data {data}/room --name NAME --role operator")
}
