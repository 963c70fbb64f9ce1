//! `./x run`: the whole house on one machine, from its first start to Ctrl-C.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use hifazat_testkit::{Process, eventually, free_port};

struct House {
    process: Process,
    ports: [u16; 2],
}

impl House {
    /// As `./x run` starts it, with the programs that the tests were built with.
    fn start(data: &Path, room: Option<u16>) -> Result<Self> {
        let ports = [free_port()?, free_port()?];
        let mut args = vec!["run".to_owned(), "--no-build".to_owned(), "--headless".to_owned()];
        args.extend(["--data".to_owned(), data.display().to_string()]);
        args.extend(room.iter().flat_map(|port| ["--room-port".to_owned(), port.to_string()]));
        args.extend([
            "--console-port".to_owned(),
            ports[0].to_string(),
            "--phone-port".to_owned(),
            ports[1].to_string(),
        ]);
        let words = data.with_extension("words");
        Ok(Self { process: Process::of("xtask", args, &words)?, ports })
    }

    fn until_it_says(&mut self, words: &str) -> Result<String> {
        let process = &mut self.process;
        let said = eventually(words, || {
            let said = process.words();
            ensure!(said.contains(words) || process.runs()?, "it ended");
            Ok(said.contains(words).then_some(said))
        });
        said.with_context(|| self.process.words())
    }

    fn answers(&self) -> bool {
        self.ports.iter().any(|port| TcpStream::connect(("127.0.0.1", *port)).is_ok())
    }
}

const UP: &str = "Ctrl-C stops everything";

#[test]
fn the_first_start_tells_the_one_time_password_the_second_keeps_all_data_and_ctrl_c_stops_both() -> Result<()> {
    let home = tempfile::tempdir()?;
    let data = home.path().join("data");
    let mut house = House::start(&data, Some(free_port()?))?;
    let said = house.until_it_says(UP)?;
    assert!(said.contains("one-time password"), "{said}");
    assert!(house.answers());
    house.process.interrupt();
    assert!(house.process.wait(Duration::from_secs(20))?.success());
    assert!(!house.answers(), "something was left running");

    let keys = std::fs::read(data.join("room/keyring.json"))?;
    std::fs::remove_file(data.with_extension("words"))?;
    let mut house = House::start(&data, None)?;
    let said = house.until_it_says(UP)?;
    assert!(!said.contains("one-time password ") && said.contains("--renew"), "{said}");
    assert_eq!(std::fs::read(data.join("room/keyring.json"))?, keys);
    house.process.interrupt();
    assert!(house.process.wait(Duration::from_secs(20))?.success());
    assert!(!house.answers());
    Ok(())
}

#[test]
fn a_taken_port_is_told_with_its_option_and_nothing_is_half_started() -> Result<()> {
    let home = tempfile::tempdir()?;
    let data = home.path().join("data");
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let mut house = House::start(&data, Some(taken.local_addr()?.port()))?;
    assert!(!house.process.wait(Duration::from_secs(20))?.success());
    assert!(house.process.words().contains("--room-port"), "{}", house.process.words());
    assert!(!data.exists(), "nothing was made");
    assert!(!house.answers());
    Ok(())
}
