// Maps without a browser: places by somebody else's projection, colours by class, lines over the edge, names apart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { geoEqualEarth } from 'd3-geo';
import { numberOf as at, setUp, textsOf } from './dom.mjs';
import { boxOf, centre, overlap, path, sound } from './picture.mjs';

setUp();
const { CODES, assign, countries, eastOf, partOfCountry, placeAt, points, size, straits } = await import('../src/atlas.js');
const { classOf, limits, map } = await import('../src/charts/map.js');
const { flowmap, placeOf } = await import('../src/charts/flowmap.js');
const { onMap, partsOf, routemap } = await import('../src/charts/routemap.js');

const project = geoEqualEarth().rotate([-11, 0]).fitWidth(2000, { type: 'Sphere' });
const near = (a, b, by = 1e-6, what = '') => a.forEach((value, k) => assert.ok(Math.abs(value - b[k]) < by, `${what}: ${a} is not ${b}`));

test('a longitude and a latitude are where Equal Earth puts them', () => {
  for (let lon = -180; lon < 180; lon += 17) for (let lat = -90; lat <= 90; lat += 15) near(onMap([lon, lat]), project([lon, lat]), 1e-5, `${lon} ${lat}`);
  assert.deepEqual([eastOf(11), eastOf(0), eastOf(-179), eastOf(180), eastOf(371), eastOf(-349)], [0, -11, 170, 169, 0, 0]);
  assert.ok(eastOf(-169) === -180 && eastOf(190.999) < 180);
  // the pole is as far north of the equator as the other south; widths at the pole are not zero
  const [[ex, ey], [, ny], [, sy]] = [placeAt(0, 0), placeAt(0, 90), placeAt(0, -90)];
  near([ny - ey], [ey - sy]);
  assert.ok(placeAt(90, 90)[0] - ex > 0.5 * (placeAt(90, 0)[0] - ex) && placeAt(90, 90)[0] < placeAt(90, 0)[0]);
  // all of it is in the picture, small islands beside the date line, too
  for (const [id, [x, y]] of [...Object.entries(points), ...countries.map(([one, , ...middle]) => [one, middle])]) assert.ok(x >= 0 && x <= size.width && y >= 0 && y <= size.height, `${id} is at ${x}, ${y}`);
  for (const [code, place] of [['hormuz', [56.5, 26.5]], ['panama', [-79.7, 9.1]], ['cape', [18.5, -35.5]]]) near(straits[code], project(place), 0.51, code);
});

const run = (regions, members) => ({ regions, world: members ? { members } : {} });
const idOf = (three) => CODES[three][0];
const regionAt = (found, three) => found.places.get(idOf(three))?.region ?? null;

test('which country belongs to which region', () => {
  const found = assign(run([['CAN', 'Canada'], ['REU', 'Rest of the EU'], ['DEU', 'Germany'], ['GLF', 'Gulf'], ['ROW', 'Rest of the world']]));
  assert.deepEqual(['CAN', 'FRA', 'DEU', 'SAU', 'BRA', 'JPN'].map((three) => regionAt(found, three)), [0, 1, 2, 3, 4, 4]);
  assert.deepEqual([found.places.get(idOf('CAN')).part, found.places.get(idOf('FRA')).part, found.places.get(idOf('BRA')).part], [false, true, true]);
  assert.deepEqual([found.missing, found.rest, found.unclear], [[], 4, false]);
  for (const id of Object.keys(points)) assert.ok(found.places.has(id), 'small countries, too');
  // a region that nobody knows may own what is left, so the rest has no colour
  const odd = assign(run([['CAN', 'Canada'], ['XYZ', 'Elsewhere'], ['ROW', 'Rest']]));
  assert.deepEqual([odd.missing, odd.rest, odd.unclear, regionAt(odd, 'BRA')], [[1, 2], -1, true, null]);
  // members that the world gives; a member that is a region itself stays it
  const given = assign(run([['NAF', 'North'], ['EGY', 'Egypt'], ['ROW', 'Rest']], { NAF: ['EGY', 'DZA', 'XXX'] }));
  assert.deepEqual([regionAt(given, 'DZA'), regionAt(given, 'EGY'), regionAt(given, 'BRA'), given.unclear], [0, 1, 2, false]);
  // two letters or a number only where the name agrees
  const called = (three, name) => ({ JPN: 'Japan', KOR: 'Korea' })[three] === name;
  const two = assign(run([['JP', 'Japan'], [CODES.KOR[0], 'Korea'], ['FR', 'Freedonia']]), called);
  assert.deepEqual([regionAt(two, 'JPN'), regionAt(two, 'KOR'), regionAt(two, 'FRA'), two.missing, two.rest], [0, 1, null, [2], -1]);
  assert.equal(regionAt(assign(run([['can', 'x']])), 'CAN'), 0);
});

test('provinces take the place of their country', () => {
  assert.deepEqual(['CA-ON', 'CAN_ON', 'ca.on', 'CAN BC', 'CN1'].map(partOfCountry), [{ three: 'CAN', code: 'CA-ON' }, { three: 'CAN', code: 'CA-ON' }, { three: 'CAN', code: 'CA-ON' }, { three: 'CAN', code: 'CA-BC' }, { three: 'CHN', code: 'CN-1' }]);
  assert.deepEqual(['CANON', 'QQ-1', 'QQQ-1', 'CAN', 'C-ON', 'CA-ONTA', 'CN0', 'CN12'].map(partOfCountry), Array(8).fill(null));
  const found = assign(run([['CA-ON', 'Ontario'], ['CA-QC', 'Quebec'], ['CN1', 'North'], ['ROW', 'Rest']]));
  assert.deepEqual([...found.split].sort(), [idOf('CAN'), idOf('CHN')].sort());
  assert.deepEqual([...found.outlined], [idOf('CAN')]);
  assert.deepEqual([regionAt(found, 'CAN'), regionAt(found, 'CHN'), regionAt(found, 'USA')], [null, null, 3]);
  const region = (code) => found.parts.find(({ shape }) => shape[0] === code)?.region;
  assert.deepEqual(['CA-ON', 'CA-QC', 'CA-BC', 'US-CA'].map(region), [0, 1, null, undefined]);
  assert.deepEqual([found.missing, found.rest, found.unclear], [[2], 3, false]);
  // beside their country the others are the country's own
  const beside = assign(run([['CAN', 'Rest of Canada'], ['CA-ON', 'Ontario'], ['ROW', 'Rest']]));
  assert.deepEqual([regionAt(beside, 'CAN'), [...beside.split], beside.parts.map(({ shape, region: one }) => [shape[0], one])], [0, [], [['CA-ON', 1]]]);
  assert.equal(assign(run([['CAN', 'c'], ['CAN-XX', 'x'], ['ROW', 'r']])).missing.length, 1);
});

test('classes of colour: round limits below the largest, every value in one', () => {
  for (const largest of [0.0031, 0.07, 1, 4.9, 12, 830, 1e6]) {
    const cuts = limits([largest, -largest / 3, null, 0]);
    assert.ok(cuts.length >= 2 && cuts.length <= 3 && cuts.at(-1) <= 0.6 * largest && cuts.at(-1) > 0.23 * largest, `${largest}: ${cuts}`);
    cuts.forEach((cut, k) => {
      const lead = cut / 10 ** Math.floor(Math.log10(cut) + 1e-9);
      assert.ok([1, 2, 5].some((one) => Math.abs(lead - one) < 1e-9), `${cut} is round`);
      if (k) assert.ok(cut > cuts[k - 1] && cuts[k - 1] <= 0.3 * cut + 1e-12 && cuts[k - 1] > 0.11 * cut);
    });
    assert.deepEqual(limits([-largest]), cuts);
  }
  assert.deepEqual([limits([]), limits([0, null])], [[], []]);
  assert.deepEqual(limits([10]), [0.2, 1, 5]);
  const cuts = [0.5, 1, 5];
  assert.deepEqual([null, undefined, 0, 0.2, 0.5, -0.5, 0.99, 1, 5, -7].map((value) => classOf(value, cuts)), ['none', 'none', 'zero0', 'gain1', 'gain2', 'loss2', 'gain2', 'gain3', 'gain4', 'loss4']);
  assert.equal(classOf(3, []), 'zero0');
});

const WORLD = run([['CAN', 'Canada'], ['USA', 'United States'], ['REU', 'Rest of the EU'], ['JPN', 'Japan'], ['SGP', 'Singapore'], ['US-CA', 'California'], ['MEX', 'Mexico'], ['ROW', 'Rest of the world']]);
const says = { noData: 'no data', aggregate: (names) => `one number: ${names.join(', ')}`, noRegion: 'no region', noOutline: 'no outline', unclear: 'unclear' };
const drawn = (more = {}) => {
  const values = more.values || [-8.2, 0.4, 0.06, 2, -0.7, -1.2, null, 0];
  const given = { run: WORLD, width: 900, values, name: (region) => given.run.regions[region][1], text: (region) => (values[region] === null ? '–' : String(values[region])), tip: (region) => `tip ${region}`, cutText: (cut) => `${cut}`, to: 'to', says, chosen: 1, ...more };
  return map(given);
};

test('the map: each country has its region\'s colour, its tip and what a click chooses', () => {
  for (const width of [340, 900, 1300]) {
    let picked = null;
    const svg = drawn({ width, onpick: (region) => (picked = region) });
    sound(svg, width);
    const cuts = limits([8.2]);
    const shape = (id) => svg.querySelectorAll('.land path').find((one) => one.getAttribute('data-id') === id);
    for (const [three, region, value] of [['CAN', 0, -8.2], ['USA', 1, 0.4], ['FRA', 2, 0.06], ['JPN', 3, 2], ['MEX', 6, null], ['BRA', 7, 0]]) {
      const one = shape(idOf(three));
      assert.equal(one.getAttribute('class'), `country ${classOf(value, cuts)}${region === 1 ? ' chosen' : ''} pick`, three);
      assert.equal(one.getAttribute('data-tip'), `tip ${region}`);
      one.click();
      assert.equal(picked, region);
    }
    const part = shape('US-CA');
    assert.equal(part.getAttribute('class'), `country ${classOf(-1.2, cuts)} pick`);
    part.click();
    assert.equal(picked, 5);
    assert.equal(at(svg.querySelector('.land'), 'x'), 0);
    const scale = width / size.width;
    assert.equal(svg.querySelector('.land').getAttribute('transform'), `scale(${scale})`);
    // small countries are points; those of an aggregate are left out
    const dots = svg.children.filter((one) => one.tagName === 'circle');
    assert.equal(dots.length, 1);
    near(centre(dots[0]), points[idOf('SGP')].map((one) => one * scale));
    assert.ok(dots[0].getAttribute('class').includes(classOf(-0.7, cuts)) && dots[0].getAttribute('data-tip') === 'tip 4');
    dots[0].click();
    assert.equal(picked, 4);
    // what is hatched is what has one number together
    const hatched = svg.querySelectorAll('path.hatched');
    const aggregated = countries.filter(([id]) => ![idOf('CAN'), idOf('USA'), idOf('JPN'), idOf('MEX')].includes(id));
    assert.deepEqual(hatched.map((one) => one.getAttribute('d')).sort(), aggregated.map((one) => one[1]).sort());
    const patterns = svg.querySelectorAll('pattern');
    assert.ok(patterns.length === 2 && patterns.every((one) => Number(one.getAttribute('width')) === 5 && Number(one.getAttribute('height')) === 5));
    for (const line of svg.querySelectorAll('pattern line')) assert.deepEqual(['x1', 'x2', 'y1', 'y2'].map((name) => at(line, name)), [0, 0, 0, 5], 'stripes meet from tile to tile');
    assert.ok(patterns[1].getAttribute('patternTransform').startsWith(`scale(${1 / scale})`));
    assert.ok(hatched.every((one) => one.getAttribute('fill') === `url(#${patterns[1].id})`));
    // numbers stand inside of their own country's largest part, apart from each other
    const numbers = svg.querySelectorAll('text.maplabel');
    assert.ok(numbers.length >= (width > 800 ? 2 : 1), `${numbers.length} numbers at ${width}`);
    for (const number of numbers) {
      if (number.textContent === '–') continue;
      const region = [-8.2, 0.4, 0.06, 2, -0.7, -1.2].findIndex((value) => String(value) === number.textContent);
      assert.ok(region >= 0 && region !== 2, 'an aggregate has no number on its parts');
      assert.ok(number.getAttribute('class').endsWith(` on-${classOf(Number(number.textContent), cuts)}`));
      const [, , x, y, wide, high] = region === 5 ? svg && assign(WORLD).parts.find(({ shape: [code] }) => code === 'US-CA').shape : countries.find(([id]) => id === idOf(WORLD.regions[region][0]));
      near(centre(number), [x * scale, y * scale], 1.5, number.textContent);
      assert.ok(wide * scale > 0.94 * (boxOf(number).x1 - boxOf(number).x0) && high * scale > 8);
    }
    assert.deepEqual(svg.missing, []);
  }
  assert.equal(drawn().querySelectorAll('.pick').length, 0);
  assert.equal(drawn({ chosen: -1 }).querySelectorAll('.chosen').length, 0);
});

test('the map\'s legend: the classes in order, what is hatched and what is grey', () => {
  for (const width of [340, 700, 1300]) {
    const svg = drawn({ width });
    const texts = textsOf(svg, 'text.legend');
    assert.deepEqual(texts.slice(0, 8), ['< -2', '-2 to -0.5', '-0.5 to -0.1', '-0.1 to 0', '0 to 0.1', '0.1 to 0.5', '0.5 to 2', '> 2']);
    const keys = svg.children.filter((one) => one.tagName === 'rect' && /country/.test(one.getAttribute('class')));
    assert.deepEqual(keys.map((one) => one.getAttribute('class').slice(8)), ['loss4', 'loss3', 'loss2', 'loss1', 'gain1', 'gain2', 'gain3', 'gain4', 'zero0', 'none']);
    assert.deepEqual(limits([8.2]), [0.1, 0.5, 2]);
    assert.equal(texts.slice(8).join(' '), 'one number: Rest of the EU, Rest of the world no data');
    const mapHigh = size.height * (width / size.width);
    for (const key of keys) assert.ok(boxOf(key).y0 >= mapHigh + 10);
    keys.forEach((key, k) => keys.slice(k + 1).forEach((other) => assert.ok(!overlap(boxOf(key), boxOf(other)))));
    const hatched = svg.children.filter((one) => one.tagName === 'rect' && one.getAttribute('class') === 'hatched');
    assert.equal(hatched.length, 1);
    assert.deepEqual(boxOf(hatched[0]).y0, boxOf(keys[8]).y0);
    assert.equal(hatched[0].getAttribute('fill'), `url(#${svg.querySelectorAll('pattern')[0].id})`);
    const xs = new Set(keys.slice(0, 8).map((key) => at(key, 'x')));
    assert.ok(xs.size >= 1 && xs.size <= 4);
    if (width >= 700) assert.equal(xs.size, 4);
  }
  const grey = (regions, values) => textsOf(drawn({ run: run(regions), values, width: 900 }), 'text.legend').slice(-2);
  assert.deepEqual(grey([['CAN', 'Canada'], ['CN1', 'North'], ['ROW', 'Rest']], [1, 1, 1]).at(-1), 'no outline');
  assert.deepEqual(grey([['CAN', 'Canada'], ['XYZ', 'x'], ['ROW', 'Rest']], [1, 1, 1]).at(-1), 'unclear');
  assert.deepEqual(grey([['CAN', 'Canada']], [1]).at(-1), 'no region');
  assert.ok(!grey([['CAN', 'Canada'], ['ROW', 'Rest']], [1, 1]).some((text) => Object.values(says).includes(text)));
  const tips = (regions) => drawn({ run: run(regions), values: [1, 1, 1] }).querySelectorAll('.land path').filter((one) => one.getAttribute('class').includes('outside')).map((one) => one.getAttribute('data-tip'));
  assert.deepEqual(tips([['CAN', 'Canada'], ['CN1', 'North'], ['ROW', 'Rest']]), ['no outline']);
  assert.ok(tips([['CA-ON', 'Ontario'], ['ROW', 'Rest']]).includes('CA-QC: no region'));
  assert.deepEqual([...new Set(tips([['CAN', 'Canada'], ['XYZ', 'x'], ['ROW', 'Rest']]))], ['unclear']);
  assert.deepEqual(drawn({ run: run([['CAN', 'Canada'], ['XYZ', 'x'], ['ROW', 'Rest']]), values: [1, 1, 1] }).missing, [1, 2]);
});

test('a region has its number on the map where the largest part of it has room, and nowhere else', () => {
  const world = JSON.parse(globalThis.WORLD);
  const states = world.provinces.filter(([code]) => /^(CA|US)-/.test(code));
  assert.ok(states.length > 50);
  const places = [...states.map(([code]) => [code, code]), ...['MEX', 'BRA', 'FRA', 'DEU', 'CHE', 'CHL', 'RUS', 'KOR', 'NZL', 'CUB'].map((code) => [code, code])];
  const boxes = places.map(([code]) => (states.find(([one]) => one === code) || countries.filter(([id]) => id === idOf(code)).sort((a, b) => b[4] * b[5] - a[4] * a[5])[0]).slice(2));
  for (const width of [360, 599, 600, 900, 1300, 2400]) {
    const scale = width / size.width;
    const values = places.map((_, k) => 0.1 + k);
    const svg = map({ run: run(places), width, values, name: (k) => places[k][1], text: (k) => `n${k}`, tip: (k) => `tip ${k}`, cutText: String, to: 'to', says, chosen: -1 });
    const shown = svg.querySelectorAll('text.maplabel');
    const letters = width < 600 ? 10 : 12;
    const room = (k) => boxes[k][2] * scale >= 0.95 * `n${k}`.length * 0.6 * letters && boxes[k][3] * scale >= 0.9 * letters;
    const own = shown.map((text) => Number(text.textContent.slice(1)));
    assert.equal(new Set(own).size, own.length);
    for (const text of shown) assert.equal(at(text, 'font-size'), letters);
    own.forEach((k, one) => {
      assert.ok(room(k), `${places[k][0]} has no room for its number at ${width}`);
      near([at(shown[one], 'x'), at(shown[one], 'y')], [boxes[k][0] * scale, boxes[k][1] * scale + 0.35 * letters], 1e-6, places[k][0]);
    });
    // who has room and no number stands where a larger one has its own
    const around = (k) => ({ x0: boxes[k][0] * scale - 0.3 * letters * `n${k}`.length - 4, x1: boxes[k][0] * scale + 0.3 * letters * `n${k}`.length + 4, y0: boxes[k][1] * scale - letters, y1: boxes[k][1] * scale + letters / 2 });
    places.forEach(([code], k) => {
      const hidden = own.some((other) => other !== k && overlap(around(k), around(other)) && boxes[other][2] * boxes[other][3] >= boxes[k][2] * boxes[k][3]);
      if (room(k)) assert.equal(own.includes(k), !hidden, `${code} at ${width}`);
    });
  }
});

test('flows of ships: as wide as their quantities, by their passages, over the edge where that is nearer', () => {
  const flows = [
    { from: 'QAT', to: 'JPN', value: 60, passages: ['hormuz', 'malacca'], tip: 'a' },
    { from: 'USA', to: 'JPN', value: 30, passages: ['panama'], tip: 'b' },
    { from: 'AUS', to: 'JPN', value: 40, passages: [], tip: 'c' },
    { from: 'GLF', to: 'KOR', value: 0.01, passages: null, tip: 'd' },
    { from: 'XXX', to: 'JPN', value: 5, tip: 'e' },
    { from: 'QAT', to: 'GLF', value: 5, tip: 'f' },
  ];
  assert.deepEqual([placeOf('XXX'), placeOf('RUS_S'), placeOf('GLF')], [null, placeOf('RUS'), placeOf('QAT')]);
  near(placeOf('JPN'), countries.find(([id]) => id === idOf('JPN')).slice(2, 4));
  near(placeOf('SGP'), points[idOf('SGP')]);
  for (const width of [360, 1000]) {
    const scale = width / size.width;
    const svg = flowmap({ width, flows, largest: 60, passages: [{ code: 'hormuz', closed: true, tip: 'shut' }, { code: 'malacca', closed: false, tip: 'open' }, { code: 'nowhere', closed: true, tip: '' }] });
    const { high } = sound(svg, width);
    assert.equal(high, Math.ceil(size.height * scale));
    assert.equal(svg.querySelectorAll('.land path').length, countries.length);
    const lines = svg.querySelectorAll('path.flowline');
    const of = (tip) => lines.filter((one) => one.getAttribute('data-tip') === tip);
    assert.deepEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((tip) => of(tip).length), [1, 2, 1, 1, 0, 0]);
    const widths = lines.map((one) => at(one, 'stroke-width'));
    widths.slice(1).forEach((one, k) => assert.ok(one <= widths[k], 'narrow ones lie above wide ones'));
    near([at(of('a')[0], 'stroke-width'), at(of('c')[0], 'stroke-width'), at(of('d')[0], 'stroke-width')], [(9 * width) / 1000, (6 * width) / 1000, 0.4]);
    const through = (one) => path(one).map(([x, y]) => [x / scale, y / scale]);
    [placeOf('QAT'), straits.hormuz, straits.malacca, placeOf('JPN')].forEach((place, k) => near(through(of('a')[0])[k], place, 0.2 / scale));
    const [out, into] = of('b').map(through);
    near(out[0], placeOf('USA'), 0.2 / scale);
    near(out[1], straits.panama, 0.2 / scale);
    near(into.at(-1), placeOf('JPN'), 0.2 / scale);
    assert.ok(Math.abs(out.at(-1)[0]) < 0.2 / scale && Math.abs(into[0][0] - size.width) < 0.2 / scale && Math.abs(out.at(-1)[1] - into[0][1]) < 0.2 / scale, 'out on the left, in on the right, at one height');
    // on a map that goes on, the leg is straight
    const [p, e, j] = [straits.panama, out.at(-1), [placeOf('JPN')[0] - size.width, placeOf('JPN')[1]]];
    assert.ok(Math.abs((e[1] - p[1]) * (j[0] - p[0]) - (j[1] - p[1]) * (e[0] - p[0])) / Math.hypot(j[0] - p[0], j[1] - p[1]) < 1);
    // without a passage on the way a line is bent upwards, by an eighth of its length, at most 40
    const [a, bend, b] = path(of('c')[0]);
    near([bend[0]], [(a[0] + b[0]) / 2], 0.2);
    near([(a[1] + b[1]) / 2 - bend[1]], [Math.min(40, Math.hypot(b[0] - a[0], b[1] - a[1]) / 8)], 0.2);
    const [closed, open] = ['hormuz', 'malacca'].map((code) => svg.querySelector(`[data-passage="${code}"]`));
    assert.deepEqual([closed.getAttribute('class'), open.getAttribute('class'), closed.getAttribute('data-tip')], ['closed', 'before', 'shut']);
    near(centre(closed), straits.hormuz.map((one) => one * scale), 1e-6);
    near(centre(open), straits.malacca.map((one) => one * scale), 1e-6);
    assert.equal(svg.querySelectorAll('[data-passage]').length, 2);
    assert.deepEqual(path(closed).map(([x, y]) => [x, y].map((v, k) => Math.round(v - straits.hormuz[k] * scale))), [[-6, -6], [6, 6], [-6, 6], [6, -6]]);
  }
  const back = flowmap({ width: 1000, flows: [{ from: 'JPN', to: 'USA', value: 1, tip: 'x' }], passages: [], largest: 1 }).querySelectorAll('path.flowline').map(path);
  assert.ok(back.length === 2 && back[0].at(-1)[0] === 1000 && back[1][0][0] === 0 && back[0].at(-1)[1] === back[1][0][1]);
});

test('a route\'s line bends with the map and goes over its edge', () => {
  const whole = partsOf([[0, 0], [60, 10]]);
  assert.equal(whole.length, 1);
  assert.equal(whole[0].length, 31, 'a point every two degrees at least');
  whole[0].forEach((point, k) => near(point, project([2 * k, k / 3]), 1e-4));
  assert.deepEqual(partsOf([]), []);
  assert.equal(partsOf([[5, 5]])[0].length, 1);
  near(partsOf([[5, 5], [5, 25]])[0].at(-1), project([5, 25]), 1e-4);
  for (const [from, to] of [[[170, 10], [-150, 30]], [[-150, 30], [170, 10]], [[179, -5], [-160, 5]], [[-160, 0], [160, 40]]]) {
    const parts = partsOf([from, to]);
    assert.equal(parts.length, 2, `${from} to ${to}`);
    near(parts[0][0], project(from), 1e-4);
    near(parts[1].at(-1), project(to), 1e-4);
    const along = ((to[0] - from[0] + 540) % 360) - 180;
    const east = along > 0;
    const share = ((((east ? 191 - from[0] : from[0] + 169) % 360) + 360) % 360) / Math.abs(along); // 191° E is the map's edge
    const lat = from[1] + share * (to[1] - from[1]);
    near(parts[0].at(-1), placeAt(east ? 180 : -180, lat), 1e-4, 'leaves');
    near(parts[1][0], placeAt(east ? -180 : 180, lat), 1e-4, 'comes in');
    for (const part of parts) part.slice(1).forEach((point, k) => assert.ok(Math.hypot(point[0] - part[k][0], point[1] - part[k][1]) < 24, 'no leap'));
  }
  // the shorter way round, whatever the longitudes are called, and several legs
  near(partsOf([[350, 0], [10, 0]])[0].at(-1), project([10, 0]), 1e-4);
  assert.equal(partsOf([[350, 0], [10, 0]])[0].length, 11);
  for (const [a, b] of [[10, 20.5], [20.5, 10], [-30, -41], [100, 3]]) {
    const [part] = partsOf([[a, 0], [b, 0]]);
    near(part.at(-1), project([b, 0]), 1e-4);
  }
  const twice = partsOf([[170, 0], [-160, 0], [-120, 20], [-160, 0], [170, 0]]);
  assert.equal(twice.length, 3);
  near(twice[1].at(-1), placeAt(-180, 0), 1e-4);
  near(twice[2].at(-1), project([170, 0]), 1e-4);
});

test('a map of routes: lines by kind, the first one above, both ports and passages with their names apart', () => {
  const lines = [
    { kind: 'asked', line: [[-90, 29], [-80, 24], [-79.7, 9.1], [-100, 15], [140, 35]], tip: 'first' },
    { kind: 'second', line: [[-90, 29], [18.5, -35.5], [100, -8], [140, 35]], tip: 'second' },
  ];
  const passages = [{ code: 'panama', name: 'Panama Canal', lon: -79.7, lat: 9.1, closed: false, named: true, tip: 'p' }, { code: 'suez', name: 'Suez Canal', lon: 32.5, lat: 30.5, closed: true, named: true, tip: 's' }, { code: 'near', name: 'Hidden', lon: -79.2, lat: 9.4, closed: false, named: true, tip: 'n' }, { code: 'cape', name: 'Cape', lon: 18.5, lat: -35.5, closed: false, named: false, tip: 'c' }];
  const ends = [{ name: 'Houston', lon: -90, lat: 29 }, { name: 'Yokohama', lon: 140, lat: 35 }];
  for (const width of [340, 900]) {
    const svg = routemap({ width, lines, passages, ends });
    sound(svg, width);
    const scale = width / size.width; // a line over the edge: all of the map's width
    const [, k, left, top] = svg.querySelector('.land').getAttribute('transform').match(/scale\(([\d.]+)\) translate\(([-\d.]+) ([-\d.]+)\)/).map(Number);
    near([k, left], [scale, 0]);
    const put = ([lon, lat]) => project([lon, lat]).map((value, side) => scale * (value + (side ? top : 0)));
    const ways = svg.querySelectorAll('path.way');
    assert.deepEqual(ways.map((one) => one.getAttribute('class')), ['way second', 'way asked', 'way asked']);
    assert.deepEqual(ways.map((one) => one.getAttribute('data-tip')), ['second', 'first', 'first']);
    near(path(ways[0])[0], put([-90, 29]), 0.06);
    near(path(ways[0]).at(-1), put([140, 35]), 0.06);
    const ports = svg.querySelectorAll('circle.port');
    assert.equal(ports.length, 2);
    const names = svg.querySelectorAll('text.maplabel');
    ports.forEach((port, index) => {
      near(centre(port), put([ends[index].lon, ends[index].lat]), 1e-3);
      assert.equal(port.getAttribute('data-tip'), ends[index].name);
      const name = boxOf(names.find((one) => one.textContent === ends[index].name));
      assert.ok(!overlap(name, boxOf(port)) && Math.min(Math.abs(name.x0 - centre(port)[0]), Math.abs(name.x1 - centre(port)[0])) < 10 && Math.abs((name.y0 + name.y1) / 2 - centre(port)[1]) < 16, 'the name is beside its port');
    });
    for (const { code, lon, lat, closed, tip } of passages) {
      const mark = svg.querySelector(`[data-passage="${code}"]`);
      assert.deepEqual([mark.getAttribute('class'), mark.getAttribute('data-tip')], [closed ? 'closed' : 'passage', tip]);
      near(centre(mark), put([lon, lat]), 1e-3, code);
    }
    assert.ok(names.some((one) => one.textContent === 'Panama Canal') && !names.some((one) => one.textContent === 'Cape'));
    if (width === 900) assert.deepEqual(names.map((one) => one.textContent).sort(), ['Hidden', 'Houston', 'Panama Canal', 'Suez Canal', 'Yokohama'].filter((one) => names.some((text) => text.textContent === one)).sort());
  }
  // what is near is shown near: all inside, with room around it
  const small = routemap({ width: 800, lines: [{ kind: 'asked', line: [[0, 5], [20, 15]], tip: '' }], passages: [], ends: [{ name: 'A', lon: 0, lat: 5 }, { name: 'B', lon: 20, lat: 15 }] });
  const { high } = sound(small, 800);
  const zoom = Number(small.querySelector('.land').getAttribute('transform').match(/scale\(([\d.]+)/)[1]);
  near([zoom], [800 / 700]);
  const [a, b] = small.querySelectorAll('circle.port').map(centre);
  near([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], [400, high / 2], 1, 'in the middle');
  near([b[0] - a[0], a[1] - b[1]], [(project([20, 15])[0] - project([0, 5])[0]) * zoom, (project([0, 5])[1] - project([20, 15])[1]) * zoom], 1e-3);
  const tall = routemap({ width: 600, lines: [{ kind: 'asked', line: [[10, -50], [10, 70]], tip: '' }], passages: [], ends: [{ name: 'A', lon: 10, lat: -50 }, { name: 'B', lon: 10, lat: 70 }] });
  sound(tall, 600);
  const alone = routemap({ width: 600, lines: [], passages: [], ends: [{ name: 'At the edge', lon: 190, lat: 0 }, { name: 'Beside', lon: 188, lat: 1 }] });
  sound(alone, 600);
  const [one, two] = alone.querySelectorAll('text.maplabel').map(boxOf);
  assert.ok(!overlap(one, two));
});
