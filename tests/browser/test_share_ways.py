"""Every way to pass a link on carries exactly that link; the offline code holds exactly the words."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .journey import PARTS, WORDS, choose, sentences
from .meeting_journey import WHERE, choose_lines, day, make_meeting, mark, open_about
from .phone_again import first_phone, writer
from .real_server import RealServer
from .screens import address, called
from .seeds import seed
from .share_journey import act, code_in, copied, make_link, my_links, share_screen
from .vault_journey import expect_status, press
from .waiting import wait_until

__all__ = ["first_phone", "writer"]
SHEET = """() => {
  globalThis.given = [];
  navigator.share = async (what) => {
    globalThis.given.push({ ...what, pressed: navigator.userActivation.isActive });
    if (globalThis.outcome === 'changed my mind') throw new DOMException('no', 'AbortError');
    if (globalThis.outcome === 'refused') throw new DOMException('no', 'NotAllowedError');
  };
}"""
LONG = " ".join(["a" * 40] * 25)
ESSENCE = "Vis det vigtigste som kode"
BY_HAND = "Det kunne ikke kopieres. Markér linket, og kopiér det selv."


@pytest.fixture
def made(writer: Page, server: RealServer) -> Page:
    """A screen with a finished link."""
    share_screen(writer, server.url, seed(writer, server.url, WORDS, "Til lægen"))
    make_link(writer)
    return writer


def refuse_clipboard(page: Page) -> None:
    """Make the browser deny clipboard access, as after a person's refusal."""
    devtools = page.context.new_cdp_session(page)
    target = devtools.send("Target.getTargetInfo")["targetInfo"]
    devtools.send(
        "Browser.setPermission",
        {
            "permission": {"name": "clipboard-write"},
            "setting": "denied",
            "browserContextId": target["browserContextId"],
        },
    )


def test_without_clipboard_access_the_link_is_shown_for_manual_copying(
    made: Page, server: RealServer
) -> None:
    page, link = made, copied(made)
    refuse_clipboard(page)
    for where in ("share", "links"):
        if where == "links":
            my_links(page, server.url)
        act(page, "Kopiér linket").click()
        expect_status(page, BY_HAND)
        shown = page.locator(".link-text")
        shown.click(click_count=3)
        assert page.evaluate("String(getSelection()).trim()") == shown.text_content() == link


def test_the_share_sheet_gets_the_link(made: Page, server: RealServer) -> None:
    page, link = made, copied(made)
    expect(act(page, "Send")).to_have_count(0)
    page.add_init_script(f"({SHEET})()")
    page.reload()
    page.locator(".tick").first.wait_for()
    make_link(page)
    newer = copied(page)
    assert newer != link
    for where in ("share", "links"):
        if where == "links":
            my_links(page, server.url)
        for outcome in ("refused", "given", "changed my mind"):
            page.evaluate("(outcome) => Object.assign(globalThis, { outcome, given: [] })", outcome)
            act(page, "Send").first.click()
            wait_until(page, "() => globalThis.given.length")
            assert page.evaluate("globalThis.given") == [{"url": newer, "pressed": True}]
            if outcome == "refused":
                expect_status(page, "Telefonen kunne ikke sende linket. Prøv at kopiere det.")
                page.locator(".said").evaluate("(status) => status.replaceChildren()")
            else:
                expect(page.locator(".said").filter(has_text="kunne ikke")).to_have_count(0)


def test_the_qr_code_of_a_link_holds_that_link(made: Page, server: RealServer, tmp_path: Path) -> None:
    link = copied(made)
    for page, way in ((made, "share"), (made, "links")):
        if way == "links":
            my_links(page, server.url)
        act(page, "Vis som kode").click()
        assert code_in(page.locator("[data-code-of]"), tmp_path / "code.png") == link
        act(page, "Vis som kode").click()
        expect(page.locator("[data-code-of] svg")).to_have_count(0)


def essence(page: Page, file: Path, lang: str = "da") -> str:
    """The content of the offline code."""
    press(page, ESSENCE, lang)
    return code_in(page.locator("[data-code]"), file)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_offline_code_holds_the_essence_of_the_five_minutes(
    writer: Page, server: RealServer, tmp_path: Path, lang: str
) -> None:
    page = writer
    about = seed(page, server.url, {**WORDS, PARTS[3]: "Se min søster 🙂. «Æøå»"})
    open_about(page, server.url, "five", about, lang)
    choose(page, called(lang, "Det vigtigste"))
    sentences_shown = sentences(page)
    share_screen(page, server.url, about, lang)
    text = essence(page, tmp_path / "code.png", lang)
    assert page.locator("[data-code-text] .words").text_content() == text
    place = 0
    for sentence in sentences_shown:
        place = text.index(sentence, place) + len(sentence)
    assert sentences_shown and text.endswith(sentences_shown[-1])
    paragraphs = text.split("\n\n")
    open_about(page, server.url, "five", about, lang)
    parts = page.locator("[data-view=five] section:has([data-sentence])")
    expect(parts).to_have_count(len(paragraphs))


def test_a_meetings_offline_code_leaves_out_the_same_lines(
    writer: Page, server: RealServer, tmp_path: Path
) -> None:
    page = writer
    seed(page, server.url, {PARTS[0]: "Jeg hedder Åse. Jeg er ked af det. Jeg er mor."})
    about = make_meeting(page, server.url, f"{day(1)}T10:00", {WHERE: "Rådhuset"})
    choose_lines(page, server.url, about)
    mark(page, "Jeg er ked af det.")
    mark(page, "Jeg er mor.", "Altid privat")
    share_screen(page, server.url, about)
    assert essence(page, tmp_path / "code.png") == "Jeg hedder Åse."


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            {PARTS[0]: f"{LONG}.", PARTS[2]: "Sove om natten."},
            "Der er kun plads til den første sætning.",
        ),
        ({PARTS[2]: LONG}, "Det er for meget til en kode. Giv telefonen videre i stedet."),
    ],
)
def test_a_text_too_long_for_a_code_is_reported_and_its_first_line_used_if_it_fits(
    writer: Page, server: RealServer, tmp_path: Path, texts: dict[str, str], message: str
) -> None:
    page = writer
    share_screen(page, server.url, seed(page, server.url, texts))
    press(page, ESSENCE)
    expect(page.locator("[data-code-text]")).to_contain_text(message)
    if len(texts) == 1:
        expect(page.locator("[data-code-text] svg")).to_have_count(0)
    else:
        code = code_in(page.locator("[data-code]"), tmp_path / "code.png")
        assert code == "Jeg vil gerne have hjælp til… Sove om natten."


def test_without_words_the_screen_links_to_writing(writer: Page, server: RealServer) -> None:
    page = writer
    page.goto(address(server.url, "da", "share"))
    expect(page.locator("[data-view=choices]")).to_contain_text("Her er der ikke noget at dele endnu.")
    expect(page.get_by_role("button", name="Lav linket")).to_be_hidden()
    page.get_by_role("link", name="Skriv en sætning").click()
    expect(page.locator("h1")).to_have_text("Skriv")
