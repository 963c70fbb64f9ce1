//! The vault's side of the store: values sealed for their place, and copied beside the database.

use hifazat_crash_points::{phone as points, reached};
use hifazat_phone::{Dropped, KeyKept, Secret, Slot, StoreError, Vault};

use crate::cipher::{Cipher, Place};
use crate::copy;
use crate::store::{PhoneStore, Side, Work};
use crate::tables::{dropped, vault};

impl Vault for PhoneStore {
    fn read(&self, slot: Slot) -> Result<Option<Secret>, StoreError> {
        let kept = self.look(Side::Vault, "read a value", |work| {
            let sealed = vault::get(work.db, slot.name())?;
            Ok(sealed.map(|sealed| opened(work.sealer.cipher, slot, &sealed)))
        });
        match kept {
            // A database in WAL mode cannot even be read on a disk that is full: SQLite wants to write its index first.
            Err(unavailable @ StoreError::Unavailable { .. }) => self.copied(slot).ok_or(unavailable)?.map(Some),
            kept => kept?.transpose(),
        }
    }

    fn establish(&self, slot: Slot, value: &Secret) -> Result<Secret, StoreError> {
        let kept = self.change(Side::Vault, "write a value", |work| {
            vault::put_if_absent(work.db, slot.name(), &sealed(work, slot, value))?;
            let kept = vault::get(work.db, slot.name())?;
            Ok(kept.map(|kept| opened(work.sealer.cipher, slot, &kept)))
        })?;
        reached(points::VALUE_WRITTEN);
        self.copy_out();
        kept.transpose().map(|kept| kept.unwrap_or_else(|| value.clone()))
    }

    fn write(&self, slot: Slot, value: &Secret) -> Result<(), StoreError> {
        self.change(Side::Vault, "write a value", |work| vault::put(work.db, slot.name(), &sealed(work, slot, value)))?;
        reached(points::VALUE_WRITTEN);
        self.copy_out();
        self.fold(false);
        Ok(())
    }

    fn count_dropped(&self, more: Dropped) -> Result<(), StoreError> {
        self.change(Side::Vault, "count dropped receipts", |work| dropped::count(work.db, more))?;
        reached(points::DROPS_COUNTED);
        Ok(())
    }

    fn dropped(&self) -> Result<Dropped, StoreError> {
        self.look(Side::Vault, "read the count of dropped receipts", |work| dropped::all(work.db))
    }

    fn key_kept(&self) -> Option<KeyKept> {
        self.key_file().kept()
    }
}

impl PhoneStore {
    /// A value from the copy, when there is one: who to send to must be known even when the database is out of reach.
    fn copied(&self, slot: Slot) -> Option<Result<Secret, StoreError>> {
        let (_, sealed) = copy::read(self.folder().path()).into_iter().find(|(name, _)| name == slot.name())?;
        Some(opened(&self.cipher()?, slot, &sealed))
    }

    /// The copy is a refuge, not a promise: a failure is said and that is all.
    fn copy_out(&self) {
        let values = match self.look(Side::Vault, "copy the vault", |work| vault::all(work.db)) {
            Ok(values) => values,
            Err(error) => {
                tracing::warn!(%error, "the vault's copy is not up to date");
                return;
            }
        };
        if let Err(error) = copy::write(self.folder().path(), &values) {
            tracing::warn!(%error, "the vault's copy is not up to date");
        }
    }
}

const fn place(slot: Slot) -> Place<'static> {
    Place { table: "vault", row: slot.name().as_bytes(), column: "value" }
}

fn sealed(work: &Work<'_>, slot: Slot, value: &Secret) -> Vec<u8> {
    work.sealer.cipher.seal(place(slot), value.bytes(), work.sealer.entropy).unwrap_or_default()
}

fn opened(cipher: &Cipher, slot: Slot, sealed: &[u8]) -> Result<Secret, StoreError> {
    let plain = cipher.open(place(slot), sealed);
    plain.map(|plain| Secret::new(plain.to_vec())).ok_or(StoreError::Unreadable { place: "vault.value" })
}
