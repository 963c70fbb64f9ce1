//! Copies of the room's database, and a room that is put back to the last of them.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::World;
use crate::failure::Failure;
use crate::room::copy_database;
use crate::time::Side;

impl World {
    /// What is on the room's disk now, while it serves or not.
    pub(super) fn copy_room(&mut self) -> Result<(), Failure> {
        let copied = match &self.room {
            Some(life) => life.remains(&self.copy()),
            None => copy_database(&self.folder(Side::Room), &self.copy()),
        };
        copied.map_err(|error| Failure::of_the_world(&error))
    }

    /// Whatever came since the copy is gone, as far as the room is concerned.
    pub(super) fn put_room_back(&mut self, off_ms: u32) -> Result<(), Failure> {
        self.doom(Side::Room, off_ms, false);
        if self.room.is_some() {
            self.die(Side::Room)?;
        }
        self.disturbances += 1;
        self.lay_copy_out().map_err(|error| Failure::of_the_world(&error))?;
        self.copy_is_out = true;
        self.book.note_put_back(self.time.now());
        Ok(())
    }

    fn lay_copy_out(&self) -> anyhow::Result<()> {
        let folder = self.folder(Side::Room);
        fs::remove_dir_all(&folder).context("removing what the room had")?;
        copy_database(&self.copy(), &folder)
    }

    fn copy(&self) -> PathBuf {
        self.home.path().join("copy")
    }
}
