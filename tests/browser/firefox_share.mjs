// A link in Firefox: copied by the sender, read and answered with separate storage, then withdrawn.
// Then Back: Firefox keeps a page in memory as it was, and must not show a link's words again.
// Usage: node firefox_share.mjs <origin> <firefox> <profile>
// Input: one line of JSON on stdin, {answers, from, note, other}.
// Prints one line of JSON: the link, its page's address, the words read, the reply, the text after the
// withdrawal, and the page of the `other` link before and after Back.
import { TIMEOUT_MS, lines, newPage, open, origin, report, shows, type, writeWords } from './firefox.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/**
 * Press a button by its text, because its accessible name ends with a link's name. It is scrolled to the
 * middle of the screen, where nothing covers it.
 * @param {Page} page
 * @param {string} name
 */
async function press(page, name) {
  const button = await page.waitForSelector(
    `::-p-xpath(//*[self::button or self::summary][normalize-space(.)='${name}'])`,
    { timeout: TIMEOUT_MS, visible: true },
  );
  await button?.evaluate((node) =>
    /** @type {HTMLElement} */ (node).scrollIntoView({ block: 'center', behavior: 'instant' }),
  );
  await button?.click();
}

/** The visible text of an element. @param {Page} page @param {string} selector */
async function textOf(page, selector) {
  await page.waitForSelector(selector, { timeout: TIMEOUT_MS });
  return page.$eval(selector, (node) => /** @type {HTMLElement} */ (node).innerText);
}

/** The clipboard's text, pasted into a box as a person would. @param {Page} page @param {string} field */
async function pasted(page, field) {
  await page.$eval(field, (node) => {
    /** @type {HTMLInputElement} */ (node).value = '';
  });
  await page.focus(field);
  await page.keyboard.down('Control');
  await page.keyboard.press('v');
  await page.keyboard.up('Control');
  return page.$eval(field, (node) => /** @type {HTMLInputElement} */ (node).value);
}

/**
 * Write a statement and make a link to it; returns the copied link.
 * @param {Page} page
 * @param {Record<string, string>} answers
 * @param {string} from
 */
async function share(page, answers, from) {
  await writeWords(page, answers);
  await page.goto(`${origin}/da/del#${new URL(page.url()).hash.slice(1)}`);
  await type(page, 'Hvem er det fra?', from);
  await press(page, 'Lav linket');
  await shows(page, 'Linket er klar');
  await press(page, 'Kopiér linket');
  await shows(page, 'Linket er kopieret.');
  return pasted(page, '#from');
}

/** Open a link and answer it. @param {Page} page @param {string} link @param {string} note */
async function read(page, link, note) {
  await page.goto(link);
  await press(page, 'Åbn');
  const words = await textOf(page, '.sheet-body');
  await type(page, 'Skriv tilbage', note);
  await press(page, 'Send svaret');
  await shows(page, 'Dit svar er sendt.');
  return { url: page.url(), words };
}

/** Read the reply, and withdraw the link. @param {Page} page */
async function withdraw(page) {
  await page.goto(`${origin}/da/mine-links`);
  await press(page, '1 svar');
  const reply = await textOf(page, '[data-replies] blockquote');
  await press(page, 'Træk tilbage');
  await press(page, 'Ja, træk tilbage');
  await shows(page, 'Trukket tilbage. Linket virker ikke mere.');
  return reply;
}

/** Open a withdrawn link; returns what the page says. @param {Page} page @param {string} link */
async function openAgain(page, link) {
  await page.goto('about:blank');
  await page.goto(link);
  await press(page, 'Åbn');
  await shows(page, 'Linket virker ikke mere.');
  return textOf(page, 'main');
}

/** Open a link, begin an answer, leave the page and go back. @param {Page} page @param {string} link */
async function leaveAndGoBack(page, link) {
  await page.goto(link);
  await press(page, 'Åbn');
  await page.waitForSelector('.sheet-body', { timeout: TIMEOUT_MS });
  await type(page, 'Skriv tilbage', 'Halvt skrevet');
  const before = await textOf(page, 'main');
  await page.goto(`${origin}/healthz`);
  await page.evaluate(() => {
    // fixed wait: none; a page kept in memory never fires the load event that the driver waits for
    setTimeout(() => history.back(), 0);
  });
  await shows(page, 'Her mangler resten af linket.');
  return { before, url: page.url(), after: await page.evaluate(() => document.documentElement.outerHTML) };
}

const { answers, from, note, other } = JSON.parse(String((await lines.next()).value));
const browser = await open();
const newReader = async () => newPage(await browser.createBrowserContext());
const sender = await newPage(browser);
const link = await share(sender, answers, from);
const reader = await newReader();
const opened = await read(reader, link, note);
const reply = await withdraw(sender);
report({
  link,
  ...opened,
  reply,
  gone: await openAgain(reader, link),
  back: await leaveAndGoBack(await newReader(), other),
});
await browser.close();
process.exit(0);
