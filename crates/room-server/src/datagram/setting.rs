//! Where datagrams are taken: `--datagram`.

use std::net::SocketAddr;
use std::str::FromStr;

use serde::Deserialize;

/// Where the datagram listener stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum DatagramDoor {
    /// At the phones' address, under the same port number: where phones look for it when nothing else is said.
    #[default]
    BesideListen,
    /// At an address of its own.
    At(SocketAddr),
    /// Nowhere.
    Off,
}

impl FromStr for DatagramDoor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self::Off);
        }
        text.parse().map(Self::At).map_err(|_| format!("{text:?} is neither ADDR:PORT nor `off`"))
    }
}

impl TryFrom<String> for DatagramDoor {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}
