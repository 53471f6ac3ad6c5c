// Leaving for good in Firefox: the quick exit, Back, and "Slet alt". Then a page breaks its content policy.
// Usage: node firefox_leave.mjs <origin> <firefox> <profile>
// Input: one line of JSON on stdin, {answers}. Prints one line of JSON: what each step left, and which reports
// were heard of what the test did itself.
import { setTimeout as pause } from 'node:timers/promises';
import {
  TIMEOUT_MS,
  lines,
  named,
  newPage,
  open,
  origin,
  report,
  shows,
  violations,
  writeWords,
} from './firefox.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** What a person could see. @param {Page} page */
const seen = (page) => page.evaluate(() => `${document.title}\n${document.body.innerText}`);

/** The page of the exit, once it is there, and another than the one that Back left. @param {Page} page */
async function out(page) {
  await page.waitForSelector('body:not([data-left]) [data-way-in]', { timeout: TIMEOUT_MS, visible: true });
  return { path: new URL(page.url()).pathname, seen: await seen(page) };
}

/** Leave the screen, and go back. @param {Page} page @param {() => Promise<unknown>} leave */
async function exit(page, leave) {
  await leave();
  const after = await out(page);
  await page.evaluate(() => {
    document.body.dataset.left = '';
    // fixed wait: none; a page kept in memory never fires the load event that the driver waits for
    setTimeout(() => history.back(), 0);
  });
  return { after, back: await out(page) };
}

/** Press the button; whether nothing was shown from that moment on. @param {Page} page */
const press = (page) =>
  page.$eval('[data-way-out]', (link) => {
    /** @type {HTMLElement} */ (link).click();
    return getComputedStyle(document.documentElement).visibility === 'hidden';
  });

/** @param {Page} page */
async function shift(page) {
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('Shift');
}

/** Firefox refuses what is asked of a storage at the moment when it clears it. @param {Error} error */
function whileClearing(error) {
  if (!error.message.includes('NS_ERROR_ABORT')) throw error;
  return null;
}

/** Erase the phone; what the browser still has. @param {Page} page */
async function erase(page) {
  await page.goto(`${origin}/da/slet-alt`);
  await named(page, 'Slet alt').click();
  await named(page, 'Ja, slet alt').click();
  await shows(page, 'Det er slettet');
  const left = () =>
    page.evaluate(async () => ({
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      local: Object.keys(localStorage),
    }));
  let found = null;
  while (!found || found.databases.length) {
    // fixed wait: between two looks; the browser removes a database once its last page has let go
    await pause(100);
    found = await left().catch(whileClearing);
  }
  return found;
}

/** Break the policy of a page on purpose; what was heard of it. @param {Page} page */
async function breakPolicy(page) {
  await page.goto(`${origin}/da/hjaelp`);
  await page.evaluate(() => {
    document.body.append(Object.assign(new Image(), { src: 'https://egne-ord.invalid/x.png' }));
    try {
      document.body.insertAdjacentHTML('beforeend', '<b>markup from a string</b>');
    } catch {
      // refused, as it must be
    }
  });
  // fixed wait: between two looks at what was heard
  while (violations.length < 2) await pause(100);
  return violations.splice(0);
}

const { answers } = JSON.parse(String((await lines.next()).value));
const browser = await open();
const page = await newPage(browser);
await writeWords(page, answers);
await named(page, 'Fem minutter').click();
await page.waitForSelector('[data-sentence]', { timeout: TIMEOUT_MS });
let isBlank = false;
const byButton = await exit(page, async () => (isBlank = await press(page)));
await page.goto(`${origin}/da/`);
await page.goto(`${origin}/da/fem-minutter`);
await page.waitForSelector('[data-sentence]', { timeout: TIMEOUT_MS });
const byShift = await exit(page, () => shift(page));
const left = await erase(page);
const early = violations.splice(0);
const heard = await breakPolicy(page);
violations.push(...early);
report({ isBlank, byButton, byShift, left, heard });
await browser.close();
process.exit(0);
