//! Who calls: the signed-in seat, and for changes the proof that its own page sent them.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::http::request::Parts;
use hifazat_room::Seat;
use hifazat_room::ledger::LedgerError;
use ring::digest::{SHA256, digest};

use super::Line;
use crate::problem::Problem;
use crate::sessions::table::{Live, stamp};
use crate::shared::Shared;

/// A signed-in seat.
pub(crate) struct Caller {
    pub(crate) seat: Seat,
    pub(crate) session: Live,
}

/// A signed-in seat whose own page asks for a change.
pub(crate) struct Changer(pub(crate) Caller);

impl FromRequestParts<Arc<Shared>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Problem> {
        let token = shared.sign_in.cookies.read(&parts.headers).ok_or_else(signed_out)?;
        let session = shared.sign_in.sessions.find(&token, shared.clock.now()).ok_or_else(signed_out)?;
        let seat = seat_of(shared, &session).await?.ok_or_else(signed_out)?;
        Ok(Self { seat, session })
    }
}

impl FromRequestParts<Arc<Shared>> for Changer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, shared).await?;
        let sent = parts.headers.get("x-hifazat-csrf").map(|value| digest(&SHA256, value.as_bytes()));
        let due = digest(&SHA256, caller.session.csrf.as_bytes());
        // Digests are compared, so that the time taken says nothing about the token.
        if sent.is_some_and(|sent| sent.as_ref() == due.as_ref()) {
            Ok(Self(caller))
        } else {
            let title = "Changes need the session's X-Hifazat-Csrf";
            Err(Problem::new(StatusCode::FORBIDDEN, "csrf", title))
        }
    }
}

/// The session's seat, unless its password is another one since: then the session is over.
pub(crate) async fn seat_of(shared: &Shared, session: &Live) -> Result<Option<Seat>, Problem> {
    let seat = shared.seats.seat(&session.seat).await.map_err(|error| unwritten(shared, &error))?;
    Ok(seat.filter(|seat| !seat.must_change && stamp(&seat.password_hash) == session.stamp))
}

/// The caller's address: the last one that our own proxy added, or the peer's.
pub(crate) fn address(shared: &Shared, line: &Line, headers: &HeaderMap) -> IpAddr {
    let named = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse().ok()
    };
    let named = if shared.sign_in.behind_proxy { named() } else { None };
    named.unwrap_or_else(|| line.peer.ip())
}

pub(crate) fn signed_out() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "signed_out", "Sign in first")
}

pub(crate) fn unwritten(shared: &Shared, error: &LedgerError) -> Problem {
    shared.figures.count("hifazat_store_failures_total", None);
    tracing::error!(%error, "the ledger did not take a console's request");
    Problem::unavailable()
}
