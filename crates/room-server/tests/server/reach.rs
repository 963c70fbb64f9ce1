//! From where a console may be reached, and how.

use std::net::{Ipv4Addr, SocketAddr};

use hifazat_room_server::{Options, Outside};
use serde_json::json;

use crate::console::PASSWORD;
use crate::room::{Room, made, options};
use crate::wire::{connect, converse, exchange, request, trusting};

#[tokio::test]
async fn behind_a_proxy_the_cookie_is_for_tls_only_and_the_proxys_word_names_the_caller() {
    let home = made();
    let anywhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let asked = Options { console: anywhere, behind_proxy: true, ..options(home.path()) };
    let mut room = Room::serve(home, asked, Outside::default()).await;
    room.console.set_ip(Ipv4Addr::LOCALHOST.into());
    let once = room.one_time_password("ayesha", "operator");
    let sign_in = async |password: &str, from: &str| {
        let headers = [("content-type", "application/json"), ("x-forwarded-for", from)];
        let body = json!({ "seat": "ayesha", "password": password, "new_password": PASSWORD }).to_string();
        room.ask("POST", "/api/session", &headers, &body).await
    };
    let mut last = String::new();
    for _ in 0..6 {
        // Whoever calls may write what he likes before the address that our proxy adds.
        last = sign_in("a wrong password", "198.51.100.7, 203.0.113.9").await.code();
    }
    assert_eq!(last, "throttled");
    let welcome = sign_in(&once, "203.0.113.9, 198.51.100.7").await;
    assert_eq!(welcome.status, 200, "{:?}", welcome.body);
    let cookie = welcome.header("set-cookie");
    assert!(cookie.starts_with("__Host-") && cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
    assert!(welcome.header("strict-transport-security").contains("max-age"));
}

#[tokio::test]
async fn whoever_guesses_elsewhere_keeps_no_seat_out_of_where_it_is_at_home() {
    let home = made();
    let anywhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let asked = Options { console: anywhere, behind_proxy: true, ..options(home.path()) };
    let mut room = Room::serve(home, asked, Outside::default()).await;
    room.console.set_ip(Ipv4Addr::LOCALHOST.into());
    let once = room.one_time_password("ayesha", "operator");
    let sign_in = async |password: &str, new_password: Option<&str>, from: &str| {
        let headers = [("content-type", "application/json"), ("x-forwarded-for", from)];
        let body = json!({ "seat": "ayesha", "password": password, "new_password": new_password }).to_string();
        room.ask("POST", "/api/session", &headers, &body).await
    };
    assert_eq!(sign_in(&once, Some(PASSWORD), "2001:db8::1").await.status, 200);
    // Each of his addresses guesses too seldom to wait itself; he goes on until the seat has to.
    for guess in 0.. {
        let his = format!("2001:db8:{:x}::{guess}", guess / 4 + 1);
        if sign_in("a wrong password", None, &his).await.code() == "throttled" {
            break;
        }
    }
    let welcome = sign_in(PASSWORD, None, "2001:db8::2").await;
    assert_eq!(welcome.status, 200, "{:?}", welcome.body);
}

#[tokio::test]
async fn the_console_speaks_tls_with_its_own_certificate() {
    let home = made();
    let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let (certificate, key) = (home.path().join("console.pem"), home.path().join("console-key.pem"));
    std::fs::write(&certificate, own.cert.pem()).unwrap();
    std::fs::write(&key, own.signing_key.serialize_pem()).unwrap();
    let anywhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let asked = Options { console: anywhere, console_tls: Some((certificate, key)), ..options(home.path()) };
    let room = Room::serve(home, asked, Outside::default()).await;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, room.console.port()));
    let mut console = converse(connect(address, &trusting(own.cert.der())).await).await;
    let answer = exchange(&mut console, request("GET", "/readyz", &[], "")).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn boundaries_name_the_district_and_their_source() {
    let home = made();
    let file = home.path().join("districts.geojson");
    let square = |code: &str, name: &str, west: u8| {
        let (east, ring) = (west + 1, |corners: [(u8, u8); 5]| json!([corners.map(|(x, y)| json!([x, y]))]));
        let shape = ring([(west, 31), (east, 31), (east, 32), (west, 32), (west, 31)]);
        json!({ "type": "Feature", "properties": { "code": code, "name": name, "name_ur": "ضلع", "boundary": "osm" },
                "geometry": { "type": "Polygon", "coordinates": shape } })
    };
    let districts =
        json!({ "type": "FeatureCollection", "features": [square("E", "East", 74), square("W", "West", 73)] });
    std::fs::write(&file, districts.to_string()).unwrap();
    let asked = Options { boundaries: Some(file), ..options(home.path()) };
    let room = Room::serve(home, asked, Outside::default()).await;
    let seat = room.seat("ayesha").await;
    room.take(&room.known_person(1).await.raise(&room.bundle).envelope).await;
    let desk = seat.desk(&room).await;
    let row = &desk["incidents"][0];
    assert_eq!((&row["district"], &row["district_ur"]), (&json!("East"), &json!("ضلع")));
    assert_eq!((&row["district_approximate"], &desk["approximate"]), (&json!(false), &json!(false)));
    assert_eq!(desk["attribution"], "© OpenStreetMap contributors");
    assert_eq!(seat.get(&room, "/api/map").await.json()["boundaries"], districts);
}
