//! One question to the room: what further words are there?
//!
//! Who asks says [`Reach`](crate::reach::Reach). A path over which nobody replies begins again after its rest while another
//! still waits for the room's answer.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use hifazat_protocol::{AlertId, Question, Stage, VerifiedReceipt};

use crate::alert::Alert;
use crate::budget::Paid;
use crate::outcome::{decide_ask, was_held};
use crate::path::{Answer, Path};
use crate::phone::Phone;
use crate::reach::Askers;

/// The room may hold a question open for so long.
const WAIT: Duration = Duration::from_secs(25);
/// A slow link takes most of half a minute to connect before the room even hears the question.
const DEADLINE: Duration = Duration::from_secs(55);

/// How a question ended.
struct Ended {
    /// The ladder has grown.
    news: bool,
    last: Answer,
}

impl Phone {
    /// What a question costs over the paths that begin it.
    pub(crate) fn question_cost(&self) -> u64 {
        let now = self.ports.clock.elapsed();
        let state = self.state();
        let first = state.reach.askers(&self.ports.paths, now).first;
        first.iter().fold(0, |cost, path| cost.saturating_add(path.question_bytes()))
    }

    /// Asks once. What was paid for already are the paths that begin.
    pub(crate) async fn ask(&self, alert: &Alert, paid: Option<Paid>) {
        let id = alert.facts().id;
        let asked_at = self.ports.clock.elapsed();
        let Some(Ended { news, last }) = self.put_question(alert, asked_at, paid).await else { return };
        let now = self.ports.clock.elapsed();
        let mut state = self.state();
        if let (Some(paid), Answer::Unreachable | Answer::Garbled) = (paid, &last) {
            state.budget().reached_nobody(paid);
        }
        let pause = state.pauses.ask(id, asked_at);
        let next = decide_ask(pause, news, &last, asked_at, now, &*self.ports.entropy);
        state.pauses.pause_ask(id, next);
    }

    /// Until the room has answered, nobody waits for it any more, or the time is over.
    async fn put_question(&self, alert: &Alert, asked_at: Duration, paid: Option<Paid>) -> Option<Ended> {
        let trust = self.bundle()?;
        let (id, me, clock) = (alert.facts().id, &self.identity, &self.ports.clock);
        let question = Question::new(me.device.id(), id, alert.ladder.words(), &me.path_key, &*self.ports.entropy);
        let put = |path: Arc<dyn Path>| {
            let (trust, question) = (&trust, &question);
            async move {
                let answer = path.ask(trust, question, WAIT).await;
                (path, answer)
            }
        };
        let Askers { first, mut then } = self.state().reach.askers(&self.ports.paths, clock.elapsed());
        let mut asked: FuturesUnordered<_> = first.into_iter().cloned().map(put).collect();
        let mut resting: Vec<(Arc<dyn Path>, Duration)> = Vec::new();
        let mut last = Answer::Unreachable;
        let joins = |path: &Arc<dyn Path>| {
            if let Some(paid) = paid {
                self.state().budget().pay_more(paid, path.question_bytes());
            }
        };
        let deadline = clock.sleep(DEADLINE);
        tokio::pin!(deadline);
        loop {
            let next = resting.iter().map(|(_, until)| until.saturating_sub(clock.elapsed())).min();
            let rested = clock.sleep(next.unwrap_or(DEADLINE));
            tokio::select! {
                biased;
                arrived = asked.next() => {
                    let Some((path, answer)) = arrived else { break };
                    if let Some(answer) = answer {
                        let until = self.note_reply(&path, &answer);
                        let lost = self.hear_not_held(alert, &question, path.name(), &answer);
                        let news = lost.unwrap_or_else(|| self.hear(id, &path, &answer));
                        if news || was_held(&answer, asked_at, clock.elapsed()) {
                            return Some(Ended { news, last: answer });
                        }
                        resting.extend(until.map(|until| (path, until)));
                        last = answer;
                    }
                    if asked.is_empty() {
                        asked.extend(then.drain(..).cloned().inspect(joins).map(put));
                    }
                }
                () = rested => {
                    let now = clock.elapsed();
                    let rested = resting.extract_if(.., |(_, until)| *until <= now).map(|(path, _)| path);
                    asked.extend(rested.inspect(joins).map(put));
                }
                () = &mut deadline => break,
            }
        }
        Some(Ended { news: false, last })
    }

    /// Takes an answer in; whether it brought a word. What updates have brought meanwhile is none.
    fn hear(&self, id: AlertId, path: &Arc<dyn Path>, answer: &Answer) -> bool {
        let before = self.words_of(id);
        self.learn(id, path.name(), answer, None);
        self.words_of(id) > before
    }

    /// An answer to an envelope, if it tells words at all, tells all of them: so soon there is nothing to ask.
    pub(crate) fn note_told(&self, id: AlertId, words_before: u16, verified: &[VerifiedReceipt]) {
        if verified.iter().any(|receipt| receipt.stage != Stage::Stored) {
            let (news, now) = (self.words_of(id) > words_before, self.ports.clock.elapsed());
            self.state().pauses.told_all(id, news, now);
        }
    }

    pub(crate) fn words_of(&self, id: AlertId) -> u16 {
        self.alert(id).map_or(0, |alert| alert.ladder.words())
    }

    /// Whether the room is heard over a path; if not, until when it rests.
    fn note_reply(&self, path: &Arc<dyn Path>, answer: &Answer) -> Option<Duration> {
        let now = self.ports.clock.elapsed();
        let reach = &mut self.state().reach;
        match answer {
            Answer::Receipts(_) => {
                reach.replied(path.name());
                None
            }
            Answer::Unreachable | Answer::Garbled | Answer::Busy { .. } | Answer::Rejected(_) => {
                Some(reach.fell_silent(path.name(), now, &*self.ports.entropy))
            }
        }
    }
}
