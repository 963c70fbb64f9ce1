//! The options of `serve` that name carriers of texts.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::ensure;
use clap::Args;

use crate::net::listen::is_loopback;
use crate::settings::SettingsFile;
use crate::texts::{Carriers, KannelDoor, KannelGate, KannelUrl, Secret, SmppUrl, Smsc};

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Texts (SMS)")]
pub(super) struct TextArgs {
    /// An operator's SMSC, as smpp://SYSTEM_ID@HOST:PORT; texts come from there and go there.
    #[arg(long, value_name = "URL", env = "HIFAZAT_SMPP")]
    smpp: Option<SmppUrl>,
    /// The password of that system id [otherwise: HIFAZAT_SMPP_PASSWORD in the environment].
    #[arg(long, value_name = "FILE", env = "HIFAZAT_SMPP_PASSWORD_FILE")]
    smpp_password_file: Option<PathBuf>,
    /// Where a Kannel gateway on this machine brings texts: http://ADDR:PORT/texts.
    #[arg(long, value_name = "ADDR:PORT", env = "HIFAZAT_KANNEL")]
    kannel: Option<SocketAddr>,
    /// What Kannel shows with each text, as `secret` [otherwise: HIFAZAT_KANNEL_SECRET in the environment].
    #[arg(long, value_name = "FILE", env = "HIFAZAT_KANNEL_SECRET_FILE")]
    kannel_secret_file: Option<PathBuf>,
    /// Where Kannel takes texts, as http://USER@127.0.0.1:13013/cgi-bin/sendsms; unused while there is --smpp.
    #[arg(long, value_name = "URL", env = "HIFAZAT_KANNEL_SEND")]
    kannel_send: Option<KannelUrl>,
    /// The password of that user [otherwise: HIFAZAT_KANNEL_SEND_PASSWORD in the environment].
    #[arg(long, value_name = "FILE", env = "HIFAZAT_KANNEL_SEND_PASSWORD_FILE")]
    kannel_send_password_file: Option<PathBuf>,
}

impl TextArgs {
    /// With what the settings file says where nothing was given.
    pub(super) fn or(self, file: &SettingsFile) -> Self {
        Self {
            smpp: self.smpp.or_else(|| file.smpp.clone()),
            smpp_password_file: self.smpp_password_file.or_else(|| file.smpp_password_file.clone()),
            kannel: self.kannel.or(file.kannel),
            kannel_secret_file: self.kannel_secret_file.or_else(|| file.kannel_secret_file.clone()),
            kannel_send: self.kannel_send.or_else(|| file.kannel_send.clone()),
            kannel_send_password_file: self
                .kannel_send_password_file
                .or_else(|| file.kannel_send_password_file.clone()),
        }
    }

    /// The carriers, with their secrets.
    ///
    /// # Errors
    /// A sentence that names the option.
    pub(super) fn carriers(self) -> anyhow::Result<Carriers> {
        let secret = |option, file: Option<PathBuf>, variable| Secret::read(option, file.as_deref(), variable);
        let smpp = self.smpp.map(|url| {
            let password = secret("--smpp-password-file", self.smpp_password_file, "HIFAZAT_SMPP_PASSWORD")?;
            anyhow::Ok(Smsc { url, password })
        });
        let kannel = self.kannel.map(|listen| {
            ensure!(
                is_loopback(listen.ip()),
                "--kannel {listen}: only on this machine, since people's numbers come there in clear; \
                 lead a tunnel to a gateway elsewhere"
            );
            let secret = secret("--kannel-secret-file", self.kannel_secret_file, "HIFAZAT_KANNEL_SECRET")?;
            ensure!(secret.is_long_enough(), "--kannel-secret-file: at least 16 characters, not to be guessed");
            anyhow::Ok(KannelDoor { listen, secret })
        });
        let kannel_send = self.kannel_send.map(|url| {
            let file = self.kannel_send_password_file;
            let password = secret("--kannel-send-password-file", file, "HIFAZAT_KANNEL_SEND_PASSWORD")?;
            anyhow::Ok(KannelGate { url, password })
        });
        Ok(Carriers { smpp: smpp.transpose()?, kannel: kannel.transpose()?, kannel_send: kannel_send.transpose()? })
    }
}
