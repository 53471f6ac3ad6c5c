// Read V8's coverage data into one array per script: 1 where the character was run at least once.
import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/**
 * Add one coverage report to what ran. Outer ranges come first, so that inner ones overwrite them. For a
 * function that V8 compiled before coverage was switched on, it only knows that the function was called. That
 * says nothing about its branches, so such a function counts as not run.
 */
function add(ran, functions, offset) {
  const now = new Uint8Array(ran.length);
  for (const { ranges, isBlockCoverage } of functions) {
    for (const { startOffset, endOffset, count } of ranges) {
      now.fill(
        isBlockCoverage && count > 0 ? 1 : 0,
        Math.max(0, startOffset - offset),
        Math.max(0, endOffset - offset),
      );
    }
  }
  for (let i = 0; i < ran.length; i += 1) ran[i] |= now[i];
}

/** From node's coverage folder, one file per process: {path: what ran} of the files under `root`. */
export function fromNode(folder, root) {
  const found = new Map();
  for (const name of readdirSync(folder)) {
    for (const { url, functions } of JSON.parse(readFileSync(`${folder}/${name}`)).result) {
      if (!url.startsWith(`file://${root}/`)) continue;
      const path = decodeURIComponent(url.slice('file://'.length));
      if (!found.has(path)) found.set(path, new Uint8Array(readFileSync(path, 'utf8').length));
      add(found.get(path), functions, 0);
    }
  }
  return found;
}

/** `js/app.js` of /static/<version>/js/app.js; undefined if the address is not a script of the app. */
const nameOf = (url) => /^https?:\/\/[^/]+\/(?:static\/[^/]+\/)?((?:js\/)?\w+\.js)$/.exec(url)?.[1];

/**
 * The offset of a script in what the server sent: the service worker comes after a line of generated facts.
 *
 * Undefined for a script of another length: it is not ours, because some tests play a compromised server.
 * Also undefined for a worker whose outermost code V8 has discarded, because its length is then unknown.
 */
function beginOf(name, length, functions) {
  const ranges = functions.map((each) => each.ranges[0]);
  const whole = ranges.find(({ startOffset }, i) => startOffset === 0 && !functions[i].functionName);
  if (name === 'sw.js') return whole && whole.endOffset >= length ? whole.endOffset - length : undefined;
  const end = Math.max(...ranges.map(({ endOffset }) => endOffset));
  return end === length || (!whole && end < length) ? 0 : undefined;
}

/** The complete lines of a gzip file; its end is missing if the process that wrote it was killed. */
async function* linesOf(path) {
  const input = createReadStream(path).pipe(createGunzip());
  try {
    for await (const line of createInterface({ input })) yield line;
  } catch (error) {
    if (error.code !== 'Z_BUF_ERROR') throw error;
    console.error(`${path} is truncated`);
  }
}

/** From the files of chromium_coverage.py, one report a line: {name: what ran} for the scripts in `lengths`. */
export async function fromChromium(folder, lengths) {
  const found = new Map(Object.entries(lengths).map(([name, length]) => [name, new Uint8Array(length)]));
  const begins = new Map();
  const ofWorkers = [];
  for (const file of readdirSync(folder)) {
    for await (const line of linesOf(`${folder}/${file}`)) {
      const { sessionId, result } = JSON.parse(line);
      for (const { scriptId, url, functions } of result.result) {
        const name = nameOf(url);
        if (!name || !found.has(name)) continue;
        const key = `${name} ${file} ${sessionId} ${scriptId}`;
        if (!begins.has(key)) begins.set(key, beginOf(name, lengths[name], functions));
        if (begins.get(key) !== undefined) add(found.get(name), functions, begins.get(key));
        else if (name === 'sw.js') ofWorkers.push(functions);
        else console.error(`a report on a different ${name} was ignored`);
      }
    }
  }
  // All workers of one version have a line of facts of the same length.
  const known = new Set(
    [...begins]
      .filter(([key, begin]) => key.startsWith('sw.js ') && begin !== undefined)
      .map(([, begin]) => begin),
  );
  if (known.size === 1) for (const functions of ofWorkers) add(found.get('sw.js'), functions, [...known][0]);
  else
    console.error(
      `${ofWorkers.length} reports on workers were ignored: the offset may be any of ${[...known]}`,
    );
  return found;
}
