"""Every sentence shown is an exact span of what was typed, whatever was typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .chromium import watch
from .journey import PARTS, box, choose, expect_saved, own_again, sentences
from .meeting_journey import NAMED
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .waiting import wait_until

NAMES = {"Første sætning": "first_line", "Det vigtigste": "essence", "Lidt mere": "spoken"}
"""What the phone stores of a layer that was chosen."""
CHOSEN = """async () => {
  const database = await new Promise((done) => {
    const request = indexedDB.open('egne-ord');
    request.onsuccess = () => done(request.result);
  });
  const request = database.transaction('settings').objectStore('settings').get('layer');
  const layer = await new Promise((done) => { request.onsuccess = () => done(request.result); });
  database.close();
  return layer === 'LAYER';
}"""
LAYERS = {"Første sætning": 20, "Det vigtigste": 60, "Lidt mere": 170}
NASTY = {
    "Danish": "Jeg bor på Ærø. Jeg har fx prøvet bl.a. d. 3. maj kl. 9.30, jf. kap. 4. Åh, ja! Virkelig?",
    "emoji": "Jeg er glad 🙂. Min familie 👨‍👩‍👧‍👦 betyder alt! 🇩🇰 Godt? Ja 👍🏽",
    "right to left": "אני רוצה לישון. זה חשוב לי. أريد أن أنام. Sagt.\u202eomvendt\u202c Slut.",
    "line breaks": "Første linje\r\nAnden linje\r\n\r\n- et\n- to\n1. nummer et\n2. nummer to\u2028tredje",
    "tabs and spaces": "\t Jeg   hedder\tÅse.\u00a0 Og\u3000jeg bor her. \t ",
    "markup": "<script>alert(1)</script> Jeg er her. <img src=x onerror=alert(2)> </textarea>Hej. ${1}",
    "quotes": "\"Jeg\" siger 'hej'. `{{ 7*7 }}` »Ja.« Sådan! </script><!-- Nej? -->",
    "entities": "Jeg skriver &amp; og &lt;b&gt; og &#39; helt selv. Det skal stå &nbsp; sådan.",
    "combining": "A\u030ase og e\u0301n. Zalgo h\u0321\u0323e\u0354j. Færdig.",
    "no full stop": "ord uden nogen ende " * 100,
    "long": "Det her er en sætning med nogle ord i. " * 1282,
    "one endless word": "a" * 5_000,
}


def expect_spans(shown: list[str], typed: str) -> None:
    """Check that each of ``shown`` is a non-empty span of ``typed``, in order."""
    place = 0
    for sentence in shown:
        assert sentence.strip() == sentence != ""
        found = typed.find(sentence, place)
        assert found >= 0, f"not a span of what was typed from {place} on: {sentence[:80]!r}"
        place = found + len(sentence)


def type_words(page: Page, origin: str, words: dict[str, str]) -> str:
    """Type a new statement without visiting the list, and wait until it is saved; returns its id."""
    page.goto(address(origin, "da", "write", "ny"))
    for label, text in words.items():
        box(page, label).fill(text)
    expect_saved(page)
    expect(page).to_have_url(NAMED)
    return page.url.partition("#")[2]


def by_layer(page: Page) -> dict[str, list[str]]:
    """The sentences shown by each of the three layers."""
    shown = {}
    for layer in LAYERS:
        choose(page, layer)
        shown[layer] = sentences(page)
        # A page that is left at once may not have stored it.
        wait_until(page, CHOSEN.replace("LAYER", NAMES[layer]))
    return shown


def nested(inner: list[str], outer: list[str]) -> bool:
    """Whether ``inner`` is ``outer`` with some sentences left out."""
    rest = iter(outer)
    return all(sentence in rest for sentence in inner)


@pytest.mark.parametrize("kind", NASTY)
def test_sentences_are_shown_character_for_character_as_typed(
    tab: Page, server: RealServer, kind: str
) -> None:
    text, page = NASTY[kind], tab
    troubles = watch(page)
    page.on("dialog", lambda dialog: troubles.append(f"a dialog: {dialog.message}"))
    statement = type_words(
        page, server.url, {PARTS[1]: text, PARTS[2]: text, PARTS[3]: "Det her er mit eget."}
    )
    page.goto(address(server.url, "da", "five", statement))
    typed = text.replace("\r\n", "\n")
    shown = by_layer(page)
    for layer, limit in LAYERS.items():
        expect_spans(shown[layer], "\n".join([typed, typed, "Det her er mit eget."]))
        count = sum(len(sentence.split()) for sentence in shown[layer])
        assert count <= limit or len(shown[layer]) == 1, (
            f"{layer} has {count} words in {len(shown[layer])} sentences"
        )
    assert nested(shown["Første sætning"], shown["Det vigtigste"])
    assert nested(shown["Det vigtigste"], shown["Lidt mere"])
    page.reload()
    assert sentences(page) == shown["Lidt mere"]
    page.goto(address(server.url, "da", "write", statement))
    expect(page.get_by_role("textbox", name=PARTS[1], exact=True)).to_have_value(typed)
    assert troubles == []


def shown_by(page: Page, where: str, *, worker: bool) -> str:
    """The words of a screen, rendered by the service worker, or by the server and the page without it."""
    other = page.context.new_page()
    devtools = page.context.new_cdp_session(other)
    devtools.send("Network.enable")
    devtools.send("Network.setBypassServiceWorker", {"bypass": not worker})
    answer = other.goto(where, wait_until="networkidle")
    assert answer is not None and answer.from_service_worker == worker
    text = other.locator("main").inner_text()
    own_again(other)
    other.close()
    return text


@pytest.mark.parametrize("name", ["start", "five", "handover", "print", "write"])
def test_the_worker_and_the_page_show_the_same(tab: Page, server: RealServer, name: str) -> None:
    words = {PARTS[0]: NASTY["markup"], PARTS[2]: NASTY["Danish"]}
    tab.goto(f"{server.url}/ud")
    where = address(server.url, "da", name, seed(tab, server.url, words, title="<i>Titel</i>"))
    assert shown_by(tab, where, worker=True) == shown_by(tab, where, worker=False)
