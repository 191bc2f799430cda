// A flow diagram of changes: exporters on the left, importers on the right, width the size of the change.
import { sankey, sankeyLinkHorizontal } from 'd3-sankey';
import { fitText, s, textWidth } from '../dom.js';
import { frame } from './axis.js';

/** links: [{from, to, change, text, tip}] with names(region) -> name */
export function flow({ width, links, names, onpick }) {
  const sides = { from: new Map(), to: new Map() };
  for (const link of links) {
    for (const side of ['from', 'to']) {
      const map = sides[side];
      map.set(link[side], (map.get(link[side]) || 0) + 1);
    }
  }
  const nodes = [];
  for (const side of ['from', 'to']) for (const region of sides[side].keys()) nodes.push({ id: `${side}${region}`, region, side });
  const labels = Math.min(width * 0.3, 12 + Math.max(40, ...nodes.map((node) => textWidth(names(node.region), 13))));
  const rows = Math.max(sides.from.size, sides.to.size);
  const height = Math.max(240, rows * 30, Math.min(560, links.length * 22));
  const layout = sankey()
    .nodeId((node) => node.id)
    .nodeWidth(10)
    .nodePadding(Math.min(14, (height * 0.45) / Math.max(1, rows - 1)))
    .extent([[labels, 4], [width - labels, height - 6]])
    .iterations(24);
  const graph = layout({
    nodes,
    links: links.map((link) => ({ source: `from${link.from}`, target: `to${link.to}`, value: Math.max(1e-300, Math.abs(link.change)), link })),
  });
  const svg = frame(width, height);
  const path = sankeyLinkHorizontal();
  for (const edge of graph.links) {
    const { link } = edge;
    svg.append(
      s('path', { class: `ribbon ${link.change < 0 ? 'loss' : 'gain'}`, d: path(edge), 'stroke-width': Math.max(0.75, edge.width), 'data-tip': link.tip }),
    );
  }
  for (const edge of graph.links) {
    if (edge.width < 11) continue; // the number where the ribbon has room for it; all are in the table
    svg.append(
      s('text', { class: 'ribbonlabel', x: edge.source.x1 + 6, y: edge.y0 + 4, 'text-anchor': 'start' }, edge.link.text),
    );
  }
  for (const node of graph.nodes) {
    const name = names(node.region);
    const y = (node.y0 + node.y1) / 2 + 4.5;
    const group = s('g', { class: onpick ? 'pick' : null });
    if (onpick) group.addEventListener('click', () => onpick(node.region));
    group.append(
      s('rect', { class: 'node', x: node.x0, y: node.y0, width: node.x1 - node.x0, height: Math.max(1, node.y1 - node.y0) }),
      s(
        'text',
        { class: 'name', x: node.side === 'from' ? node.x0 - 6 : node.x1 + 6, y, 'text-anchor': node.side === 'from' ? 'end' : 'start' },
        fitText(name, labels - 8, 13),
      ),
    );
    svg.append(group);
  }
  return svg;
}
