//! `seat add`: a seat and its one-time password, printed once.

use anyhow::{Context, bail};
use hifazat_protocol::OsEntropy;
use hifazat_room::audit::{Note, ROOM};
use hifazat_room::ledger::SeatBook;
use hifazat_room::{Passwords, Role, Seat, check_desk_name, check_seat_name};
use hifazat_room_store::Store;
use hifazat_time::{Clock, SystemClock};
use serde::Serialize;

use super::{SeatAddArgs, print};
use crate::folder::Folder;
use crate::sessions::password::{Argon2id, one_time};
use crate::store;
use crate::trust;

#[derive(Serialize)]
struct Added {
    name: String,
    role: String,
    desk: String,
    one_time_password: String,
}

pub(super) fn add(args: &SeatAddArgs) -> anyhow::Result<()> {
    let folder = Folder::open(&args.data.data)?;
    check_seat_name(&args.name).with_context(|| format!("--name {}", args.name))?;
    let role: Role = args.role.parse().with_context(|| format!("--role {}", args.role))?;
    let desk = match args.desk.as_deref().map(str::trim) {
        Some(desk) => {
            check_desk_name(desk).context("--desk")?;
            desk.to_owned()
        }
        None => trust::in_force(&folder)?.1.room_name,
    };
    let password = one_time(&OsEntropy);
    let now = SystemClock.now();
    let seat = Seat {
        name: args.name.clone(),
        role,
        desk,
        password_hash: Argon2id::default().hash(&password),
        must_change: true,
        created_at: now,
    };
    store::with_store(&folder, async |store| put(store, args, seat.clone()).await)?;
    print::words("The password is for the first sign-in only, and is not shown again.");
    print::json(&Added { name: seat.name, role: role.to_string(), desk: seat.desk, one_time_password: password })
}

async fn put(store: &Store, args: &SeatAddArgs, seat: Seat) -> anyhow::Result<()> {
    let known = store.seat(&seat.name).await.context("cannot read the seats")?;
    let what = match (known.is_some(), args.renew) {
        (true, false) => bail!("--name {}: this seat exists; --renew gives it a new one-time password", seat.name),
        (false, true) => bail!("--name {}: there is no such seat to renew", seat.name),
        (true, true) => "seat_renewed",
        (false, false) => "seat_added",
    };
    let note = Note::on_room(seat.created_at, ROOM, what, format!("{}, {}", seat.name, seat.role));
    store.put_seat(seat, note).await.context("cannot write the seat")
}
