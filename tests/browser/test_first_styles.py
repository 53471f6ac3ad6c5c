"""The styles inside the five minutes are enough for their first paint: the others change nothing there."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .chromium import SMALL_PHONE, open_phone
from .journey import PARTS, first_visit, second_visit
from .real_server import RealServer
from .screens import address
from .seeds import seed

# Every element up to the words' end: where it is and how it is drawn, with the later styles and without them.
DIFFERENT = """() => {
  const others = document.querySelector('body link[rel=stylesheet]');
  const isFirst = (element) => others.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING;
  const first = [document.documentElement, ...document.body.querySelectorAll('*')].filter(isFirst);
  const grows = ['height', 'block-size', 'perspective-origin', 'transform-origin'];
  function looks() {
    const found = new Map();
    for (const element of first) {
      const isAround = element.contains(others);
      const { x, y, width, height } = element.getBoundingClientRect();
      found.set([element, 'place'], `${[x, y, width, isAround || height]}`);
      for (const part of ['', '::before', '::after']) {
        const style = getComputedStyle(element, part);
        for (const name of [...style].filter((name) => !isAround || !grows.includes(name)))
          found.set([element, part + name], style.getPropertyValue(name));
      }
    }
    return [...found];
  }
  const whole = looks();
  others.disabled = true;
  const without = looks();
  others.disabled = false;
  const differ = whole.filter(([, value], at) => value !== without[at][1]);
  const said = differ.map(([[element, name], value]) => [element.outerHTML.slice(0, 80), name, value]);
  return [whole.length, said];
}"""
LONG = "Jeg vil gerne have, at du ved det her. " * 8
WORDS = {PARTS[0]: "Jeg hedder Åse.", PARTS[1]: f"Jeg er træt. {LONG}", PARTS[2]: "Ro.\n\n– en nat\n– en til"}
WIDE = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def phone_with_words(browser: Browser, server: RealServer) -> Any:
    """A phone whose worker answers, and the address of its five minutes."""
    with open_phone(browser) as context:
        page = first_visit(context, server.url)
        second_visit(page)
        statement = seed(page, server.url, WORDS)
        page.close()
        yield context, f"{address(server.url, 'da', 'five')}#{statement}"


def different(page: Page) -> list[Any]:
    """What the later styles change of what is painted first."""
    compared, found = page.evaluate(DIFFERENT)
    assert compared > 5000  # of each element, some hundred properties
    return list(found)


@pytest.mark.parametrize("size", [SMALL_PHONE, WIDE, None], ids=["small", "wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_up_to_the_last_word_changes(
    phone_with_words: tuple[BrowserContext, str], size: Any, scheme: Any
) -> None:
    context, url = phone_with_words
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    if size:
        page.set_viewport_size(size)
    page.goto(url)
    expect(page.locator("[data-sentence]").first).to_be_visible()
    assert different(page) == []
    page.get_by_role("button", name="Tekststørrelse").click()
    assert different(page) == []
    page.close()


def test_what_lacks_a_style_is_found(phone_with_words: tuple[BrowserContext, str]) -> None:
    context, url = phone_with_words
    page = context.new_page()
    page.goto(url)
    expect(page.locator("[data-sentence]").first).to_be_visible()
    page.evaluate("document.querySelector('.opening').classList.add('card')")  # only app.css knows it
    assert different(page) != []
    page.close()


def test_what_stands_below_the_words_is_hidden_until_its_styles_are_there(
    phone_with_words: tuple[BrowserContext, str],
) -> None:
    """Firefox would show it bare. It shows by itself after a second, should its styles be lost."""
    context, url = phone_with_words
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_role("button", name="Jeg blev afbrudt")).to_be_visible()
    hidden = """(isWithout) => {
      document.querySelector('body link[rel=stylesheet]').disabled = isWithout;
      const seen = (selector) => getComputedStyle(document.querySelector(selector)).visibility;
      return ['[data-sentence]', '.tools', '.link-row', '.foot'].map(seen);
    }"""
    assert page.evaluate(hidden, True) == ["visible", "hidden", "hidden", "hidden"]
    page.wait_for_timeout(1200)  # fixed wait: the styles themselves name one second
    assert page.evaluate(hidden, True) == ["visible"] * 4
    assert page.evaluate(hidden, False) == ["visible"] * 4
    page.close()
