//! The people and places that tests speak of.

/// Somebody who raises an alert, where she is, and what her phone knows of it.
#[derive(Clone, Copy, Debug)]
pub struct Persona {
    /// What tests call her.
    pub name: &'static str,
    /// LATITUDE,LONGITUDE,ACCURACY_M as `--fix` takes it; None when her phone knows no place.
    pub fix: Option<&'static str>,
    /// The district she stands in.
    pub district: Option<&'static str>,
}

impl Persona {
    /// Ayesha, in Lahore near Liberty Market, with a good fix.
    pub const AYESHA: Self = Self { name: "Ayesha", fix: Some("31.5104,74.3441,12"), district: Some("Lahore") };
    /// Bushra, in Multan, whose phone is indoors: a rough fix.
    pub const BUSHRA: Self = Self { name: "Bushra", fix: Some("30.1968,71.4782,900"), district: Some("Multan") };
    /// Chand, whose phone knows no place at all.
    pub const CHAND: Self = Self { name: "Chand", fix: None, district: None };
    /// Dania, in Rawalpindi.
    pub const DANIA: Self = Self { name: "Dania", fix: Some("33.5973,73.0479,25"), district: Some("Rawalpindi") };
    /// The PIN by which each of them takes an alert back.
    pub const CANCEL_PIN: &'static str = "4827";
    /// The PIN they give when somebody forces them.
    pub const DURESS_PIN: &'static str = "7193";
    /// A PIN that is neither.
    pub const WRONG_PIN: &'static str = "5566";
}
