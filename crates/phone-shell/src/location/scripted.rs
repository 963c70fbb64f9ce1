//! A place that somebody wrote down: a fixed panic button knows where it hangs, and tests know where they are.

use std::collections::VecDeque;
use std::future::pending;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::{LocationSource, Permission};
use hifazat_protocol::{Fix, Method};
use hifazat_time::Clock;

/// Gives out the places of a script, one at each call, and stays at the last one.
#[derive(Debug)]
pub struct Scripted {
    clock: Arc<dyn Clock>,
    script: Script,
    pause: Duration,
}

#[derive(Debug)]
enum Script {
    Given(Mutex<Given>),
    /// Read anew each time: whoever moves the phone rewrites the file.
    File(PathBuf),
}

#[derive(Debug)]
struct Given {
    coming: VecDeque<Written>,
    present: Option<Written>,
}

/// A place as written: latitude and longitude in degrees, accuracy in metres.
#[derive(Clone, Copy, PartialEq)]
pub struct Written {
    latitude_deg: f64,
    longitude_deg: f64,
    accuracy_m: Option<f64>,
}

/// A text is not a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a place: write LAT,LON,ACCURACY_M, as in 31.5204,74.3587,20 ({why})")]
pub struct ParseFixError {
    text: String,
    why: &'static str,
}

/// Reads `LAT,LON,ACCURACY_M` or `LAT,LON`.
///
/// # Errors
/// [`ParseFixError`] when a part is missing, too many or no number. Absurd numbers are no error: they are doubted later.
pub fn parse_fix(text: &str) -> Result<Written, ParseFixError> {
    let refused = |why| ParseFixError { text: text.trim().to_owned(), why };
    let parts: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    match parts.map_err(|_| refused("one part is not a number"))?.as_slice() {
        [latitude, longitude] => Ok(Written { latitude_deg: *latitude, longitude_deg: *longitude, accuracy_m: None }),
        [latitude, longitude, accuracy] => {
            Ok(Written { latitude_deg: *latitude, longitude_deg: *longitude, accuracy_m: Some(*accuracy) })
        }
        _ => Err(refused("it has two or three parts")),
    }
}

impl Scripted {
    /// One place, for ever.
    #[must_use]
    pub fn fixed(place: Written, clock: Arc<dyn Clock>) -> Self {
        Self::track(vec![place], Duration::MAX, clock)
    }

    /// Places one after another, `pause` apart.
    #[must_use]
    pub fn track(places: Vec<Written>, pause: Duration, clock: Arc<dyn Clock>) -> Self {
        let mut coming = VecDeque::from(places);
        let present = coming.pop_front();
        Self { clock, script: Script::Given(Mutex::new(Given { coming, present })), pause }
    }

    /// The place in the last line of a file, looked up every `pause`. Without the file, or with a line that is no place,
    /// the place is unknown.
    #[must_use]
    pub fn file(path: PathBuf, pause: Duration, clock: Arc<dyn Clock>) -> Self {
        Self { clock, script: Script::File(path), pause }
    }

    fn present(&self) -> Option<Written> {
        match &self.script {
            Script::Given(given) => given.lock().unwrap_or_else(PoisonError::into_inner).present,
            Script::File(path) => {
                let text = std::fs::read_to_string(path).ok()?;
                parse_fix(text.lines().rev().find(|line| !line.trim().is_empty())?).ok()
            }
        }
    }

    fn advance(&self) {
        if let Script::Given(given) = &self.script {
            let mut given = given.lock().unwrap_or_else(PoisonError::into_inner);
            given.present = given.coming.pop_front().or(given.present);
        }
    }

    fn fix(&self, place: Written) -> Fix {
        Fix {
            latitude_deg: place.latitude_deg,
            longitude_deg: place.longitude_deg,
            accuracy_m: place.accuracy_m,
            speed_mps: None,
            heading_deg: None,
            at: self.clock.now(),
            method: Method::Manual,
            mock: false,
        }
    }
}

#[async_trait]
impl LocationSource for Scripted {
    async fn last_known(&self) -> Option<Fix> {
        self.present().map(|place| self.fix(place))
    }

    async fn next_fix(&self) -> Option<Fix> {
        if self.pause == Duration::MAX {
            // It hangs on a wall: nothing will ever be better than what is known.
            return pending().await;
        }
        self.clock.sleep(self.pause).await;
        self.advance();
        self.last_known().await
    }

    async fn permission(&self) -> Permission {
        Permission::Granted
    }

    async fn request_permission(&self) -> Permission {
        Permission::Granted
    }
}

impl std::fmt::Debug for Written {
    /// Says nothing of the place.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Written(…)")
    }
}

#[cfg(test)]
mod tests {
    use hifazat_time::SystemClock;

    use super::*;

    fn clock() -> Arc<dyn Clock> {
        Arc::new(SystemClock)
    }

    #[test]
    fn a_place_is_two_or_three_numbers() {
        let place = parse_fix("31.5204, 74.3587, 20").unwrap();
        assert_eq!((place.latitude_deg, place.longitude_deg, place.accuracy_m), (31.5204, 74.3587, Some(20.0)));
        assert_eq!(parse_fix("31.5,74.3").unwrap().accuracy_m, None);
    }

    #[test]
    fn an_error_shows_how_to_write_a_place() {
        for text in ["", "31.5", "31.5,74.3,20,1", "north,74.3,20", "31.5;74.3"] {
            let refused = parse_fix(text).unwrap_err().to_string();
            assert!(refused.contains("LAT,LON,ACCURACY_M"), "{refused}");
        }
    }

    #[test]
    fn absurd_numbers_are_kept_for_the_brain_to_doubt() {
        assert!(parse_fix("999,999,-1").is_ok());
        assert!(parse_fix("NaN,0,inf").is_ok());
    }

    #[tokio::test]
    async fn a_track_ends_at_its_last_place() {
        let places = ["31.1,74.1,9", "31.2,74.2,9"].map(|text| parse_fix(text).unwrap());
        let source = Scripted::track(places.to_vec(), Duration::ZERO, clock());
        assert_eq!(source.last_known().await.unwrap().latitude_deg, 31.1);
        assert_eq!(source.next_fix().await.unwrap().latitude_deg, 31.2);
        assert_eq!(source.next_fix().await.unwrap().latitude_deg, 31.2);
    }

    #[tokio::test]
    async fn a_missing_file_is_an_unknown_place_and_a_written_one_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("place");
        let source = Scripted::file(file.clone(), Duration::ZERO, clock());
        assert_eq!(source.last_known().await, None);
        std::fs::write(&file, "31.1,74.1,9\n31.3,74.3,9\n\n").unwrap();
        assert_eq!(source.last_known().await.unwrap().latitude_deg, 31.3);
        std::fs::write(&file, "somewhere").unwrap();
        assert_eq!(source.next_fix().await, None);
    }
}
