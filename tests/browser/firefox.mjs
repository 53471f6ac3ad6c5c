// What a person does in Firefox, by the names they see.
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';

export const [origin, executablePath, userDataDir] = process.argv.slice(2);
export const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
export const TIMEOUT_MS = 600_000; // hang guard: a step takes up to a second, and up to a minute on a busy machine

/** @param {object} step */
export const tell = (step) => console.log(JSON.stringify(step));

export const open = () =>
  puppeteer.launch({
    browser: 'firefox',
    headless: true,
    executablePath,
    userDataDir,
    protocolTimeout: TIMEOUT_MS,
    extraPrefsFirefox: { 'intl.accept_languages': 'da' },
  });

/** @param {import('puppeteer-core').Page} page @param {string} name */
export const named = (page, name) =>
  // hang guard: as above
  page.locator(`::-p-aria([name=${JSON.stringify(name)}])`).setTimeout(TIMEOUT_MS);

/** @param {import('puppeteer-core').Page} page @param {string} text */
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

/** @param {import('puppeteer-core').Page} page @param {string} label @param {string} text */
export async function type(page, label, text) {
  const box = await named(page, label).waitHandle();
  await box.focus();
  await page.keyboard.type(text);
}

/** Until the phone's database holds each of some texts. @param {import('puppeteer-core').Page} page @param {string[]} texts */
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
    return wanted.every((one) => text.includes(JSON.stringify(one).slice(1, -1)));
  };
  await page.waitForFunction(holds, { timeout: TIMEOUT_MS, polling: 100 }, texts);
}

/** A first visit, and new words until they are saved. @param {import('puppeteer-core').Page} page @param {Record<string, string>} answers */
export async function writeWords(page, answers) {
  await page.goto(`${origin}/da/`);
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active?.state !== 'activated') await new Promise((done) => setTimeout(done, 50)); // fixed wait: between two looks
  });
  await named(page, 'Skriv nye ord').click();
  for (const [label, text] of Object.entries(answers)) await type(page, label, text);
  await stored(page, ...Object.values(answers));
  await shows(page, 'Gemt på din telefon');
}
