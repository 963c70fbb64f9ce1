//! The same facts as a plain app would send them: one JSON object for each place, over HTTPS. Once with a connection that
//! is kept for the whole hour, once with a new one for each place (taken up again where TLS can).

use std::convert::Infallible;
use std::net::Ipv4Addr;

use anyhow::{Context, Result, ensure};
use hifazat_testkit::{Room, free_port};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::meter::Meter;
use super::movement::Movement;
use crate::client::{Connection, connector};
use crate::device::trust;

const ALERT: &str = "84acc16a-f38f-59d2-ddeb-004751e48c2d";
const DEVICE: &str = "a9da4723-4759-8561-fde8-f51135363993";
const TOKEN: &str = "Bearer 5f1c0b9be8f7431f9f0ad5cbe34b0c7d";

pub(crate) async fn measure(room: &Room, tracks: &[(Movement, Vec<Value>)]) -> Result<Value> {
    let (server, port) = (free_port()?, free_port()?);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, server)).await.context("the plain server's port")?;
    tokio::spawn(serve(listener, room.acceptor()?));
    let meter = Meter::before(port, server).await?;
    let connector = connector(&trust(room)?)?;
    let mut kinds = Map::new();
    for (kind, keeps) in [("kept_connection", true), ("new_connections", false)] {
        let mut hours = Map::new();
        let mut alert_bytes = 0;
        for (movement, places) in tracks {
            meter.take();
            let mut connection = Connection::to(port, &connector).await?;
            post(&mut connection, places.first().context("a track without a place")?, true).await?;
            alert_bytes = meter.take();
            for place in places {
                if !keeps {
                    drop(connection);
                    connection = Connection::to(port, &connector).await?;
                }
                post(&mut connection, place, false).await?;
            }
            hours.insert(movement.name().to_owned(), meter.take().into());
        }
        kinds.insert(kind.to_owned(), json!({"per_alert_bytes": alert_bytes, "per_tracked_hour_bytes": hours}));
    }
    Ok(Value::Object(kinds))
}

async fn post(connection: &mut Connection, place: &Value, raises: bool) -> Result<()> {
    let mut facts = json!({
        "alert_id": ALERT,
        "device_id": DEVICE,
        "status": "actual",
        "type": if raises { "raise" } else { "update" },
        "location": place,
        "battery_percent": 64,
        "charging": false,
    });
    if let Some(object) = facts.as_object_mut().filter(|_| raises) {
        object.insert("contact_rule".to_owned(), "silent".into());
        object.insert("trigger".to_owned(), "hold".into());
        object.insert("language".to_owned(), "urdu".into());
    }
    let headers = [
        ("content-type", "application/json"),
        ("accept", "application/json"),
        ("user-agent", "safety/1.0"),
        ("authorization", TOKEN),
    ];
    let answer = connection.send("POST", "/api/v1/alerts", &headers, Bytes::from(facts.to_string())).await?;
    ensure!(answer.status() == 200, "the plain server answered {}", answer.status());
    answer.into_body().collect().await.context("the plain server's answer")?;
    Ok(())
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor) {
    while let Ok((stream, _)) = listener.accept().await {
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(store));
            // A client that leaves ends it with an error or without one.
            drop(connection.await);
        });
    }
}

async fn store(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    drop(request.into_body().collect().await);
    let told = json!({"status": "stored", "alert_id": ALERT, "received_at": "2026-11-26T02:14:07.412Z"});
    let mut answer = Response::new(Full::new(Bytes::from(told.to_string())));
    let typed = hyper::header::HeaderValue::from_static("application/json");
    answer.headers_mut().insert(hyper::header::CONTENT_TYPE, typed);
    Ok(answer)
}
