//! The OpenAPI document.

use crate::room::Room;

#[tokio::test]
async fn the_document_lists_every_route_and_every_listed_route_exists() {
    let room = Room::open().await;
    let document = room.ask("GET", "/api/openapi.json", &[], "").await.json();
    let paths = document["paths"].as_object().unwrap();
    let mut routes = Vec::new();
    for (path, methods) in paths {
        for method in methods.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            routes.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    routes.sort();
    let expected = [
        "DELETE /api/session",
        "GET /api/desk",
        "GET /api/incidents/{id}",
        "GET /api/incidents/{id}/clips/{digest}",
        "GET /api/low-trust",
        "GET /api/map",
        "GET /api/openapi.json",
        "GET /api/session",
        "GET /api/stream",
        "GET /healthz",
        "GET /metrics",
        "GET /readyz",
        "GET /v1/bundle",
        "POST /api/incidents/{id}/accept",
        "POST /api/incidents/{id}/arrive",
        "POST /api/incidents/{id}/close",
        "POST /api/incidents/{id}/dispatch",
        "POST /api/session",
        "POST /v1/asks",
        "POST /v1/envelopes",
    ];
    assert_eq!(routes, expected);
    for route in routes {
        let (method, path) = route.split_once(' ').unwrap();
        let path = path.replace("{id}", "00000000-0000-0000-0000-000000000000").replace("{digest}", &"0".repeat(64));
        let answer = if path.starts_with("/v1/") {
            room.phone(method, &path, &[], b"").await
        } else {
            room.ask(method, &path, &[], "").await
        };
        assert!(!matches!(answer.status.as_u16(), 404 | 405), "{route}: {}", answer.status);
    }
}
