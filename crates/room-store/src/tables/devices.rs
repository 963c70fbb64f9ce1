//! Devices that have once raised readably.

use hifazat_protocol::{DeviceId, PathKey, UnixMillis};
use hifazat_room::Device;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;

pub(crate) fn find(connection: &Connection, id: DeviceId) -> Result<Option<Device>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT public_key, path_key, enrolled_at FROM devices WHERE id = ?1")?;
    let device = statement.query_row([id.0], |row| {
        Ok(Device {
            id,
            public_key: row.get(0)?,
            path_key: PathKey::from_bytes(row.get(1)?),
            enrolled_at: row.get::<_, Option<i64>>(2)?.map(UnixMillis),
        })
    });
    Ok(device.optional()?)
}

/// Of the enrolled ones.
pub(crate) fn path_keys(connection: &Connection) -> Result<Vec<(DeviceId, PathKey)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id, path_key FROM devices WHERE enrolled_at IS NOT NULL")?;
    let keys = statement.query_map([], |row| Ok((DeviceId(row.get(0)?), PathKey::from_bytes(row.get(1)?))))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

pub(crate) fn put(connection: &Connection, device: &Device) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO devices (id, public_key, path_key, enrolled_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET path_key = excluded.path_key, enrolled_at = excluded.enrolled_at",
    )?;
    let enrolled_at = device.enrolled_at.map(|at| at.0);
    statement.execute(params![device.id.0, device.public_key, device.path_key.to_bytes(), enrolled_at])?;
    Ok(())
}
