// The map's shapes (put in by build.mjs) and which country belongs to which region of the world.
// eslint-disable-next-line no-undef
const world = JSON.parse(WORLD);

/** ISO 3166: three letters -> [number, two letters]. */
export const CODES = world.codes;

const EU = 'AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE'.split(' ');
const REST_OF_EU = new Set(['REU', 'EU', 'EU27', 'E27', 'EUN', 'EUR', 'REUR', 'XEU', 'ROEU']);
const REST_OF_WORLD = new Set(['ROW', 'RW', 'RWD', 'XRW', 'WLD', 'REST', 'ROTW']);

/** [number, path, middle x, y, width and height of the largest part], in units of a map of `size`. */
export const { countries, points } = world;
export const size = { width: world.width, height: world.height };

/** Country number -> {region, part}: part is true where the region is an aggregate. Also the regions without a place. */
export function assign(run) {
  const places = new Map();
  const placed = new Set();
  const put = (id, region, part) => {
    if (places.has(id)) return;
    places.set(id, { region, part });
    placed.add(region);
  };
  run.regions.forEach(([code], region) => {
    if (CODES[code]) put(CODES[code][0], region, false);
  });
  const members = (run.world && run.world.members) || {};
  run.regions.forEach(([code], region) => {
    for (const member of members[code] || []) if (CODES[member]) put(CODES[member][0], region, true);
  });
  run.regions.forEach(([code], region) => {
    if (REST_OF_EU.has(code.toUpperCase())) for (const member of EU) put(CODES[member][0], region, true);
  });
  const rest = run.regions.findIndex(([code]) => REST_OF_WORLD.has(code.toUpperCase()));
  if (rest >= 0) {
    for (const [id] of countries) if (id) put(id, rest, true);
    for (const id of Object.keys(points)) put(id, rest, true);
  }
  return { places, missing: run.regions.map((_, region) => region).filter((region) => !placed.has(region)), rest };
}
