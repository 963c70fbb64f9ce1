//! `GET /metrics`: figures for Prometheus. Only numbers; no place, no person, no id.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;

use crate::net::connections::Connections;
use crate::shared::Shared;

/// Figures.
#[utoipa::path(get, path = "/metrics", tag = "watch", responses((status = 200, body = String, content_type = "text/plain")))]
pub(crate) async fn show(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    let figures = &shared.figures;
    door(&shared, "phones", &shared.phones);
    door(&shared, "consoles", &shared.consoles);
    figures.set("hifazat_consoles", None, shared.hub.listeners());
    figures.set("hifazat_revision", None, shared.hub.newest());
    figures.set("hifazat_bundle_expires_seconds", None, shared.trust.current().expires_at.0 / 1000);
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], figures.page())
}

fn door(shared: &Shared, name: &'static str, connections: &Connections) {
    shared.figures.set("hifazat_connections", Some(("door", name)), connections.open());
    shared.figures.total("hifazat_connections_cut_total", Some(("door", name)), connections.cut());
}
