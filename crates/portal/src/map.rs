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
const CLOSEUP: f64 = 2.6;
/// How wide a map of a few cities is at least, in units of the map: as a part of a continent.
const LEAST: f64 = 140.0;
/// The size of the whole map.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 435.0;

/// A city on the map.
#[derive(Clone)]
pub(crate) struct Dot {
    pub(crate) slug: String,
    pub(crate) name: String,
    /// How it stands to the network.
    pub(crate) class: &'static str,
    at: (f64, f64),
}

/// A map with cities on it: the world, or as much of it as shows them.
pub(crate) struct Map {
    pub(crate) part: Part,
    /// Parts where cities are crowded, which are shown there alone.
    pub(crate) closeups: Vec<Part>,
    pub(crate) has_legend: bool,
}

/// A part of the world, and the cities that are shown in it.
pub(crate) struct Part {
    pub(crate) dots: Vec<Dot>,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    /// How large a dot is, to the width of the part.
    dot: f64,
}

impl Map {
    /// The world, with cities that stand to the network in different ways.
    pub(crate) fn of(dots: Vec<Dot>) -> Self {
        let (mut lone, mut closeups) = (Vec::new(), Vec::new());
        for crowd in crowds(dots) {
            if crowd.len() < CROWD {
                lone.extend(crowd);
            } else {
                closeups.push(Part::around(crowd, 0.0, CLOSEUP));
            }
        }
        closeups.sort_by_key(|closeup| std::cmp::Reverse(closeup.dots.len()));
        put_on_top(&mut lone);
        let part = Part {
            dots: lone,
            left: 0.0,
            top: 0.0,
            width: WIDTH,
            height: HEIGHT,
            dot: 0.004,
        };
        Self {
            part,
            closeups,
            has_legend: true,
        }
    }

    /// As much of the world as shows a few cities that are all meant.
    pub(crate) fn plain(dots: Vec<Dot>) -> Self {
        Self {
            part: Part::around(dots, LEAST, WIDTH / HEIGHT),
            closeups: Vec::new(),
            has_legend: false,
        }
    }
}

impl Part {
    /// What is around these cities: at least so wide, and so much wider than high.
    fn around(mut dots: Vec<Dot>, least: f64, aspect: f64) -> Self {
        put_on_top(&mut dots);
        let (mut left, mut top) = (f64::MAX, f64::MAX);
        let (mut right, mut bottom) = (f64::MIN, f64::MIN);
        for Dot { at: (x, y), .. } in &dots {
            (left, right) = (left.min(*x), right.max(*x));
            (top, bottom) = (top.min(*y), bottom.max(*y));
        }
        let width = (right - left + 2.0 * MARGIN).max(least);
        let width = width.max((bottom - top + 2.0 * MARGIN) * aspect);
        // Not past the edges of the world, as long as it fits into it.
        let height = width / aspect;
        let within = |middle: f64, size: f64, whole: f64| {
            (middle - size / 2.0).clamp(0.0, (whole - size).max(0.0))
        };
        Self {
            left: within((left + right) / 2.0, width, WIDTH),
            top: within((top + bottom) / 2.0, height, HEIGHT),
            width,
            height,
            dot: 0.0115,
            dots,
        }
    }

    /// What it shows of the map.
    pub(crate) fn view(&self) -> String {
        self.frame().join(" ")
    }

    /// Its place on the map: from the left, from the top, how wide and how high.
    pub(crate) fn frame(&self) -> [String; 4] {
        [self.left, self.top, self.width, self.height].map(|value| format!("{value:.1}"))
    }

    /// The radius of a dot.
    pub(crate) fn radius(&self) -> String {
        format!("{:.2}", self.width * self.dot)
    }

    /// The radius of what can be touched of a dot.
    pub(crate) fn reach(&self) -> String {
        format!("{:.2}", self.width * self.dot * 2.25)
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

    /// Whether all its cities lie in it, and it lies in the world.
    fn holds(part: &Part) -> bool {
        let inside = |at: f64, size: f64| (0.0..=size).contains(&at);
        let dots = part.dots.iter().all(|dot| {
            let (x, y) = (dot.at.0 - part.left, dot.at.1 - part.top);
            inside(x, part.width) && inside(y, part.height)
        });
        let (right, bottom) = (part.left + part.width, part.top + part.height);
        dots && part.left >= 0.0 && part.top >= 0.0 && right <= WIDTH && bottom <= HEIGHT
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
        assert_eq!((map.part.dots.len(), map.closeups.len()), (5, 0));
        let mut more = few;
        // Far from the first, and near by way of those between.
        more.extend(dots(&[(45.0, 12.0), (45.0, 18.0), (-23.0, -43.0)]));
        let map = Map::of(more);
        assert_eq!((map.part.dots.len(), map.closeups.len()), (1, 1));
        let closeup = &map.closeups[0];
        assert_eq!(closeup.dots.len(), 7);
        assert!(holds(closeup), "{}", closeup.view());
        assert!((closeup.width / closeup.height - CLOSEUP).abs() < 1e-6);
        assert_eq!(Map::of(Vec::new()).part.dots.len(), 0);
    }

    #[test]
    fn a_map_of_a_few_cities_shows_where_they_are_and_stays_on_the_map() {
        for few in [
            &[(44.4, 7.5)][..],
            &[(70.0, -150.0)],
            &[(-41.3, 174.8)],
            &[(44.4, 7.5), (31.2, 121.5), (20.6, -100.4)],
            &[(70.0, 20.0), (-41.3, 174.8), (-30.0, -70.0)],
        ] {
            let map = Map::plain(dots(few));
            assert!(holds(&map.part), "{few:?}: {}", map.part.view());
            assert!(map.part.width >= LEAST);
        }
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
