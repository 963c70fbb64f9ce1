//! A receipt's body as a CBOR map; the alert it speaks of stands in the header before it.

use minicbor::{Decode, Encode};

use super::{encode, status_byte, status_of};
use crate::ids::{AlertId, Sequence, UnixMillis};
use crate::receipt::{Receipt, Stage};

#[derive(Encode, Decode)]
#[cbor(map)]
struct ReceiptMap {
    #[n(0)]
    stage: u8,
    #[n(1)]
    sequence: u32,
    #[n(2)]
    at_ms: i64,
    #[n(3)]
    status: Option<u8>,
    #[n(4)]
    desk: Option<String>,
    #[n(5)]
    unit: Option<String>,
    #[n(6)]
    eta_s: Option<u32>,
    #[cbor(n(7), with = "minicbor::bytes")]
    previous: Option<[u8; 32]>,
    #[cbor(n(8), with = "minicbor::bytes")]
    envelope: Option<[u8; 32]>,
}

pub(crate) fn encode_receipt(receipt: &Receipt) -> Vec<u8> {
    encode(&ReceiptMap {
        stage: stage_byte(receipt.stage),
        sequence: receipt.sequence.0,
        at_ms: receipt.at.0,
        status: receipt.status.map(status_byte),
        desk: receipt.desk.clone(),
        unit: receipt.unit.clone(),
        eta_s: receipt.eta_s,
        previous: receipt.previous,
        envelope: receipt.envelope,
    })
}

pub(crate) fn decode_receipt(alert: AlertId, bytes: &[u8]) -> Option<Receipt> {
    let map: ReceiptMap = minicbor::decode(bytes).ok()?;
    Some(Receipt {
        alert,
        stage: stage_of(map.stage)?,
        sequence: Sequence(map.sequence),
        at: UnixMillis(map.at_ms),
        status: match map.status {
            Some(byte) => Some(status_of(byte)?),
            None => None,
        },
        desk: map.desk,
        unit: map.unit,
        eta_s: map.eta_s,
        previous: map.previous,
        envelope: map.envelope,
    })
}

pub(crate) const fn stage_byte(stage: Stage) -> u8 {
    match stage {
        Stage::Stored => 1,
        Stage::Opened => 2,
        Stage::Seen => 3,
        Stage::Dispatched => 4,
        Stage::Arrived => 5,
        Stage::Closed => 6,
    }
}

pub(crate) const fn stage_of(byte: u8) -> Option<Stage> {
    match byte {
        1 => Some(Stage::Stored),
        2 => Some(Stage::Opened),
        3 => Some(Stage::Seen),
        4 => Some(Stage::Dispatched),
        5 => Some(Stage::Arrived),
        6 => Some(Stage::Closed),
        _ => None,
    }
}
