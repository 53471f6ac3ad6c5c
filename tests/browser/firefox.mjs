// What a person does in Firefox, by the names they see.
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';

export const [origin, executablePath, userDataDir] = process.argv.slice(2);
export const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
export const TIMEOUT_MS = 60_000;
export const SAVED_WITHIN_MS = 1_500;

/** @param {object} step */
export const tell = (step) => console.log(JSON.stringify(step));

export const open = () =>
  puppeteer.launch({ browser: 'firefox', headless: true, executablePath, userDataDir, extraPrefsFirefox: { 'intl.accept_languages': 'da' } });

/** @param {import('puppeteer-core').Page} page @param {string} name */
export const named = (page, name) => page.locator(`::-p-aria([name=${JSON.stringify(name)}])`).setTimeout(TIMEOUT_MS);

/** @param {import('puppeteer-core').Page} page @param {string} text */
export async function shows(page, text) {
  try {
    await page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: TIMEOUT_MS }, text);
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

/** A first visit, and new words until they are saved. @param {import('puppeteer-core').Page} page @param {Record<string, string>} answers */
export async function writeWords(page, answers) {
  await page.goto(`${origin}/da/`);
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active?.state !== 'activated') await new Promise((done) => setTimeout(done, 50));
  });
  await named(page, 'Skriv nye ord').click();
  for (const [label, text] of Object.entries(answers)) await type(page, label, text);
  await new Promise((done) => setTimeout(done, SAVED_WITHIN_MS));
  await shows(page, 'Gemt på din telefon');
}
