"""Sacred: two phones with one vault end with the same words, and no sentence is lost."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from .conftest import Phones
from .hostile_proxy import HostileProxy, lose_pushes
from .journey import PARTS, box, first_visit
from .phone_again import first_phone, other_page, second_phone, two, writer
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

__all__ = ["first_phone", "other_page", "second_phone", "two", "writer"]
FIRST = "Jeg hedder Åse. Jeg holder af at gå tidligt om morgenen."
ON_ONE = "Jeg hedder Åse. Jeg holder af at svømme."
ON_OTHER = "Jeg hedder Åse. Jeg holder af at synge i kor."


def shared(two: TwoPhones, origin: str, texts: dict[str, str]) -> str:
    """A statement that both phones have, now both offline."""
    statement = seed(two.first, origin, texts)
    sync(two.first, origin)
    sync(two.second, origin)
    offline(True, two.first, two.second)
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


def test_what_two_phones_wrote_offline_ends_on_both(two: TwoPhones, server: RealServer) -> None:
    statement = shared(two, server.url, {PARTS[0]: FIRST})
    rewrite(two.first, server.url, statement, {PARTS[0]: f"{FIRST} Jeg bor i Ry."})
    rewrite(two.second, server.url, statement, {PARTS[0]: f"Hej. {FIRST}"})
    seed(two.first, server.url, {PARTS[1]: "Ro om aftenen."}, title="Kun skrevet på den ene")
    seed(two.second, server.url, {PARTS[2]: "Få ringet til lægen."}, title="Kun skrevet på den anden")
    two.first.goto(address(server.url, "da", "vault"))
    expect(vault_line(two.first)).to_have_text("Venter på net")
    offline(False, two.first, two.second)
    sync_all(server.url, two.first, two.second)
    same_on_all(two.first, two.second)
    for page in (two.first, two.second):
        expect_shown(page, server.url, statement, {PARTS[0]: f"Hej. {FIRST} Jeg bor i Ry."})
        page.goto(address(server.url, "da", "start"))
        for title in ("Kun skrevet på den ene", "Kun skrevet på den anden"):
            expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_the_other_phones_words_arrive_where_the_last_letter_was_just_written(
    two: TwoPhones, server: RealServer
) -> None:
    statement = seed(two.first, server.url, {PARTS[0]: FIRST, PARTS[3]: "Sove."})
    sync(two.first, server.url)
    sync(two.second, server.url)
    rewrite(two.first, server.url, statement, {PARTS[0]: ON_ONE})
    rewrite(two.second, server.url, statement, {PARTS[3]: "Sove. Og gå."})
    sync(two.first, server.url)
    other_tab = two.second.context.new_page()
    sync(other_tab, server.url)
    expect(box(two.second, PARTS[0])).to_have_value(ON_ONE)
    expect(box(two.second, PARTS[3])).to_have_value("Sove. Og gå.")
    other_tab.close()


def test_an_edit_on_one_phone_survives_a_deletion_on_the_other(two: TwoPhones, server: RealServer) -> None:
    statement = shared(two, server.url, {PARTS[0]: FIRST})
    rewrite(two.second, server.url, statement, {PARTS[0]: ON_OTHER})
    put_in_bin(two.first, server.url)
    offline(False, two.first, two.second)
    sync_all(server.url, two.first, two.second)
    assert same_on_all(two.first, two.second)[statement]["deleted"] is None
    for page in (two.first, two.second):
        expect_shown(page, server.url, statement, {PARTS[0]: ON_OTHER})
        page.goto(address(server.url, "da", "bin"))
        expect(page.get_by_text("Papirkurven er tom.")).to_be_visible()


def test_a_deletion_on_one_phone_is_in_the_bin_of_both(two: TwoPhones, server: RealServer) -> None:
    statement = shared(two, server.url, {PARTS[0]: FIRST})
    put_in_bin(two.first, server.url)
    offline(False, two.first, two.second)
    sync_all(server.url, two.first, two.second)
    two.second.goto(address(server.url, "da", "bin"))
    two.second.get_by_role("button", name="Tag tilbage").click()
    expect(two.second.get_by_text("Papirkurven er tom.")).to_be_visible()
    sync_all(server.url, two.second, two.first)
    assert same_on_all(two.first, two.second)[statement]["deleted"] is None


def clash_in_every_part(two: TwoPhones, origin: str) -> str:
    """A statement in which both phones changed the same sentence of all four parts."""
    statement = shared(two, origin, {part: f"{FIRST} Del {n}." for n, part in enumerate(PARTS)})
    rewrite(two.first, origin, statement, {part: f"{ON_ONE} Del {n}." for n, part in enumerate(PARTS)})
    rewrite(two.second, origin, statement, {part: f"{ON_OTHER} Del {n}." for n, part in enumerate(PARTS)})
    offline(False, two.first, two.second)
    sync_all(origin, two.first, two.second)
    return statement


def test_a_sentence_changed_on_both_phones_is_shown_twice_until_the_person_chooses(
    two: TwoPhones, server: RealServer
) -> None:
    origin = server.url
    statement = clash_in_every_part(two, origin)
    assert len(same_on_all(two.first, two.second)[statement]["alternatives"]) == 4
    for page in (two.first, two.second):
        expect_shown(page, origin, statement, texts_of(page, statement))
        page.get_by_role("link", name="Se dem, og vælg").click()
        for n in range(4):
            for text in (f"{ON_ONE} Del {n}.", f"{ON_OTHER} Del {n}."):
                expect(page.get_by_text(text, exact=True)).to_be_visible()

    chosen = texts_of(two.first, statement)
    two_versions(two.first, origin, statement, PARTS[0]).get_by_role("button", name="Behold den her").click()
    expect(two.first.locator("section.two-versions")).to_have_count(3)
    two_versions(two.first, origin, statement, PARTS[1]).get_by_role("button", name="Brug den her").click()
    chosen[PARTS[1]] = f"{ON_ONE} Del 1." if "kor" in chosen[PARTS[1]] else f"{ON_OTHER} Del 1."
    expect(two.first.locator("section.two-versions")).to_have_count(2)
    two_versions(two.first, origin, statement, PARTS[2]).get_by_role("button", name="Behold begge").click()
    expect(two.first.locator("section.two-versions")).to_have_count(1)
    chosen[PARTS[3]] = "Jeg holder af begge dele."
    write_third(two_versions(two.first, origin, statement, PARTS[3]), chosen[PARTS[3]])
    expect(two.first.get_by_text("Her er kun én udgave.")).to_be_visible()

    both = texts_of(two.first, statement)[PARTS[2]]
    assert f"{ON_ONE} Del 2." in both
    assert f"{ON_OTHER} Del 2." in both
    sync_all(origin, two.first, two.second)
    assert same_on_all(two.first, two.second)[statement]["alternatives"] == []
    expect_shown(two.second, origin, statement, {**chosen, PARTS[2]: both})
    two.first.goto(address(origin, "da", "versions", statement))
    two.first.locator("ul.versions").wait_for()
    earlier = str(two.first.locator("ul.versions").text_content())
    for n in (0, 1, 3):
        assert f"{ON_ONE} Del {n}." in earlier
        assert f"{ON_OTHER} Del {n}." in earlier


def test_a_phone_that_was_offline_for_long_syncs_again(
    two: TwoPhones, phone: Phones, server: RealServer
) -> None:
    third = first_visit(phone(), server.url)
    statement = seed(two.first, server.url, {PARTS[0]: FIRST, PARTS[3]: "Sove."})
    sync(two.first, server.url)
    join(third, server.url, two.words)
    offline(True, third)
    for n, page in enumerate((two.first, two.second, two.first)):
        sync(page, server.url)
        before = texts_of(page, statement)[PARTS[0]]
        rewrite(page, server.url, statement, {PARTS[0]: f"{before} Mere {n}."})
        sync(page, server.url)
    newer = seed(two.second, server.url, {PARTS[1]: "Nyt imens."})
    rewrite(third, server.url, statement, {PARTS[3]: "Sove. Og se min søster."})
    own = seed(third, server.url, {PARTS[2]: "Skrevet i stilhed."})
    offline(False, third)
    sync_all(server.url, two.second, third, two.first)
    found = same_on_all(two.first, two.second, third)
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
