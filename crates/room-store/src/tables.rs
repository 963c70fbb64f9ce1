//! One file per table: its SQL, and the functions that run it.

pub(crate) mod audit;
pub(crate) mod devices;
pub(crate) mod drills;
pub(crate) mod envelopes;
pub(crate) mod incidents;
pub(crate) mod meta;
pub(crate) mod receipts;
pub(crate) mod seats;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;

/// A column's text as the value that it stands for.
pub(crate) fn from_json<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged { table, why: error.to_string() })
}

/// A value as a column's text.
pub(crate) fn to_json<T: Serialize>(table: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged { table, why: error.to_string() })
}

pub(crate) fn damaged(table: &'static str, why: impl Into<String>) -> StoreError {
    StoreError::Damaged { table, why: why.into() }
}

/// SQLite's integers are signed; ours here never exceed its range.
pub(crate) fn to_i64(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn to_u64(table: &'static str, number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| damaged(table, "a count is negative"))
}
