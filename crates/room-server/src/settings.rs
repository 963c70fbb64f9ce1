//! What `serve` runs with: option or environment first, then the settings file, then the default.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use crate::cli::LogForm;
use crate::datagram::DatagramDoor;
use crate::texts::{KannelUrl, SmppUrl};

/// The settings file: every name as the option's, with `_` for `-`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SettingsFile {
    /// As `--listen`.
    pub listen: Option<SocketAddr>,
    /// As `--datagram`.
    pub datagram: Option<DatagramDoor>,
    /// As `--console`.
    pub console: Option<SocketAddr>,
    /// As `--behind-proxy`.
    pub behind_proxy: Option<bool>,
    /// As `--console-cert`.
    pub console_cert: Option<PathBuf>,
    /// As `--console-key`.
    pub console_key: Option<PathBuf>,
    /// As `--console-dir`.
    pub console_dir: Option<PathBuf>,
    /// As `--boundaries`.
    pub boundaries: Option<PathBuf>,
    /// As `--attribution`.
    pub attribution: Option<String>,
    /// As `--units`.
    pub units: Option<PathBuf>,
    /// As `--smpp`.
    pub smpp: Option<SmppUrl>,
    /// As `--smpp-password-file`.
    pub smpp_password_file: Option<PathBuf>,
    /// As `--kannel`.
    pub kannel: Option<SocketAddr>,
    /// As `--kannel-secret-file`.
    pub kannel_secret_file: Option<PathBuf>,
    /// As `--kannel-send`.
    pub kannel_send: Option<KannelUrl>,
    /// As `--kannel-send-password-file`.
    pub kannel_send_password_file: Option<PathBuf>,
    /// As `--log`.
    pub log: Option<String>,
    /// As `--log-form`.
    pub log_form: Option<LogForm>,
}

impl SettingsFile {
    /// Reads `--config`, or `beside` when it is there; relative paths in it count from the file's own folder.
    ///
    /// # Errors
    /// A sentence naming the file, the line and the setting that is wrong.
    pub(crate) fn read(named: Option<&Path>, beside: &Path) -> anyhow::Result<Self> {
        let path = match named {
            Some(path) => path,
            None if beside.exists() => beside,
            None => return Ok(Self::default()),
        };
        let about = || format!("--config {}", path.display());
        let text = std::fs::read_to_string(path).with_context(about)?;
        let mut settings: Self = toml::from_str(&text).with_context(about)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let paths = [
            &mut settings.console_cert,
            &mut settings.console_key,
            &mut settings.console_dir,
            &mut settings.boundaries,
            &mut settings.units,
            &mut settings.smpp_password_file,
            &mut settings.kannel_secret_file,
            &mut settings.kannel_send_password_file,
        ];
        for path in paths.into_iter().flatten() {
            *path = folder.join(&*path);
        }
        Ok(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<SettingsFile> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("hifazat-room.toml");
        std::fs::write(&path, text)?;
        SettingsFile::read(None, &path)
    }

    #[test]
    fn no_file_is_no_error_but_a_named_one_must_be_there() {
        assert!(SettingsFile::read(None, Path::new("/nowhere/room.toml")).is_ok());
        let missing = SettingsFile::read(Some(Path::new("/nowhere/room.toml")), Path::new("/nowhere")).unwrap_err();
        assert!(format!("{missing:#}").contains("--config"));
    }

    #[test]
    fn an_unknown_setting_is_named() {
        let refused = format!("{:#}", read("lissten = \"127.0.0.1:1\"").unwrap_err());
        assert!(refused.contains("lissten"), "{refused}");
        assert_eq!(read("listen = \"127.0.0.1:1\"").unwrap().listen, Some("127.0.0.1:1".parse().unwrap()));
    }
}
