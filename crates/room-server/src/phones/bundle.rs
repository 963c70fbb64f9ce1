//! `GET /v1/bundle`: the newest signed trust bundle.

use axum::body::Body;
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};

use crate::shared::Shared;

#[utoipa::path(get, path = "/v1/bundle", tag = "phones",
    responses((status = 200, body = Object, content_type = "application/json",
        description = "The signed bundle; a phone believes it only under its pinned root key")))]
pub(crate) fn show(shared: &Shared) -> Response<Body> {
    let mut response = Response::new(Body::from(shared.trust.current().json.clone()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
