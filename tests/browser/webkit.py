"""WebKitGTK, the closest to Safari on a Debian machine, driven by Selenium on a virtual screen."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver import WebKitGTK, WebKitGTKOptions
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service

from .other_browsers import WEBKIT_DRIVER, mini_browser, virtual_screen

TIMEOUT_SECONDS = 600  # hang guard: a step takes up to a second, and up to a minute on a busy machine
SENTENCES = "return [...document.querySelectorAll('[data-sentence]')].map((node) => node.textContent)"
WORKER_READY = """
const done = arguments[0];
navigator.serviceWorker.ready.then(({ active }) => {
  // fixed wait: between two looks at the worker
  const check = () => active.state === 'activated' ? done(true) : setTimeout(check, 50);
  check();
});
"""
SET_DAY = """
const field = document.querySelector('#day');
field.value = arguments[0];
field.dispatchEvent(new Event('input', { bubbles: true }));
"""
STORED = """
const done = arguments[0];
const opening = indexedDB.open('egne-ord');
opening.onerror = () => done('');
opening.onsuccess = () => {
  const database = opening.result;
  const stores = [...database.objectStoreNames];
  if (!stores.length) return database.close(), done('');
  const transaction = database.transaction(stores);
  const all = stores.map((store) => transaction.objectStore(store).getAll());
  transaction.oncomplete = () => { database.close(); done(JSON.stringify(all.map(({ result }) => result))); };
  transaction.onabort = () => { database.close(); done(''); };
};
"""
HEARD = """
if (!globalThis.heard) {
  globalThis.heard = [];
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    heard.push(`${effectiveDirective} ${blockedURI}`), true);
}
return heard;
"""
LOAD_SECONDS = 120  # hang guard: a page loads in a second, and on a busy machine in ten
"""WebKit's load event once did not come; what the test waits for next says whether the page is there."""
LOOK_SECONDS = 15
"""Many times what a step takes. WebKit's database may stay silent longer (its bug 226547): then try again."""

SILENT = ("Det blev ikke gemt lige nu.", "Telefonens hukommelse svarer ikke lige nu.")
"""What a page says when the database does not answer."""
SILENT_MAX = 3


@contextmanager
def webkit() -> Iterator[WebKitGTK]:
    """A MiniBrowser under automation, closed at the end."""
    browser = mini_browser()
    with virtual_screen() as display:
        options = WebKitGTKOptions()
        options.binary_location = browser
        options.add_argument("--automation")
        service = Service(executable_path=WEBKIT_DRIVER, env={**os.environ, "DISPLAY": display})
        driver = WebKitGTK(options=options, service=service)
        driver.set_script_timeout(TIMEOUT_SECONDS)
        try:
            yield driver
        finally:
            driver.quit()


def wait_for_worker(driver: WebKitGTK) -> None:
    """Return when the service worker is active, because its precache is complete then."""
    driver.execute_async_script(WORKER_READY)


def link(driver: WebKitGTK, name: str) -> WebElement:
    """The first visible link or button with this name."""
    path = f"//*[self::a or self::button][normalize-space(.)='{name}']"
    _wait(driver, lambda: any(element.is_displayed() for element in driver.find_elements(By.XPATH, path)))
    return next(element for element in driver.find_elements(By.XPATH, path) if element.is_displayed())


def press(driver: WebKitGTK, name: str) -> None:
    """Press a button by its text, scrolled to the middle of the screen, where nothing covers it."""
    path = f"//*[self::button or self::summary][normalize-space(.)='{name}']"
    _wait(driver, lambda: any(element.is_displayed() for element in driver.find_elements(By.XPATH, path)))
    button = next(element for element in driver.find_elements(By.XPATH, path) if element.is_displayed())
    driver.execute_script("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", button)
    button.click()


def pasted(driver: WebKitGTK, label: str) -> str:
    """The clipboard's text, found by pasting it into a box, as a person would."""
    box = text_box(driver, label)
    box.clear()
    box.send_keys(Keys.CONTROL, "v")
    _wait(driver, lambda: bool(box.get_property("value")))
    return str(box.get_property("value"))


def text_box(driver: WebKitGTK, label: str) -> WebElement:
    """The text box whose label has this text."""
    path = f"//label[normalize-space(.)='{label}']"
    _wait(driver, lambda: bool(driver.find_elements(By.XPATH, path)))
    return driver.find_element(By.ID, str(driver.find_element(By.XPATH, path).get_attribute("for")))


def write(driver: WebKitGTK, origin: str, words: Mapping[str, str]) -> None:
    """A first visit and a new statement; waits until it is saved."""
    driver.get(f"{origin}/da/")
    wait_for_worker(driver)
    link(driver, "Skriv nye ord").click()
    for label, text in words.items():
        text_box(driver, label).send_keys(text)
    wait_until_stored(driver, *words.values())
    wait_for_text(driver, "Gemt på din telefon")


def make_meeting(driver: WebKitGTK, origin: str, place: str, day: str) -> str:
    """Make a meeting at a place on a day; returns its id. Tries once more if WebKit's database is silent."""

    def has_id() -> bool:
        return len(driver.current_url.partition("#")[2]) == 22

    for _ in range(SILENT_MAX):
        driver.get("about:blank")
        driver.set_page_load_timeout(LOAD_SECONDS)
        with suppress(TimeoutException):
            driver.get(f"{origin}/da/moede#ny")
        driver.set_page_load_timeout(TIMEOUT_SECONDS)
        wait_for_text(driver, "Tilføj et spørgsmål")
        driver.execute_script(SET_DAY, day)
        text_box(driver, "Hvor?").send_keys(place)
        _wait(driver, lambda: has_id() or any(message in text_of(driver) for message in SILENT))
        if has_id():
            break
    wait_for_text(driver, "Gemt på din telefon")
    wait_until_stored(driver, place, day)
    return driver.current_url.partition("#")[2]


def wait_until_stored(driver: WebKitGTK, *texts: str) -> None:
    """Return when the phone's database holds each of ``texts``."""

    def holds() -> bool:
        try:
            stored = str(driver.execute_async_script(STORED))
        except TimeoutException:
            return False
        return all(json.dumps(text, ensure_ascii=False)[1:-1] in stored for text in texts)

    driver.set_script_timeout(LOOK_SECONDS)
    _wait(driver, holds)
    driver.set_script_timeout(TIMEOUT_SECONDS)


def reopen(
    driver: WebKitGTK, url: str, heading: str, shows: Callable[[], bool], reload: bool = False
) -> None:
    """Leave the page and open ``url``, again if nothing comes, until the words are there."""

    def opened(_: object) -> bool:
        try:
            driver.get("about:blank")
            driver.get(url)
            if reload:
                driver.refresh()
            # A heading for readers alone has no visible text.
            assert driver.find_element(By.TAG_NAME, "h1").get_property("textContent") == heading
            return bool(WebDriverWait(driver, LOOK_SECONDS).until(lambda _: shows()))
        except (StaleElementReferenceException, TimeoutException):
            return False

    driver.set_page_load_timeout(LOOK_SECONDS)
    WebDriverWait(driver, TIMEOUT_SECONDS).until(opened)
    driver.set_page_load_timeout(TIMEOUT_SECONDS)


def wait_for_text(driver: WebKitGTK, text: str) -> None:
    """Return when the page shows ``text`` somewhere."""
    _wait(driver, lambda: text in text_of(driver))


def text_of(driver: WebKitGTK) -> str:
    """All visible text of the page."""
    return driver.find_element(By.TAG_NAME, "body").text


def sentences(driver: WebKitGTK) -> list[str]:
    """The text of every sentence shown, exactly as in the page."""
    _wait(driver, lambda: bool(driver.find_elements(By.CSS_SELECTOR, "[data-sentence]")))
    return shown(driver)


def shown(driver: WebKitGTK) -> list[str]:
    """The text of the sentences that the page shows right now."""
    return [str(text) for text in driver.execute_script(SENTENCES)]


def heard(driver: WebKitGTK) -> list[str]:
    """What broke the content policy or Trusted Types since somebody first looked at this page.

    WebDriver cannot listen before that; Chromium and Firefox do, from the first byte on.
    """
    return [str(report) for report in driver.execute_script(HEARD)]


def _wait(driver: WebKitGTK, condition: Callable[[], bool]) -> None:
    def comes(_: object) -> bool:
        assert heard(driver) == [], driver.current_url
        return condition()

    # A page that reloads meanwhile makes its elements stale.
    waiting = WebDriverWait(driver, TIMEOUT_SECONDS, ignored_exceptions=[StaleElementReferenceException])
    try:
        waiting.until(comes)
    except TimeoutException as error:
        raise TimeoutException(f"{driver.current_url} shows: {text_of(driver)[:2000]}") from error
