// The Equal Earth projection (Šavrič, Patterson, Jenny 2018: The Equal Earth map projection,
// International Journal of Geographical Information Science), on the sheet of the portal's map.
// README.md has the same formulas for those who place a city on the map.

export const A = [1.340264, -0.081106, 0.000893, 0.003796];
/** The degree of longitude in the middle. The sheet's edge, opposite, runs through the Bering Strait. */
export const MIDDLE = 11.6;
/** Units of the sheet to a radius of the globe, and where the crossing of MIDDLE and equator lies. */
export const SCALE = 184.7;
export const ORIGIN = [500, 241.5];
export const [WIDTH, HEIGHT] = [1000, 435];
/** Degrees of latitude of the upper and the lower edge. */
export const [NORTH, SOUTH] = [84, -57];

const RADIANS = Math.PI / 180;

/** Where on the sheet a place lies, given in degrees. */
export function project([longitude, latitude]) {
  const turned = ((((longitude - MIDDLE + 180) % 360) + 360) % 360) - 180;
  const t = Math.asin((Math.sqrt(3) / 2) * Math.sin(latitude * RADIANS));
  const slope = A[0] + 3 * A[1] * t ** 2 + 7 * A[2] * t ** 6 + 9 * A[3] * t ** 8;
  const x = (2 * Math.sqrt(3) * turned * RADIANS * Math.cos(t)) / (3 * slope);
  const y = A[0] * t + A[1] * t ** 3 + A[2] * t ** 7 + A[3] * t ** 9;
  return [ORIGIN[0] + SCALE * x, ORIGIN[1] - SCALE * y];
}
