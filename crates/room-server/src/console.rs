//! The console's listener: its page, its API, its live stream. Every route is written down in the OpenAPI document.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use tower::ServiceExt;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::net::connections::Ticket;
use crate::net::door::{Answer, Call};
use crate::problem::Problem;
use crate::shared::Shared;

pub(crate) mod act;
pub(crate) mod assets;
pub(crate) mod body;
pub(crate) mod caller;
pub(crate) mod clip;
pub(crate) mod desk;
pub(crate) mod headers;
pub(crate) mod incident;
pub(crate) mod low_trust;
pub(crate) mod map;
pub(crate) mod metrics;
pub(crate) mod openapi;
pub(crate) mod session;
pub(crate) mod sign_in;
pub(crate) mod stream;
pub(crate) mod watch;

/// What the connection knows, for handlers that care.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) peer: SocketAddr,
    pub(crate) ticket: Arc<Ticket>,
}

/// What answers consoles.
pub(crate) fn answer(shared: Arc<Shared>) -> Answer {
    let router = router(shared);
    Arc::new(move |call: Call| {
        let router = router.clone();
        let mut request = call.request.map(Body::new);
        request.extensions_mut().insert(Line { peer: call.address, ticket: call.ticket });
        Box::pin(async move {
            match router.oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        })
    })
}

fn router(shared: Arc<Shared>) -> Router {
    let secure = shared.sign_in.cookies.secure;
    let (router, document) = documented().split_for_parts();
    router
        .route("/api/openapi.json", axum::routing::get(move || async move { Json(document) }))
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
        .fallback(page)
        .with_state(shared)
        .layer(from_fn(as_problem))
        .layer(from_fn(quietly))
        .layer(from_fn_with_state(secure, headers::add))
}

/// The documented routes; the document is made from the very same list.
pub(crate) fn documented() -> OpenApiRouter<Arc<Shared>> {
    OpenApiRouter::with_openapi(openapi::document())
        .routes(routes!(session::show, sign_in::take, session::end))
        .routes(routes!(desk::show))
        .routes(routes!(low_trust::show))
        .routes(routes!(incident::show))
        .routes(routes!(clip::play))
        .routes(routes!(act::accept))
        .routes(routes!(act::dispatch))
        .routes(routes!(act::arrive))
        .routes(routes!(act::close))
        .routes(routes!(stream::listen))
        .routes(routes!(map::show))
        .routes(routes!(metrics::show))
        .routes(routes!(watch::alive))
        .routes(routes!(watch::ready))
}

async fn page(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") {
        return Problem::not_found().into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::method_not_allowed().into_response();
    }
    shared.assets.answer(path, request.headers())
}

/// A path or a query that axum itself refuses is answered in plain text; here it becomes a problem like all others.
async fn as_problem(request: Request, next: axum::middleware::Next) -> Response {
    let response = next.run(request).await;
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if response.status() != StatusCode::BAD_REQUEST || !kind.is_some_and(|kind| kind.starts_with("text/plain")) {
        return response;
    }
    let words = axum::body::to_bytes(response.into_body(), 1024).await.unwrap_or_default();
    Problem::bad_field(String::from_utf8_lossy(&words)).into_response()
}

/// One quiet line a request: method, the route's pattern and the status; never an address, a query or a body.
async fn quietly(request: Request, next: axum::middleware::Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<axum::extract::MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    tracing::debug!(%method, route = route.as_deref().unwrap_or("page"), status = response.status().as_u16(), "console");
    response
}
