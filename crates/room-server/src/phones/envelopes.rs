//! `POST /v1/envelopes`: one envelope in; its alert's receipts out, after the commit.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use hifazat_crash_points::{reached, room as points};
use hifazat_protocol::MAX_ENVELOPE_BYTES;
use hifazat_room::{ClipRefusal, IngestError, Kind, Path};

use super::{body, receipts, rejected, unwritten};
use crate::net::door::Call;
use crate::problem::{Problem, ProblemDocument};
use crate::shared::Shared;

#[utoipa::path(post, path = "/v1/envelopes", tag = "phones",
    request_body(content = Vec<u8>, content_type = "application/vnd.hifazat.envelope",
        description = "One sealed envelope, at most 16 KiB"),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/vnd.hifazat.receipts",
            description = "Every receipt of this alert, oldest first, each with its length as u16 before it"),
        (status = 400, body = ProblemDocument, content_type = "application/problem+json",
            description = "`unsupported_version`, `truncated`, `malformed` or `broken_off`"),
        (status = 403, body = ProblemDocument, content_type = "application/problem+json",
            description = "A piece of a clip that is not kept: `clip_homeless`, `clip_too_many`, `clip_misshapen`"),
        (status = 408, body = ProblemDocument, content_type = "application/problem+json", description = "`too_slow`"),
        (status = 413, body = ProblemDocument, content_type = "application/problem+json", description = "`oversized`, `clip_bad_length`"),
        (status = 503, body = ProblemDocument, content_type = "application/problem+json",
            description = "Not written down: send it again after Retry-After")))]
pub(crate) async fn take(shared: &Shared, call: Call) -> Result<Response<Body>, Problem> {
    let bytes = body(shared, call, MAX_ENVELOPE_BYTES).await?;
    let began = shared.clock.elapsed();
    let ingested = shared.room.ingest(bytes.into(), Path::Https).await.map_err(|error| match error {
        IngestError::Rejected(rejection) => rejected(shared, &rejection),
        IngestError::Ledger(error) => unwritten(shared, &error),
        IngestError::Refused(refusal) => refused(shared, refusal),
    })?;
    reached(points::ENVELOPE_TAKEN);
    shared.figures.took("hifazat_ingest_seconds", shared.clock.elapsed().saturating_sub(began));
    shared.figures.count("hifazat_envelopes_total", Some(("kind", word(ingested.kind))));
    Ok(receipts(&ingested.receipts))
}

fn refused(shared: &Shared, refusal: ClipRefusal) -> Problem {
    shared.figures.count("hifazat_rejections_total", Some(("code", refusal.code())));
    let status = match refusal {
        ClipRefusal::BadLength => StatusCode::PAYLOAD_TOO_LARGE,
        ClipRefusal::Homeless | ClipRefusal::TooMany | ClipRefusal::Misshapen => StatusCode::FORBIDDEN,
    };
    Problem::new(status, refusal.code(), "This clip is not kept").detail(refusal.to_string())
}

pub(crate) const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Live => "live",
        Kind::LowTrust => "low_trust",
        Kind::Unreadable => "unreadable",
        Kind::Drill => "drill",
    }
}
