// The page of routes by sea: what they say, their map, their table, and what to know of them.
import { h } from '../dom.js';
import { titleNode } from '../names.js';
import { words } from '../state.js';
import { againBlock } from '../sections/made.js';
import { map, remarks, rows, sentences } from '../sections/routes.js';

export const sections = [
  ['routesMap', () => true, (run) => map(run), []],
  ['routesTable', () => true, (run) => rows(run), []],
  ['routesMade', () => true, (run) => made(run), []],
];

export const sectionTitles = () => words().routes.sections;

export const settings = () => [];

export function head(run) {
  const [first, ...others] = sentences(run);
  return [
    h('p', { class: 'kicker' }, h('b', {}, 'Tradewind'), '  ', words().routes.kicker),
    h('h1', {}, titleNode(run)),
    h('p', { class: 'standfirst' }, first),
    others.map((text) => h('p', {}, text)),
  ];
}

export const headDepends = [];

const made = (run) => [h('h3', {}, words().routes.remarks), remarks(run), againBlock(run)];
