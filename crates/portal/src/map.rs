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

/// Cities that are nearer to each other than this, in units of the map, are of one crowd.
const NEAR: f64 = 24.0;
/// How many cities make a crowd: it is shown once more, from nearer by.
const CROWD: usize = 6;
/// What is left around a crowd, in units of the map.
const MARGIN: f64 = 6.0;
/// How much wider than high a close-up is.
const ASPECT: f64 = 2.6;

/// A city on the map.
#[derive(Clone)]
pub(crate) struct Dot {
    pub(crate) slug: String,
    pub(crate) name: String,
    /// How it stands to the network.
    pub(crate) class: &'static str,
    at: (f64, f64),
}

/// A map of the world with cities on it.
pub(crate) struct Map {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Those that are shown here alone.
    pub(crate) dots: Vec<Dot>,
    pub(crate) closeups: Vec<Closeup>,
    pub(crate) has_legend: bool,
}

/// A part of the map where cities are crowded.
pub(crate) struct Closeup {
    pub(crate) dots: Vec<Dot>,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Map {
    /// With cities that stand to the network in different ways. Those that matter most lie on top.
    pub(crate) fn of(dots: Vec<Dot>) -> Self {
        let (mut lone, mut closeups) = (Vec::new(), Vec::new());
        for crowd in crowds(dots) {
            if crowd.len() < CROWD {
                lone.extend(crowd);
            } else {
                closeups.push(Closeup::of(crowd));
            }
        }
        closeups.sort_by_key(|closeup| std::cmp::Reverse(closeup.dots.len()));
        Self {
            closeups,
            has_legend: true,
            ..Self::plain(lone)
        }
    }

    /// With a few cities that are all meant.
    pub(crate) fn plain(mut dots: Vec<Dot>) -> Self {
        put_on_top(&mut dots);
        Self {
            width: 1000,
            height: 435,
            dots,
            closeups: Vec::new(),
            has_legend: false,
        }
    }
}

impl Closeup {
    fn of(mut dots: Vec<Dot>) -> Self {
        put_on_top(&mut dots);
        let (mut left, mut top) = (f64::MAX, f64::MAX);
        let (mut right, mut bottom) = (f64::MIN, f64::MIN);
        for Dot { at: (x, y), .. } in &dots {
            (left, right) = (left.min(*x), right.max(*x));
            (top, bottom) = (top.min(*y), bottom.max(*y));
        }
        let (width, height) = (right - left + 2.0 * MARGIN, bottom - top + 2.0 * MARGIN);
        let (width, height) = (width.max(height * ASPECT), height.max(width / ASPECT));
        Self {
            left: (left + right - width) / 2.0,
            top: (top + bottom - height) / 2.0,
            width,
            height,
            dots,
        }
    }

    /// What it shows of the map.
    pub(crate) fn view(&self) -> String {
        let (left, top) = (self.left, self.top);
        format!("{left:.1} {top:.1} {:.1} {:.1}", self.width, self.height)
    }

    /// Its place on the map.
    pub(crate) fn frame(&self) -> [String; 4] {
        [self.left, self.top, self.width, self.height].map(|value| format!("{value:.1}"))
    }

    /// The radius of a dot.
    pub(crate) fn radius(&self) -> String {
        format!("{:.2}", self.width * 0.0115)
    }

    /// The radius of what can be touched of a dot.
    pub(crate) fn reach(&self) -> String {
        format!("{:.2}", self.width * 0.025)
    }
}

/// The members on top of the others.
fn put_on_top(dots: &mut [Dot]) {
    let order = ["other", "invited", "member"];
    dots.sort_by_key(|dot| order.iter().position(|class| *class == dot.class));
}

/// Dots that are near to each other, directly or by way of others.
fn crowds(dots: Vec<Dot>) -> Vec<Vec<Dot>> {
    let mut crowds: Vec<Vec<Dot>> = Vec::new();
    for dot in dots {
        let near = |crowd: &Vec<Dot>| crowd.iter().any(|other| other.is_near(&dot));
        let (near, mut rest): (Vec<_>, Vec<_>) = crowds.into_iter().partition(near);
        let mut crowd: Vec<Dot> = near.into_iter().flatten().collect();
        crowd.push(dot);
        rest.push(crowd);
        crowds = rest;
    }
    crowds
}

impl Dot {
    pub(crate) fn new(slug: &str, name: &str, membership: Option<&Code>, at: (f64, f64)) -> Self {
        let (latitude, longitude) = at;
        let class = match membership.map(AsRef::as_ref) {
            None | Some("MEMBER") => "member",
            Some("INVITED" | "APPLIED") => "invited",
            Some(_) => "other",
        };
        Self {
            slug: slug.to_owned(),
            name: name.to_owned(),
            class,
            at: project(longitude, latitude),
        }
    }

    fn is_near(&self, other: &Self) -> bool {
        let (x, y) = (self.at.0 - other.at.0, self.at.1 - other.at.1);
        x.hypot(y) < NEAR
    }

    pub(crate) fn x(&self) -> String {
        format!("{:.1}", self.at.0)
    }

    pub(crate) fn y(&self) -> String {
        format!("{:.1}", self.at.1)
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

    fn dots(at: &[(f64, f64)]) -> Vec<Dot> {
        let dot = |(latitude, longitude)| Dot::new("a", "A", None, (latitude, longitude));
        at.iter().copied().map(dot).collect()
    }

    #[test]
    fn a_crowd_is_shown_from_nearer_by_and_a_few_are_not() {
        let few = dots(&[
            (45.0, 3.0),
            (45.1, 3.0),
            (46.0, 4.0),
            (46.0, 5.0),
            (45.0, 6.0),
        ]);
        let map = Map::of(few.clone());
        assert_eq!((map.dots.len(), map.closeups.len()), (5, 0));
        let mut more = few;
        // Far from the first, and near by way of those between.
        more.extend(dots(&[(45.0, 12.0), (45.0, 18.0), (-23.0, -43.0)]));
        let map = Map::of(more);
        assert_eq!((map.dots.len(), map.closeups.len()), (1, 1));
        let closeup = &map.closeups[0];
        assert_eq!(closeup.dots.len(), 7);
        for dot in &closeup.dots {
            let (x, y) = (dot.at.0 - closeup.left, dot.at.1 - closeup.top);
            let inside = (0.0..closeup.width).contains(&x) && (0.0..closeup.height).contains(&y);
            assert!(inside, "{x} {y} in {}", closeup.view());
        }
        assert!((closeup.width / closeup.height - ASPECT).abs() < 1e-6);
        assert_eq!(Map::of(Vec::new()).dots.len(), 0);
    }

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
