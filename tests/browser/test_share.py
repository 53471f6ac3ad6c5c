"""Two people and a link: the sender chooses what to share; the reader sees exactly that, and writes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .chromium import watch
from .conftest import Phones
from .journey import PARTS
from .meeting_journey import ABOUT, WHERE, WHO, WITH_ME, choose_lines, day, make_meeting, mark
from .phone_again import first_phone, writer
from .real_server import RealServer
from .seeds import seed
from .share_journey import (
    act,
    copied,
    expect_refused,
    give,
    line,
    make_link,
    my_links,
    read,
    share_screen,
    shown,
    take_back,
    ticks,
    write_back,
)
from .test_own_words import NASTY
from .vault_journey import expect_status, press, rewrite

__all__ = ["first_phone", "writer"]
PRIVATE, HIDDEN = "Jeg drikker lidt for meget.", "Jeg er ked af det."
PLAIN = {PARTS[0]: "Jeg hedder Åse. Jeg er mor til to.", PARTS[1]: f"Vi taler roligt. {HIDDEN} {PRIVATE}"}
AT, QUESTIONS = "Hvornår?", "Dine spørgsmål"
STEPS = [
    "\t Jeg   hedder\tÅse 👨‍👩‍👧‍👦.",
    "\u00a0 Og\u3000jeg er mor 🙂!",
    "\n\n<script>alert(1)</script> Jeg er her.",
    " أريد أن أنام. ",
    "Sagt\u202e omvendt\u202c.",
    "\nA\u030ase &amp; ${1} {{ 7*7 }}",
]
"""Sentences, each with the white space before it."""
LEFT = "Jeg   hedder\tÅse 👨‍👩‍👧‍👦.\n\n<script>alert(1)</script> Jeg er her. Sagt\u202e omvendt\u202c."
"""Every other sentence; the paragraph break stays."""
KINDS = [kind for kind in NASTY if kind != "one endless word"]


@pytest.fixture
def reader(phone: Phones) -> BrowserContext:
    """The reader: another phone, without the app."""
    return phone()


def test_a_link_is_read_and_answered_until_it_is_withdrawn(
    writer: Page, reader: BrowserContext, server: RealServer
) -> None:
    troubles = watch(writer)
    about = seed(writer, server.url, PLAIN, title="Til lægen")
    link = give(writer, server.url, about, [HIDDEN, PRIVATE], sender="Åse, din søster")
    assert link.startswith(f"{server.url}/d#")
    expect(writer.locator(".link-status")).to_contain_text("Virker til ")
    page = read(reader, link)
    troubles += watch(page)
    assert shown(page) == {PARTS[0]: [PLAIN[PARTS[0]]], PARTS[1]: ["Vi taler roligt."]}
    expect(page.locator(".sheet-title")).to_have_text("Til lægen")
    expect(page.locator(".shared-from")).to_have_text("Fra Åse, din søster")
    assert page.url == f"{server.url}/d"
    write_back(page, "Tak. <b>Vi ses</b> 🙂\n\n  i morgen.")
    (card,) = my_links(writer, server.url).all()
    expect(card.locator("h2")).to_have_text("Til lægen")
    summary = card.locator("summary")
    expect(summary).to_have_text("1 svar")
    expect(card.locator("blockquote")).to_be_hidden()
    summary.click()
    assert card.locator("blockquote").text_content() == "Tak. <b>Vi ses</b> 🙂\n\n  i morgen."
    act(card, "Træk tilbage").click()
    expect(card.locator(".notice")).to_contain_text("Har den anden læst det, kan det ikke tages tilbage.")
    act(card, "Behold linket").click()
    expect(card.locator(".notice")).to_have_count(0)
    read(reader, link).close()
    take_back(card)
    expect(card.locator("blockquote")).to_be_visible()
    expect_refused(reader, link)
    page.get_by_role("textbox", name="Skriv tilbage").fill("Er du der?")
    press(page, "Send svaret")
    expect_status(page, "Dit svar er ikke sendt.")
    expect(page.get_by_role("textbox", name="Skriv tilbage")).to_have_value("Er du der?")
    assert not [message for message in troubles if "404" not in message]


@pytest.mark.parametrize("kinds", [KINDS[:4], KINDS[4:8], KINDS[8:]], ids=lambda kinds: ", ".join(kinds))
def test_the_reader_sees_the_text_character_for_character(
    writer: Page, reader: BrowserContext, server: RealServer, kinds: list[str]
) -> None:
    words = dict(zip(PARTS, (NASTY[kind].replace("\r\n", "\n") for kind in kinds), strict=False))
    page = reader.new_page()
    troubles = watch(page)
    page.on("dialog", lambda dialog: troubles.append(f"a dialog: {dialog.message}"))
    page.goto(give(writer, server.url, seed(writer, server.url, words)))
    press(page, "Åbn")
    expect(page.locator(".sheet-body")).to_be_visible()
    assert shown(page) == {part: [text] for part, text in words.items()}
    assert troubles == []


def test_unticked_lines_are_left_out_and_the_others_unchanged(
    writer: Page, reader: BrowserContext, server: RealServer
) -> None:
    about = seed(writer, server.url, {PARTS[2]: "".join(STEPS)})
    link = give(writer, server.url, about, [step.strip() for step in STEPS[1::2]])
    assert shown(read(reader, link)) == {PARTS[2]: [LEFT]}
    for step in STEPS[:-1]:
        line(writer, step.strip()).set_checked(step == STEPS[1])
    make_link(writer)
    left = f"{STEPS[1].strip()}\n\n{STEPS[-1].strip()}"
    line(writer, STEPS[-1].strip()).check()
    assert shown(read(reader, copied(writer))) == {PARTS[2]: [STEPS[1].strip()]}, (
        "a finished link must not follow later ticks"
    )
    make_link(writer)
    assert shown(read(reader, copied(writer))) == {PARTS[2]: [left]}


def test_a_private_line_is_never_offered_and_a_left_out_line_is_not_ticked(
    writer: Page, reader: BrowserContext, server: RealServer
) -> None:
    about = seed(writer, server.url, PLAIN)
    choose_lines(writer, server.url, about)
    mark(writer, PRIVATE, "Altid privat")
    mark(writer, HIDDEN)
    share_screen(writer, server.url, about)
    assert ticks(writer) == {
        "Jeg hedder Åse.": True,
        "Jeg er mor til to.": True,
        "Vi taler roligt.": True,
        HIDDEN: False,
    }
    assert PRIVATE not in writer.content()
    line(writer, HIDDEN).check()
    make_link(writer)
    page = read(reader, copied(writer))
    assert shown(page) == {PARTS[0]: [PLAIN[PARTS[0]]], PARTS[1]: [f"Vi taler roligt. {HIDDEN}"]}
    assert PRIVATE not in page.content()


def test_a_meetings_link_has_its_lines_and_only_the_ticked_details(
    writer: Page, reader: BrowserContext, server: RealServer
) -> None:
    seed(writer, server.url, PLAIN)
    texts = {WHERE: "Rådhuset <b>", WHO: "Lone 🙂", ABOUT: "Min plan", WITH_ME: "Min søster"}
    about = make_meeting(writer, server.url, f"{day(1)}T10:00", texts, ("Må jeg?", "Hvem?"))
    choose_lines(writer, server.url, about)
    mark(writer, HIDDEN)
    share_screen(writer, server.url, about)
    offered = ticks(writer)
    assert [name for name, on in offered.items() if not on] == [HIDDEN]
    assert list(offered)[-5:] == [AT, WHERE, WHO, ABOUT, QUESTIONS]
    fields = list(offered)[-5:]
    make_link(writer)
    page = read(reader, copied(writer))
    rows = page.locator(".shared-meeting")
    expect(rows.locator("dt")).to_have_text([AT, WHERE, WHO, ABOUT])
    assert rows.locator("dd").all_text_contents()[1:] == ["Rådhuset <b>", "Lone 🙂", "Min plan"]
    expect(rows.locator("dd").first).to_contain_text("10.00")
    assert shown(page)["Spørgsmål"] == ["Må jeg?", "Hvem?"]
    assert shown(page)[PARTS[1]] == [f"Vi taler roligt. {PRIVATE}"]
    assert "Min søster" not in page.content(), "the companion must never be shared"
    for field in fields:
        line(writer, field).uncheck()
    for kept in (WHO, QUESTIONS):
        line(writer, kept).check()
        make_link(writer)
        page = read(reader, copied(writer))
        assert not [text for name, text in texts.items() if name != kept and text in page.inner_text("main")]
        assert page.locator("dt").all_inner_texts() == ([WHO] if kept == WHO else [])
        assert ("Må jeg?" in page.inner_text("main")) == (kept == QUESTIONS)
        assert "10.00" not in page.inner_text("main")
        line(writer, kept).uncheck()
    make_link(writer)
    assert set(shown(read(reader, copied(writer)))) == set(PLAIN)


def test_later_edits_do_not_change_the_link(writer: Page, reader: BrowserContext, server: RealServer) -> None:
    about = seed(writer, server.url, PLAIN)
    link = give(writer, server.url, about)
    rewrite(writer, server.url, about, {PARTS[0]: "Jeg er en anden nu."})
    assert shown(read(reader, link)) == {part: [text] for part, text in PLAIN.items()}
    assert shown(read(reader, give(writer, server.url, about)))[PARTS[0]] == ["Jeg er en anden nu."]


def test_edits_in_another_tab_are_not_shared_unseen(
    writer: Page, reader: BrowserContext, server: RealServer
) -> None:
    about = seed(writer, server.url, PLAIN)
    share_screen(writer, server.url, about)
    line(writer, "Jeg er mor til to.").uncheck()
    other = writer.context.new_page()
    rewrite(other, server.url, about, {PARTS[0]: "Jeg hedder Åse. Jeg er mor til to. Jeg er syg."})
    expect(line(writer, "Jeg er syg.")).to_be_checked()
    assert ticks(writer)["Jeg er mor til to."] is False
    make_link(writer)
    assert shown(read(reader, copied(writer)))[PARTS[0]] == ["Jeg hedder Åse. Jeg er syg."]
