//! The laboratory itself: real sockets over the emulated link. Where a machine can have none, each of these tests says
//! so and is passed over.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::process::Stdio;

use super::*;
use crate::{Outages, Share, Way, profile};

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);
/// For what must come, on however busy a machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// For what must not come.
const SILENCE: Duration = Duration::from_millis(700);

fn lab_of(profile: &Profile, seed: u64) -> Option<Lab> {
    if let Some(obstacle) = Lab::obstacle() {
        // Not by a macro: those are not shown when a test succeeds.
        writeln!(std::io::stderr(), "passed over: {obstacle}").unwrap();
        return None;
    }
    Some(Lab::open(profile, seed).unwrap())
}

fn lab(name: &str) -> Option<Lab> {
    lab_of(profile(name).unwrap(), 1)
}

/// Answers every datagram with itself, as long as the test runs; its port.
fn udp_echo(at: IpAddr) -> u16 {
    let socket = UdpSocket::bind((at, 0)).unwrap();
    let port = socket.local_addr().unwrap().port();
    thread::spawn(move || {
        let mut buffer = [0; 2_000];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            socket.send_to(&buffer[..length], from).unwrap();
        }
    });
    port
}

/// Answers every byte with itself; its port.
fn tcp_echo(at: Ipv4Addr) -> u16 {
    let listener = TcpListener::bind((at, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            thread::spawn(move || std::io::copy(&mut stream.try_clone().unwrap(), &mut stream));
        }
    });
    port
}

/// A datagram socket of the phone that speaks to this address.
fn phone_udp(lab: &Lab, to: IpAddr, port: u16) -> UdpSocket {
    let any: SocketAddr = if to.is_ipv4() { ([0; 4], 0).into() } else { ([0_u16; 8], 0).into() };
    let socket = lab.on_phone_side(|| UdpSocket::bind(any).unwrap()).unwrap();
    socket.connect((to, port)).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

fn phone_tcp(lab: &Lab, to: impl Into<IpAddr>, port: u16) -> std::io::Result<TcpStream> {
    let to = SocketAddr::from((to.into(), port));
    let stream = lab.on_phone_side(|| TcpStream::connect_timeout(&to, PATIENCE)).unwrap()?;
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    Ok(stream)
}

fn answered(socket: &UdpSocket, limit: Duration) -> bool {
    socket.set_read_timeout(Some(limit)).unwrap();
    socket.recv(&mut [0; 2_000]).is_ok()
}

#[test]
fn a_datagram_and_its_answer_take_both_delays_of_good4g() {
    let Some(lab) = lab("good4g") else { return };
    let addresses = [Some(IpAddr::from(lab.room())), lab.room_v6().map(IpAddr::from)];
    for to in addresses.into_iter().flatten() {
        let phone = phone_udp(&lab, to, udp_echo(to));
        let begun = lab.elapsed();
        phone.send(b"alert").unwrap();
        assert!(answered(&phone, PATIENCE), "{to}");
        assert!(lab.elapsed() - begun >= 115 * MS, "{to}");
    }
    let tally = lab.tally();
    // Nobody but the test has sent anything.
    assert_eq!(tally.to_room.offered, tally.to_phone.offered);
    assert_eq!((tally.to_room.arrived, tally.to_room.lost), (tally.to_room.offered, 0));
    assert_eq!(lab.failure(), None);
}

#[test]
fn a_connection_over_good4g_brings_every_byte() {
    let Some(lab) = lab("good4g") else { return };
    let begun = lab.elapsed();
    let mut stream = phone_tcp(&lab, lab.room(), tcp_echo(lab.room())).unwrap();
    assert!(lab.elapsed() - begun >= 115 * MS);
    let sent: Vec<u8> = (0..200_000_u32).flat_map(|n| n.to_be_bytes()).collect();
    let mut writing = stream.try_clone().unwrap();
    let copy = sent.clone();
    thread::spawn(move || writing.write_all(&copy));
    let mut back = vec![0; sent.len()];
    stream.read_exact(&mut back).unwrap();
    assert!(back == sent, "some bytes came back as others");
}

#[test]
fn in_a_hole_nothing_passes_and_after_it_everything() {
    // Ten times as quick, so that nobody waits.
    let outages = Some(Outages { first: 2 * SECOND, dead: 2 * SECOND, every: 4 * SECOND });
    let Some(lab) = lab_of(&Profile { outages, ..*profile("holes").unwrap() }, 1) else { return };
    let phone = phone_udp(&lab, lab.room().into(), udp_echo(lab.room().into()));
    phone.set_read_timeout(Some(20 * MS)).unwrap();
    let mut back = BTreeSet::new();
    let mut buffer = [0; 16];
    while lab.elapsed() < PATIENCE && back.range(4_000..).next().is_none() {
        phone.send(&lab.elapsed().as_millis().to_be_bytes()).unwrap();
        if phone.recv(&mut buffer).is_ok() {
            back.insert(u128::from_be_bytes(buffer));
        }
    }
    // What is stamped just before the hole's end may have reached the link after it.
    assert_eq!(back.range(2_000..3_500).next(), None, "{back:?}");
    assert!(back.range(..2_000).next().is_some() && back.range(4_000..).next().is_some(), "{back:?}");
    assert!(lab.tally().to_room.dead > 0);
}

#[test]
fn a_connection_outlives_a_cut() {
    let Some(lab) = lab("good4g") else { return };
    let mut stream = phone_tcp(&lab, lab.room(), tcp_echo(lab.room())).unwrap();
    lab.cut();
    stream.write_all(b"alert").unwrap();
    stream.set_read_timeout(Some(SILENCE)).unwrap();
    assert!(stream.read(&mut [0; 5]).is_err());
    lab.restore();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut back = [0; 5];
    stream.read_exact(&mut back).unwrap();
    assert_eq!(&back, b"alert");
}

#[test]
fn after_a_rebinding_the_room_sees_another_port_and_old_connections_are_silent() {
    let Some(lab) = lab("good4g") else { return };
    let room = UdpSocket::bind((lab.room(), 0)).unwrap();
    room.set_read_timeout(Some(PATIENCE)).unwrap();
    let phone = phone_udp(&lab, lab.room().into(), room.local_addr().unwrap().port());
    let mut stream = phone_tcp(&lab, lab.room(), tcp_echo(lab.room())).unwrap();
    phone.send(b"first").unwrap();
    let (_, before) = room.recv_from(&mut [0; 9]).unwrap();
    assert_eq!(before.port(), phone.local_addr().unwrap().port());

    lab.rebind();
    room.send_to(b"too late", before).unwrap();
    assert!(!answered(&phone, SILENCE));
    phone.send(b"second").unwrap();
    let (_, after) = room.recv_from(&mut [0; 9]).unwrap();
    assert_ne!(after.port(), before.port());
    room.send_to(b"answer", after).unwrap();
    assert!(answered(&phone, PATIENCE));

    stream.write_all(b"alert").unwrap();
    stream.set_read_timeout(Some(SILENCE)).unwrap();
    assert!(stream.read(&mut [0; 5]).is_err());
    assert!(phone_tcp(&lab, lab.room(), tcp_echo(lab.room())).is_ok());
}

#[test]
fn blocked_udp_never_arrives_and_tcp_does() {
    let Some(lab) = lab("udp-blocked") else { return };
    let phone = phone_udp(&lab, lab.room().into(), udp_echo(lab.room().into()));
    phone.send(b"alert").unwrap();
    assert!(phone_tcp(&lab, lab.room(), tcp_echo(lab.room())).is_ok());
    assert!(!answered(&phone, SILENCE));
    assert_eq!(lab.tally().to_room.blocked, 1);
}

#[test]
fn behind_a_portal_a_stranger_answers_for_everybody() {
    let Some(lab) = lab("portal") else { return };
    let room = tcp_echo(lab.room());
    for (to, port) in [(Ipv4Addr::new(203, 0, 113, 5), 80), (lab.room(), room)] {
        let mut stream = phone_tcp(&lab, to, port).unwrap();
        assert_eq!(stream.peer_addr().unwrap(), SocketAddr::from((to, port)));
        stream.write_all(b"POST /v1/envelopes HTTP/1.1\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("Accept our terms"), "{answer}");
    }
}

#[test]
fn the_same_seed_loses_the_same_datagrams() {
    let way = Way { loss: Share::percent(30), ..Way::of_delay(MS) };
    let lossy = Profile { to_room: way, ..*profile("good4g").unwrap() };
    let arrived = |seed| {
        let lab = lab_of(&lossy, seed)?;
        let room = UdpSocket::bind((lab.room(), 0)).unwrap();
        let phone = phone_udp(&lab, lab.room().into(), room.local_addr().unwrap().port());
        (0..100_u8).for_each(|n| assert_eq!(phone.send(&[n]).unwrap(), 1));
        room.set_read_timeout(Some(SILENCE)).unwrap();
        let mut one = [0];
        Some(std::iter::from_fn(|| room.recv(&mut one).ok().map(|_| one[0])).collect::<Vec<_>>())
    };
    let Some(first) = arrived(7) else { return };
    assert!((50..90).contains(&first.len()), "{first:?}");
    assert_eq!(arrived(7).unwrap(), first);
    assert_ne!(arrived(8).unwrap(), first);
}

#[test]
fn two_laboratories_are_two_networks() {
    let Some(first) = lab("good4g") else { return };
    let second = lab("good4g").unwrap();
    assert_ne!(first.room(), second.room());
    first.cut();
    let phone = phone_udp(&second, second.room().into(), udp_echo(second.room().into()));
    phone.send(b"alert").unwrap();
    assert!(answered(&phone, PATIENCE));
    assert_eq!(first.tally().to_room.offered, 0);
}

#[test]
fn at_its_end_nothing_is_left_and_nobody_runs() {
    let Some(lab) = lab("good4g") else { return };
    let mut inside = lab.phone_command("sleep").arg("1000").stdin(Stdio::null()).spawn().unwrap();
    let told = lab.phone_command("sh").args(["-c", "echo $LAB_ROOM $LAB_PHONE"]).output().unwrap();
    assert_eq!(String::from_utf8(told.stdout).unwrap().trim(), format!("{} {}", lab.room(), lab.phone()));
    let room = lab.room();
    drop(lab);
    assert!(!inside.wait().unwrap().success());
    assert!(TcpListener::bind((room, 0)).is_err(), "its address is still here");
}

#[test]
fn what_a_killed_laboratory_left_is_removed_by_the_next() {
    if lab("good4g").is_none() {
        return;
    }
    let mut dead = Command::new("true").spawn().unwrap();
    dead.wait().unwrap();
    let left = format!("hifazat-lab-{}-0", dead.id());
    assert!(Command::new("ip").args(["netns", "add", &left]).status().unwrap().success());
    drop(lab("good4g"));
    let list = Command::new("ip").args(["netns", "list"]).output().unwrap().stdout;
    assert!(!String::from_utf8(list).unwrap().contains(&left));
}
