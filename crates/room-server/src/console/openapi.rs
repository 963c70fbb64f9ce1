//! The OpenAPI document's frame; the routes add themselves.

use utoipa::OpenApi;

/// The phones' routes answer on their own listener and stand here so that one document tells everything.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hifazat control room",
        description = "The console's API (cookie session; changes carry X-Hifazat-Csrf) and the phones' endpoint."
    ),
    paths(
        crate::phones::envelopes::take,
        crate::phones::asks::take,
        crate::phones::bundle::show,
        described
    ),
    tags(
        (name = "console", description = "Operators' consoles"),
        (name = "phones", description = "Phones, on their own TLS endpoint"),
        (name = "watch", description = "Whoever watches the room")
    )
)]
struct Frame;

pub(crate) fn document() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}

/// This document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "watch", responses((status = 200, body = Object)))]
#[expect(dead_code, reason = "the route itself is a closure over the finished document")]
fn described() {}
