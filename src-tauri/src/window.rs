//! The one window, and where its page may go: nowhere but to itself, and to the dialler.

use std::path::Path;
use std::{fs, io};

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Runtime, Url, WebviewWindow, WebviewWindowBuilder};

use crate::dial;
use crate::phone::Phone;

/// What the engine of the page writes goes here, inside the phone's own folder.
const TRACES: &str = "window";

/// Opens it.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let windows = &app.config().app.windows;
    let config = windows.first().ok_or(tauri::Error::WindowNotFound)?;
    let traces = app.state::<Phone>().folder().join(TRACES);
    let dialler = app.clone();
    let builder = WebviewWindowBuilder::from_config(app, config)?;
    // A folder that cannot be written must not keep the button away.
    let builder = match make_private(&traces) {
        Ok(()) => builder.data_directory(traces),
        Err(error) => {
            tracing::warn!(%error, "the folder cannot be written: the engine of the page keeps nothing");
            builder.incognito(true)
        }
    };
    let window = builder
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_navigation(move |url| {
            if let Some(number) = dial::number(url) {
                dial::offer(&dialler, &number);
            }
            is_the_page(url)
        })
        .build()?;
    revive(&window)
}

/// The page lives in a process of its own, which may die when memory is short. It is loaded again: all that it showed is
/// here.
#[cfg(target_os = "linux")]
fn revive<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;

    window.with_webview(|page| {
        page.inner().connect_web_process_terminated(|page, why| {
            tracing::error!(?why, "the page's process ended; the page is loaded again");
            page.reload();
        });
    })
}

/// Elsewhere the platform does it, or Tauri gives no way to.
#[cfg(not(target_os = "linux"))]
fn revive<R: Runtime>(_window: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}

/// The folder, for its owner's eyes only.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Tauri serves the built-in page under these names; which one depends on the platform.
fn is_the_page(url: &Url) -> bool {
    matches!((url.scheme(), url.host_str()), ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_goes_nowhere_else() {
        for own in ["tauri://localhost/", "tauri://localhost/index.html", "http://tauri.localhost/"] {
            assert!(is_the_page(&own.parse().unwrap()), "{own}");
        }
        for other in ["https://example.org/", "http://localhost/", "file:///etc/passwd", "tauri://evil/", "tel:15"] {
            assert!(!is_the_page(&other.parse().unwrap()), "{other}");
        }
    }
}
