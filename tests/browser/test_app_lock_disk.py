"""The app lock against a copy of the disk: no byte of the words is in it, and no kill loses any."""

from __future__ import annotations

import json
import random
import string
import time
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright, expect

from . import other_browsers
from .chromium import kill_browser, open_kept_phone
from .journey import PARTS, box, expect_saved, first_visit, second_visit, start_writing
from .lock_journey import CODE, code_box, fill_turn_on, turn_on, unlock
from .real_server import RealServer
from .screens import address

SEEDS = random.Random(20261127)


def canary() -> str:
    """A word that no compression shortens."""
    return "Kanari" + "".join(SEEDS.choices(string.ascii_letters + string.digits, k=24))


def found_in(profile: Path, words: list[str]) -> list[str]:
    """The files that hold a word, or ten letters of it in a row, as UTF-8 or UTF-16."""
    pieces = [word[at : at + 10] for word in words for at in (6, 12, 18)]
    searched = [piece.encode(code) for piece in pieces for code in ("utf-8", "utf-16-le")]
    files = [path for path in profile.rglob("*") if path.is_file() and not path.is_symlink()]
    return [str(path.relative_to(profile)) for path in files if any(s in path.read_bytes() for s in searched)]


def fill_everything(page: Page, origin: str, word: str) -> None:
    """Write a word into a statement, its title, earlier versions, a note and the hand-over, many times."""
    start_writing(page, origin)
    box(page, PARTS[0]).press_sequentially(f"Jeg hedder {word}.")
    box(page, "Titel").press_sequentially(f"Til {word}")
    expect_saved(page)
    page.goto(address(origin, "da", "settings"))
    page.locator("#handover-text").fill(f"{word} læs det her")
    expect_saved(page)
    for number, times in enumerate((3, 600, 3)):
        page.goto(address(origin, "da", "write"))
        expect(box(page, PARTS[0])).not_to_have_value("")
        box(page, PARTS[1]).fill(f"{word} nummer {number}. " * times)
        page.goto(address(origin, "da", "start"))  # leaves a draft behind


def test_no_byte_of_the_words_is_left_in_chromiums_profile(
    server: RealServer, playwright: Playwright, tmp_path: Path
) -> None:
    profile, words = tmp_path / "profile", [canary() for _ in range(3)]
    context = open_kept_phone(playwright, profile)
    page = first_visit(context, server.url)
    second_visit(page)
    fill_everything(page, server.url, words[0])
    turn_on(page, server.url)
    page.goto(address(server.url, "da", "write"))
    box(page, PARTS[2]).press_sequentially(f"Under låsen {words[1]}.")
    expect_saved(page)
    box(page, PARTS[3]).press_sequentially(f"Ikke gemt {words[2]}")
    page.evaluate("dispatchEvent(new Event('beforeunload'))")  # puts a draft down, and saves
    expect_saved(page)
    page.goto(address(server.url, "da", "five"))
    expect(page.locator("main")).to_contain_text(words[1])
    context.close()
    assert found_in(profile, words) == []
    again = open_kept_phone(playwright, profile)
    page = again.new_page()
    page.goto(address(server.url, "da", "write"))
    unlock(page)
    expect(box(page, PARTS[0])).to_have_value(f"Jeg hedder {words[0]}.")
    expect(box(page, PARTS[3])).to_have_value(f"Ikke gemt {words[2]}")
    again.close()
    assert found_in(profile, words) == []


def test_the_search_finds_words_that_are_not_locked(
    server: RealServer, playwright: Playwright, tmp_path: Path
) -> None:
    profile, word = tmp_path / "profile", canary()
    context = open_kept_phone(playwright, profile)
    page = first_visit(context, server.url)
    start_writing(page, server.url)
    box(page, PARTS[0]).fill(word)
    expect_saved(page)
    context.close()
    assert found_in(profile, [word]) != []


def test_no_byte_of_the_words_is_left_in_firefoxes_profile(server: RealServer, tmp_path: Path) -> None:
    profile, words = tmp_path / "profile", [canary(), canary()]
    profile.mkdir()
    given = {"answers": {PARTS[0]: f"Jeg hedder {words[0]}."}, "code": CODE, "more": words[1]}
    report = other_browsers.run_in_firefox("firefox_lock.mjs", server.url, profile, given)
    assert "Lås op" in report["locked"]
    assert found_in(profile, words) == []


MANY = """async (count) => {
  const database = await new Promise((done) => {
    indexedDB.open('egne-ord').onsuccess = ({ target }) => done(target.result);
  });
  const transaction = database.transaction('statements', 'readwrite', { durability: 'strict' });
  const store = transaction.objectStore('statements');
  const [first] = await new Promise((done) => {
    store.getAll().onsuccess = ({ target }) => done(target.result);
  });
  for (let i = 0; i < count; i += 1) {
    const id = `${String(i).padStart(4, '0')}AAAAAAAAAAAAAAAAAA`;
    store.put({ ...first, id, title: `Nummer ${i}`, updated: new Date(i * 1000).toISOString() });
  }
  await new Promise((done) => (transaction.oncomplete = done));
  database.close();
}"""
STATEMENTS = 300


def all_titles(page: Page, origin: str) -> set[str]:
    """The titles of every statement, as a copy has them."""
    page.goto(address(origin, "da", "more"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Gem en kopi").click()
    copy = json.loads(Path(download.value.path()).read_text("utf-8"))
    return {statement["title"] for statement in copy["statements"]}


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_while_the_lock_goes_on_and_off_nothing_is_lost(
    server: RealServer, playwright: Playwright, tmp_path: Path, seed: int
) -> None:
    """Bench app_lock_kills has the sweep."""
    kill_while_turning(server.url, playwright, tmp_path / "profile", random.Random(seed), 2)


def kill_while_turning(
    origin: str, playwright: Playwright, profile: Path, chance: random.Random, kills: int
) -> None:
    """Turn the lock on and off, and kill the browser at a random moment of it."""
    context = open_kept_phone(playwright, profile)
    page = first_visit(context, origin)
    second_visit(page)
    start_writing(page, origin)
    box(page, PARTS[0]).fill("Jeg hedder Åse. " * 20)
    expect_saved(page)
    page.evaluate(MANY, STATEMENTS)
    wanted = all_titles(page, origin)
    assert len(wanted) == STATEMENTS + 1
    for _ in range(kills):
        fill_turn_on(page, origin)
        turn = page.get_by_role("button", name="Slå låsen til").or_(
            page.get_by_role("button", name="Slå låsen fra")
        )
        turn.click(no_wait_after=True)
        time.sleep(chance.uniform(0, 2.5))  # fixed wait: the moment of the kill is what is chosen by chance
        kill_browser(profile)
        with suppress(Error):
            context.close()
        context = open_kept_phone(playwright, profile)
        page = context.new_page()
        page.goto(address(origin, "da", "more"))
        expect(code_box(page).or_(page.get_by_role("heading", name="Mere"))).to_be_visible()
        page.wait_for_load_state("networkidle")  # a slow start may show the screen's shell before the lock
        if code_box(page).is_visible():
            unlock(page)
        assert all_titles(page, origin) == wanted
    context.close()
