//! A `tel:` link is offered to whatever dials on this machine. Her touch opens it; nothing here ever dials by itself.
//!
//! Most desktops have nothing that dials. Then the page hears `no_dialler` and the number on the screen is all there is:
//! better than a browser that opens with the number in its history.

use tauri::{AppHandle, Emitter, Runtime, Url};

/// Said when nothing on this machine can dial.
const NO_DIALLER: &str = "no_dialler";

/// The number of a `tel:` link, if it is a plain one.
pub(crate) fn number(url: &Url) -> Option<String> {
    let number = if url.scheme() == "tel" { url.path() } else { return None };
    let digits = number.strip_prefix('+').unwrap_or(number);
    let is_plain = (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| number.to_owned())
}

/// Opens the dialler with the number in it.
pub(crate) fn offer<R: Runtime>(app: &AppHandle<R>, number: &str) {
    let link = format!("tel:{number}");
    if let Err(why) = open(app, &link) {
        tracing::warn!(why, "nothing here dials");
        if let Err(error) = app.emit(NO_DIALLER, ()) {
            tracing::error!(%error, "the page could not be told that nothing here dials");
        }
    }
}

/// Asks the desktop which program takes `tel:`. `xdg-open` would do without one and open a browser.
#[cfg(target_os = "linux")]
fn open<R: Runtime>(_app: &AppHandle<R>, link: &str) -> Result<(), String> {
    use gtk::gio::prelude::AppInfoExt;
    use gtk::gio::{AppInfo, AppLaunchContext};

    let dialler = AppInfo::default_for_uri_scheme("tel").ok_or("no program takes tel: links")?;
    dialler.launch_uris(&[link], AppLaunchContext::NONE).map_err(|error| error.to_string())
}

#[cfg(not(target_os = "linux"))]
fn open<R: Runtime>(app: &AppHandle<R>, link: &str) -> Result<(), String> {
    use tauri_plugin_opener::OpenerExt;

    app.opener().open_url(link, None::<&str>).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_numbers_are_offered_to_the_dialler() {
        let number = |link: &str| number(&link.parse().unwrap());
        assert_eq!(number("tel:15").as_deref(), Some("15"));
        assert_eq!(number("tel:+924299212345").as_deref(), Some("+924299212345"));
        for link in
            ["tel:", "tel:+", "tel:*21*03001234567%23", "tel:15;ext=2", "tel:0123456789012345", "sms:15", "https://15/"]
        {
            assert_eq!(number(link), None, "{link}");
        }
    }
}
