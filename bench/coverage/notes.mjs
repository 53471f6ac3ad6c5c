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

/** From the notes of chromium_coverage.py, one line each: {name: what ran}, of the scripts in `lengths`.
 *
 * The server writes a line before the service worker, so that a script is told by its end. A script of another
 * length is not ours: some tests play a server that was broken into. */
export async function fromChromium(folder, lengths) {
  const found = new Map(Object.entries(lengths).map(([name, length]) => [name, new Uint8Array(length)]));
  const told = new Map();
  let strange = 0;
  for (const file of readdirSync(folder)) {
    const input = createReadStream(`${folder}/${file}`).pipe(createGunzip());
    for await (const line of createInterface({ input })) {
      const { sessionId, result } = JSON.parse(line);
      for (const { scriptId, url, functions } of result.result) {
        const name = nameOf(url);
        if (!name || !found.has(name)) continue;
        const key = `${file} ${sessionId} ${scriptId}`;
        const whole = functions.find(({ functionName, ranges }) => !functionName && ranges[0].startOffset === 0);
        if (whole) told.set(key, whole.ranges[0].endOffset);
        const offset = (told.get(key) ?? NaN) - lengths[name];
        if (offset === 0 || (name === 'sw.js' && offset > 0)) add(found.get(name), functions, offset);
        else strange += 1;
      }
    }
  }
  if (strange) console.error(`${strange} notes of scripts of another length were left out`);
  return found;
}
