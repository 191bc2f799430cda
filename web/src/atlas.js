// The map's shapes (put in by build.mjs) and which country or province belongs to which region of the world.
// eslint-disable-next-line no-undef
const world = JSON.parse(WORLD);

/** ISO 3166: three letters -> [number, two letters]. */
export const CODES = world.codes;
const BY_TWO = new Map(Object.entries(CODES).map(([three, [, two]]) => [two, three]));

// Regions of several countries by the codes that worlds give them: the members that are no regions themselves.
const COMPOSITES = [
  {
    codes: ['REU', 'EU', 'EU27', 'E27', 'EUN', 'EUR', 'REUR', 'XEU', 'ROEU'],
    members: 'AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE'.split(' '),
  },
  { codes: ['GLF', 'GCC'], members: 'SAU ARE QAT KWT OMN BHR'.split(' ') }, // Gulf Cooperation Council
];
const COMPOSITE = new Map(COMPOSITES.flatMap(({ codes, members }) => codes.map((code) => [code, members])));
const REST_OF_WORLD = new Set(['ROW', 'RW', 'RWD', 'XRW', 'WLD', 'REST', 'ROTW']);

/** [number, path, middle x, y, width and height of the largest part], in units of a map of `size`. */
export const { countries, points } = world;
/** The middle of straits and canals, by the codes of markets. */
export const { straits } = world;
/** The same of provinces and states by ISO 3166-2 code, but middle, width and height of a box inside the largest part. */
const outlines = new Map(world.provinces.map((shape) => [shape[0], shape]));
export const size = { width: world.width, height: world.height };

const RADIANS = Math.PI / 180;

/** How far east of the map's middle a longitude lies, from -180 to 180 degrees. */
export const eastOf = (lon) => lon + world.projection.turn - 360 * Math.floor((lon + world.projection.turn + 180) / 360);

/** Where a place is on the map, by degrees east of its middle and latitude: Equal Earth (Šavrič, Patterson and Jenny 2018). */
export function placeAt(east, lat) {
  const { scale, x, y } = world.projection;
  const l = Math.asin((Math.sqrt(3) / 2) * Math.sin(lat * RADIANS));
  const l2 = l * l;
  const l6 = l2 ** 3;
  const across = (east * RADIANS * Math.cos(l) * 2) / Math.sqrt(3) / (1.340264 - 3 * 0.081106 * l2 + l6 * (7 * 0.000893 + 9 * 0.003796 * l2));
  return [x + scale * across, y - scale * l * (1.340264 - 0.081106 * l2 + l6 * (0.000893 + 0.003796 * l2))];
}

/** The country that a region is a part of, by a code such as CA-ON, CAN_ON or CN1: {three, code}; null: none. */
export function partOfCountry(code) {
  const found = code.toUpperCase().match(/^([A-Z]{2,3})[-_. ]([A-Z0-9]{1,3})$/) || code.toUpperCase().match(/^([A-Z]{2})([1-9])$/);
  if (!found) return null;
  const three = found[1].length === 3 ? (CODES[found[1]] ? found[1] : null) : BY_TWO.get(found[1]);
  return three ? { three, code: `${CODES[three][1]}-${found[2]}` } : null;
}

/** The country that a region is: by its three letters; by two letters or a number only where its name agrees. */
function countryOf([code, name], isCalled) {
  const upper = code.toUpperCase();
  if (CODES[upper]) return upper;
  const three = BY_TWO.get(upper) || Object.keys(CODES).find((one) => CODES[one][0] === code);
  return three && isCalled(three, name) ? three : null;
}

/** Which region a place on the map belongs to. places: country number -> {region, part}, part true where the region is
 * an aggregate; parts: [{shape, region}] of provinces with an outline, region null where the world has none for them;
 * split: numbers of countries that are shown by their provinces or states, or would be; outlined: those of them that are;
 * missing: regions without a place; rest: the region of all others; unclear: some region without a place may own
 * countries that no other region names, so they have no colour. isCalled(three, name): is that the country's name? */
export function assign(run, isCalled = () => false) {
  const places = new Map();
  const placed = new Set();
  const split = new Set();
  const outlined = new Set();
  const parts = [];
  const put = (id, region, part) => {
    if (places.has(id) || split.has(id)) return;
    places.set(id, { region, part });
    placed.add(region);
  };
  const own = run.regions.map((region) => countryOf(region, isCalled));
  run.regions.forEach((_, region) => {
    if (own[region]) put(CODES[own[region]][0], region, false);
  });
  const members = (run.world && run.world.members) || {};
  run.regions.forEach(([code], region) => {
    for (const member of members[code] || []) if (CODES[member]) put(CODES[member][0], region, true);
  });
  const within = new Map(); // region -> the country that it is a part of
  const drawn = new Map(); // ISO 3166-2 code -> region
  run.regions.forEach(([code], region) => {
    const part = own[region] || members[code] ? null : partOfCountry(code);
    if (!part) return;
    within.set(region, part.three);
    if (!places.has(CODES[part.three][0])) split.add(CODES[part.three][0]);
    if (!outlines.has(part.code)) return;
    drawn.set(part.code, region);
    placed.add(region);
    outlined.add(CODES[part.three][0]);
  });
  for (const [code, shape] of outlines) {
    const id = CODES[BY_TWO.get(code.slice(0, 2))][0];
    // Provinces that are no region are the country's own, where that is one; else they have no colour
    if (outlined.has(id) && (drawn.has(code) || split.has(id))) parts.push({ shape, region: drawn.has(code) ? drawn.get(code) : null });
  }
  run.regions.forEach(([code], region) => {
    for (const member of COMPOSITE.get(code.toUpperCase()) || []) put(CODES[member][0], region, true);
  });
  const rest = run.regions.findIndex(([code]) => REST_OF_WORLD.has(code.toUpperCase()));
  const missing = run.regions.map((_, region) => region).filter((region) => !placed.has(region) && region !== rest);
  const unclear = missing.some((region) => !within.has(region) && !own[region]);
  if (rest >= 0 && !unclear) {
    for (const [id] of countries) if (id) put(id, rest, true);
    for (const id of Object.keys(points)) put(id, rest, true);
  }
  if (rest >= 0 && !placed.has(rest)) missing.push(rest);
  return { places, parts, split, outlined, missing, rest: rest >= 0 && !unclear ? rest : -1, unclear };
}
