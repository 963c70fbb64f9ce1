//! `submit_sm`: a text to a phone.

use hifazat_room::DueText;
use rusmpp::CommandStatus;
use rusmpp::pdus::SubmitSm;
use rusmpp::types::OctetString;
use rusmpp::values::EsmClass;
use rusmppc::error::Error;

use super::{Clients, address, characters};
use crate::texts::line::Sent;

/// Sends one text from the number `ours`.
pub(crate) async fn send(clients: &Clients, ours: &str, text: &DueText) -> Sent {
    let Some(submit) = submit(ours, text) else { return Sent::Refused };
    let Some(client) = clients.borrow().clone() else { return Sent::Later };
    match client.submit_sm(submit).await {
        Ok(_) => Sent::Taken,
        Err(Error::UnexpectedResponse { response }) => verdict(response.status()),
        Err(_) => Sent::Later,
    }
}

fn submit(ours: &str, text: &DueText) -> Option<SubmitSm> {
    let (from_ton, from_npi, from) = address::written(ours)?;
    let (to_ton, to_npi, to) = address::written(&text.to)?;
    Some(
        SubmitSm::builder()
            .source_addr_ton(from_ton)
            .source_addr_npi(from_npi)
            .source_addr(from)
            .dest_addr_ton(to_ton)
            .dest_addr_npi(to_npi)
            .destination_addr(to)
            // The library's default is another one: it would go out as 8, a delivery acknowledgement.
            .esm_class(EsmClass::from(0))
            .short_message(OctetString::from_vec(characters::write(&text.text)?).ok()?)
            .build(),
    )
}

/// What an SMSC says when it is busy, unwell or being asked too fast passes; the rest is about this very text.
fn verdict(status: CommandStatus) -> Sent {
    match u32::from(status) {
        // System error, queue full, throttled, temporary error.
        0x08 | 0x14 | 0x58 | 0x64 => Sent::Later,
        _ => Sent::Refused,
    }
}
