// The app lock in Firefox: write, turn the lock on, write more, and close.
// Usage: node firefox_lock.mjs <origin> <firefox> <profile>
// Input: one line of JSON on stdin, {answers, code, more}. Prints one line of JSON: what a locked page shows.
import {
  TIMEOUT_MS,
  lines,
  named,
  newPage,
  open,
  origin,
  report,
  shows,
  type,
  writeWords,
} from './firefox.mjs';

const { value } = await lines.next();
const { answers, code, more } = JSON.parse(value ?? '{}');
const browser = await open();
const page = await newPage(browser);
await writeWords(page, answers);
await page.goto(`${origin}/da/laas`);
await type(page, 'Vælg en kode eller en sætning', code);
await type(page, 'Skriv den igen', code);
await named(page, 'Slå låsen til').click();
await shows(page, 'Nu er appen låst med din kode.');
await page.goto(`${origin}/da/skriv`);
await page.waitForFunction(
  () => /** @type {HTMLTextAreaElement | null} */ (document.querySelector('#introduce'))?.value,
  { timeout: TIMEOUT_MS },
);
await type(page, 'Så jeg kan', more);
await shows(page, 'Gemt på din telefon');
await page.goto(`${origin}/da/fem-minutter`);
await shows(page, more);
await page.goto(`${origin}/da/mere`);
await named(page, 'Lås nu').click();
await page.waitForSelector('#code', { timeout: TIMEOUT_MS, visible: true });
report({ locked: await page.evaluate(() => document.body.innerText) });
await browser.close();
