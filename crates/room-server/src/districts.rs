//! Which district answers for a point: by the configured boundaries, or by the nearest headquarters.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use axum::body::Bytes;
use hifazat_room::{Districts, HEADQUARTERS, Located, NearestHeadquarters};

use crate::boundaries::Boundaries;
use crate::contract::{Headquarters, RoomMap};

/// The room's map.
#[derive(Clone, Debug)]
pub(crate) struct Territory {
    boundaries: Option<Arc<Boundaries>>,
    attribution: Option<String>,
    map: Bytes,
}

impl Territory {
    /// With the file of `--boundaries`, or without any.
    ///
    /// # Errors
    /// As [`Boundaries::load`].
    pub(crate) fn load(file: Option<&Path>, attribution: Option<String>) -> anyhow::Result<Self> {
        let boundaries = file.map(|file| Boundaries::load(file, attribution.clone())).transpose()?;
        let attribution = match &boundaries {
            Some(boundaries) => boundaries.attribution().map(str::to_owned),
            None => attribution,
        };
        let map = RoomMap {
            boundaries: boundaries.as_ref().map(|boundaries| boundaries.document().clone()),
            headquarters: HEADQUARTERS.iter().map(Headquarters::from).collect(),
            attribution: attribution.clone(),
            approximate: boundaries.is_none(),
        };
        let map = serde_json::to_vec(&map).context("--boundaries: cannot write the map")?.into();
        Ok(Self { boundaries: boundaries.map(Arc::new), attribution, map })
    }

    /// Whether districts are only the nearest headquarters.
    #[must_use]
    pub(crate) fn is_approximate(&self) -> bool {
        self.boundaries.is_none()
    }

    /// Whom to name under the map.
    #[must_use]
    pub(crate) fn attribution(&self) -> Option<&str> {
        self.attribution.as_deref()
    }

    /// What the console draws: [`RoomMap`] as JSON, written out once. After a restart every console asks at once.
    pub(crate) fn map(&self) -> Bytes {
        self.map.clone()
    }
}

impl Districts for Territory {
    fn district_of(&self, latitude_deg: f64, longitude_deg: f64) -> Option<Located> {
        let Some(boundaries) = &self.boundaries else {
            return NearestHeadquarters.district_of(latitude_deg, longitude_deg);
        };
        let found = boundaries.district(latitude_deg, longitude_deg)?;
        Some(Located { name: found.name, name_ur: found.name_ur, approximate: found.nearest })
    }
}
