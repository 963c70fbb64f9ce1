//! Seats in the control room: who may sit there, and how one signs in.

mod sign_in;

use std::fmt;
use std::str::FromStr;

use hifazat_protocol::UnixMillis;
use serde::{Deserialize, Serialize};

pub use sign_in::{PasswordError, Passwords, SignIn, check_new_password, sign_in};

/// A place in the control room that a person signs in to.
#[derive(Clone, PartialEq, Eq)]
pub struct Seat {
    /// Its name, which the log carries.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The desk's name, as she will see it.
    pub desk: String,
    /// As the [`Passwords`] port made it.
    pub password_hash: String,
    /// The password is a one-time one: good for choosing another, for nothing else.
    pub must_change: bool,
    /// When it was added.
    pub created_at: UnixMillis,
}

/// What a seat may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes alerts and leads them to their end.
    Operator,
    /// Sends units.
    Dispatcher,
    /// Everything an operator may, and is told what is overdue.
    ShiftCommander,
    /// Seats, keys and backups; opens no file.
    Administrator,
}

/// A thing that a role allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Sees the queues.
    Watch,
    /// Opens a file: place, track, log.
    OpenFile,
    /// Accepts and closes.
    Lead,
    /// Dispatches and reports arrivals.
    Dispatch,
    /// Adds seats.
    ManageSeats,
}

/// A name of a seat or of a role that cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeatError {
    /// Not a role.
    #[error("`{0}` is no role; the roles are operator, dispatcher, shift_commander, administrator")]
    Role(String),
    /// Not a name.
    #[error("a seat's name has 2 to 32 letters, digits, dots, hyphens or underscores, and is not `room`")]
    Name,
    /// Not a desk's name.
    #[error("a desk's name is one line of 1 to 60 characters")]
    Desk,
}

impl Role {
    /// Whether the role allows it.
    #[must_use]
    pub const fn may(self, permission: Permission) -> bool {
        match (self, permission) {
            (Self::Operator | Self::Dispatcher | Self::ShiftCommander | Self::Administrator, Permission::Watch)
            | (Self::Operator | Self::Dispatcher | Self::ShiftCommander, Permission::OpenFile | Permission::Dispatch)
            | (Self::Operator | Self::ShiftCommander, Permission::Lead)
            | (Self::Administrator, Permission::ManageSeats) => true,
            (Self::Operator | Self::Dispatcher | Self::ShiftCommander, Permission::ManageSeats)
            | (Self::Dispatcher, Permission::Lead)
            | (Self::Administrator, Permission::OpenFile | Permission::Lead | Permission::Dispatch) => false,
        }
    }

    /// The word on the command line and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Dispatcher => "dispatcher",
            Self::ShiftCommander => "shift_commander",
            Self::Administrator => "administrator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = SeatError;

    fn from_str(text: &str) -> Result<Self, SeatError> {
        match text.to_ascii_lowercase().replace('-', "_").as_str() {
            "operator" => Ok(Self::Operator),
            "dispatcher" => Ok(Self::Dispatcher),
            "shift_commander" => Ok(Self::ShiftCommander),
            "administrator" | "admin" => Ok(Self::Administrator),
            _ => Err(SeatError::Role(text.to_owned())),
        }
    }
}

/// Checks the name of a new seat. `room` is what the log calls the room itself.
///
/// # Errors
/// [`SeatError::Name`].
pub fn check_seat_name(name: &str) -> Result<(), SeatError> {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let length = name.chars().count();
    if (2..=32).contains(&length) && name.chars().all(allowed) && !name.eq_ignore_ascii_case(crate::audit::ROOM) {
        Ok(())
    } else {
        Err(SeatError::Name)
    }
}

/// Checks the name of a desk: she reads it as it stands, and it travels in every receipt.
///
/// # Errors
/// [`SeatError::Desk`].
pub fn check_desk_name(desk: &str) -> Result<(), SeatError> {
    let fits = !desk.trim().is_empty() && desk.chars().count() <= 60 && !desk.chars().any(char::is_control);
    fits.then_some(()).ok_or(SeatError::Desk)
}

impl fmt::Debug for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seat({}, {})", self.name, self.role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_opens_no_file_and_an_operator_adds_no_seat() {
        assert!(!Role::Administrator.may(Permission::OpenFile));
        assert!(!Role::Operator.may(Permission::ManageSeats));
        assert!(Role::Operator.may(Permission::Lead));
    }

    #[test]
    fn roles_are_read_as_they_are_written() {
        for role in [Role::Operator, Role::Dispatcher, Role::ShiftCommander, Role::Administrator] {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert_eq!("shift-commander".parse(), Ok(Role::ShiftCommander));
        assert!("king".parse::<Role>().unwrap_err().to_string().contains("operator, dispatcher"));
    }

    #[test]
    fn a_desks_name_is_one_short_line() {
        assert!(check_desk_name("لاہور ڈیسک 1").is_ok());
        for name in ["", " ", "one\ntwo", "\u{1b}[31mred", &"a".repeat(61)] {
            assert_eq!(check_desk_name(name), Err(SeatError::Desk), "{name:?}");
        }
    }

    #[test]
    fn nobody_may_sit_under_the_rooms_own_name() {
        assert!(check_seat_name("seat-1").is_ok());
        for name in ["room", "Room", "", "a", "two words", "<b>"] {
            assert_eq!(check_seat_name(name), Err(SeatError::Name), "{name}");
        }
    }
}
