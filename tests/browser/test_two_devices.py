"""Sacred: two phones with one vault end with the same words, and no sentence is lost."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from .conftest import Phones
from .hostile_proxy import HostileProxy, lose_pushes
from .journey import PARTS, box, first_visit
from .phone_again import first_phone, other_page, phones, second_phone, writer
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .vault_journey import (
    TwoPhones,
    join,
    kept,
    put_in_bin,
    rewrite,
    sync,
    sync_all,
    texts_of,
    turn_on,
    two_versions,
    vault_line,
    write_third,
)

__all__ = ["first_phone", "other_page", "phones", "second_phone", "writer"]
FIRST = "Jeg hedder Åse. Jeg holder af at gå tidligt om morgenen."
ON_ONE = "Jeg hedder Åse. Jeg holder af at svømme."
ON_OTHER = "Jeg hedder Åse. Jeg holder af at synge i kor."


def shared(phones: TwoPhones, origin: str, texts: dict[str, str]) -> str:
    """A statement that both phones have, now both offline."""
    statement = seed(phones.first, origin, texts)
    sync(phones.first, origin)
    sync(phones.second, origin)
    offline(True, phones.first, phones.second)
    return statement


def offline(is_offline: bool, *pages: Page) -> None:
    """Put phones offline, or online again."""
    for page in pages:
        page.context.set_offline(is_offline)


def same_on_all(*pages: Page) -> dict[str, dict[str, Any]]:
    """Check that all phones hold exactly the same statements; returns them by id."""
    first, *others = [kept(page) for page in pages]
    assert all(other == first for other in others)
    return {row["id"]: row for row in first}


def expect_shown(page: Page, origin: str, statement: str, texts: dict[str, str]) -> None:
    """Check the text of the writing screen."""
    page.goto(address(origin, "da", "write", statement))
    for label, text in texts.items():
        expect(box(page, label)).to_have_value(text)


def test_what_two_phones_wrote_offline_ends_on_both(phones: TwoPhones, server: RealServer) -> None:
    statement = shared(phones, server.url, {PARTS[0]: FIRST})
    rewrite(phones.first, server.url, statement, {PARTS[0]: f"{FIRST} Jeg bor i Ry."})
    rewrite(phones.second, server.url, statement, {PARTS[0]: f"Hej. {FIRST}"})
    seed(phones.first, server.url, {PARTS[1]: "Ro om aftenen."}, title="Kun skrevet på den ene")
    seed(phones.second, server.url, {PARTS[2]: "Få ringet til lægen."}, title="Kun skrevet på den anden")
    phones.first.goto(address(server.url, "da", "vault"))
    expect(vault_line(phones.first)).to_have_text("Venter på net")
    offline(False, phones.first, phones.second)
    sync_all(server.url, phones.first, phones.second)
    same_on_all(phones.first, phones.second)
    for page in (phones.first, phones.second):
        expect_shown(page, server.url, statement, {PARTS[0]: f"Hej. {FIRST} Jeg bor i Ry."})
        page.goto(address(server.url, "da", "start"))
        for title in ("Kun skrevet på den ene", "Kun skrevet på den anden"):
            expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_the_other_phones_words_arrive_where_the_last_letter_was_just_written(
    phones: TwoPhones, server: RealServer
) -> None:
    statement = seed(phones.first, server.url, {PARTS[0]: FIRST, PARTS[3]: "Sove."})
    sync(phones.first, server.url)
    sync(phones.second, server.url)
    rewrite(phones.first, server.url, statement, {PARTS[0]: ON_ONE})
    rewrite(phones.second, server.url, statement, {PARTS[3]: "Sove. Og gå."})
    sync(phones.first, server.url)
    other_tab = phones.second.context.new_page()
    sync(other_tab, server.url)
    expect(box(phones.second, PARTS[0])).to_have_value(ON_ONE)
    expect(box(phones.second, PARTS[3])).to_have_value("Sove. Og gå.")
    other_tab.close()


def test_an_edit_on_one_phone_survives_a_deletion_on_the_other(phones: TwoPhones, server: RealServer) -> None:
    statement = shared(phones, server.url, {PARTS[0]: FIRST})
    rewrite(phones.second, server.url, statement, {PARTS[0]: ON_OTHER})
    put_in_bin(phones.first, server.url)
    offline(False, phones.first, phones.second)
    sync_all(server.url, phones.first, phones.second)
    assert same_on_all(phones.first, phones.second)[statement]["deleted"] is None
    for page in (phones.first, phones.second):
        expect_shown(page, server.url, statement, {PARTS[0]: ON_OTHER})
        page.goto(address(server.url, "da", "bin"))
        expect(page.get_by_text("Papirkurven er tom.")).to_be_visible()


def test_a_deletion_on_one_phone_is_in_the_bin_of_both(phones: TwoPhones, server: RealServer) -> None:
    statement = shared(phones, server.url, {PARTS[0]: FIRST})
    put_in_bin(phones.first, server.url)
    offline(False, phones.first, phones.second)
    sync_all(server.url, phones.first, phones.second)
    phones.second.goto(address(server.url, "da", "bin"))
    phones.second.get_by_role("button", name="Hent tilbage").click()
    expect(phones.second.get_by_text("Papirkurven er tom.")).to_be_visible()
    sync_all(server.url, phones.second, phones.first)
    assert same_on_all(phones.first, phones.second)[statement]["deleted"] is None


def clash_in_every_part(phones: TwoPhones, origin: str) -> str:
    """A statement in which both phones changed the same sentence of all four parts."""
    statement = shared(phones, origin, {part: f"{FIRST} Del {n}." for n, part in enumerate(PARTS)})
    rewrite(phones.first, origin, statement, {part: f"{ON_ONE} Del {n}." for n, part in enumerate(PARTS)})
    rewrite(phones.second, origin, statement, {part: f"{ON_OTHER} Del {n}." for n, part in enumerate(PARTS)})
    offline(False, phones.first, phones.second)
    sync_all(origin, phones.first, phones.second)
    return statement


def test_a_sentence_changed_on_both_phones_is_shown_twice_until_the_person_chooses(
    phones: TwoPhones, server: RealServer
) -> None:
    origin = server.url
    statement = clash_in_every_part(phones, origin)
    assert len(same_on_all(phones.first, phones.second)[statement]["alternatives"]) == 4
    for page in (phones.first, phones.second):
        expect_shown(page, origin, statement, texts_of(page, statement))
        page.get_by_role("link", name="Se dem, og vælg").click()
        for n in range(4):
            for text in (f"{ON_ONE} Del {n}.", f"{ON_OTHER} Del {n}."):
                expect(page.get_by_text(text, exact=True)).to_be_visible()

    chosen = texts_of(phones.first, statement)

    def choose(part: str, name: str, left: int) -> None:
        """By keyboard: the message of the choice before may still scroll the page under a finger."""
        two_versions(phones.first, origin, statement, part).get_by_role("button", name=name).press("Enter")
        expect(phones.first.locator("section.two-versions")).to_have_count(left)

    choose(PARTS[0], "Behold den her", 3)
    choose(PARTS[1], "Brug den her", 2)
    chosen[PARTS[1]] = f"{ON_ONE} Del 1." if "kor" in chosen[PARTS[1]] else f"{ON_OTHER} Del 1."
    choose(PARTS[2], "Behold begge", 1)
    chosen[PARTS[3]] = "Jeg holder af begge dele."
    write_third(two_versions(phones.first, origin, statement, PARTS[3]), chosen[PARTS[3]])
    expect(phones.first.get_by_text("Her er kun én udgave.")).to_be_visible()

    both = texts_of(phones.first, statement)[PARTS[2]]
    assert f"{ON_ONE} Del 2." in both
    assert f"{ON_OTHER} Del 2." in both
    sync_all(origin, phones.first, phones.second)
    assert same_on_all(phones.first, phones.second)[statement]["alternatives"] == []
    expect_shown(phones.second, origin, statement, {**chosen, PARTS[2]: both})
    phones.first.goto(address(origin, "da", "versions", statement))
    phones.first.locator("ul.versions").wait_for()
    earlier = str(phones.first.locator("ul.versions").text_content())
    for n in (0, 1, 3):
        assert f"{ON_ONE} Del {n}." in earlier
        assert f"{ON_OTHER} Del {n}." in earlier


def test_a_phone_that_was_offline_for_long_syncs_again(
    phones: TwoPhones, phone: Phones, server: RealServer
) -> None:
    third = first_visit(phone(), server.url)
    statement = seed(phones.first, server.url, {PARTS[0]: FIRST, PARTS[3]: "Sove."})
    sync(phones.first, server.url)
    join(third, server.url, phones.words)
    offline(True, third)
    for n, page in enumerate((phones.first, phones.second, phones.first)):
        sync(page, server.url)
        before = texts_of(page, statement)[PARTS[0]]
        rewrite(page, server.url, statement, {PARTS[0]: f"{before} Mere {n}."})
        sync(page, server.url)
    newer = seed(phones.second, server.url, {PARTS[1]: "Nyt imens."})
    rewrite(third, server.url, statement, {PARTS[3]: "Sove. Og se min søster."})
    own = seed(third, server.url, {PARTS[2]: "Skrevet i stilhed."})
    offline(False, third)
    sync_all(server.url, phones.second, third, phones.first)
    found = same_on_all(phones.first, phones.second, third)
    assert [found[key]["alternatives"] for key in (statement, newer, own)] == [[], [], []]
    expected = {PARTS[0]: f"{FIRST} Mere 0. Mere 1. Mere 2."}
    expect_shown(third, server.url, statement, expected | {PARTS[3]: "Sove. Og se min søster."})


def test_a_lost_answer_makes_no_second_version(phone: Phones, other_page: Page, server: RealServer) -> None:
    with HostileProxy(server.port) as proxy:
        first = first_visit(phone(), proxy.url)
        statement = seed(first, proxy.url, {PARTS[0]: FIRST})
        words = turn_on(first, proxy.url)
        rewrite(first, proxy.url, statement, {PARTS[0]: ON_ONE})
        with proxy.playing(lose_pushes):
            first.goto(address(proxy.url, "da", "vault"))
            expect(vault_line(first)).to_have_text("Venter på net")
            assert proxy.count("POST", 200) == 2, "the server did not take the push whose answer was lost"
        offline(True, first)
        rewrite(first, proxy.url, statement, {PARTS[0]: ON_OTHER})
        offline(False, first)
        sync(first, proxy.url)
        second = other_page
        join(second, server.url, words)
        assert same_on_all(first, second)[statement]["alternatives"] == []
    expect_shown(second, server.url, statement, {PARTS[0]: ON_OTHER})
