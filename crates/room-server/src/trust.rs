//! The trust bundle from the room's side: made, changed, signed, laid down. What its addresses say is in `trust/addresses.rs`.

mod addresses;

use std::path::Path;

use anyhow::{Context, bail};
use hifazat_protocol::{Helpline, RootKey, SignedBundle, TrustBundle, UnixMillis};
use hifazat_room::check_desk_name;

use crate::folder::{Folder, read_json, write_private};
use crate::keyring::{Keyring, RootKeyFile};
pub(crate) use addresses::{datagram_ports, names};

use addresses::endpoint;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const GRACE_DAYS: u16 = 90;
const BUILT_IN_HELPLINES: &str = include_str!("../data/helplines.json");

/// What may change from one bundle to the next; `None` and empty keep what is.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Where phones reach the room.
    pub public_urls: Vec<String>,
    /// The room's name.
    pub room_name: Option<String>,
    /// Where phones find the datagram path; 0: nowhere.
    pub datagram_port: Option<u16>,
    /// The number for sealed texts.
    pub sms_number: Option<String>,
    /// Helplines.
    pub helplines: Option<Vec<Helpline>>,
    /// Days until it ends.
    pub days: u16,
}

/// The first bundle of a room.
///
/// # Errors
/// A sentence naming the option that is wrong.
pub(crate) fn first(
    keyring: &Keyring,
    authority: Vec<u8>,
    changes: Changes,
    now: UnixMillis,
) -> anyhow::Result<TrustBundle> {
    let nothing = TrustBundle {
        version: 0,
        issued_at: now,
        expires_at: now,
        grace_days: GRACE_DAYS,
        room_name: String::new(),
        endpoints: Vec::new(),
        ca_certificates: vec![authority],
        room_keys: Vec::new(),
        receipt_keys: Vec::new(),
        sms_number: None,
        helplines: serde_json::from_str(BUILT_IN_HELPLINES).context("the built-in helplines")?,
        boundaries_version: None,
    };
    next(&nothing, keyring, changes, now)
}

/// The bundle after `current`, with the room's keys.
///
/// # Errors
/// A sentence naming the option that is wrong.
pub(crate) fn next(
    current: &TrustBundle,
    keyring: &Keyring,
    changes: Changes,
    now: UnixMillis,
) -> anyhow::Result<TrustBundle> {
    let mut bundle = current.clone();
    bundle.version = current.version.checked_add(1).context("bundle versions are used up")?;
    bundle.issued_at = now;
    bundle.expires_at = now.plus_ms(i64::from(changes.days) * DAY_MS);
    bundle.room_keys = keyring.public_sealing()?;
    bundle.receipt_keys = keyring.public_receipts()?;
    if !changes.public_urls.is_empty() {
        bundle.endpoints = changes.public_urls.iter().map(|url| endpoint(url)).collect::<anyhow::Result<_>>()?;
    }
    if let Some(port) = changes.datagram_port {
        bundle.endpoints.iter_mut().for_each(|endpoint| endpoint.datagram_port = Some(port));
    }
    if let Some(name) = changes.room_name {
        // It names the desk of every seat that has none of its own: what she reads as "Seen by".
        check_desk_name(&name).context("--room-name")?;
        name.trim().clone_into(&mut bundle.room_name);
    }
    if let Some(number) = changes.sms_number {
        check_number(&number).context("--sms-number")?;
        bundle.sms_number = Some(number);
    }
    if let Some(helplines) = changes.helplines {
        helplines.iter().try_for_each(|line| check_number(&line.number)).context("--helplines")?;
        bundle.helplines = helplines;
    }
    bundle.accept_over(Some(current), now).context("the new bundle would be refused by every phone")?;
    Ok(bundle)
}

/// A number goes to every phone's dialler as it is: digits, with separators that diallers know, and a plus in front.
fn check_number(number: &str) -> anyhow::Result<()> {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let rest = number.strip_prefix('+').unwrap_or(number);
    if !(2..=15).contains(&digits) || !rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-')) {
        bail!("{number:?} is no telephone number: 2 to 15 digits, with spaces or hyphens between them");
    }
    Ok(())
}

/// Helplines from a file (option `--helplines`).
///
/// # Errors
/// When the file cannot be read or understood.
pub(crate) fn helplines(file: &Path) -> anyhow::Result<Vec<Helpline>> {
    read_json(file).with_context(|| format!("--helplines {}", file.display()))
}

/// The root key: from `--root-key`, or from the folder while it still lies there.
///
/// # Errors
/// A sentence naming the option when it is in neither place, or is not the one that phones trust.
pub(crate) fn root_key(folder: &Folder, elsewhere: Option<&Path>) -> anyhow::Result<RootKey> {
    let path = elsewhere.map_or_else(|| folder.root_key(), Path::to_owned);
    if elsewhere.is_none() && !path.exists() {
        bail!("--root-key: the root key is not in the folder; name its file with --root-key FILE");
    }
    let file: RootKeyFile = read_json(&path).context("--root-key")?;
    let root = file.key().with_context(|| format!("--root-key {}", path.display()))?;
    if in_force(folder)?.0.claimed_root() != root.public() {
        bail!("--root-key {}: phones trust another root key than this one", path.display());
    }
    Ok(root)
}

/// The signed bundle in force, and what it says, checked against the root key it names.
///
/// # Errors
/// When the file is damaged.
pub(crate) fn in_force(folder: &Folder) -> anyhow::Result<(SignedBundle, TrustBundle)> {
    let path = folder.bundle();
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let signed = SignedBundle::from_json(&text).with_context(|| format!("cannot understand {}", path.display()))?;
    let bundle = signed.verify(&signed.claimed_root()).with_context(|| format!("{}", path.display()))?;
    Ok((signed, bundle))
}

/// Signs `bundle` and lays it down.
///
/// # Errors
/// When the disk refuses; the old one then stays in force.
pub(crate) fn lay_down(folder: &Folder, bundle: &TrustBundle, root: &RootKey) -> anyhow::Result<SignedBundle> {
    let signed = bundle.sign(root);
    write_private(&folder.bundle(), format!("{}\n", signed.to_json()).as_bytes())?;
    Ok(signed)
}

/// Lets the bundle name the datagram port that the room was told to open, where none is named yet and the root key is at
/// hand. A port that somebody named (`bundle sign --datagram-port`) stays: it may be another outside than here.
///
/// # Errors
/// When the new bundle cannot be signed or written; the one in force stays.
pub(crate) fn name_datagram_port(folder: &Folder, port: u16, now: UnixMillis) -> anyhow::Result<()> {
    let (_, bundle) = in_force(folder)?;
    let named = bundle.endpoints.iter().any(|endpoint| endpoint.datagram_port.is_some());
    if named || datagram_ports(&bundle).all(|known| known == port) || !folder.root_key().exists() {
        return Ok(());
    }
    let days = u16::try_from(bundle.expires_at.since(now) / DAY_MS).unwrap_or(1).max(1);
    let keyring: Keyring = read_json(&folder.keyring())?;
    let newer = next(&bundle, &keyring, Changes { datagram_port: Some(port), days, ..Changes::default() }, now)?;
    lay_down(folder, &newer, &root_key(folder, None)?)?;
    tracing::info!(port, version = newer.version, "the trust bundle now names the datagram port");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hifazat_protocol::OsEntropy;

    const NOW: UnixMillis = UnixMillis(1_795_000_000_000);

    fn keys() -> Keyring {
        Keyring::make(&OsEntropy, NOW)
    }

    fn changes(url: &str) -> Changes {
        Changes {
            public_urls: vec![url.to_owned()],
            room_name: Some("Room".to_owned()),
            days: 365,
            ..Changes::default()
        }
    }

    #[test]
    fn a_wrong_public_url_is_refused_by_name() {
        let keys = keys();
        for wrong in [
            "http://room.example",
            "room.example",
            "https://room.example/path",
            "https://",
            "::",
            "https://room.example:99999",
            "https://room.example:0",
            "https://room.example:",
            "https://[::1]:70000",
            "https://user@room.example",
        ] {
            let refused = first(&keys, vec![1], changes(wrong), NOW).unwrap_err();
            assert!(format!("{refused:#}").contains("--public-url"), "{wrong}: {refused:#}");
        }
    }

    #[test]
    fn a_name_that_cannot_be_read_and_a_number_that_cannot_be_dialled_are_refused_by_option() {
        let keys = keys();
        let url = || changes("https://room.example");
        let line = |number: &str| Helpline {
            number: number.to_owned(),
            name_en: "Police".to_owned(),
            name_ur: "پولیس".to_owned(),
            kind: "police".to_owned(),
        };
        let mut wrong = Vec::new();
        for name in ["", " ", "two\nlines", &"x".repeat(61)] {
            wrong.push(("--room-name", Changes { room_name: Some(name.to_owned()), ..url() }));
        }
        for number in ["", "hello", "1", "15;ext", "+", "tel:15", "1234567890123456", "15+"] {
            wrong.push(("--sms-number", Changes { sms_number: Some(number.to_owned()), ..url() }));
            wrong.push(("--helplines", Changes { helplines: Some(vec![line("15"), line(number)]), ..url() }));
        }
        for (option, changes) in wrong {
            let refused = format!("{:#}", first(&keys, vec![1], changes, NOW).unwrap_err());
            assert!(refused.contains(option), "{option}: {refused}");
        }
        for number in ["15", "1122", "+92 300 1234567", "042-99201389"] {
            let changes = Changes { helplines: Some(vec![line(number)]), sms_number: Some(number.to_owned()), ..url() };
            first(&keys, vec![1], changes, NOW).unwrap();
        }
    }

    #[test]
    fn each_bundle_is_newer_than_the_one_before_and_keeps_what_was_not_changed() {
        let keys = keys();
        let first = first(&keys, vec![1], changes("https://room.example:8014/"), NOW).unwrap();
        let second = next(&first, &keys, Changes { days: 30, ..Changes::default() }, NOW).unwrap();
        assert_eq!((first.version, second.version), (1, 2));
        assert_eq!((&second.endpoints, &second.helplines), (&first.endpoints, &first.helplines));
        assert_eq!(first.endpoints[0].url, "https://room.example:8014");
    }

    #[test]
    fn the_certificate_carries_every_promised_name_and_this_machine() {
        let keys = keys();
        let bundle = first(&keys, vec![1], changes("https://[2001:db8::1]:8014"), NOW).unwrap();
        assert_eq!(names(&bundle), ["127.0.0.1", "2001:db8::1", "::1", "localhost"]);
    }
}
