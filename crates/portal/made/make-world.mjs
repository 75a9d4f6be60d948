// Makes ../assets/world.svg, and the examples in README.md of where places lie on it.
//
//   make-world.mjs           writes both
//   make-world.mjs --check   says by its status whether they are as made

import { readFileSync } from "node:fs";

import { geoEqualEarth } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import { feature, merge } from "topojson-client";
import { topology } from "topojson-server";
import * as simplification from "topojson-simplify";
import atlas from "world-atlas/land-110m.json" with { type: "json" };

import { fresh, publish } from "./files.mjs";
import { HEIGHT, MIDDLE, ORIGIN, SCALE, SOUTH, WIDTH, project } from "./projection.mjs";

/** A corner whose triangle with its neighbours is smaller is left out (square units). */
const DETAIL = 0.5;
/** A smaller island is left out (square units). */
const SMALLEST_ISLAND = 1;

const sheet = geoEqualEarth().rotate([-MIDDLE, 0]).scale(SCALE).translate(ORIGIN);

/** The land on the sheet, without Antarctica: polygons of rings of points. */
function landOnSheet() {
  const [{ geometry }] = feature(atlas, atlas.objects.land).features;
  const coordinates = geometry.coordinates.filter((polygon) =>
    polygon.flat().some(([, latitude]) => latitude > SOUTH),
  );
  return geoProject({ type: "MultiPolygon", coordinates }, sheet);
}

/** Joins what the antimeridian parts in the source: it is not where this sheet ends. */
function joined(land) {
  const parts = topology({ land }, 1e5);
  const polygons = parts.objects.land.arcs.map((arcs) => ({ type: "Polygon", arcs }));
  return merge(parts, polygons);
}

function simplified(land) {
  let drawn = simplification.presimplify(topology({ land }));
  drawn = simplification.simplify(drawn, DETAIL);
  drawn = simplification.filter(
    drawn,
    simplification.filterWeight(drawn, SMALLEST_ISLAND, simplification.planarRingArea),
  );
  return feature(drawn, drawn.objects.land).geometry;
}

/** Tenths of a unit as units, as short as SVG allows. */
const number = (tenths) => String(tenths / 10).replace(/^(-?)0\./, "$1.");

/** Numbers after each other. A sign sets one off from the last, and so does a second point. */
function compact(numbers) {
  return numbers.reduce((text, next, at) => {
    const apart =
      at === 0 || next[0] === "-" || (next[0] === "." && numbers[at - 1].includes("."));
    return text + (apart ? "" : " ") + next;
  }, "");
}

/** A ring as relative lines. Its points are rounded before, so that no error adds up. */
function ringPath(ring) {
  // The last point is the first once more.
  const points = ring.slice(0, -1).map((point) => point.map((value) => Math.round(value * 10)));
  const runs = [{ command: "M", numbers: points[0].map(number) }];
  points.slice(1).forEach(([x, y], at) => {
    const [right, down] = [x - points[at][0], y - points[at][1]];
    if (right === 0 && down === 0) return;
    const command = down === 0 ? "h" : right === 0 ? "v" : "l";
    if (runs.at(-1).command !== command) runs.push({ command, numbers: [] });
    const moved = { h: [right], v: [down], l: [right, down] }[command];
    runs.at(-1).numbers.push(...moved.map(number));
  });
  return runs.map(({ command, numbers }) => command + compact(numbers)).join("") + "z";
}

function svg() {
  const { coordinates } = simplified(joined(landOnSheet()));
  const path = coordinates.flat().map(ringPath).join("");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">` +
    `<path id="land" d="${path}"/></svg>\n`
  );
}

/** Longitudes and latitudes in degrees. */
const PLACES = {
  "Clermont-Ferrand": [3.08682, 45.77969],
  Shanghai: [121.45806, 31.22222],
  Querétaro: [-100.38806, 20.58806],
  "Anderson, South Carolina": [-82.65013, 34.50344],
  Wellington: [174.77557, -41.28664],
  "Apia, across the antimeridian": [-171.76666, -13.83333],
};

function examples() {
  const rows = Object.entries(PLACES).map(([name, place]) => {
    const point = project(place);
    // The land is drawn by another's formulas: they have to be the same.
    const theirs = sheet(place);
    if (Math.hypot(point[0] - theirs[0], point[1] - theirs[1]) > 1e-6) {
      throw new Error(`${name}: ${point} here, ${theirs} by d3-geo`);
    }
    const cells = [...place, ...point.map((value) => value.toFixed(2))];
    return `| ${name} | ${cells.join(" | ")} |\n`;
  });
  return `| place | longitude | latitude | x | y |\n|---|--:|--:|--:|--:|\n${rows.join("")}`;
}

const readme = new URL("README.md", import.meta.url);
const files = new Map([
  [new URL("../assets/world.svg", import.meta.url), svg()],
  [
    readme,
    readFileSync(readme, "utf8").replace(
      /(<!-- examples -->\n)[^]*(<!-- end -->)/,
      (_, start, end) => start + examples() + end,
    ),
  ],
]);
if (process.argv.includes("--check")) process.exitCode = fresh(files) ? 0 : 1;
else publish(files);
