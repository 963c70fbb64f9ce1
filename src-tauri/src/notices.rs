//! Notices of the desktop, as desktops have agreed on them (org.freedesktop.Notifications 1.2), over the D-Bus of the library that
//! the window stands on anyway.
//!
//! One notice, when the desk has said a word and she does not look at the window. It makes no sound, and its words say nothing of
//! the purpose or of what was said: it may appear above a locked screen. The next one takes its place. Where nobody shows notices
//! the readiness gate says "not on this device", and from the moment that somebody does, that it works.

use std::collections::HashMap;
use std::thread;

use gtk::gio::prelude::*;
use gtk::gio::{self, BusType, Cancellable, DBusCallFlags, DBusConnection, DBusProxy, DBusProxyFlags};
use gtk::glib::{self, MainContext, MainLoop, Variant};
use hifazat_phone::{Fact, Facts};
use hifazat_phone_shell::face::{CancelState, Language, PhoneView, StepStage};
use tauri::{App, AppHandle, Manager, Runtime};
use tokio::sync::watch;

use crate::life;
use crate::phone::Phone;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// A program that shows notices and does not answer is not waited for longer.
const PATIENCE_MS: i32 = 5_000;
/// The urgency "normal".
const NORMAL: u8 = 1;
/// Of the one who shows notices only the name is followed.
const NAME_ONLY: DBusProxyFlags = DBusProxyFlags::DO_NOT_LOAD_PROPERTIES
    .union(DBusProxyFlags::DO_NOT_CONNECT_SIGNALS)
    .union(DBusProxyFlags::DO_NOT_AUTO_START);

/// The one who shows notices on the bus, while somebody does.
type Desk = Option<DBusProxy>;

/// Begins beside the window, and never in its way.
pub(crate) fn begin<R: Runtime>(app: &App<R>, phone: Phone) {
    let (tell, mut desk) = watch::channel(None);
    let follows = thread::Builder::new().name("notices".to_owned()).spawn(move || {
        if let Err(error) = follow(tell) {
            tracing::warn!(%error, "this session has no bus: no notices");
        }
    });
    if let Err(error) = follows {
        tracing::warn!(%error, "no thread for notices");
        return;
    }
    let app = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        let shell = life::opened(&phone).await;
        let mut changes = shell.changes();
        // What is known when the process begins is no news.
        let mut known = said(&shell.view());
        let mut last = 0;
        loop {
            tokio::select! {
                told = desk.changed() => {
                    if told.is_err() {
                        return;
                    }
                    let shown = desk.borrow_and_update().is_some();
                    shell.phone().note_facts(facts(shown));
                }
                changed = changes.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    let view = shell.view();
                    let now = said(&view);
                    let shows = desk.borrow().clone().filter(|_| is_news(known.as_ref(), now.as_ref()));
                    known = now;
                    if let Some(shows) = shows {
                        last = show(&app, shows, text(view.language), last).await.unwrap_or(last);
                    }
                }
            }
        }
    });
}

/// What a computer can do, with or without somebody who shows notices.
fn facts(shown: bool) -> Facts {
    Facts { notices: Some(if shown { Fact::WORKS } else { Fact::NOT_HERE }), ..Facts::of_a_computer() }
}

/// Follows who shows notices on the bus of this session, for as long as the process lives; asks the bus to start one that it knows of.
fn follow(tell: watch::Sender<Desk>) -> Result<(), glib::Error> {
    let bus = gio::bus_get_sync(BusType::Session, Cancellable::NONE)?;
    // Otherwise the process would end with the bus, and an alarm with it.
    bus.set_exit_on_close(false);
    let context = MainContext::new();
    let followed = context.with_thread_default(|| {
        // Not gio's `bus_watch_name_on_connection`: in gio 0.18 it aborts the process when the bus ends.
        let desk = DBusProxy::new_sync(&bus, NAME_ONLY, None, Some(NAME), PATH, NAME, Cancellable::NONE)?;
        let gone = tell.clone();
        bus.connect_closed(move |_, _, _| {
            gone.send_replace(None);
            tracing::warn!("the bus of this session has ended: no notices");
        });
        let changed = tell.clone();
        desk.connect_g_name_owner_notify(move |desk| changed.send_modify(|known| *known = present(desk)));
        tell.send_modify(|known| *known = present(&desk));
        start(&bus);
        MainLoop::new(Some(&context), false).run();
        Ok(())
    });
    followed.unwrap_or_else(|error| {
        tracing::error!(%error, "nobody follows who shows notices");
        Ok(())
    })
}

/// The one who shows notices, if there is one. Asked while `Desk` is held, so that the end of the bus comes before or after it.
fn present(desk: &DBusProxy) -> Desk {
    desk.g_name_owner().filter(|_| !desk.connection().is_closed()).map(|_| desk.clone())
}

/// Whether one is there, or comes of this, is heard otherwise.
fn start(bus: &DBusConnection) {
    const BUS: &str = "org.freedesktop.DBus";
    let (name, nothing, flags) = ((NAME, 0_u32).to_variant(), Cancellable::NONE, DBusCallFlags::NONE);
    let path = "/org/freedesktop/DBus";
    let started =
        bus.call_sync(Some(BUS), path, BUS, "StartServiceByName", Some(&name), None, flags, PATIENCE_MS, nothing);
    if let Err(error) = started {
        tracing::info!(%error, "nobody was started to show notices");
    }
}

/// What the screen shows of the newest alarm.
struct Said {
    alert: String,
    /// Of the desk.
    words: usize,
    withdrawn: bool,
}

fn said(view: &PhoneView) -> Option<Said> {
    let is_the_desks = |stage: StepStage| match stage {
        StepStage::Saved => false,
        StepStage::Stored
        | StepStage::Opened
        | StepStage::Seen
        | StepStage::Dispatched
        | StepStage::Arrived
        | StepStage::Closed => true,
    };
    view.alert.as_ref().map(|alert| Said {
        alert: alert.alert_id.clone(),
        words: alert.steps.iter().filter(|step| is_the_desks(step.stage)).count(),
        withdrawn: alert.cancel != CancelState::None,
    })
}

/// Has the desk said a word since the last look? Of an alarm that a PIN has ended nothing is told, whichever PIN it was.
fn is_news(known: Option<&Said>, now: Option<&Said>) -> bool {
    let Some(now) = now.filter(|now| !now.withdrawn) else { return false };
    let before = known.filter(|known| known.alert == now.alert).map_or(0, |known| known.words);
    now.words > before
}

/// Somebody may be looking over her shoulder.
const fn text(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Ur => ("نمبر", "فہرست تازہ ہو گئی"),
        Language::En => ("Numbers", "The list is updated"),
    }
}

/// Shows a notice in the place of the last one, unless she looks at the window. Answers its number, if there is one.
async fn show<R: Runtime>(
    app: &AppHandle<R>,
    desk: DBusProxy,
    text: (&'static str, &'static str),
    last: u32,
) -> Option<u32> {
    let app = app.clone();
    let shown = tauri::async_runtime::spawn_blocking(move || {
        let is_watched = app.webview_windows().values().any(|window| window.is_focused().unwrap_or(false));
        if is_watched { Ok(None) } else { post(&desk, text, last).map(Some) }
    });
    match shown.await {
        Ok(Ok(number)) => number,
        Ok(Err(error)) => {
            tracing::warn!(%error, "a notice was not shown");
            None
        }
        Err(error) => {
            tracing::error!(%error, "showing a notice broke");
            None
        }
    }
}

/// `Notify` of the specification.
fn post(desk: &DBusProxy, (name, text): (&str, &str), replaces: u32) -> Result<u32, glib::Error> {
    let hints: HashMap<&str, Variant> =
        HashMap::from([("urgency", NORMAL.to_variant()), ("suppress-sound", true.to_variant())]);
    let nothing: [&str; 0] = [];
    let notice = (name, replaces, "", text, "", nothing.as_slice(), hints, -1_i32).to_variant();
    let told = desk.call_sync("Notify", Some(&notice), DBusCallFlags::NONE, PATIENCE_MS, Cancellable::NONE)?;
    Ok(told.get::<(u32,)>().map_or(replaces, |(number,)| number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(alert: &str, words: usize) -> Said {
        Said { alert: alert.to_owned(), words, withdrawn: false }
    }

    #[test]
    fn only_a_further_word_of_the_desk_is_news() {
        assert!(!is_news(None, None));
        assert!(!is_news(None, Some(&said("a", 0))), "saved is no word of the desk");
        assert!(is_news(Some(&said("a", 0)), Some(&said("a", 1))));
        assert!(!is_news(Some(&said("a", 2)), Some(&said("a", 2))), "the same twice");
        assert!(is_news(None, Some(&said("a", 1))), "raised and received between two looks");
        assert!(is_news(Some(&said("a", 3)), Some(&said("b", 1))), "another alarm");
    }

    #[test]
    fn of_an_alarm_that_a_pin_has_ended_nothing_is_told() {
        assert!(!is_news(Some(&said("a", 1)), Some(&Said { withdrawn: true, ..said("a", 2) })));
    }

    #[test]
    fn a_notice_names_nothing() {
        for (name, text) in [text(Language::Ur), text(Language::En)] {
            for word in ["15", "police", "help", "alarm", "پولیس", "مدد"] {
                assert!(!name.contains(word) && !text.to_lowercase().contains(word), "{text}");
            }
        }
    }
}
