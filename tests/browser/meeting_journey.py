"""What a person does with meetings, by the names they see."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from .journey import box, expect_saved, wait_until_stored
from .screens import address, called

WHERE, WHO, ABOUT, WITH_ME = "Hvor?", "Hvem er med?", "Hvad handler det om?", "Hvem tager du med?"
SAID, HEARD = "Fik du sagt det vigtigste?", "Følte du dig hørt?"
NAMED = re.compile(r"#[\w-]{22}$")
Agreement = tuple[str, str, str]
"""Who does what, and by which day."""


def day(ahead: int) -> str:
    """The date that many days from now, as a date field holds it."""
    return (date.today() + timedelta(days=ahead)).isoformat()


def open_about(page: Page, origin: str, name: str, about: str = "", lang: str = "da") -> None:
    """Open a screen anew; changing only the fragment would just scroll within the page."""
    page.goto("about:blank")
    page.goto(address(origin, lang, name, about), wait_until="load")


def set_time(page: Page, at: str, lang: str = "da") -> None:
    """Set the meeting's day, or its day and time."""
    page.get_by_label(called(lang, "Hvilken dag?")).fill(at[:10])
    page.get_by_label(called(lang, "Hvad er klokken?")).fill(at[11:])


def question(page: Page, number: int, lang: str = "da") -> Locator:
    """The text box of one question."""
    return box(page, "Spørgsmål {n}", lang, n=number)


def add_question(page: Page, text: str, lang: str = "da") -> None:
    """Write one more question."""
    boxes = page.locator("[data-questions]").get_by_role("textbox")
    count = boxes.count()
    page.get_by_role("button", name=called(lang, "Tilføj et spørgsmål")).click()
    expect(boxes).to_have_count(count + 1)
    expect(boxes.last).to_be_focused()
    boxes.last.fill(text)


def make_meeting(
    page: Page,
    origin: str,
    at: str,
    texts: Mapping[str, str] | None = None,
    questions: Sequence[str] = (),
    kind: str = "job_centre",
    lang: str = "da",
) -> str:
    """Write a new meeting and wait until it is saved; returns its id."""
    page.goto("about:blank")
    page.goto(f"{address(origin, lang, 'meeting')}#ny")
    page.get_by_label(called(lang, "Hvad er det for et møde?")).select_option(kind)
    set_time(page, at, lang)
    for label, text in (texts or {}).items():
        box(page, label, lang).fill(text)
    expect_saved(page, lang)
    for text in questions:
        add_question(page, text, lang)
    expect(page).to_have_url(NAMED)
    wait_until_stored(page, at, *(texts or {}).values(), *questions)
    return page.url.partition("#")[2]


def answer(page: Page, question_label: str, answer_label: str, lang: str = "da") -> None:
    """Tap one answer to a question after the meeting."""
    group = page.get_by_role("group", name=called(lang, question_label))
    choice = group.get_by_role("radio", name=called(lang, answer_label))
    choice.click()
    expect(choice).to_be_checked()


def agree(page: Page, number: int, agreed: Agreement, lang: str = "da") -> None:
    """Write an agreement into the empty row, or into a new one."""
    row = page.get_by_role("group", name=called(lang, "Aftale {n}").format(n=number))
    if number > 1:
        page.get_by_role("button", name=called(lang, "Tilføj en aftale")).click()
    for label, text in zip(("Hvem?", "Gør hvad?", "Hvornår?"), agreed, strict=True):
        row.get_by_label(called(lang, label)).fill(text)


def look_back(
    page: Page,
    origin: str,
    meeting: str,
    said: str = "Ja",
    heard: str = "Lidt",
    agreed: Sequence[Agreement] = (),
    lang: str = "da",
) -> None:
    """Answer the questions after a meeting, write down the agreements, and wait until they are stored."""
    open_about(page, origin, "after", meeting, lang)
    answer(page, SAID, said, lang)
    answer(page, HEARD, heard, lang)
    for number, agreement in enumerate(agreed, 1):
        agree(page, number, agreement, lang)
    page.get_by_role("button", name=called(lang, "Færdig")).click()
    expect(page.locator("h1")).to_have_text(called(lang, "Mine møder"))


def choose_lines(page: Page, origin: str, about: str) -> None:
    """Open the choice of lines in the five minutes of a meeting or a statement."""
    open_about(page, origin, "five", about)
    page.locator("details.adjusting > summary").click()


def mark(page: Page, sentence: str, name: str = "Ikke her") -> None:
    """Press one of a sentence's buttons, and wait until it is stored."""
    button = page.get_by_role("group", name=sentence, exact=True).get_by_role("button", name=name)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def unfolded(calendar_file: Path) -> str:
    """The calendar file's text with its folded lines joined, as a calendar reads it."""
    return calendar_file.read_bytes().decode("utf-8").replace("\r\n ", "")
