//! Kannel's side: one text a call, `GET` from its `get-url`, `POST` from its `post-url`, at
//! `/texts?secret=…&from=%p&text=%a`; a `POST` has the text for its body and needs no `text`.
//!
//! 200 with an empty body says that the text may be forgotten; Kannel sends a body on to the phone as a text. 503 says that
//! it could not be written down: with `http-request-retry` Kannel brings it again.

pub(super) mod send;

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::http::{Method, Response, StatusCode};
use tokio::net::TcpListener;

use super::intake::{self, NotNow};
use super::secret::Secret;
use super::text::Text;
use crate::net::body::read_body;
use crate::net::connections::{Connections, Phase};
use crate::net::door::{Answer, Call, Door};
use crate::shared::Shared;

/// A gateway needs a few.
const CONNECTIONS: usize = 64;
/// The longest text that Kannel puts together from parts, and more.
const LONGEST_BODY: usize = 64 * 1024;

/// Kannel's door.
pub(super) fn door(listener: TcpListener, secret: Secret, shared: &Arc<Shared>) -> Door {
    let connections = Connections::new(CONNECTIONS);
    Door { listener, tls: None, limits: shared.limits, connections, answer: answer(secret, Arc::clone(shared)) }
}

fn answer(secret: Secret, shared: Arc<Shared>) -> Answer {
    let secret = Arc::new(secret);
    Arc::new(move |call| {
        let (secret, shared) = (Arc::clone(&secret), Arc::clone(&shared));
        Box::pin(async move {
            let ticket = Arc::clone(&call.ticket);
            let status = take(&secret, &shared, call).await;
            ticket.set(Phase::Waiting);
            quiet(status)
        })
    })
}

async fn take(secret: &Secret, shared: &Shared, call: Call) -> StatusCode {
    let (head, body) = call.request.into_parts();
    if head.uri.path() != "/texts" {
        return StatusCode::NOT_FOUND;
    }
    let mut fields: HashMap<_, _> =
        form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    if !fields.get("secret").is_some_and(|offered| secret.is(offered.as_bytes())) {
        tracing::warn!("a caller at Kannel's door did not know the secret (--kannel-secret-file)");
        return StatusCode::FORBIDDEN;
    }
    let words = match head.method {
        Method::GET => fields.remove("text"),
        Method::POST => match read_body(body, LONGEST_BODY, shared.limits.body).await {
            Ok(body) => Some(String::from_utf8_lossy(&body).into_owned()),
            Err(_) => return StatusCode::BAD_REQUEST,
        },
        _ => return StatusCode::METHOD_NOT_ALLOWED,
    };
    let Some(words) = words else { return StatusCode::BAD_REQUEST };
    call.ticket.set(Phase::Working);
    let text = Text::new(&fields.remove("from").unwrap_or_default(), words);
    match intake::take(shared, &text).await {
        Ok(()) => StatusCode::OK,
        Err(NotNow) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// No word: whatever stands there goes to a phone.
fn quiet(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
