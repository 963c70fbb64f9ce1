//! Every error over HTTP is a problem document (RFC 9457), and all of them are made here.
//!
//! Programs switch on `code`; the words are for people and may change.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use serde::Serialize;

/// The problem document.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct ProblemDocument {
    /// A URI that names the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What programs switch on.
    pub code: String,
    /// What was wrong this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub detail: Option<String>,
}

/// An error that becomes an answer.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: Option<String>,
    retry_after_s: Option<u64>,
    current: Option<serde_json::Value>,
}

impl Problem {
    /// A problem of this status, code and title.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self { status, code, title, detail: None, retry_after_s: None, current: None }
    }

    /// Says what was wrong this time. Never a place, a name or a secret.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Asks the caller to come again after so many seconds.
    #[must_use]
    pub fn retry_after_s(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// Puts the present state beside the refusal, so that a second operator sees what changed.
    #[must_use]
    pub fn current(mut self, current: &impl Serialize) -> Self {
        self.current = serde_json::to_value(current).ok();
        self
    }

    /// What programs switch on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// 404.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here")
    }

    /// 405.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "This address does not take that method")
    }

    /// 503: nothing was lost, come again.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "store_unavailable", "The control room cannot write down just now")
            .retry_after_s(2)
    }

    /// 400 with a field's name in the detail.
    #[must_use]
    pub fn bad_field(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", "The request is not as it should be").detail(detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let document = ProblemDocument {
            kind: format!("urn:hifazat:problem:{}", self.code),
            title: self.title.to_owned(),
            status: self.status.as_u16(),
            code: self.code.to_owned(),
            detail: self.detail,
        };
        let mut value = serde_json::to_value(document).unwrap_or_default();
        if let (Some(map), Some(current)) = (value.as_object_mut(), self.current) {
            map.insert("current".to_owned(), current);
        }
        let mut response = Response::new(Body::from(value.to_string()));
        *response.status_mut() = self.status;
        let mut set = |name: HeaderName, value: HeaderValue| response.headers_mut().insert(name, value);
        set(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        set(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_s {
            set(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Problem> for Response<Body> {
    fn from(problem: Problem) -> Self {
        problem.into_response()
    }
}
