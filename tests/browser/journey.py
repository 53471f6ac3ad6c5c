"""What a person does in the app, by the names they see."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Locator, Page, expect

from .chromium import TIMEOUT_MS
from .screens import SCREENS, address, called
from .waiting import wait_until

PARTS = (
    "Sådan vil jeg introducere mig selv",
    "Det er vigtigt for mig at…",
    "Jeg vil gerne have hjælp til",
    "Så jeg kan",
)
WORDS = {
    PARTS[0]: "Jeg hedder Åse. Jeg holder af at gå tidligt om morgenen.",
    PARTS[1]: "Jeg vil sove om natten. Det er vigtigt, at vi taler roligt.",
    PARTS[2]: "Jeg vil gerne have hjælp til at komme ud ad døren kl. 8. Bare nogle dage.",
    PARTS[3]: "Se min søster igen. Lave mad til os begge to.",
}
SAVED = "Gemt på din telefon"

WORKER_READY = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  // fixed wait: between two looks at the worker
  while (active.state !== 'activated') await new Promise((done) => setTimeout(done, 50));
}"""

REST_KEPT = """async () => {
  const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().some(({ url }) => url.endsWith('/js/secondary.js'));
}"""

OWN_AGAIN = """async () => {
  localStorage.removeItem('handed-over');
  await caches.delete('handed-over');
}"""
"""Ends the hand-over, as the long press of its owner does, but leaves the tab where it is."""

IS_SAID = "document.documentElement.dataset.screen !== 'handover' || 'handed-over' in localStorage"

STORED = """async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done, refused) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
      request.onerror = () => refused(request.error);
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((done) => {
        const request = database.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => done(request.result);
      });
      if (rows.length) found.push(rows);
    }
    database.close();
  }
  return JSON.stringify(found);
}"""


def first_visit(context: BrowserContext, origin: str, lang: str = "da") -> Page:
    """Visit the start screen and wait until the app is cached; the worker installs all of it or nothing."""
    page = context.new_page()
    page.goto(address(origin, lang, "start"))
    page.evaluate(WORKER_READY)
    return page


def tabs_at_rest(context: BrowserContext, addresses: Iterable[str], at_once: int = 9) -> Iterator[Page]:
    """Each address in a tab, once its network is idle; a few load at once, and their tabs are used again."""
    waiting, tabs = list(addresses), [context.new_page() for _ in range(at_once)]
    waiting.sort(key=is_hand_over)  # last, and alone: a phone that is handed over shows nothing else
    while waiting:
        count = 1 if is_hand_over(waiting[0]) else at_once - sum(map(is_hand_over, waiting[:at_once]))
        few, waiting = waiting[:count], waiting[count:]
        for tab, where in zip(tabs, few, strict=False):
            if tab.url.startswith("http"):
                own_again(tab)
                tab.goto("about:blank")
            tab.goto(where)
        for tab in tabs[: len(few)]:
            tab.bring_to_front()
            tab.wait_for_load_state("networkidle")
            tab.evaluate("() => new Promise(requestAnimationFrame)")
            yield tab
    for tab in tabs:
        tab.close()


def second_visit(page: Page) -> None:
    """One more page, until the rest is cached too: what a first visit does not need, such as meetings."""
    page.reload()
    wait_until(page, REST_KEPT)


def stored(page: Page) -> str:
    """Everything in the phone's databases, as one JSON text: the rows of each store that has any.

    An empty database may be made at any moment, by a job that looks whether there is anything to do.
    """
    return str(page.evaluate(STORED))


def wait_until_stored(page: Page, *texts: str) -> None:
    """Return when the phone's database holds each of ``texts``, in an earlier version too."""
    # hang guard: the app saves within a second of its own clock
    deadline = time.monotonic() + TIMEOUT_MS / 1000
    missing = [json.dumps(text, ensure_ascii=False)[1:-1] for text in texts]
    while missing := [text for text in missing if text not in stored(page)]:
        assert time.monotonic() < deadline, f"not stored: {missing}"
        page.wait_for_timeout(100)  # fixed wait: between two looks at the database


def box(page: Page, label: str, lang: str = "da", **values: int) -> Locator:
    """The text box with this label."""
    return page.get_by_role("textbox", name=called(lang, label).format(**values), exact=True)


def expect_saved(page: Page, lang: str = "da") -> None:
    """Check that the status shows "saved" on screen; `test_spoken.py` checks how often it is read aloud."""
    status = page.locator("[data-status]").filter(has_text=called(lang, SAVED))
    expect(status.first).to_be_visible(timeout=TIMEOUT_MS)


def start_writing(page: Page, origin: str, lang: str = "da") -> None:
    """From the list to a new, empty statement."""
    page.goto(address(origin, lang, "start"), wait_until="load")
    name = called(lang, "Skriv nye ord")
    page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).click()
    expect(box(page, PARTS[0], lang)).to_be_visible(timeout=TIMEOUT_MS)


def statement_act(page: Page, role: str, name: str, lang: str = "da") -> Locator:
    """An act on the first statement of the start screen, with the fold open that it is in."""
    fold = page.locator(".card-more").first
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return fold.get_by_role(role).filter(has_text=called(lang, name))  # type: ignore[arg-type]


def write(
    page: Page, origin: str, words: Mapping[str, str] = WORDS, title: str = "", lang: str = "da"
) -> str:
    """Write a new statement and wait until it is saved; returns its id."""
    start_writing(page, origin, lang)
    for label, text in words.items():
        box(page, label, lang).fill(text)
    if title:
        box(page, "Titel", lang).fill(title)
    expect_saved(page, lang)
    wait_until_stored(page, *[text.replace("\r\n", "\n") for text in words.values()], title)
    link = page.get_by_role("link", name=called(lang, "Fem minutter")).first
    statement = str(link.get_attribute("href")).partition("#")[2]
    assert len(statement) == 22, f"the link to the five minutes has no statement id: {statement!r}"
    return statement


def sentences(page: Page, within: str = "main") -> list[str]:
    """The text of each sentence shown, exactly as in the page."""
    page.locator(f"{within} [data-sentence]").first.wait_for(timeout=TIMEOUT_MS)
    return [
        str(text)
        for text in page.locator(f"{within} [data-sentence]").evaluate_all(
            "(nodes) => nodes.map((node) => node.textContent)"
        )
    ]


def choose(page: Page, name: str) -> None:
    """Press a choice by its name."""
    page.get_by_role("radio", name=name, exact=True).click()
    expect(page.get_by_role("radio", name=name, exact=True)).to_be_checked()


def is_hand_over(where: str) -> bool:
    """Whether an address is that of the hand-over, in any language."""
    return any(slug in where for slug in SCREENS["handover"])


def own_again(page: Page, *, has_scripts: bool = True) -> None:
    """End the hand-over, if the phone is handed over: such a phone shows nothing else.

    The screen's own script says so as well, perhaps after its words are seen: it would say so again.
    """
    if page.is_closed() or not page.url.startswith("http"):
        return
    if has_scripts:
        wait_until(page, IS_SAID)
    page.evaluate(OWN_AGAIN)


def stop_the_clock(page: Page) -> None:
    """Stop the page's clock until the test moves it; needs `clock.install()` before the visit."""
    page.clock.pause_at(int(page.evaluate("Date.now()")) / 1000 + 1)


@contextmanager
def finger_on_way_back(page: Page) -> Iterator[None]:
    """Keep a finger on the way-back button during the block."""
    spot = page.locator("[data-way-back]")
    spot.scroll_into_view_if_needed()
    area = spot.bounding_box()
    assert area is not None
    point = {"x": area["x"] + area["width"] / 2, "y": area["y"] + area["height"] / 2}
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    yield
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def hold(page: Page) -> None:
    """Long-press the way-back button until it has left the screen."""
    with finger_on_way_back(page):
        expect(page.locator("[data-way-back]")).to_have_count(0)
