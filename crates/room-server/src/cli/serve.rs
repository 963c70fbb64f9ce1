//! `serve`: phones and consoles until SIGTERM or Ctrl-C. Says so on standard output, one line of JSON, once it is ready.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, bail};
use serde::Serialize;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::{ServeArgs, log, print};
use crate::folder::Folder;
use crate::net::door::Limits;
use crate::server::{Options, Outside, Server};
use crate::settings::SettingsFile;

#[derive(Serialize)]
struct Ready {
    listening: String,
    console: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    datagram: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kannel: Option<String>,
}

pub(super) fn run(args: ServeArgs) -> anyhow::Result<()> {
    let folder = Folder::open(&args.data.data)?;
    let file = SettingsFile::read(args.config.as_deref(), &folder.settings())?;
    let _log = log::start(args.log.as_deref().or(file.log.as_deref()), args.log_form.or(file.log_form))?;
    let options = options(args, file)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start")?;
    runtime.block_on(serve(&options))
}

fn options(args: ServeArgs, file: SettingsFile) -> anyhow::Result<Options> {
    let carriers = args.texts.or(&file).carriers()?;
    let local = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let console_tls = match (args.console_cert.or(file.console_cert), args.console_key.or(file.console_key)) {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => bail!("--console-cert and --console-key belong together"),
    };
    Ok(Options {
        data: args.data.data,
        listen: args.listen.or(file.listen).unwrap_or_else(|| local(8014)),
        datagram: args.datagram.or(file.datagram).unwrap_or_default(),
        console: args.console.or(file.console).unwrap_or_else(|| local(8015)),
        behind_proxy: args.behind_proxy || file.behind_proxy.unwrap_or_default(),
        console_tls,
        console_dir: args.console_dir.or(file.console_dir),
        boundaries: args.boundaries.or(file.boundaries),
        attribution: args.attribution.or(file.attribution),
        units: args.units.or(file.units),
        carriers,
        limits: Limits::default(),
    })
}

async fn serve(options: &Options) -> anyhow::Result<()> {
    let stop = CancellationToken::new();
    let mut interrupted = signal(SignalKind::interrupt()).context("cannot hear SIGINT")?;
    let mut terminated = signal(SignalKind::terminate()).context("cannot hear SIGTERM")?;
    let server = Server::bind(options, Outside::default(), stop.clone()).await?;
    let scheme = if options.console_tls.is_some() { "https" } else { "http" };
    let ready = Ready {
        listening: server.listening().to_string(),
        console: format!("{scheme}://{}", server.console()),
        datagram: server.datagram().map(|address| address.to_string()),
        kannel: server.kannel().map(|address| address.to_string()),
    };
    tracing::info!(listening = ready.listening, console = ready.console, "the room serves");
    // Whoever keeps these words may have no room for them; the phones have nobody else.
    if let Err(error) = print::json(&ready) {
        tracing::warn!("{error:#}");
    }
    let until_told = async {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
        tracing::info!("stopping: running answers end first");
        stop.cancel();
    };
    tokio::join!(server.run(), until_told);
    Ok(())
}
