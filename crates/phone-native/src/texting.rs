//! Texts by way of native code. The core hands one over here; a thread of Kotlin's or Swift's waits for it, gives it to the
//! operator, and tells what he said. Until native code says that texts can go, none can.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use hifazat_phone::{TextTrouble, Texts};
use serde::Serialize;
use tokio::sync::{Notify, oneshot};

/// A text that is to go now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Names it in the answer.
    pub id: i64,
    /// Whom it goes to.
    pub number: String,
    /// At most 160 characters of the GSM default alphabet.
    pub text: String,
    /// She has just asked for it: it is laid before her in the telephone's messages app, and not sent.
    pub touch: bool,
}

type Result = std::result::Result<(), TextTrouble>;

#[derive(Default)]
pub(crate) struct Texting {
    inner: Mutex<Inner>,
    news: Notify,
}

struct Inner {
    ready: Result,
    last_id: i64,
    waiting: VecDeque<Text>,
    answers: BTreeMap<i64, oneshot::Sender<Result>>,
}

impl Default for Inner {
    fn default() -> Self {
        Self { ready: Err(TextTrouble::NoCard), last_id: 0, waiting: VecDeque::new(), answers: BTreeMap::new() }
    }
}

impl Texting {
    /// What native code knows of the card and of her leave.
    pub(crate) fn note_ready(&self, ready: Result) {
        self.inner().ready = ready;
    }

    /// Waits for the next text. Safe to drop.
    pub(crate) async fn next(&self) -> Text {
        loop {
            let news = self.news.notified();
            if let Some(text) = self.inner().waiting.pop_front() {
                return text;
            }
            news.await;
        }
    }

    /// What the operator said of a text. `false`: nobody waits for it any more; it came too late, twice, or was never ours.
    pub(crate) fn answered(&self, id: i64, result: Result) -> bool {
        let answer = self.inner().answers.remove(&id);
        answer.is_some_and(|answer| answer.send(result).is_ok())
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hand_over(&self, number: &str, text: &str, touch: bool) -> (i64, oneshot::Receiver<Result>) {
        let (answer, answered) = oneshot::channel();
        let mut inner = self.inner();
        inner.last_id = inner.last_id.wrapping_add(1);
        let id = inner.last_id;
        inner.waiting.push_back(Text { id, number: number.to_owned(), text: text.to_owned(), touch });
        inner.answers.insert(id, answer);
        drop(inner);
        self.news.notify_one();
        (id, answered)
    }

    async fn answer(&self, number: &str, text: &str, touch: bool) -> Result {
        let (id, answered) = self.hand_over(number, text, touch);
        let _forget = Forget { texting: self, id };
        answered.await.unwrap_or(Err(TextTrouble::Refused))
    }
}

#[async_trait]
impl Texts for Texting {
    fn ready(&self) -> Result {
        self.inner().ready
    }

    async fn send(&self, number: &str, text: &str) -> Result {
        self.answer(number, text, false).await
    }

    async fn lay_before_her(&self, number: &str, text: &str) -> Result {
        self.answer(number, text, true).await
    }
}

/// The core waits no longer: what nobody has taken must not go later beside its repetition.
struct Forget<'a> {
    texting: &'a Texting,
    id: i64,
}

impl Drop for Forget<'_> {
    fn drop(&mut self) {
        let mut inner = self.texting.inner();
        inner.waiting.retain(|text| text.id != self.id);
        inner.answers.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    async fn sent(texting: &Arc<Texting>) -> (Text, tokio::task::JoinHandle<Result>) {
        let sender = Arc::clone(texting);
        let sending = tokio::spawn(async move { sender.send("8787", "abc").await });
        (texting.next().await, sending)
    }

    #[tokio::test]
    async fn the_core_hears_what_the_operator_said() {
        let texting = Arc::new(Texting::default());
        for said in [Ok(()), Err(TextTrouble::NoService), Err(TextTrouble::Refused)] {
            let (text, sending) = sent(&texting).await;
            assert_eq!((text.number.as_str(), text.text.as_str()), ("8787", "abc"));
            assert!(texting.answered(text.id, said));
            assert_eq!(sending.await.unwrap(), said);
        }
    }

    #[tokio::test]
    async fn an_answer_out_of_order_reaches_its_own_text_and_a_second_one_nobody() {
        let texting = Arc::new(Texting::default());
        let (first, sending_first) = sent(&texting).await;
        let (second, sending_second) = sent(&texting).await;
        assert!(texting.answered(second.id, Ok(())));
        assert!(texting.answered(first.id, Err(TextTrouble::NoService)));
        assert!(!texting.answered(second.id, Err(TextTrouble::Refused)), "twice");
        assert!(!texting.answered(99, Ok(())), "never ours");
        assert_eq!(sending_first.await.unwrap(), Err(TextTrouble::NoService));
        assert_eq!(sending_second.await.unwrap(), Ok(()));
    }

    #[tokio::test]
    async fn native_code_is_told_which_text_to_send_and_which_to_lay_before_her() {
        let texting = Arc::new(Texting::default());
        let (text, sending) = sent(&texting).await;
        assert!(!text.touch);
        texting.answered(text.id, Err(TextTrouble::NeedsTouch));
        assert_eq!(sending.await.unwrap(), Err(TextTrouble::NeedsTouch));

        let layer = Arc::clone(&texting);
        let laying = tokio::spawn(async move { layer.lay_before_her("8787", "abc").await });
        let text = texting.next().await;
        assert!(text.touch);
        texting.answered(text.id, Ok(()));
        assert_eq!(laying.await.unwrap(), Ok(()));
    }

    #[tokio::test]
    async fn a_text_that_the_core_gave_up_does_not_go_later() {
        let texting = Texting::default();
        tokio::select! {
            biased;
            _ = texting.send("8787", "given up") => unreachable!("nobody answers"),
            () = std::future::ready(()) => {}
        }
        let inner = texting.inner();
        assert_eq!((inner.waiting.len(), inner.answers.len()), (0, 0));
    }

    #[test]
    fn no_text_can_go_until_native_code_says_so() {
        let texting = Texting::default();
        assert_eq!(texting.ready(), Err(TextTrouble::NoCard));
        texting.note_ready(Ok(()));
        assert_eq!(texting.ready(), Ok(()));
    }
}
