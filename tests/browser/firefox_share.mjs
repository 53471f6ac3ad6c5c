// A link in Firefox: one makes it and copies it, another, with a storage of their own, opens it and answers; then it is withdrawn.
// Then back: Firefox keeps a page in memory as it stood, and must not show a link's words again.
// Usage: node firefox_share.mjs <origin> <firefox> <profile> ; {answers, from, note, other} comes as one line of JSON on stdin.
// Prints one line of JSON: the link, where its page stands, what was read there, what came back, what is said when it is gone,
// and what another link's page says before and after Back.
import { TIMEOUT_MS, lines, open, origin, shows, tell, type, writeWords } from './firefox.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/**
 * Press a button by what is written on it; a screen reader hears a link's name behind it. In the middle of the screen nothing covers it.
 * @param {Page} page @param {string} name
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

/** @param {Page} page @param {string} selector */
async function textOf(page, selector) {
  await page.waitForSelector(selector, { timeout: TIMEOUT_MS });
  return page.$eval(selector, (node) => /** @type {HTMLElement} */ (node).innerText);
}

/** What stands in the phone's clipboard, as a person finds out. @param {Page} page @param {string} field */
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

/** @param {Page} page @param {Record<string, string>} answers @param {string} from */
async function give(page, answers, from) {
  await writeWords(page, answers);
  await page.goto(`${origin}/da/del#${new URL(page.url()).hash.slice(1)}`);
  await type(page, 'Hvem er det fra?', from);
  await press(page, 'Lav linket');
  await shows(page, 'Linket er klar');
  await press(page, 'Kopiér linket');
  await shows(page, 'Linket er kopieret.');
  return pasted(page, '#from');
}

/** @param {Page} page @param {string} link @param {string} note */
async function read(page, link, note) {
  await page.goto(link);
  await press(page, 'Åbn');
  const words = await textOf(page, '.sheet-body');
  await type(page, 'Skriv tilbage', note);
  await press(page, 'Send svaret');
  await shows(page, 'Dit svar er sendt.');
  return { url: page.url(), words };
}

/** @param {Page} page */
async function takeBack(page) {
  await page.goto(`${origin}/da/mine-links`);
  await press(page, '1 svar');
  const reply = await textOf(page, '[data-replies] blockquote');
  await press(page, 'Træk tilbage');
  await press(page, 'Ja, træk tilbage');
  await shows(page, 'Trukket tilbage. Linket virker ikke mere.');
  return reply;
}

/** @param {Page} page @param {string} link */
async function openAgain(page, link) {
  await page.goto('about:blank');
  await page.goto(link);
  await press(page, 'Åbn');
  await shows(page, 'Linket virker ikke mere.');
  return textOf(page, 'main');
}

/** A link is opened, an answer begun, and the page left and gone back to. @param {Page} page @param {string} link */
async function leaveAndGoBack(page, link) {
  await page.goto(link);
  await press(page, 'Åbn');
  await page.waitForSelector('.sheet-body', { timeout: TIMEOUT_MS });
  await type(page, 'Skriv tilbage', 'Halvt skrevet');
  const before = await textOf(page, 'main');
  await page.goto(`${origin}/healthz`);
  await page.evaluate(() => {
    setTimeout(() => history.back(), 0); // fixed wait: none; the load that a driver waits for does not come where the page was kept
  });
  await shows(page, 'Her mangler resten af linket.');
  return { before, url: page.url(), after: await page.evaluate(() => document.documentElement.outerHTML) };
}

const { answers, from, note, other } = JSON.parse(String((await lines.next()).value));
const browser = await open();
const newcomer = async () => (await browser.createBrowserContext()).newPage();
const sender = await browser.newPage();
const link = await give(sender, answers, from);
const reader = await newcomer();
const opened = await read(reader, link, note);
const reply = await takeBack(sender);
tell({
  link,
  ...opened,
  reply,
  gone: await openAgain(reader, link),
  back: await leaveAndGoBack(await newcomer(), other),
});
await browser.close();
process.exit(0);
