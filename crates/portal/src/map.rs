//! Where cities lie on the map: the Equal Earth projection (Šavrič, Patterson and Jenny, 2018,
//! <https://doi.org/10.1080/13658816.2018.1504949>) with the constants of `made/README.md`, by which
//! the land was drawn.

use crate::code::Code;

/// The middle of the map, in degrees of longitude: so its edges cut no land.
const MIDDLE: f64 = 11.6;
const SCALE: f64 = 184.7;
const LEFT: f64 = 500.0;
const EQUATOR: f64 = 241.5;
const A1: f64 = 1.340_264;
const A2: f64 = -0.081_106;
const A3: f64 = 0.000_893;
const A4: f64 = 0.003_796;

/// A city on the map.
pub(crate) struct Dot {
    pub(crate) slug: String,
    pub(crate) name: String,
    /// How it stands to the network.
    pub(crate) class: &'static str,
    pub(crate) x: String,
    pub(crate) y: String,
}

/// A map of the world with cities on it.
pub(crate) struct Map {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dots: Vec<Dot>,
    pub(crate) has_legend: bool,
}

impl Map {
    /// With cities that stand to the network in different ways. Those that matter most lie on top.
    pub(crate) fn of(mut dots: Vec<Dot>) -> Self {
        dots.sort_by_key(|dot| {
            ["other", "invited", "member"]
                .iter()
                .position(|c| *c == dot.class)
        });
        Self {
            width: 1000,
            height: 435,
            has_legend: true,
            dots,
        }
    }

    /// With a few cities that are all meant.
    pub(crate) fn plain(dots: Vec<Dot>) -> Self {
        Self {
            has_legend: false,
            ..Self::of(dots)
        }
    }
}

impl Dot {
    pub(crate) fn new(slug: &str, name: &str, membership: Option<&Code>, at: (f64, f64)) -> Self {
        let (latitude, longitude) = at;
        let (x, y) = project(longitude, latitude);
        let class = match membership.map(AsRef::as_ref) {
            None | Some("MEMBER") => "member",
            Some("INVITED" | "APPLIED") => "invited",
            Some(_) => "other",
        };
        Self {
            slug: slug.to_owned(),
            name: name.to_owned(),
            class,
            x: format!("{x:.1}"),
            y: format!("{y:.1}"),
        }
    }
}

/// Degrees to the units of the map.
fn project(longitude: f64, latitude: f64) -> (f64, f64) {
    let from_middle = (longitude - MIDDLE + 180.0).rem_euclid(360.0) - 180.0;
    let half = 3.0_f64.sqrt() / 2.0;
    let t = (half * latitude.to_radians().sin()).asin();
    let (t2, t6) = (t.powi(2), t.powi(6));
    let stretch = 3.0 * (A1 + 3.0 * A2 * t2 + t6 * (7.0 * A3 + 9.0 * A4 * t2));
    let x = 2.0 * 3.0_f64.sqrt() * from_middle.to_radians() * t.cos() / stretch;
    let y = t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
    (LEFT + SCALE * x, EQUATOR - SCALE * y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of `made/README.md`, where the program that draws the land has computed them.
    #[test]
    fn cities_lie_where_the_land_is() {
        for (longitude, latitude, x, y) in [
            (3.086_82, 45.779_69, 479.85, 80.22),
            (121.458_06, 31.222_22, 783.77, 127.77),
            (-100.388_06, 20.588_06, 198.51, 165.34),
            (174.775_57, -41.286_64, 898.38, 388.71),
            (-171.766_66, -13.833_33, 983.75, 293.00),
        ] {
            let (at_x, at_y) = project(longitude, latitude);
            let close = (at_x - x).abs() < 0.006 && (at_y - y).abs() < 0.006;
            assert!(close, "{longitude} {latitude}: {at_x} {at_y}");
        }
    }
}
