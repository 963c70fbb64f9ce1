//! Signing in: one function from what the seat is and what was typed to what happens.

use super::Seat;

/// Slow hashing, done by the server.
pub trait Passwords: Send + Sync {
    /// A salted hash, in a text that names its own parameters.
    fn hash(&self, password: &str) -> String;
    /// Whether the password made this hash.
    fn matches(&self, password: &str, hash: &str) -> bool;
    /// Takes as long as [`matches`](Self::matches): for seats that do not exist, so that time does not tell names.
    fn pretend(&self, password: &str);
}

/// What comes of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// Come in.
    Welcome,
    /// Come in, and keep this seat: the password is new.
    Changed(Seat),
    /// No such seat, or not its password; nobody learns which.
    Wrong,
    /// The one-time password is right: choose another.
    MustChange,
    /// The new password cannot stand.
    Refused(PasswordError),
}

/// Why a new password cannot stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Under twelve characters.
    #[error("a password has at least 12 characters")]
    Short,
    /// More than the hash should have to eat.
    #[error("a password has at most 256 characters")]
    Long,
    /// Few different characters, or the seat's own name.
    #[error("this password is too easy to guess")]
    Easy,
    /// The same as before.
    #[error("the new password must differ from the old one")]
    Same,
}

const MIN_CHARS: usize = 12;
const MAX_CHARS: usize = 256;
const MIN_DIFFERENT: usize = 5;

/// Decides an attempt that the server's throttle has let through.
pub fn sign_in(seat: Option<&Seat>, password: &str, new: Option<&str>, passwords: &dyn Passwords) -> SignIn {
    let Some(seat) = seat else {
        passwords.pretend(password);
        return SignIn::Wrong;
    };
    if password.chars().count() > MAX_CHARS || !passwords.matches(password, &seat.password_hash) {
        return SignIn::Wrong;
    }
    match new {
        None if seat.must_change => SignIn::MustChange,
        None => SignIn::Welcome,
        Some(new) if new == password => SignIn::Refused(PasswordError::Same),
        Some(new) => match check_new_password(&seat.name, new) {
            Ok(()) => SignIn::Changed(Seat { password_hash: passwords.hash(new), must_change: false, ..seat.clone() }),
            Err(error) => SignIn::Refused(error),
        },
    }
}

/// Checks a password that a person chose.
///
/// # Errors
/// [`PasswordError`] naming what is wrong with it.
pub fn check_new_password(seat: &str, password: &str) -> Result<(), PasswordError> {
    let length = password.chars().count();
    let mut different: Vec<char> = password.to_lowercase().chars().collect();
    different.sort_unstable();
    different.dedup();
    if length < MIN_CHARS {
        Err(PasswordError::Short)
    } else if length > MAX_CHARS {
        Err(PasswordError::Long)
    } else if different.len() < MIN_DIFFERENT || password.to_lowercase().replace(&seat.to_lowercase(), "").len() < 6 {
        Err(PasswordError::Easy)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::UnixMillis;

    use super::*;
    use crate::seats::Role;

    struct Plain;

    impl Passwords for Plain {
        fn hash(&self, password: &str) -> String {
            format!("plain {password}")
        }
        fn matches(&self, password: &str, hash: &str) -> bool {
            self.hash(password) == hash
        }
        fn pretend(&self, _: &str) {}
    }

    const T0: UnixMillis = UnixMillis(1_700_000_000_000);

    fn seat(must_change: bool) -> Seat {
        let (name, desk) = ("ayesha".to_owned(), "Lahore 1".to_owned());
        let password_hash = Plain.hash("one time");
        Seat { name, role: Role::Operator, desk, password_hash, must_change, created_at: T0 }
    }

    #[test]
    fn a_one_time_password_is_good_for_choosing_another_and_for_nothing_else() {
        let seat = seat(true);
        assert_eq!(sign_in(Some(&seat), "one time", None, &Plain), SignIn::MustChange);
        assert_eq!(sign_in(Some(&seat), "else", Some("river under seven hills"), &Plain), SignIn::Wrong);
        let SignIn::Changed(changed) = sign_in(Some(&seat), "one time", Some("river under seven hills"), &Plain) else {
            panic!("the new password is good");
        };
        assert!(!changed.must_change);
        assert_eq!(sign_in(Some(&changed), "river under seven hills", None, &Plain), SignIn::Welcome);
        assert_eq!(sign_in(Some(&changed), "one time", None, &Plain), SignIn::Wrong);
    }

    #[test]
    fn weak_passwords_are_refused_by_name() {
        let new = |password| sign_in(Some(&seat(true)), "one time", Some(password), &Plain);
        assert_eq!(new("short"), SignIn::Refused(PasswordError::Short));
        assert_eq!(new("aaaaaaaaaaaa"), SignIn::Refused(PasswordError::Easy));
        assert_eq!(new("ayeshaayeshaayesha"), SignIn::Refused(PasswordError::Easy));
        assert_eq!(new("one time"), SignIn::Refused(PasswordError::Same));
        assert_eq!(new(&"ab3!x".repeat(60)), SignIn::Refused(PasswordError::Long));
    }

    #[test]
    fn a_seat_that_does_not_exist_answers_like_a_wrong_password() {
        assert_eq!(sign_in(None, "one time", None, &Plain), SignIn::Wrong);
    }
}
