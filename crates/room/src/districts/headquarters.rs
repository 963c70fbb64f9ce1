//! The headquarters of Punjab's 41 districts (notification of December 2024), to two decimals: about one kilometre.
//!
//! Where the police of a new district are headed from is not published for all of them; a force that knows better
//! configures a boundaries file.

use super::{Districts, Located};

/// Who heads a district's police.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoliceHead {
    /// Capital City Police Officer.
    Ccpo,
    /// City Police Officer.
    Cpo,
    /// District Police Officer.
    Dpo,
}

/// A district's headquarters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Headquarters {
    /// The district's English name.
    pub name: &'static str,
    /// Its Urdu name.
    pub name_ur: &'static str,
    /// Degrees north (WGS 84).
    pub latitude_deg: f64,
    /// Degrees east (WGS 84).
    pub longitude_deg: f64,
    /// Who heads its police.
    pub head: PoliceHead,
}

/// Answers with the district whose headquarters is nearest: approximate, and always an answer.
#[derive(Debug, Clone, Copy, Default)]
pub struct NearestHeadquarters;

impl Districts for NearestHeadquarters {
    fn district_of(&self, latitude_deg: f64, longitude_deg: f64) -> Option<Located> {
        let distance = |hq: &Headquarters| {
            // Flat enough: only the order of distances matters, and Punjab is 8° high.
            let north = hq.latitude_deg - latitude_deg;
            let east = (hq.longitude_deg - longitude_deg) * hq.latitude_deg.to_radians().cos();
            north.mul_add(north, east * east)
        };
        let nearest = HEADQUARTERS.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        Some(Located { name: nearest.name.to_owned(), name_ur: nearest.name_ur.to_owned(), approximate: true })
    }
}

const fn hq(
    name: &'static str,
    name_ur: &'static str,
    latitude_deg: f64,
    longitude_deg: f64,
    head: PoliceHead,
) -> Headquarters {
    Headquarters { name, name_ur, latitude_deg, longitude_deg, head }
}

use PoliceHead::{Ccpo, Cpo, Dpo};

/// All of them, by English name.
pub const HEADQUARTERS: [Headquarters; 41] = [
    hq("Attock", "اٹک", 33.77, 72.36, Dpo),
    hq("Bahawalnagar", "بہاولنگر", 29.99, 73.25, Dpo),
    hq("Bahawalpur", "بہاولپور", 29.40, 71.68, Dpo),
    hq("Bhakkar", "بھکر", 31.63, 71.07, Dpo),
    hq("Chakwal", "چکوال", 32.93, 72.86, Dpo),
    hq("Chiniot", "چنیوٹ", 31.72, 72.98, Dpo),
    hq("Dera Ghazi Khan", "ڈیرہ غازی خان", 30.05, 70.63, Dpo),
    hq("Faisalabad", "فیصل آباد", 31.42, 73.08, Cpo),
    hq("Gujranwala", "گوجرانوالہ", 32.16, 74.19, Cpo),
    hq("Gujrat", "گجرات", 32.57, 74.08, Dpo),
    hq("Hafizabad", "حافظ آباد", 32.07, 73.69, Dpo),
    hq("Jhang", "جھنگ", 31.27, 72.32, Dpo),
    hq("Jhelum", "جہلم", 32.93, 73.73, Dpo),
    hq("Kasur", "قصور", 31.12, 74.45, Dpo),
    hq("Khanewal", "خانیوال", 30.30, 71.93, Dpo),
    // The headquarters stands in Jauharabad.
    hq("Khushab", "خوشاب", 32.29, 72.27, Dpo),
    hq("Kot Addu", "کوٹ ادو", 30.47, 70.97, Dpo),
    hq("Lahore", "لاہور", 31.55, 74.34, Ccpo),
    hq("Layyah", "لیہ", 30.96, 70.94, Dpo),
    hq("Lodhran", "لودھراں", 29.54, 71.63, Dpo),
    hq("Mandi Bahauddin", "منڈی بہاؤالدین", 32.58, 73.49, Dpo),
    hq("Mianwali", "میانوالی", 32.58, 71.53, Dpo),
    hq("Multan", "ملتان", 30.20, 71.47, Cpo),
    hq("Murree", "مری", 33.91, 73.39, Dpo),
    hq("Muzaffargarh", "مظفرگڑھ", 30.07, 71.19, Dpo),
    hq("Nankana Sahib", "ننکانہ صاحب", 31.45, 73.71, Dpo),
    hq("Narowal", "نارووال", 32.10, 74.87, Dpo),
    hq("Okara", "اوکاڑہ", 30.81, 73.45, Dpo),
    hq("Pakpattan", "پاکپتن", 30.34, 73.39, Dpo),
    hq("Rahim Yar Khan", "رحیم یار خان", 28.42, 70.30, Dpo),
    hq("Rajanpur", "راجن پور", 29.10, 70.33, Dpo),
    hq("Rawalpindi", "راولپنڈی", 33.60, 73.05, Cpo),
    hq("Sahiwal", "ساہیوال", 30.67, 73.11, Dpo),
    hq("Sargodha", "سرگودھا", 32.08, 72.67, Dpo),
    hq("Sheikhupura", "شیخوپورہ", 31.71, 73.98, Dpo),
    hq("Sialkot", "سیالکوٹ", 32.49, 74.53, Dpo),
    hq("Talagang", "تلہ گنگ", 32.93, 72.41, Dpo),
    hq("Taunsa", "تونسہ", 30.70, 70.65, Dpo),
    hq("Toba Tek Singh", "ٹوبہ ٹیک سنگھ", 30.97, 72.48, Dpo),
    hq("Vehari", "وہاڑی", 30.04, 72.35, Dpo),
    hq("Wazirabad", "وزیر آباد", 32.44, 74.12, Dpo),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn name_at(latitude_deg: f64, longitude_deg: f64) -> String {
        NearestHeadquarters.district_of(latitude_deg, longitude_deg).unwrap().name
    }

    #[test]
    fn every_headquarters_lies_in_its_own_district() {
        for hq in &HEADQUARTERS {
            assert_eq!(name_at(hq.latitude_deg, hq.longitude_deg), hq.name);
        }
    }

    #[test]
    fn a_point_far_away_still_has_a_district() {
        assert_eq!(name_at(31.37, 74.37), "Lahore");
        assert_eq!(name_at(24.86, 67.01), "Rahim Yar Khan", "Karachi is nobody's, and somebody must answer");
        assert!(NearestHeadquarters.district_of(-90.0, 180.0).unwrap().approximate);
    }
}
