//! What a packet says on its outside, and changing it there.
//!
//! Only what the emulator needs of IPv4 (RFC 791), IPv6 (RFC 8200), TCP and UDP. Checksums are kept by the difference
//! (RFC 1624), so a packet that came damaged leaves damaged.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddrV4};

use crate::network::Carrier;

const TCP: u8 = 6;
const UDP: u8 = 17;
const SYN: u8 = 0x02;
const ACK: u8 = 0x10;
/// Where the addresses of an IPv4 header are, and its checksum.
const SOURCE: usize = 12;
const DESTINATION: usize = 16;
const HEADER_SUM: usize = 10;
/// The length of an IPv6 header without extensions, which nothing here sends.
const V6_HEADER: usize = 40;

/// What can be seen of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) carrier: Carrier,
    pub(crate) destination: IpAddr,
    /// Source and destination; 0 where there are none. The later fragments of a long datagram have none either, and count
    /// as something else: without its first one a datagram does not arrive.
    pub(crate) ports: (u16, u16),
}

/// Looks at a packet. Nothing when it is no whole IP header.
pub(crate) fn look(packet: &[u8]) -> Option<Seen> {
    let (protocol, destination, payload) = match packet.first()? >> 4 {
        4 => {
            let protocol = *packet.get(9)?;
            let destination = Ipv4Addr::from(u32::from_be_bytes(array(packet, DESTINATION)?));
            // Only the first fragment knows the ports.
            let first = word(packet, 6)? & 0x1fff == 0;
            (protocol, IpAddr::V4(destination), first.then(|| packet.get(header(packet)?..)).flatten())
        }
        6 => (*packet.get(6)?, IpAddr::V6(Ipv6Addr::from(array::<16>(packet, 24)?)), packet.get(V6_HEADER..)),
        _ => return None,
    };
    let ports = payload.and_then(|payload| Some((word(payload, 0)?, word(payload, 2)?)));
    let flags = payload.and_then(|payload| payload.get(13)).copied().unwrap_or(0);
    let (carrier, ports) = match (protocol, ports) {
        (TCP, Some(ports)) => (Carrier::Tcp { opens: flags & (SYN | ACK) == SYN }, ports),
        (UDP, Some(ports)) => (Carrier::Udp, ports),
        _ => (Carrier::Other, (0, 0)),
    };
    Some(Seen { carrier, destination, ports })
}

/// Gives a packet another source port.
pub(crate) fn set_source_port(packet: &mut [u8], port: u16) -> Option<()> {
    let (payload, sums) = transport(packet)?;
    change(packet, payload, port, &sums)
}

/// Gives a packet another destination port.
pub(crate) fn set_destination_port(packet: &mut [u8], port: u16) -> Option<()> {
    let (payload, sums) = transport(packet)?;
    change(packet, payload + 2, port, &sums)
}

/// Makes an IPv4 packet come from somewhere else.
pub(crate) fn set_source(packet: &mut [u8], from: SocketAddrV4) -> Option<()> {
    set_source_port(packet, from.port())?;
    set_address(packet, SOURCE, *from.ip())
}

/// Makes an IPv4 packet go somewhere else.
pub(crate) fn set_destination(packet: &mut [u8], to: SocketAddrV4) -> Option<()> {
    set_destination_port(packet, to.port())?;
    set_address(packet, DESTINATION, *to.ip())
}

/// Where an IPv4 packet wants to go.
pub(crate) fn destination(packet: &[u8]) -> Option<SocketAddrV4> {
    let seen = look(packet)?;
    match seen.destination {
        IpAddr::V4(address) => Some(SocketAddrV4::new(address, seen.ports.1)),
        IpAddr::V6(_) => None,
    }
}

fn set_address(packet: &mut [u8], at: usize, address: Ipv4Addr) -> Option<()> {
    let (_, mut sums) = transport(packet)?;
    sums.push(HEADER_SUM);
    let [a, b, c, d] = address.octets();
    change(packet, at, u16::from_be_bytes([a, b]), &sums)?;
    change(packet, at + 2, u16::from_be_bytes([c, d]), &sums)
}

/// Where TCP or UDP begins, and where the checksum is that covers it and the addresses.
fn transport(packet: &[u8]) -> Option<(usize, Vec<usize>)> {
    let (payload, protocol) = match packet.first()? >> 4 {
        4 => (header(packet)?, *packet.get(9)?),
        6 => (V6_HEADER, *packet.get(6)?),
        _ => return None,
    };
    match protocol {
        TCP => Some((payload, vec![payload + 16])),
        // A datagram may go without one.
        UDP if word(packet, payload + 6)? == 0 => Some((payload, vec![])),
        UDP => Some((payload, vec![payload + 6])),
        _ => None,
    }
}

/// The length of the IPv4 header.
fn header(packet: &[u8]) -> Option<usize> {
    Some(usize::from(packet.first()? & 0x0f) * 4)
}

/// Puts a word where another was, and keeps the checksums right.
fn change(packet: &mut [u8], at: usize, new: u16, sums: &[usize]) -> Option<()> {
    let old = word(packet, at)?;
    put(packet, at, new)?;
    for sum in sums {
        let all = u32::from(!word(packet, *sum)?) + u32::from(!old) + u32::from(new);
        let folded = (all & 0xffff) + (all >> 16);
        let folded = (folded & 0xffff) + (folded >> 16);
        put(packet, *sum, !u16::try_from(folded).ok()?)?;
    }
    Some(())
}

fn word(packet: &[u8], at: usize) -> Option<u16> {
    array(packet, at).map(u16::from_be_bytes)
}

fn array<const N: usize>(packet: &[u8], at: usize) -> Option<[u8; N]> {
    packet.get(at..)?.first_chunk().copied()
}

fn put(packet: &mut [u8], at: usize, word: u16) -> Option<()> {
    *packet.get_mut(at..)?.first_chunk_mut()? = word.to_be_bytes();
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 2);
    const ROOM: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 1);

    /// A packet with right checksums, as a kernel makes it.
    fn packet(protocol: u8, flags: u8, words: &[u8]) -> Vec<u8> {
        let mut transport = vec![0x0f, 0xa0, 0x01, 0xbb];
        let (head, sum) = if protocol == TCP { (20, 16) } else { (8, 6) };
        transport.resize(head, 0);
        if protocol == TCP {
            transport[13] = flags;
        } else {
            transport[5] = u8::try_from(8 + words.len()).unwrap();
        }
        transport.extend(words);
        let length = u16::try_from(20 + transport.len()).unwrap();
        let mut packet = vec![0x45, 0, 0, 0, 0, 0, 0, 0, 64, protocol, 0, 0];
        packet[2..4].copy_from_slice(&length.to_be_bytes());
        packet.extend(PHONE.octets());
        packet.extend(ROOM.octets());
        let header_sum = sum_of(&packet);
        packet[10..12].copy_from_slice(&header_sum.to_be_bytes());
        packet.extend(transport);
        let transport_sum = sum_of(&pseudo(&packet));
        packet[20 + sum..22 + sum].copy_from_slice(&transport_sum.to_be_bytes());
        packet
    }

    fn pseudo(packet: &[u8]) -> Vec<u8> {
        let length = u16::try_from(packet.len() - 20).unwrap().to_be_bytes();
        [&packet[12..20], &[0, packet[9]], &length, &packet[20..]].concat()
    }

    fn sum_of(bytes: &[u8]) -> u16 {
        let words = bytes.chunks(2).map(|two| u32::from(two[0]) << 8 | u32::from(*two.get(1).unwrap_or(&0)));
        let sum = words.sum::<u32>();
        let sum = (sum & 0xffff) + (sum >> 16);
        !u16::try_from((sum & 0xffff) + (sum >> 16)).unwrap()
    }

    fn is_whole(packet: &[u8]) -> bool {
        sum_of(&packet[..20]) == 0 && sum_of(&pseudo(packet)) == 0
    }

    #[test]
    fn it_sees_where_a_packet_goes_and_what_it_is() {
        let seen = look(&packet(UDP, 0, b"alert")).unwrap();
        assert_eq!(seen, Seen { carrier: Carrier::Udp, destination: ROOM.into(), ports: (4_000, 443) });
        let carrier = |flags| look(&packet(TCP, flags, b"")).unwrap().carrier;
        assert_eq!(carrier(SYN), Carrier::Tcp { opens: true });
        assert_eq!(carrier(SYN | ACK), Carrier::Tcp { opens: false });
        assert_eq!(carrier(ACK), Carrier::Tcp { opens: false });
        assert_eq!(look(&packet(1, 0, b"ping")).unwrap().ports, (0, 0));
    }

    #[test]
    fn a_changed_packet_has_right_checksums_and_comes_back_as_it_was() {
        let elsewhere = SocketAddrV4::new(Ipv4Addr::new(203, 0, 113, 77), 20_123);
        for was in [packet(UDP, 0, b"alert"), packet(TCP, SYN, b""), packet(UDP, 0, &[0xff; 101])] {
            let mut now = was.clone();
            assert!(is_whole(&now));
            set_source(&mut now, elsewhere).unwrap();
            set_destination(&mut now, elsewhere).unwrap();
            assert!(is_whole(&now));
            assert_eq!(destination(&now), Some(elsewhere));
            set_source(&mut now, SocketAddrV4::new(PHONE, 4_000)).unwrap();
            set_destination(&mut now, SocketAddrV4::new(ROOM, 443)).unwrap();
            assert_eq!(now, was);
        }
    }

    #[test]
    fn a_datagram_without_a_checksum_stays_without_one() {
        let mut bare = packet(UDP, 0, b"alert");
        bare[26..28].copy_from_slice(&[0, 0]);
        set_source_port(&mut bare, 20_123).unwrap();
        assert_eq!(bare[26..28], [0, 0]);
    }

    #[test]
    fn the_later_fragments_of_a_datagram_have_no_ports() {
        let mut later = packet(UDP, 0, b"alert");
        later[7] = 0x10;
        let seen = look(&later).unwrap();
        assert_eq!((seen.carrier, seen.ports), (Carrier::Other, (0, 0)));
    }

    #[test]
    fn no_bytes_make_it_stumble() {
        let whole = packet(TCP, SYN, b"");
        for length in 0..whole.len() {
            let mut part = whole[..length].to_vec();
            let _seen = look(&part);
            let _set = set_source(&mut part, SocketAddrV4::new(PHONE, 1));
        }
        assert_eq!(look(&[0x75; 60]), None);
    }
}
