"""A made-up right-to-left language in a browser: every screen speaks it, fits, and runs right to left."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from made_up_language import CODE, add_language, made_up, project_copy

from .chromium import open_phone, watch
from .explore_journey import HELPS
from .journey import PARTS, WORKER_READY, second_visit
from .meeting_journey import WHERE, WHO
from .outside_share import OutsideShare, new_share
from .real_server import RealServer, project_python
from .screens import OF_A_MEETING, OF_A_STATEMENT, SCREENS
from .seeds import seed
from .seeds_of_meetings import seed_meeting, seed_notes

FOREIGN = r"""() => {
  const ours = ['Egne', 'ord', 'Dansk', 'English'];
  const unseen = 'script, style, noscript, [data-version], [data-address], [data-recovery-words]';
  const texts = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest(unseen)) texts.push(node.data);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    texts.push(...['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''));
  }
  const found = texts.flatMap((text) => text.match(/[A-Za-zÆØÅæøå]{2,}/g) ?? []);
  return found.filter((word) => !ours.includes(word));
}"""
"""The words in Latin letters on a page, shown or read aloud."""
SIDES = """() => [document.documentElement.lang, document.documentElement.dir,
  getComputedStyle(document.querySelector('main')).direction,
  document.documentElement.scrollWidth <= document.documentElement.clientWidth]"""

OUTSIDE = """() => [...document.querySelectorAll('svg text')].filter((text) => {
  const [inner, outer] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
  return inner.left < outer.left - 1 || inner.right > outer.right + 1;
}).map((text) => `${text.textContent} is cut off`)"""


@pytest.fixture(scope="module")
def made_up_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A server of a copy of the project that includes the made-up language."""
    project = project_copy(tmp_path_factory.mktemp("project"))
    add_language(project)
    serve = f"cd {shlex.quote(str(project))} && exec {shlex.quote(project_python())} -m webapp"
    with RealServer(tmp_path_factory.mktemp("made-up"), ["sh", "-c", serve]) as running:
        yield running


def path_of(name: str) -> str:
    """The path of a screen in the made-up language."""
    slug = SCREENS[name][1]
    return f"/{CODE}/{slug}-x" if slug else f"/{CODE}/"


def fill_phone(context: BrowserContext, origin: str) -> tuple[str, str]:
    """A phone with words, a coming meeting, past ones and a note, on its second visit; returns two ids."""
    page = context.new_page()
    page.goto(origin)
    assert page.url == f"{origin}/{CODE}/", "the server did not pick the browser's language"
    page.evaluate(WORKER_READY)
    words = {part: made_up("I like to sleep. It is good.") for part in PARTS}
    statement = seed(page, origin, words, title=made_up("To the doctor"))
    now = datetime.now(UTC)
    texts = {WHERE: made_up("Town hall"), WHO: made_up("Lone")}
    ago = [(now - timedelta(days=days)).isoformat()[:16] for days in (20, 50)]
    for at in ago:
        seed_meeting(page, origin, at, texts, heard="partly")
    ahead = (now + timedelta(days=1)).isoformat()[:16]
    meeting = seed_meeting(page, origin, ahead, texts, [made_up("Why?")], statement=statement)
    seed_notes(page, origin, {HELPS: made_up("My sister calls.")})
    second_visit(page)
    page.close()
    return statement, meeting


def open_at_rest(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => new Promise(requestAnimationFrame)")


def test_every_screen_speaks_the_language_from_right_to_left(
    browser: Browser, made_up_server: RealServer
) -> None:
    origin = made_up_server.url
    found: dict[str, object] = {}
    with open_phone(browser, locale=f"{CODE}-EG") as context:
        statement, meeting = fill_phone(context, origin)
        for name in SCREENS:
            page = context.new_page()
            troubles = watch(page)
            about = meeting if name in OF_A_MEETING else statement if name in OF_A_STATEMENT else ""
            open_at_rest(page, f"{origin}{path_of(name)}#{about}")
            assert page.evaluate(SIDES) == [CODE, "rtl", "rtl", True], name
            found[name] = page.evaluate(FOREIGN) + page.evaluate(OUTSIDE) + troubles
            page.close()
    assert {name: words for name, words in found.items() if words} == {}


def test_a_link_shows_its_words_in_the_readers_interface_language(
    browser: Browser, made_up_server: RealServer
) -> None:
    """This holds even if the reader's app does not know the language of the words."""
    share = OutsideShare(made_up_server.url).make(new_share("Jeg hedder Åse.", lang="sv"))
    with open_phone(browser, locale=f"{CODE}-EG") as context:
        page = context.new_page()
        page.goto(share.link)
        page.locator("[data-act=open]").click()
        words = page.locator(".sheet-part > p.words")
        words.wait_for()
        assert page.evaluate(SIDES) == [CODE, "rtl", "rtl", True]
        attributes = words.evaluate("(p) => [p.lang, p.dir, getComputedStyle(p).direction, p.textContent]")
        assert attributes == ["sv", "auto", "ltr", "Jeg hedder Åse."]
        assert set(page.evaluate(FOREIGN)) == {"Jeg", "hedder", "Åse"}
