//! What each fate does to a request.

use std::io;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::stream;
use hifazat_protocol::unpack_receipts;
use hifazat_time::{Clock, SystemClock};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Bytes, Frame};
use hyper::http::request::Parts;
use hyper::{Request, Response};

use super::Fate;
use super::relay::{Relay, Whole};

/// An answer that may break off.
pub(super) type Answer = BoxBody<Bytes, io::Error>;

/// How long a request waits for the one that is to overtake it.
const HELD_BACK: Duration = Duration::from_secs(1);

/// One request, read to its end, and the way to the room.
pub(super) struct Deed<'a> {
    pub(super) relay: &'a Relay,
    pub(super) parts: Parts,
    pub(super) body: Bytes,
}

impl Deed<'_> {
    /// Does it. An error breaks the phone's connection without an answer.
    pub(super) async fn done(self, fate: Fate) -> Result<Response<Answer>> {
        match fate {
            Fate::Pass => Ok(whole(self.send().await?)),
            Fate::DropRequest => bail!("dropped on purpose"),
            Fate::DropAnswer => {
                self.send().await?;
                bail!("its answer dropped on purpose")
            }
            Fate::Double => {
                self.send().await?;
                Ok(whole(self.send().await?))
            }
            Fate::Delay(ms) => {
                SystemClock.sleep(Duration::from_millis(ms)).await;
                Ok(whole(self.send().await?))
            }
            Fate::AfterTheNext => {
                tokio::select! {
                    () = self.relay.arrived.notified() => {}
                    () = SystemClock.sleep(HELD_BACK) => {}
                }
                Ok(whole(self.send().await?))
            }
            Fate::HalfAnswer => Ok(half(self.send().await?)),
            Fate::Flip => Ok(whole(flipped(self.send().await?))),
            Fate::Replay => self.relay.answered_last().map(whole).context("nothing to repeat yet"),
            Fate::Portal => Ok(portal()),
        }
    }

    async fn send(&self) -> Result<Response<Bytes>> {
        let request = Request::from_parts(self.parts.clone(), Whole::new(self.body.clone()));
        self.relay.to_the_room(request).await
    }
}

fn whole(answer: Response<Bytes>) -> Response<Answer> {
    answer.map(|bytes| Full::new(bytes).map_err(|never| match never {}).boxed())
}

/// The head promises all of it; the connection breaks after half.
fn half(answer: Response<Bytes>) -> Response<Answer> {
    answer.map(|bytes| {
        let some = bytes.slice(..bytes.len() / 2);
        let broken = io::Error::new(io::ErrorKind::ConnectionReset, "broken on purpose");
        StreamBody::new(stream::iter([Ok(Frame::data(some)), Err(broken)])).boxed()
    })
}

/// The last bit of each receipt: of its signature, or of what it is sealed with. Of what holds none: the last of all.
fn flipped(answer: Response<Bytes>) -> Response<Bytes> {
    answer.map(|bytes| {
        let mut receipts = unpack_receipts(&bytes).unwrap_or_default();
        if receipts.is_empty() {
            return flip_last(bytes.to_vec()).into();
        }
        receipts.iter_mut().for_each(|receipt| *receipt = flip_last(std::mem::take(receipt)));
        let packed = receipts.iter().filter_map(|receipt| {
            let length = u16::try_from(receipt.len()).ok()?.to_be_bytes();
            Some([length.as_slice(), receipt].concat())
        });
        packed.collect::<Vec<_>>().concat().into()
    })
}

fn flip_last(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    bytes
}

/// What a hotel's network says to everything.
fn portal() -> Response<Answer> {
    let page = Bytes::from_static(b"<!doctype html><title>Welcome</title><p>Accept our terms to go online.");
    let mut answer = Response::new(page);
    answer.headers_mut().insert("content-type", hyper::header::HeaderValue::from_static("text/html"));
    whole(answer)
}
