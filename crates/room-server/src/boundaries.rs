//! Districts from a configured GeoJSON file: the one a point lies in, or the nearest when it lies in none.

use std::path::Path;

use anyhow::{Context, bail};
use geo::{BoundingRect, ClosestPoint, Contains, Distance, Haversine, MultiPolygon, Point};
use geojson::{Feature, FeatureCollection, GeoJson};
use rstar::{AABB, RTree, RTreeObject};

/// What a file owes when it names no source of its own but says that it comes from there.
const OPEN_STREET_MAP: &str = "© OpenStreetMap contributors";

/// A loaded file.
#[derive(Debug)]
pub(crate) struct Boundaries {
    tree: RTree<Area>,
    document: serde_json::Value,
    attribution: Option<String>,
}

#[derive(Debug)]
struct Area {
    shape: MultiPolygon<f64>,
    envelope: AABB<[f64; 2]>,
    code: String,
    name: String,
    name_ur: String,
}

/// The district found for a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// As in the file.
    pub code: String,
    /// English name.
    pub name: String,
    /// Urdu name.
    pub name_ur: String,
    /// The point lies outside all districts; this is the nearest.
    pub nearest: bool,
}

impl RTreeObject for Area {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

impl Boundaries {
    /// Reads a file (option `--boundaries`); `attribution` overrules what the file says.
    ///
    /// # Errors
    /// A sentence naming the option, the feature and the property that is wrong.
    pub(crate) fn load(path: &Path, attribution: Option<String>) -> anyhow::Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("--boundaries {}: cannot read", path.display()))?;
        Self::parse(&text, attribution).with_context(|| format!("--boundaries {}", path.display()))
    }

    fn parse(text: &str, attribution: Option<String>) -> anyhow::Result<Self> {
        let GeoJson::FeatureCollection(collection) = text.parse::<GeoJson>().context("not GeoJSON")? else {
            bail!("a FeatureCollection is needed");
        };
        let attribution = attribution.or_else(|| said_by(&collection));
        let areas = collection.features.iter().enumerate();
        let areas = areas.map(|(n, feature)| area(feature).with_context(|| format!("feature {n}")));
        let areas = areas.collect::<anyhow::Result<Vec<_>>>()?;
        if areas.is_empty() {
            bail!("no district in it");
        }
        let document = serde_json::from_str(text).context("not JSON")?;
        Ok(Self { tree: RTree::bulk_load(areas), document, attribution })
    }

    /// The district of a point; always one.
    #[must_use]
    pub(crate) fn district(&self, latitude_deg: f64, longitude_deg: f64) -> Option<Found> {
        let point = Point::new(longitude_deg, latitude_deg);
        let here = AABB::from_point([longitude_deg, latitude_deg]);
        let within = self.tree.locate_in_envelope_intersecting(here).find(|area| area.shape.contains(&point));
        let found = |area: &Area, nearest| Found {
            code: area.code.clone(),
            name: area.name.clone(),
            name_ur: area.name_ur.clone(),
            nearest,
        };
        if let Some(area) = within {
            return Some(found(area, false));
        }
        let by_distance = |one: &&Area, other: &&Area| metres(one, point).total_cmp(&metres(other, point));
        self.tree.iter().min_by(by_distance).map(|area| found(area, true))
    }

    /// The file itself, for the map.
    #[must_use]
    pub(crate) fn document(&self) -> &serde_json::Value {
        &self.document
    }

    /// Whom to name.
    #[must_use]
    pub(crate) fn attribution(&self) -> Option<&str> {
        self.attribution.as_deref()
    }
}

fn area(feature: &Feature) -> anyhow::Result<Area> {
    let geometry = feature.geometry.clone().context("has no geometry")?;
    let shape = match geo::Geometry::<f64>::try_from(geometry).context("its geometry is not understood")? {
        geo::Geometry::Polygon(polygon) => MultiPolygon::new(vec![polygon]),
        geo::Geometry::MultiPolygon(many) => many,
        geo::Geometry::Point(_)
        | geo::Geometry::Line(_)
        | geo::Geometry::LineString(_)
        | geo::Geometry::MultiPoint(_)
        | geo::Geometry::MultiLineString(_)
        | geo::Geometry::GeometryCollection(_)
        | geo::Geometry::Rect(_)
        | geo::Geometry::Triangle(_) => bail!("a district is a Polygon or a MultiPolygon"),
    };
    let bounds = shape.bounding_rect().context("its geometry is empty")?;
    let (least, most) = (bounds.min(), bounds.max());
    if least.x < -180.0 || most.x > 180.0 || least.y < -90.0 || most.y > 90.0 {
        bail!("its coordinates are not degrees (longitude, latitude)");
    }
    let name = text(feature, "name").context("lacks the property `name`")?;
    Ok(Area {
        envelope: AABB::from_corners([least.x, least.y], [most.x, most.y]),
        code: text(feature, "code").context("lacks the property `code`")?,
        name_ur: text(feature, "name_ur").unwrap_or_else(|| name.clone()),
        name,
        shape,
    })
}

fn text(feature: &Feature, property: &str) -> Option<String> {
    feature.property(property)?.as_str().map(str::to_owned)
}

fn said_by(collection: &FeatureCollection) -> Option<String> {
    let member = collection.foreign_members.as_ref().and_then(|members| members.get("attribution")?.as_str());
    let from_osm = || {
        let says_osm = |feature: &Feature| {
            feature.contains_property("osm_relations") || text(feature, "boundary").as_deref() == Some("osm")
        };
        collection.features.iter().any(says_osm).then(|| OPEN_STREET_MAP.to_owned())
    };
    member.map(str::to_owned).or_else(from_osm)
}

fn metres(area: &Area, point: Point<f64>) -> f64 {
    match area.shape.closest_point(&point) {
        geo::Closest::Intersection(near) | geo::Closest::SinglePoint(near) => Haversine.distance(near, point),
        geo::Closest::Indeterminate => f64::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"A","name":"West","name_ur":"مغرب","boundary":"osm"},
         "geometry":{"type":"Polygon","coordinates":[[[70,30],[71,30],[71,31],[70,31],[70,30]]]}},
        {"type":"Feature","properties":{"code":"B","name":"East"},
         "geometry":{"type":"Polygon","coordinates":[[[72,30],[73,30],[73,31],[72,31],[72,30]]]}}]}"#;

    #[test]
    fn a_point_in_no_district_goes_to_the_nearest_and_says_so() {
        let boundaries = Boundaries::parse(TWO, None).unwrap();
        let inside = boundaries.district(30.5, 70.5).unwrap();
        assert_eq!((inside.code.as_str(), inside.nearest), ("A", false));
        let between = boundaries.district(30.5, 71.9).unwrap();
        assert_eq!((between.name_ur.as_str(), between.nearest), ("East", true));
        assert!(boundaries.district(0.0, 0.0).unwrap().nearest);
    }

    #[test]
    fn a_file_from_openstreetmap_is_attributed_unless_the_operator_says_otherwise() {
        assert_eq!(Boundaries::parse(TWO, None).unwrap().attribution(), Some(OPEN_STREET_MAP));
        let own = Boundaries::parse(TWO, Some("Survey".to_owned())).unwrap();
        assert_eq!(own.attribution(), Some("Survey"));
    }

    #[test]
    fn a_wrong_file_is_refused_with_the_feature_and_the_property() {
        let nameless = TWO.replace(r#""name":"East""#, r#""label":"East""#);
        let refused = format!("{:#}", Boundaries::parse(&nameless, None).unwrap_err());
        assert!(refused.contains("feature 1") && refused.contains("`name`"), "{refused}");
        let metres = TWO.replace("[72,30]", "[372000,30]");
        assert!(format!("{:#}", Boundaries::parse(&metres, None).unwrap_err()).contains("degrees"));
        assert!(Boundaries::parse("{", None).is_err());
    }
}
