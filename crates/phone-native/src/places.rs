//! Where the core learns its place: from the native service that tells fixes, and from the window's own source once there
//! is a window. Either may be missing.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::{LocationSource, Permission};
use hifazat_protocol::Fix;
use hifazat_time::Clock;
use tokio::sync::watch;

/// A window's source that cannot say is asked again after this long.
const SILENT_SOURCE: Duration = Duration::from_secs(10);

pub(crate) struct Places {
    clock: Arc<dyn Clock>,
    told: watch::Sender<Option<Fix>>,
    /// One receiver, kept: what is told between two questions is not lost.
    heard: tokio::sync::Mutex<watch::Receiver<Option<Fix>>>,
    remembered: Mutex<Option<Fix>>,
    allowed: Mutex<Permission>,
    window: watch::Sender<Option<Arc<dyn LocationSource>>>,
}

impl Places {
    pub(crate) fn new(window: Option<Arc<dyn LocationSource>>, clock: Arc<dyn Clock>) -> Self {
        let (told, heard) = watch::channel(None);
        Self {
            clock,
            told,
            heard: tokio::sync::Mutex::new(heard),
            remembered: Mutex::new(None),
            allowed: Mutex::new(Permission::Unknown),
            window: watch::Sender::new(window),
        }
    }

    /// A window has come, with a source of its own.
    pub(crate) fn bring(&self, source: Arc<dyn LocationSource>) {
        self.window.send_replace(Some(source));
    }

    /// A new fix: whoever waits for one gets it.
    pub(crate) fn tell(&self, fix: Fix) {
        self.remember(fix);
        self.told.send_replace(Some(fix));
    }

    /// A fix that nobody waits for.
    pub(crate) fn remember(&self, fix: Fix) {
        *self.remembered.lock().unwrap_or_else(PoisonError::into_inner) = Some(fix);
    }

    /// What the system says of her leave.
    pub(crate) fn allow(&self, permission: Permission) {
        *self.allowed.lock().unwrap_or_else(PoisonError::into_inner) = permission;
    }

    fn allowed(&self) -> Permission {
        *self.allowed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn window(&self) -> Option<Arc<dyn LocationSource>> {
        self.window.borrow().clone()
    }

    /// The next fix of the window's source, whichever source that is by then.
    async fn of_the_window(&self) -> Fix {
        let mut windows = self.window.subscribe();
        loop {
            let source = windows.borrow_and_update().clone();
            let next = async {
                let Some(source) = source else { return std::future::pending().await };
                let fix = source.next_fix().await;
                if fix.is_none() {
                    self.clock.sleep(SILENT_SOURCE).await;
                }
                fix
            };
            tokio::select! {
                Some(fix) = next => return fix,
                Ok(()) = windows.changed() => {}
                else => {}
            }
        }
    }
}

#[async_trait]
impl LocationSource for Places {
    async fn last_known(&self) -> Option<Fix> {
        let told = *self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let window = match self.window() {
            Some(source) => source.last_known().await,
            None => None,
        };
        told.into_iter().chain(window).max_by_key(|fix| fix.at)
    }

    async fn next_fix(&self) -> Option<Fix> {
        let mut heard = self.heard.lock().await;
        tokio::select! {
            // The sender lives as long as we do.
            _ = heard.changed() => *heard.borrow_and_update(),
            fix = self.of_the_window() => Some(fix),
        }
    }

    async fn permission(&self) -> Permission {
        let window = match self.window() {
            Some(source) => source.permission().await,
            None => Permission::Unknown,
        };
        if window == Permission::Unknown { self.allowed() } else { window }
    }

    async fn request_permission(&self) -> Permission {
        match self.window() {
            Some(source) => source.request_permission().await,
            // Nobody here can ask.
            None => self.allowed(),
        }
    }
}

#[cfg(test)]
mod tests {
    use hifazat_phone::FakeLocation;
    use hifazat_protocol::{Method, UnixMillis};
    use hifazat_time::SystemClock;

    use super::*;

    fn fix(at: i64) -> Fix {
        Fix {
            latitude_deg: 31.5,
            longitude_deg: 74.3,
            accuracy_m: Some(8.0),
            speed_mps: None,
            heading_deg: None,
            at: UnixMillis(at),
            method: Method::Satellite,
            mock: false,
        }
    }

    fn places() -> Places {
        Places::new(None, Arc::new(SystemClock))
    }

    #[tokio::test]
    async fn a_fix_told_between_two_questions_is_heard() {
        let places = places();
        places.tell(fix(1));
        assert_eq!(places.next_fix().await, Some(fix(1)));
        places.tell(fix(2));
        assert_eq!(places.next_fix().await, Some(fix(2)));
    }

    #[tokio::test]
    async fn a_window_that_comes_later_is_asked_too() {
        let places = Arc::new(places());
        let window = Arc::new(FakeLocation::default());
        let search = tokio::spawn({
            let places = Arc::clone(&places);
            async move { places.next_fix().await }
        });
        tokio::task::yield_now().await;
        places.bring(Arc::<FakeLocation>::clone(&window));
        window.find(fix(3));
        assert_eq!(search.await.unwrap(), Some(fix(3)));
        assert_eq!(places.permission().await, Permission::Granted);
    }

    #[tokio::test]
    async fn the_newest_of_both_is_the_last_known() {
        let places = places();
        places.remember(fix(5));
        let window = Arc::new(FakeLocation::default());
        window.remember(fix(4));
        places.bring(window);
        assert_eq!(places.last_known().await, Some(fix(5)));
    }

    #[tokio::test]
    async fn what_nobody_waited_for_is_not_told_again_as_news() {
        let places = places();
        places.remember(fix(1));
        places.tell(fix(2));
        assert_eq!(places.next_fix().await, Some(fix(2)));
        assert_eq!(places.last_known().await, Some(fix(2)));
    }
}
