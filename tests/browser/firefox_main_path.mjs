// The main path in Firefox: write, make a meeting, (pytest stops the server), reopen, five minutes of both.
// Usage: node firefox_main_path.mjs <origin> <firefox> <profile>
// Input: one line of JSON on stdin, {answers, meeting}: the parts to write, and the meeting's place and day.
// Prints one line of JSON when the words are written, waits for a line, and prints one when they are read.
import {
  TIMEOUT_MS,
  lines,
  named,
  newPage,
  open,
  origin,
  report,
  shows,
  stored,
  writeWords,
} from './firefox.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** The text of each sentence shown. @param {Page} page */
async function sentences(page) {
  await page.waitForSelector('[data-sentence]', { timeout: TIMEOUT_MS });
  return page.$$eval('[data-sentence]', (nodes) => nodes.map((node) => node.textContent));
}

/** Make a meeting; returns its fragment. @param {Page} page @param {{place: string, day: string}} meeting */
async function makeMeeting(page, { place, day }) {
  await page.goto(`${origin}/da/moede#ny`);
  await named(page, 'Hvor?').wait();
  await shows(page, 'Tilføj et spørgsmål');
  await page.$eval(
    '#day',
    (field, value) => {
      /** @type {HTMLInputElement} */ (field).value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    },
    day,
  );
  await page.focus('#place');
  await page.keyboard.type(place);
  await page.waitForFunction(() => /^#[\w-]{22}$/.test(location.hash), { timeout: TIMEOUT_MS });
  await stored(page, place, day);
  return new URL(page.url()).hash;
}

/**
 * Write a statement, read it in the five minutes, and make a meeting.
 * @param {Record<string, string>} answers
 * @param {{place: string, day: string}} meeting
 */
async function write(answers, meeting) {
  const browser = await open();
  const page = await newPage(browser);
  await writeWords(page, answers);
  await named(page, 'Fem minutter').click();
  const written = await sentences(page);
  const url = page.url();
  const fragment = await makeMeeting(page, meeting);
  await browser.close();
  return { url, sentences: written, meeting: fragment };
}

/**
 * Open the words and the meeting again, in a new browser with the same profile.
 * @param {string} url
 * @param {string} meeting its fragment
 */
async function reopen(url, meeting) {
  const browser = await open();
  const page = await newPage(browser);
  await page.goto(`${origin}/da/`);
  const start = await page.$eval('h1', (heading) => heading.textContent?.trim());
  const tab = await newPage(browser);
  await tab.goto(url);
  const shown = await sentences(tab);
  const five = await tab.$eval('h1', (heading) => heading.textContent?.trim());
  await page.goto('about:blank');
  await page.goto(`${origin}/da/`);
  const next = await page.$eval('.next-meeting', (card) => card.textContent);
  await page.goto(`${url.split('#')[0]}${meeting}`);
  const ofMeeting = await sentences(page);
  await browser.close();
  return { start, five, sentences: shown, next, ofMeeting };
}

const { answers, meeting } = JSON.parse(String((await lines.next()).value));
const written = await write(answers, meeting);
report(written);
await lines.next();
report(await reopen(written.url, written.meeting));
process.exit(0);
