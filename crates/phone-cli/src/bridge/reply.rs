//! The bridge's answers, all with the same headers of caution.

use std::convert::Infallible;

use futures_util::Stream;
use hifazat_phone_shell::CONTENT_SECURITY_POLICY;
use hifazat_phone_shell::face::Failure;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::Response;
use hyper::body::{Bytes, Frame};
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY as POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use serde::Serialize;

pub(super) type Body = UnsyncBoxBody<Bytes, Infallible>;

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// One answer on its way out.
pub(super) struct Reply {
    status: u16,
    content_type: &'static str,
    body: Body,
}

/// A problem document (RFC 9457) that is also the face's `Failure`.
#[derive(Serialize)]
struct Problem<'a> {
    r#type: &'static str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    code: &'a str,
    message: &'a str,
}

impl Reply {
    pub(super) fn bytes(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status: 200, content_type, body: Full::new(body.into()).boxed_unsync() }
    }

    pub(super) fn json(value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self::bytes("application/json", body),
            Err(error) => Self::problem(500, "not_json", &error.to_string()),
        }
    }

    pub(super) fn stream(content_type: &'static str, parts: impl Stream<Item = Bytes> + Send + 'static) -> Self {
        use futures_util::StreamExt;
        let frames = parts.map(|part| Ok(Frame::data(part)));
        Self { status: 200, content_type, body: StreamBody::new(frames).boxed_unsync() }
    }

    pub(super) fn problem(status: u16, code: &str, message: &str) -> Self {
        let problem = Problem { r#type: "about:blank", title: code, status, detail: message, code, message };
        let reply = Self::json(&problem);
        Self { status, content_type: "application/problem+json", ..reply }
    }

    /// A command that the phone could not carry out.
    pub(super) fn failure(failure: &Failure) -> Self {
        Self::problem(422, &failure.code, &failure.message)
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status.try_into().unwrap_or_default();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
        headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
        if self.status == 405 {
            headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
        }
        response
    }
}
