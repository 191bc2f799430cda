// Lines over years, frontiers, supply curves and flow diagrams, without a browser: marks are at their numbers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberOf as at, setUp, textsOf } from './dom.mjs';
import { boxOf, centre, onScale, overlap, path, sound, ticksOf } from './picture.mjs';

setUp();
const { lines } = await import('../src/charts/lines.js');
const { frontier } = await import('../src/charts/frontier.js');
const { steps } = await import('../src/charts/steps.js');
const { flow } = await import('../src/charts/flow.js');
const { flowLegend } = await import('../src/figure.js');
const { nameColumn, nameWidth, ticksOn, zeroScale } = await import('../src/charts/axis.js');
const { fitText, h, textWidth, wrapText } = await import('../src/dom.js');

const WIDTHS = [320, 560, 700, 1040];

test('lines: through their values, a mark and the name at the last one, a band for the chosen line', () => {
  const years = [2026, 2027, 2028, 2029, 2030];
  const range = (list, by) => list.map((value) => (value === null ? null : { low: value - by, high: value + 2 * by }));
  const first = [0, -1, -2.25, -3, -3.5];
  const second = [0, 0.5, null, 1.5, 2];
  const all = [
    { name: 'Canada', values: first, ranges: range(first, 0.4), text: '−3.50', marked: true, tip: 'a' },
    { name: 'United States', values: second, ranges: range(second, 0.1), text: '+2.00', tip: 'b' },
    { name: 'Mexico', values: [0, 0.5, 1, 1.6, 2.01], ranges: null, text: '+2.01', tip: 'c' },
    { name: 'Ended', values: [0, -0.5, -1.25, null, null], ranges: null, text: '', tip: 'd' },
    ...[1, 2, 3, 4].map((k) => ({ name: `Region ${k}`, values: [0, 0, 0, 0, -3.45 - k / 100], text: '−3.5', tip: 'e' })),
  ];
  for (const width of WIDTHS) {
    const svg = lines({ width, years, lines: all, axis: 'per cent' });
    const { high } = sound(svg, width);
    const horizontal = svg.querySelectorAll('line.grid, line.zero');
    const up = ticksOf(svg, 'y');
    const x = [];
    const y = [];
    const drawn = svg.querySelectorAll('path.line');
    assert.deepEqual(drawn.map((one) => one.getAttribute('class')), ['line l0 strong', ...[1, 2, 3, 4, 5, 0, 1].map((k) => `line l${k}`)]);
    all.forEach((one, index) => {
      const known = years.map((year, k) => [year, one.values[k]]).filter(([, value]) => value !== null);
      const points = path(drawn[index]);
      assert.equal(points.length, known.length);
      assert.equal(drawn[index].getAttribute('d').match(/M/g).length, index === 1 ? 2 : 1, 'a gap stays a gap');
      points.forEach(([px, py], k) => {
        x.push([known[k][0], px]);
        y.push([known[k][1], py]);
      });
      const end = svg.querySelectorAll('circle.end')[index];
      assert.equal(end.getAttribute('class'), `end l${index % 6}`);
      assert.ok(Math.hypot(centre(end)[0] - points.at(-1)[0], centre(end)[1] - points.at(-1)[1]) < 0.01, 'the mark is at the last value');
      assert.equal(drawn[index].getAttribute('data-tip'), one.tip);
    });
    assert.ok(at(svg.querySelectorAll('circle.end')[0], 'r') > at(svg.querySelectorAll('circle.end')[1], 'r'), 'the chosen line has the larger mark');
    const loose = (pairs) => pairs.map(([value, place]) => [value, Math.round(place * 100) / 100]);
    const [exactX, exactY] = [x, y].map((pairs) => {
      const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
      const [[a, pa], [b, pb]] = [sorted[0], sorted.at(-1)];
      for (const [value, place] of loose(pairs)) assert.ok(Math.abs(place - (pa + ((pb - pa) * (value - a)) / (b - a))) < 0.02);
      return (value) => pa + ((pb - pa) * (value - a)) / (b - a);
    });
    for (const { value, place } of up.seen) assert.ok(place - exactY(value) > -0.02 && place - exactY(value) < 1.02, `the tick ${value}`);
    assert.ok(Math.min(...up.seen.map((one) => one.value)) <= -3.9 && Math.max(...up.seen.map((one) => one.value)) >= 2, 'ticks cover the lines');
    assert.equal(svg.querySelectorAll('line.zero').length, 1);
    const band = path(svg.querySelector('path.band'));
    assert.equal(svg.querySelectorAll('path.band').length, 1);
    assert.equal(svg.querySelector('path.band').getAttribute('class'), 'band l0');
    band.slice(0, 5).forEach(([px, py], k) => assert.ok(Math.abs(px - exactX(years[k])) < 0.02 && Math.abs(py - exactY(first[k] + 0.8)) < 0.02));
    band.slice(5).forEach(([px, py], k) => assert.ok(Math.abs(px - exactX(years[4 - k])) < 0.02 && Math.abs(py - exactY(first[4 - k] - 0.4)) < 0.02));
    const whiskers = svg.querySelectorAll('path.whisker').map(path);
    assert.equal(whiskers.length, 2);
    [[-3.9, -2.7], [1.9, 2.2]].forEach(([low, top], k) => {
      assert.ok(Math.abs(whiskers[k][0][0] - exactX(2030)) < 0.02 && Math.abs(whiskers[k][0][1] - exactY(low)) < 0.02 && Math.abs(whiskers[k][1][1] - exactY(top)) < 0.02);
    });
    // years below, in their places, no two too close
    const shown = svg.querySelectorAll('text.tick').filter((text) => /^20\d\d$/.test(text.textContent));
    assert.ok(shown.length >= 2 && shown[0].textContent === '2026');
    for (const text of shown) assert.ok(Math.abs(centre(text)[0] - exactX(Number(text.textContent))) < 0.02 && boxOf(text).y0 > Math.max(...horizontal.map((one) => at(one, 'y1'))));
    if (width >= 700) assert.equal(shown.length, 5);
    // names stand to the right of their ends, in the order of their values, joined to them
    const labels = svg.querySelectorAll('text.linelabel');
    const leaders = svg.querySelectorAll('line.leader');
    assert.equal(labels.length, all.length);
    const ends = svg.querySelectorAll('circle.end').map(centre).sort((a, b) => a[1] - b[1]);
    labels.forEach((label, k) => {
      assert.ok(Math.abs(at(leaders[k], 'y1') - ends[k][1]) < 0.01 && at(leaders[k], 'x1') > ends[k][0] && at(leaders[k], 'x1') < ends[k][0] + 6);
      assert.ok(Math.abs(at(leaders[k], 'y2') - centre(label)[1]) < 3 && at(leaders[k], 'x2') > at(leaders[k], 'x1') && at(label, 'x') > at(leaders[k], 'x2') && at(label, 'x') < at(leaders[k], 'x2') + 5, 'the leader goes to the name');
      if (k) assert.ok(at(label, 'y') >= at(labels[k - 1], 'y') + 15 - 1e-9);
    });
    assert.ok(textsOf(svg, 'text.linelabel.strong').length === 1 && textsOf(svg, 'text.linelabel.strong')[0].startsWith('Can'));
    assert.ok(high >= 260 && high <= 420);
    const alone = labels.find((label) => label.textContent.startsWith('Ended'));
    assert.ok(Math.abs(centre(alone)[1] - ends.find(([px]) => px < exactX(2029))[1]) < 3, 'a name that has room is beside its end');
  }
});

test('lines that are all zero, or of one side, are drawn', () => {
  for (const values of [[0, 0], [-1, -2], [1, 2]]) {
    const svg = lines({ width: 600, years: [2026, 2027], lines: [{ name: 'a', values, text: '', tip: '' }], axis: 'x' });
    sound(svg, 600);
    assert.equal(svg.querySelectorAll('line.zero').length, 1);
  }
});

test('a frontier: points at gain and loss, joined in order, the one without a lever apart', () => {
  const points = [[1.83, 0, '0'], [1.76, 0.1235, 'A'], [1.70, -0.0217, 'B'], [1.64, -0.98, 'C']].map(([x, y, label]) => ({ x, y, label, tip: `tip ${label}` }));
  for (const width of WIDTHS) {
    const svg = frontier({ width, points, labels: { across: 'worst loss', up: 'gain', nothing: 'nothing is done', frontier: 'frontier' } });
    sound(svg, width, { texts: false });
    const groups = svg.querySelectorAll('g.row');
    const marks = groups.map((group) => group.querySelector('.dot, .before'));
    assert.deepEqual(marks.map((one) => one.getAttribute('class')), ['before', 'dot', 'dot', 'dot']);
    const x = marks.map((one, k) => [points[k].x, centre(one)[0]]);
    const y = marks.map((one, k) => [points[k].y, centre(one)[1]]);
    const ticks = svg.querySelectorAll('text.tick');
    for (const [pairs, side, anchor] of [[x, 0, 'middle'], [y, 1, 'end']]) {
      const exact = onScale(pairs, null, `frontier ${side}`);
      const own = ticks.filter((tick) => tick.getAttribute('text-anchor') === anchor);
      assert.ok(own.length >= 2);
      for (const tick of own) assert.ok(Math.abs(centre(tick)[side] - exact(Number(tick.textContent.replace('−', '-')))) < 2.2, `${tick.textContent} of ${width}`);
      const lines_ = svg.querySelectorAll('line.grid, line.zero').filter((line) => (at(line, 'x1') === at(line, 'x2')) === (side === 0));
      assert.equal(lines_.length, own.length);
      lines_.forEach((line, k) => assert.ok(Math.abs(at(line, side ? 'y1' : 'x1') - centre(own[k])[side]) < 1));
    }
    assert.ok(x[0][1] > x[3][1] && y[1][1] < y[3][1], 'loss to the right, gain upwards');
    const joined = path(svg.querySelector('path.line'));
    assert.equal(joined.length, 3);
    joined.forEach(([px, py], k) => assert.ok(Math.abs(px - x[k + 1][1]) < 0.01 && Math.abs(py - y[k + 1][1]) < 0.01));
    groups.forEach((group, k) => {
      const hit = group.querySelector('.hit');
      assert.equal(hit.getAttribute('data-tip'), points[k].tip);
      assert.ok(Math.hypot(...[0, 1].map((side) => centre(hit)[side] - centre(marks[k])[side])) < 1e-6);
      assert.ok(at(hit, 'r') > at(marks[k], 'r'));
      const label = boxOf(group.querySelector('text'));
      assert.ok(!overlap(label, boxOf(marks[k]), 0.5) && Math.hypot(...[0, 1].map((side) => centre(label.node)[side] - centre(marks[k])[side])) < 30, 'the letter is beside its point');
    });
    assert.deepEqual(textsOf(svg, 'text.legend'), ['nothing is done', 'frontier']);
    assert.deepEqual(svg.children.filter((one) => one.tagName === 'circle').map((one) => one.getAttribute('class')), ['before', 'dot']);
    assert.deepEqual(textsOf(svg, 'text.axis'), ['gain', 'worst loss']);
  }
});

test('a supply curve: as wide as capacity, as high as the net price, side by side', () => {
  const rows = [['QAT', 77, 3.5, 2], ['USA', 90, 6.25, 5], ['tiny', 0.5, 7, null], ['AUS', 80, 9, 9.5], ['lost', 10, -1, null]].map(([name, wide, high, mark]) => ({ name, wide, high, mark, tip: name }));
  for (const width of WIDTHS) {
    const svg = steps({ width, rows, axis: 'USD', across: 'Mt' });
    sound(svg, width);
    const { put } = ticksOf(svg, 'y');
    const bars = svg.querySelectorAll('rect.step');
    const y = [];
    const x = [];
    let sum = 0;
    bars.forEach((bar, k) => {
      const box = boxOf(bar);
      x.push([sum, box.x0]);
      sum += rows[k].wide;
      if (rows[k].wide > 1) x.push([sum, box.x1 + 0.5]);
      else assert.ok(box.x1 - box.x0 >= 0.5);
      y.push([Math.max(0, rows[k].high), box.y0], [0, box.y1]);
      assert.equal(bar.getAttribute('data-tip'), rows[k].name);
    });
    const exact = onScale(x, null, 'capacity');
    onScale(y, put, 'price');
    const marks = svg.querySelectorAll('line.cost');
    assert.equal(marks.length, 3);
    marks.forEach((line, k) => {
      const row = rows.filter((one) => one.mark !== null)[k];
      assert.ok(Math.abs(at(line, 'y1') - put(row.mark)) < 1.6 && at(line, 'y1') === at(line, 'y2'));
      const box = boxOf(bars[rows.indexOf(row)]);
      assert.ok(Math.abs(at(line, 'x1') - box.x0) < 0.01 && Math.abs(at(line, 'x2') - box.x1 - 0.5) < 0.01);
    });
    for (const text of svg.querySelectorAll('text.value')) {
      const box = boxOf(bars[rows.findIndex((row) => row.name === text.textContent)]);
      assert.ok(Math.abs(centre(text)[0] - (box.x0 + box.x1 + 0.5) / 2) < 0.01 && boxOf(text).x1 - boxOf(text).x0 < box.x1 - box.x0 && boxOf(text).y0 > put(0));
    }
    assert.ok(textsOf(svg, 'text.value').includes('USA') && !textsOf(svg, 'text.value').includes('tiny'));
    assert.ok(exact(sum) > width - 5 && exact(sum) <= width);
  }
  sound(steps({ width: 500, rows: [], axis: 'a', across: 'b' }), 500);
});

test('a flow diagram: ribbons as wide as changes, names beside their bars, sellers on the left', () => {
  const links = [[0, 1, -50], [0, 2, 20], [1, 0, 30], [2, 1, -10], [2, 0, 5]].map(([from, to, change]) => ({ from, to, change, text: String(change), tip: `${from}>${to}` }));
  const names = (region) => ['Canada', 'United States', 'Mexico'][region];
  for (const width of WIDTHS) {
    let picked = null;
    const svg = flow({ width, links, names, onpick: (region) => (picked = region) });
    const { high } = sound(svg, width, { texts: false });
    const ribbons = svg.querySelectorAll('path.ribbon');
    assert.equal(ribbons.length, links.length);
    const scale = at(ribbons[0], 'stroke-width') / 50;
    ribbons.forEach((one, k) => {
      assert.ok(Math.abs(at(one, 'stroke-width') - Math.max(0.75, scale * Math.abs(links[k].change))) < 1e-6);
      assert.deepEqual([one.getAttribute('class'), one.getAttribute('data-tip')], [`ribbon ${links[k].change < 0 ? 'loss' : 'gain'}`, links[k].tip]);
    });
    const nodes = svg.querySelectorAll('rect.node');
    assert.equal(nodes.length, 6);
    nodes.forEach((node) => {
      const name = node.parentNode.querySelector('text.name');
      const [box, own] = [boxOf(node), boxOf(name)];
      const region = [0, 1, 2].find((one) => names(one).startsWith(name.textContent.replace('…', '')));
      const left = box.x0 < width / 2;
      const sum = links.reduce((total, link) => total + (link[left ? 'from' : 'to'] === region ? Math.abs(link.change) : 0), 0);
      assert.ok(Math.abs(box.y1 - box.y0 - Math.max(1, scale * sum)) < 1e-6, 'as high as its flows');
      assert.equal(box.x1 - box.x0, 10);
      assert.ok(left ? own.x1 < box.x0 && own.x1 > box.x0 - 8 : own.x0 > box.x1 && own.x0 < box.x1 + 8);
      assert.ok(Math.abs(centre(name)[1] - centre(node)[1]) < 2);
    });
    const labels = svg.querySelectorAll('text.ribbonlabel');
    assert.deepEqual(labels.map((one) => one.textContent), links.filter((link) => scale * Math.abs(link.change) >= 11).map((link) => link.text));
    for (const label of labels) {
      const ribbon = ribbons[links.findIndex((link) => link.text === label.textContent)];
      const [start] = path(ribbon);
      assert.ok(boxOf(label).x0 > start[0] && boxOf(label).x0 < start[0] + 9 && Math.abs(centre(label)[1] - start[1]) < 2);
    }
    assert.ok(high >= 240);
    svg.querySelectorAll('g.pick')[0].click();
    assert.equal(picked, 0);
  }
  const many = Array.from({ length: 12 }, (_, k) => ({ from: k, to: k + 20, change: 1 + k, text: '', tip: '' }));
  const svg = flow({ width: 800, links: many, names: (region) => `Region ${region}` });
  sound(svg, 800);
  assert.equal(svg.querySelector('g.pick'), null);
});

test('names beside rows and legends take the room that they need', () => {
  for (const width of WIDTHS) {
    const names = ['A', 'A rather long name of a sector that makes machinery', 'Motor vehicles, trailers and semi-trailers of all kinds and for all purposes, and parts of them'];
    const column = nameColumn(names, width, 40, { strong: (index) => index === 1 });
    const box = h('g', {});
    names.forEach((_, index) => column.draw(box, index));
    let end = 40;
    names.forEach((name, index) => {
      const lines_ = box.querySelectorAll('text').filter((text) => text.getAttribute('data-tip') === name).map(boxOf);
      assert.equal(column.tops[index], end);
      end += column.heights[index];
      for (const one of lines_) assert.ok(one.y0 >= column.tops[index] && one.y1 <= end && one.x0 >= -0.01, `${name} of ${width}`);
      lines_.slice(1).forEach((one, k) => assert.ok(one.y0 > lines_[k].y1 - 1 && one.y0 < lines_[k].y1 + 5));
      if (width >= 600) {
        for (const one of lines_) assert.ok(one.x1 < column.left && one.x1 > column.left - 14);
        assert.equal(column.middle(index), column.tops[index] + column.heights[index] / 2);
        assert.ok(lines_.length <= 3 && column.left <= 0.38 * width + 3);
      } else {
        assert.ok(lines_.length <= 2 && lines_.every((one) => one.x0 === 2));
        // the marks have a band of 20 below the name
        assert.ok(column.middle(index) - 10 >= lines_.at(-1).y1 - 6 && column.middle(index) + 10 <= end, 'room for marks below');
      }
    });
    assert.equal(column.bottom, end);
    assert.deepEqual(box.querySelectorAll('text.strong').map((one) => one.getAttribute('data-tip')).filter((one) => one !== names[1]), []);
    const wide = nameWidth(['abc', 'a'.repeat(200)], width);
    assert.equal(wide, Math.round(width * 0.38));
    assert.equal(nameWidth(['abcdefgh'], 1000), Math.ceil(8 * 0.6 * 13) + 10);
    assert.equal(nameWidth(['a'], 1000), 50);
    const items = ['one', 'a second one', 'the third that is longer', 'b', 'one more'].map((label) => ({ label }));
    const { placed, height } = flowLegend(items, width);
    placed.forEach(({ x, y, item, label }, k) => {
      assert.equal(item, items[k]);
      const end_ = x + 20 + textWidth(label, 12);
      assert.ok(end_ <= width && y % 20 === 0 && y + 20 <= height);
      if (!k) assert.deepEqual([x, y], [0, 0]);
      else if (y === placed[k - 1].y) assert.equal(x, placed[k - 1].x + 20 + textWidth(placed[k - 1].label, 12) + 16);
      else assert.ok(x === 0 && y === placed[k - 1].y + 20 && placed[k - 1].x + 36 + textWidth(placed[k - 1].label, 12) + 20 + textWidth(label, 12) > width, 'a new line only where it is full');
    });
    assert.equal(height, placed.at(-1).y + 20);
  }
});

test('texts are cut where they have no room, and wrapped between words', () => {
  assert.equal(textWidth('abcde', 10), 30);
  assert.equal(fitText('abcdef', 60, 13), 'abcdef');
  for (let room = 20; room < 100; room += 7) {
    const cut = fitText('a name that is too long', room, 10);
    assert.ok(textWidth(cut, 10) <= room && cut.endsWith('…') && 'a name that is too long'.startsWith(cut.slice(0, -1)));
    if (room >= 40) assert.ok(textWidth(cut, 10) > room - 19, 'as much as there is room for');
  }
  const text = 'one two three four five-six seven eight';
  for (const room of [60, 100, 150]) {
    const all = wrapText(text, room, 10);
    assert.equal(all.join(' ').replace('five- six', 'five-six'), text);
    all.forEach((line, k) => {
      assert.ok(textWidth(line, 10) <= room);
      if (k) assert.ok(textWidth(`${all[k - 1]} ${line.split(/[ -]/)[0]}`, 10) > room - 6.1, 'a line is full before the next one');
    });
    const two = wrapText(text, room, 10, 2);
    assert.equal(two.length, 2);
    assert.ok(two[1].endsWith('…') || all.length === 2);
  }
  assert.deepEqual(wrapText('日本の自動車', 24, 10), ['日本の自', '動車']);
  assert.deepEqual(wrapText('', 50), ['']);
});

test('scales have zero inside, with room at both ends, and two ticks at least', () => {
  for (const [low, high] of [[-3, 5], [1, 4], [-4, -1], [0, 0], [-0.001, 900], [-1, 1.9]]) {
    const scale = zeroScale(low, high, 100, 400, 30);
    const [min, max] = [Math.min(0, low), Math.max(0, high) || (low < 0 ? 0 : 1)];
    assert.ok(Math.abs(scale(min) - (min < 0 ? 130 : 102)) < 1e-9 && Math.abs(scale(max) - (max > 0 ? 370 : 398)) < 1e-9, `${low} ${high}`);
    assert.ok(ticksOn(scale, 2).length >= 2);
    assert.ok(ticksOn(scale, 6).length <= 13);
  }
});
