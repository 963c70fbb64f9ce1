//! What phones may send over HTTPS, behind its TLS: any bytes on a connection, or requests put together from choices.

use arbitrary::Unstructured;
use hifazat_protocol::{AlertId, DeviceKey, SealedEnvelope, Status, unpack_receipts};

use crate::edits::{edited, rest};
use crate::world::{World, stores, visit};

const METHODS: [&str; 5] = ["POST", "GET", "PUT", "HEAD", "OPTIONS"];
const PATHS: [&str; 7] =
    ["/v1/envelopes", "/v1/asks", "/v1/bundle", "/healthz", "/readyz", "/v1/envelopes/../asks", "*"];
const HEADERS: [&str; 8] = [
    "prefer: wait=",
    "content-type: ",
    "transfer-encoding: ",
    "content-length: ",
    "expect: ",
    "connection: ",
    "host: ",
    "x: ",
];
const MOST_HEADERS: usize = 100;
/// More than the longest answer of ours (a bundle, an alert's receipts).
const LONGEST_ANSWER: usize = 64 * 1024;

pub(crate) fn run(input: &[u8]) {
    let mut choices = Unstructured::new(input);
    visit(|world| match choices.int_in_range(0..=2) {
        Ok(0) => any_bytes(world, rest(&mut choices)),
        Ok(1) => any_request(world, &mut choices),
        Ok(_) => an_envelope(world, &mut choices),
        Err(_) => {}
    });
}

fn any_bytes(world: &World, bytes: &[u8]) {
    let answer = world.converse(bytes);
    if let Some(reply) = Reply::of(&answer) {
        is_no_failure(&reply);
    }
}

fn any_request(world: &World, choices: &mut Unstructured<'_>) {
    let Some(request) = request(choices) else { return };
    any_bytes(world, &request);
}

fn request(choices: &mut Unstructured<'_>) -> Option<Vec<u8>> {
    let method = choices.choose(&METHODS).ok()?;
    let path = choices.choose(&PATHS).ok()?;
    let mut request = format!("{method} {path} HTTP/1.1\r\nhost: room\r\n").into_bytes();
    for _ in 0..choices.int_in_range(0..=4).ok()? {
        request.extend(choices.choose(&HEADERS).ok()?.as_bytes());
        let length = choices.int_in_range(0..=16).ok()?;
        let value = choices.bytes(length).ok()?;
        request.extend(value.iter().filter(|byte| !matches!(byte, b'\r' | b'\n' | 0)));
        request.extend(b"\r\n");
    }
    let body = rest(choices);
    request.extend(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
    request.extend(body);
    Some(request)
}

/// Taken exactly if it has the shape of an envelope, and receipted if it is whole.
fn an_envelope(world: &World, choices: &mut Unstructured<'_>) {
    let whole = match choices.int_in_range(0..=2) {
        Ok(0) => world.raise.clone(),
        Ok(1) => {
            let stranger = DeviceKey::from_seed([choices.arbitrary().unwrap_or(0); 32]);
            let alert = AlertId([choices.arbitrary().unwrap_or(0); 16]);
            world.sealed(&stranger, alert, Status::Actual)
        }
        Ok(_) => Vec::new(),
        Err(_) => return,
    };
    let body = if whole.is_empty() { rest(choices).to_vec() } else { edited(&whole, choices) };
    let reply = Reply::of(&world.converse(&post("/v1/envelopes", &body))).expect("an answer");
    is_no_failure(&reply);
    if reply.took_us_for_slow() {
        return;
    }
    let envelope = SealedEnvelope::parse(body.clone());
    assert_eq!(reply.status == 200, envelope.is_ok(), "{}", reply.status);
    let Ok(envelope) = envelope else { return };
    let receipts = unpack_receipts(&reply.body).unwrap();
    let about_it = receipts.iter().any(|receipt| stores(world, receipt, &envelope));
    // Noise under the name of a device that has raised here is kept, and nobody vouches for it.
    assert!(about_it || body != whole, "kept, and not receipted");
}

fn is_no_failure(reply: &Reply) {
    assert!(reply.status < 500, "the room failed with {}", reply.status);
    assert!(reply.body.len() < LONGEST_ANSWER);
}

/// A request as phones send it, the last on its connection.
pub(crate) fn post(path: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("POST {path} HTTP/1.1\r\nhost: room\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// The first answer on a connection.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// On a machine that has other things to do the room may; it says nothing about the request then.
    pub(crate) fn took_us_for_slow(&self) -> bool {
        self.status == 408
    }

    /// `None`: the room hung up without one.
    pub(crate) fn of(answer: &[u8]) -> Option<Self> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        if answer.is_empty() {
            return None;
        }
        let httparse::Status::Complete(start) = response.parse(answer).expect("the room writes HTTP") else {
            panic!("the room broke off within a head")
        };
        Some(Self { status: response.code.unwrap(), body: answer[start..].to_vec() })
    }
}
