// What V8 noted of each script, as one array per script: 1 where the character was run at least once.
import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/** Add one note to what ran. Outer ranges come first, so that inner ones overwrite them. */
function add(ran, functions, offset) {
  const now = new Uint8Array(ran.length);
  for (const { ranges } of functions) {
    for (const { startOffset, endOffset, count } of ranges) {
      now.fill(count > 0 ? 1 : 0, Math.max(0, startOffset - offset), Math.max(0, endOffset - offset));
    }
  }
  for (let i = 0; i < ran.length; i += 1) ran[i] |= now[i];
}

/** From the folder that node fills, a file for each process: {path: what ran}, of the files under `root`. */
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

/** `js/app.js` of /static/<version>/js/app.js; nothing for what is no script of the app. */
const nameOf = (url) => /^https?:\/\/[^/]+\/(?:static\/[^/]+\/)?((?:js\/)?\w+\.js)$/.exec(url)?.[1];

/** Where a script begins in what the server sent, which has a line of facts before the service worker.
 *
 * V8 tells of the whole script only while it keeps its outermost code. Later the worker is told by its one outer
 * function, and a page's script is what it is called. Undefined for a script of another length: not ours, because
 * some tests play a server that was broken into. */
function beginOf(name, script, functions) {
  const ranges = functions.map((each) => each.ranges[0]);
  const whole = functions.find((each, i) => !each.functionName && ranges[i].startOffset === 0)?.ranges[0];
  if (name !== 'sw.js') {
    const end = Math.max(...ranges.map(({ endOffset }) => endOffset));
    return (whole ? end === script.length : end < script.length) ? 0 : undefined;
  }
  if (whole) return whole.endOffset >= script.length ? whole.endOffset - script.length : undefined;
  const [start, end] = [script.indexOf('(()=>{') + 1, script.lastIndexOf('})()') + 1];
  const outer = ranges.find(({ startOffset, endOffset }) => endOffset - startOffset === end - start);
  return outer && outer.startOffset - start;
}

/** From the notes of chromium_coverage.py, one line each: {name: what ran}, of {name: script}. */
export async function fromChromium(folder, scripts) {
  const found = new Map(Object.entries(scripts).map(([name, script]) => [name, new Uint8Array(script.length)]));
  const begins = new Map();
  let strange = 0;
  for (const file of readdirSync(folder)) {
    const input = createReadStream(`${folder}/${file}`).pipe(createGunzip());
    for await (const line of createInterface({ input })) {
      const { sessionId, result } = JSON.parse(line);
      for (const { scriptId, url, functions } of result.result) {
        const name = nameOf(url);
        if (!name || !found.has(name)) continue;
        const key = `${file} ${sessionId} ${scriptId}`;
        const offset = begins.get(key) ?? beginOf(name, scripts[name], functions);
        if (offset === undefined) strange += 1;
        else add(found.get(name), functions, begins.set(key, offset).get(key));
      }
    }
  }
  if (strange) console.error(`${strange} notes of scripts that are not the app's were left out`);
  return found;
}
