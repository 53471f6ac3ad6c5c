// Print, as one JSON object, which lines and branches of each script were run, from V8's coverage data.
// node figures.mjs <folder of node_modules> node|browser <checkout> <folder of the data>
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fromChromium, fromNode } from './notes.mjs';
import { lineStarts, segmentsOf } from './source_map.mjs';
import { unitsOf } from './units.mjs';

const [modules, kind, checkout, kept] = process.argv.slice(2);
const { parse } = createRequire(`${modules}/`)('acorn');
const STATIC = `${realpathSync(checkout)}/webapp/static`;
const isOurs = (path) =>
  path.startsWith(`${STATIC}/`) && path.endsWith('.js') && !path.startsWith(`${STATIC}/vendor/`);

/** In node a script is its own source. Returns {path: (unit) => whether it was run}. */
function inNode() {
  const ran = [...fromNode(`${kept}/v8`, STATIC)].filter(([path]) => isOurs(path));
  return new Map(ran.map(([path, bits]) => [path, ({ start }) => bits[start] === 1]));
}

/**
 * (unit) => whether it was run, from the segments of a source, [offset, run]. Undefined for a unit that the
 * minifier removed entirely.
 */
function bySegments(segments) {
  const inOrder = [...segments].sort(([a], [b]) => a - b);
  return ({ start, end }) => {
    const first = inOrder.find(([offset]) => offset >= start && offset < end);
    return first && first[1];
  };
}

/** {path: (unit) => whether it was run in any of the served scripts that contain the source}. */
async function inBrowser() {
  const names = JSON.parse(readFileSync(`${kept}/maps/scripts.json`, 'utf8'));
  const scripts = Object.fromEntries(
    names.map((name) => [name, readFileSync(`${kept}/maps/${name}`, 'utf8')]),
  );
  const lengths = Object.fromEntries(names.map((name) => [name, scripts[name].length]));
  const sources = new Map();
  for (const [name, bits] of await fromChromium(`${kept}/v8`, lengths)) {
    const map = JSON.parse(readFileSync(`${kept}/maps/${name}.map`, 'utf8'));
    for (const [offset, source, place] of segmentsOf(map, scripts[name])) {
      const path = resolve(dirname(`${realpathSync(kept)}/maps/${name}`), map.sources[source]);
      if (!isOurs(path)) continue;
      if (!sources.has(path)) sources.set(path, new Map());
      const places = sources.get(path);
      places.set(place, Boolean(places.get(place)) || bits[offset] === 1);
    }
  }
  return new Map([...sources].map(([path, places]) => [path, bySegments(places)]));
}

/** The figures of one source. A line counts once, and was run if any statement that begins on it was run. */
function figuresOf(path, wasRun) {
  const text = readFileSync(path, 'utf8');
  const starts = lineStarts(text);
  const lineOf = (offset) => starts.findLastIndex((start) => start <= offset);
  const placeOf = (offset) => `${lineOf(offset) + 1}:${offset - starts[lineOf(offset)] + 1}`;
  const found = { lines: new Map(), branches: new Map() };
  for (const unit of unitsOf(parse(text, { ecmaVersion: 'latest', sourceType: 'module' }))) {
    const run = wasRun(unit);
    if (run === undefined) continue;
    const place = unit.kind === 'lines' ? String(lineOf(unit.start) + 1) : `${placeOf(unit.start)} branch`;
    found[unit.kind].set(place, run || Boolean(found[unit.kind].get(place)));
  }
  const counted = (places) => [[...places.values()].filter(Boolean).length, places.size];
  const missing = [...found.lines, ...found.branches].filter(([, run]) => !run).map(([place]) => place);
  return { lines: counted(found.lines), branches: counted(found.branches), missing };
}

const sources = kind === 'node' ? inNode() : await inBrowser();
const figures = [...sources].map(([path, wasRun]) => [
  relative(realpathSync(checkout), path),
  figuresOf(path, wasRun),
]);
console.log(JSON.stringify(Object.fromEntries(figures.sort(([a], [b]) => (a < b ? -1 : 1)))));
