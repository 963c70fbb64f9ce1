//! How the console may be reached: plain HTTP on loopback only, anything else over TLS.

use anyhow::bail;
use tokio_rustls::TlsAcceptor;

use super::Options;
use crate::console::assets::Assets;
use crate::net::listen::is_loopback;
use crate::net::tls::from_pem;
use crate::sessions::cookie::CookieRules;

/// The parts that `--console` decides.
pub(super) struct ConsoleRules {
    pub(super) tls: Option<TlsAcceptor>,
    pub(super) cookies: CookieRules,
}

pub(super) fn console_rules(options: &Options) -> anyhow::Result<ConsoleRules> {
    let tls = match &options.console_tls {
        Some((certificate, key)) => Some(from_pem(certificate, key)?.acceptor()?),
        None => None,
    };
    let over_tls = tls.is_some() || options.behind_proxy;
    if !over_tls && !is_loopback(options.console.ip()) {
        bail!(
            "--console {}: plain HTTP is for this machine only (127.0.0.1); give --console-cert and --console-key, or \
             --behind-proxy when a proxy speaks TLS in front of it",
            options.console
        );
    }
    Ok(ConsoleRules { tls, cookies: CookieRules { secure: over_tls } })
}

pub(super) fn assets(options: &Options) -> anyhow::Result<Assets> {
    match &options.console_dir {
        None => Ok(Assets::BuiltIn),
        Some(folder) if folder.join("index.html").is_file() => Ok(Assets::Folder(folder.clone())),
        Some(folder) if folder.is_dir() => bail!("--console-dir {}: it holds no index.html", folder.display()),
        Some(folder) => bail!("--console-dir {}: not a folder", folder.display()),
    }
}
