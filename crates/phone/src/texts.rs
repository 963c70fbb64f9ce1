//! The port to text messages: whoever can hand one to the mobile operator. The native sides fill it; a desktop may have a
//! modem; most have none.
//!
//! A text that was handed over is not received. The operator may lose it, hold it for hours, or have no way to the room; only
//! a verified receipt says that the room has it.

use async_trait::async_trait;

/// Hands texts to the operator.
#[async_trait]
pub trait Texts: Send + Sync {
    /// Could one be handed over now, as far as is known without trying?
    ///
    /// # Errors
    /// What is in the way. It is looked at again every few seconds.
    fn ready(&self) -> Result<(), TextTrouble>;

    /// Hands one text of at most 160 characters of the GSM default alphabet to the operator, and returns when he has taken or
    /// refused it. Must be safe to drop; then it may or may not go.
    ///
    /// # Errors
    /// It certainly did not go.
    async fn send(&self, number: &str, text: &str) -> Result<(), TextTrouble>;

    /// Lays one text before her, filled in, in the telephone's own messages app, because she has just asked for it. It returns
    /// when she is done with it, or at once where nobody is told what she does.
    ///
    /// # Errors
    /// [`TextTrouble::NeedsTouch`]: it lies or lay before her, and nobody can say that it went. Any other: it certainly did not.
    async fn lay_before_her(&self, _number: &str, _text: &str) -> Result<(), TextTrouble> {
        Err(TextTrouble::NotAllowed)
    }
}

/// Why a text could not be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TextTrouble {
    /// She has not allowed it.
    #[error("this phone may not send texts")]
    NotAllowed,
    /// Only she can send it, by a touch in the telephone's messages app.
    #[error("a text needs her own touch")]
    NeedsTouch,
    /// No card, or one that is locked.
    #[error("there is no usable card in this phone")]
    NoCard,
    /// Out of every operator's reach, or in flight mode.
    #[error("no operator can be reached")]
    NoService,
    /// The operator did not take it: no credit, or he does not say.
    #[error("the text was refused")]
    Refused,
}

#[cfg(any(test, feature = "test-util"))]
pub(crate) mod fake {
    //! An operator in a test.

    use std::sync::{Arc, Mutex};

    use async_trait::async_trait;

    use super::{TextTrouble, Texts};

    /// Takes texts, or refuses them, or never answers.
    #[derive(Debug, Default)]
    pub struct FakeTexts {
        sent: Mutex<Vec<(String, String)>>,
        laid: Mutex<Vec<(String, String)>>,
        trouble: Mutex<Option<TextTrouble>>,
        hangs: Mutex<bool>,
    }

    impl FakeTexts {
        /// An operator who takes what he is given.
        #[must_use]
        pub fn new() -> Arc<Self> {
            Arc::default()
        }

        /// Everything that was handed to him, also what he refused: number and text.
        #[must_use]
        #[expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]
        pub fn sent(&self) -> Vec<(String, String)> {
            self.sent.lock().unwrap().clone()
        }

        /// Everything that was laid before her: number and text.
        #[must_use]
        #[expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]
        pub fn laid(&self) -> Vec<(String, String)> {
            self.laid.lock().unwrap().clone()
        }

        /// From now on he refuses, or takes again.
        #[expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]
        pub fn refuse(&self, trouble: Option<TextTrouble>) {
            *self.trouble.lock().unwrap() = trouble;
        }

        /// From now on he takes a text and never says so.
        #[expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]
        pub fn hang(&self, hangs: bool) {
            *self.hangs.lock().unwrap() = hangs;
        }

        #[expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]
        async fn answer(&self) -> Result<(), TextTrouble> {
            let hangs = *self.hangs.lock().unwrap();
            if hangs {
                std::future::pending::<()>().await;
            }
            let trouble = *self.trouble.lock().unwrap();
            trouble.map_or(Ok(()), Err)
        }
    }

    #[async_trait]
    #[expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]
    impl Texts for FakeTexts {
        fn ready(&self) -> Result<(), TextTrouble> {
            match *self.trouble.lock().unwrap() {
                Some(trouble @ (TextTrouble::NotAllowed | TextTrouble::NeedsTouch | TextTrouble::NoCard)) => {
                    Err(trouble)
                }
                Some(TextTrouble::NoService | TextTrouble::Refused) | None => Ok(()),
            }
        }

        async fn send(&self, number: &str, text: &str) -> Result<(), TextTrouble> {
            self.sent.lock().unwrap().push((number.to_owned(), text.to_owned()));
            self.answer().await
        }

        async fn lay_before_her(&self, number: &str, text: &str) -> Result<(), TextTrouble> {
            self.laid.lock().unwrap().push((number.to_owned(), text.to_owned()));
            self.answer().await
        }
    }
}
