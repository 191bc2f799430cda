// Builds dist/report.html: the page with its script, its style and its map inside, and one marker that the program
// replaces by the results. The script is allowed by its hash, so a script that came with the data would not run.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** The map, projected here so that no reader's browser has to: the coarse one without Antarctica and names, and a point
 * for each country that it is too coarse to hold. */
function world() {
  const coarse = atlas('countries-110m.json');
  const fine = atlas('countries-50m.json');
  const shapes = feature(coarse, coarse.objects.countries).features.filter((shape) => shape.id !== '010');
  const all = { type: 'FeatureCollection', features: shapes };
  const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(WIDTH, all);
  const path = geoPath(projection);
  const countries = shapes.map((shape) => [shape.id || '', steps(path(shape)), ...place(shape, path)]);
  const known = new Set(shapes.map((shape) => shape.id));
  const points = {};
  for (const country of feature(fine, fine.objects.countries).features) {
    if (!country.id || known.has(country.id) || country.id === '010') continue;
    if (geoArea(country) > 0) points[country.id] = projection(geoCentroid(country)).map(Math.round);
  }
  const codes = {};
  for (const [two, three] of Object.entries(iso.getAlpha2Codes())) {
    const id = iso.alpha3ToNumeric(three);
    if (known.has(id) || points[id]) codes[three] = [id, two];
  }
  return { width: WIDTH, height: Math.ceil(path.bounds(all)[1][1]), countries, points, codes };
}

/** Inside a script or a style element nothing may look like its end. */
const inside = (text) => text.replace(/<\/(script|style)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const bundle = await build({
  entryPoints: [join(here, 'src/main.js')],
  bundle: true,
  minify: !process.env.READABLE,
  write: false,
  format: 'iife',
  target: 'es2020',
  charset: 'utf8',
  legalComments: 'none',
  define: { WORLD: JSON.stringify(JSON.stringify(world())) },
});
const styles = await build({
  entryPoints: [join(here, 'src/style.css')],
  bundle: true,
  minify: !process.env.READABLE,
  write: false,
  target: ['chrome90', 'firefox90', 'safari14'],
});

const script = inside(bundle.outputFiles[0].text).trim();
const style = inside(styles.outputFiles[0].text).trim();
const page = readFileSync(join(here, 'src/page.html'), 'utf8')
  .replace('{{POLICY}}', () => `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data: blob:`)
  .replace('{{STYLE}}', () => style)
  .replace('{{SCRIPT}}', () => script);

const marks = page.split('/*DATA*/').length - 1;
if (marks !== 1) throw new Error(`the marker /*DATA*/ is in the page ${marks} times, not once`);
if (Buffer.byteLength(page) > 1.2e6) throw new Error(`the page has ${Buffer.byteLength(page)} bytes, more than 1.2 MB`);
mkdirSync(join(here, 'dist'), { recursive: true });
writeFileSync(join(here, 'dist/report.html'), page);
console.log(`dist/report.html: ${Buffer.byteLength(page)} bytes`);
