// What a person does in Firefox, by the names they see; the other scripts for Firefox import it.
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';

/** @typedef {import('puppeteer-core').Page} Page */

export const [origin, executablePath, userDataDir] = process.argv.slice(2);
export const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
// hang guard: a step takes up to a second, and up to a minute on a busy machine
export const TIMEOUT_MS = 600_000;

const REPORT = 'securitypolicyviolation';
/** What pages reported of their content policy and of Trusted Types. @type {string[]} */
export const violations = [];

/** Print a result as one line of JSON; throws if a page broke its policy. @param {object} result */
export function report(result) {
  if (violations.length) throw new Error(violations.join('\n'));
  console.log(JSON.stringify(result));
}

/**
 * A new tab, whose reports are heard.
 * @param {import('puppeteer-core').BrowserContext | import('puppeteer-core').Browser} place
 */
export async function newPage(place) {
  const page = await place.newPage();
  page.on('console', (message) => {
    if (message.text().startsWith(REPORT)) violations.push(message.text());
  });
  await page.evaluateOnNewDocument((name) => {
    addEventListener(
      name,
      (event) => {
        const { effectiveDirective, blockedURI, sample } = /** @type {SecurityPolicyViolationEvent} */ (
          event
        );
        console.error(name, effectiveDirective, blockedURI, sample);
      },
      true,
    );
  }, REPORT);
  return page;
}

export const open = () =>
  puppeteer.launch({
    browser: 'firefox',
    headless: true,
    executablePath,
    userDataDir,
    protocolTimeout: TIMEOUT_MS,
    extraPrefsFirefox: { 'intl.accept_languages': 'da' },
  });

/** The control with this accessible name. @param {Page} page @param {string} name */
export const named = (page, name) =>
  // hang guard: see TIMEOUT_MS
  page.locator(`::-p-aria([name=${JSON.stringify(name)}])`).setTimeout(TIMEOUT_MS);

/** Wait until the page shows a text. @param {Page} page @param {string} text */
export async function shows(page, text) {
  try {
    await page.waitForFunction(
      (wanted) => document.body.innerText.includes(wanted),
      { timeout: TIMEOUT_MS },
      text,
    );
  } catch (cause) {
    throw new Error(`not shown: ${text}\n${await page.evaluate(() => document.body.innerText)}`, { cause });
  }
}

/** Type into a text box. @param {Page} page @param {string} label @param {string} text */
export async function type(page, label, text) {
  const box = await named(page, label).waitHandle();
  await box.focus();
  await page.keyboard.type(text);
}

/** Wait until the phone's database holds each text. @param {Page} page @param {string[]} texts */
export async function stored(page, ...texts) {
  const holds = async (/** @type {string[]} */ wanted) => {
    const opening = indexedDB.open('egne-ord');
    const database = await new Promise((done) => {
      opening.onsuccess = () => done(opening.result);
    });
    const found = await Promise.all(
      [...database.objectStoreNames].map(
        (name) =>
          new Promise((done) => {
            const all = database.transaction(name).objectStore(name).getAll();
            all.onsuccess = () => done(all.result);
          }),
      ),
    );
    database.close();
    const text = JSON.stringify(found);
    return wanted.every((item) => text.includes(JSON.stringify(item).slice(1, -1)));
  };
  await page.waitForFunction(holds, { timeout: TIMEOUT_MS, polling: 100 }, texts);
}

/**
 * A first visit and a new statement; waits until it is saved.
 * @param {Page} page
 * @param {Record<string, string>} answers
 */
export async function writeWords(page, answers) {
  await page.goto(`${origin}/da/`);
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    // fixed wait: between two looks at the worker
    while (active?.state !== 'activated') await new Promise((done) => setTimeout(done, 50));
  });
  await named(page, 'Skriv nye ord').click();
  for (const [label, text] of Object.entries(answers)) await type(page, label, text);
  await stored(page, ...Object.values(answers));
  await shows(page, 'Gemt på din telefon');
}
