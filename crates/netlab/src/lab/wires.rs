//! The two TUN devices and their addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

use anyhow::{Context, Result};
use tun_rs::{DeviceBuilder, SyncDevice};

use super::Addresses;
use super::ip::ip;
use super::space::Space;

/// Below what mobile networks leave of 1,500 after their tunnels.
const MTU: u16 = 1_400;

/// Both ends, up and with their addresses.
pub(super) struct Wires {
    pub(super) phone: SyncDevice,
    pub(super) room: SyncDevice,
    pub(super) addresses: Addresses,
}

impl Wires {
    /// Lays them between `space` and here, in this network.
    pub(super) fn lay(space: &Space, subnet: u8) -> Result<Self> {
        let [room, phone] = [1, 2].map(|host| Ipv4Addr::new(10, 77, subnet, host));
        let [room_v6, phone_v6] = [1, 2].map(|host| Ipv6Addr::new(0xfd77, 0, 0, u16::from(subnet), 0, 0, 0, host));

        let inside = space.mark().device('p');
        let phone_device = device(&inside)?;
        ip(&format!("link set {inside} netns {}", space.mark()))?;
        space.ip("link set lo up")?;
        // Without an address of its own making a device has nothing to say: only what programs send is carried.
        space.ip(&format!("link set {inside} mtu {MTU} addrgenmode none"))?;
        space.ip(&format!("link set {inside} up"))?;
        space.ip(&format!("address add {phone}/24 dev {inside}"))?;
        // Everything goes over the link, and what is not for the room ends there: as on a phone, no name server and no
        // other host answers.
        space.ip(&format!("route add default dev {inside}"))?;

        let outside = space.mark().device('r');
        let room_device = device(&outside)?;
        ip(&format!("link set {outside} mtu {MTU} addrgenmode none"))?;
        ip(&format!("link set {outside} up"))?;
        ip(&format!("address add {room}/24 dev {outside}"))?;

        // A machine without IPv6 is no obstacle.
        let v6 = space.ip(&format!("address add {phone_v6}/64 dev {inside} nodad"));
        let v6 = v6.and_then(|_| ip(&format!("address add {room_v6}/64 dev {outside} nodad")));
        let addresses = Addresses { room, phone, room_v6: v6.is_ok().then_some(room_v6) };
        Ok(Self { phone: phone_device, room: room_device, addresses })
    }
}

fn device(name: &str) -> Result<SyncDevice> {
    // It is set up only when it is where it belongs.
    let device = DeviceBuilder::new().name(name).enable(false).build_sync();
    let device = device.with_context(|| format!("making the TUN device {name}"))?;
    device.set_nonblocking(true).with_context(|| format!("the TUN device {name}"))?;
    Ok(device)
}

/// The N of the first 10.77.N.0/24 after the last one that nobody on this machine uses or has a route to.
pub(super) fn free_subnet(last: u8) -> Result<u8> {
    let used = ip("-4 -oneline address show")? + &ip("-4 route show table all")?;
    let mut turn = (0..=u8::MAX).map(|step| last.wrapping_add(1).wrapping_add(step));
    let free = turn.find(|subnet| !used.contains(&format!("10.77.{subnet}.")));
    free.context("all 256 networks under 10.77.0.0/16 are in use")
}
