"""A server that lies changes nothing on the phone; the person is told calmly and can repair the vault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from fresh_client import decode, encode

from .hostile_proxy import Answer, HostileProxy, Trick
from .journey import PARTS
from .outside_client import OutsideClient, new_statement, words_of
from .phone_again import emptied, phone_with_app, second_phone
from .real_server import RealServer
from .screens import address
from .vault_journey import IN_STEP, expect_status, join, kept, press, rewrite, sync, vault_line

__all__ = ["second_phone"]
TEXTS = ("Jeg hedder Åse.", "Jeg vil sove.", "Ring til min søster.", "Jeg bor i Ry.", "Tal roligt.")
AGAIN, MOVED = "Send mine ord igen", "Boksen kan ikke åbnes mere."
WENT_BACK = "Der ligger en ældre udgave i boksen end før. Dine ord her er ikke rørt."
NO_ANSWER = "Gemt på din telefon. Boksen svarer ikke lige nu."
NOT_OPENED = "{} i boksen kan ikke åbnes her."


@dataclass(frozen=True)
class Attacked:
    """A phone behind a proxy; a client outside the app knows its vault too."""

    page: Page
    proxy: HostileProxy
    outside: OutsideClient
    other_phone: BrowserContext
    server: RealServer

    def try_to_sync(self) -> None:
        """Press "Hent og send nu", whatever happens."""
        self.page.goto(address(self.proxy.url, "da", "vault"))
        press(self.page, "Hent og send nu")

    @contextmanager
    def unharmed_by(self, trick: Trick) -> Iterator[None]:
        """Sync while the server lies; run the block's checks before it is honest again."""
        before = kept(self.page)
        with self.proxy.playing(trick):
            self.try_to_sync()
            yield
            expect(self.page.get_by_text("Et øjeblik")).to_have_count(0)
            assert kept(self.page) == before
            assert self.page.get_by_role("alert").filter(visible=True).all_inner_texts() == []

    def expect_healed(self, another_phone: bool = True) -> None:
        """Check that this phone, the vault and, optionally, another phone have the same words."""
        mine = kept(self.page)
        assert self.outside.statements() == mine
        if not another_phone:
            return
        other = emptied(self.other_phone, self.server.url)
        join(other, self.server.url, words_of(self.outside.secret))
        assert kept(other) == mine


@pytest.fixture(scope="module")
def proxied_phone(browser: Browser, server: RealServer) -> Iterator[tuple[BrowserContext, HostileProxy]]:
    """A phone for all tests of this file, and the proxy that is its only way to the server."""
    with HostileProxy(server.port) as proxy, phone_with_app(browser, proxy.url) as context:
        yield context, proxy


@pytest.fixture
def attacked(
    proxied_phone: tuple[BrowserContext, HostileProxy], second_phone: BrowserContext, server: RealServer
) -> Attacked:
    """A vault with five statements, and a phone that has them, through a proxy that is honest so far.

    The phone is on a page that does not sync: a pull between an edit elsewhere and the lie would be honest.
    """
    outside = OutsideClient(server.url)
    outside.call("PUT")
    outside.push(*[new_statement(text) for text in TEXTS])
    context, proxy = proxied_phone
    page = emptied(context, proxy.url)
    join(page, proxy.url, words_of(outside.secret))
    assert len(kept(page)) == len(TEXTS)
    page.goto(f"{proxy.url}/healthz")
    return Attacked(page, proxy, outside, second_phone, server)


def edit_elsewhere(outside: OutsideClient, count: int) -> None:
    """Change a few statements from another device."""
    for statement in outside.statements()[:count]:
        text = statement["parts"]["introduce"] + " Og mere."
        parts = {**statement["parts"], "introduce": text}
        outside.push({**statement, "parts": parts, "updated": "2026-02-02T10:00:00.000Z"})


def on_pull(lie: Callable[[dict[str, Any]], dict[str, Any]]) -> Trick:
    """Falsify the answer to a pull; everything else is honest."""

    def trick(method: str, ask: Callable[[], Answer]) -> Answer:
        answer = ask()
        return answer.with_json(lie(answer.json())) if method == "GET" and answer.status == 200 else answer

    return trick


def flip(record: dict[str, Any]) -> dict[str, Any]:
    """The record with one bit of its sealed bytes flipped."""
    sealed = bytearray(decode(record["sealed"]))
    sealed[2000] ^= 1
    return {**record, "sealed": encode(bytes(sealed))}


def swap(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records, each with its neighbour's sealed bytes."""
    sealed = [record["sealed"] for record in records]
    neighbours = zip(records, sealed[1:] + sealed[:1], strict=True)
    return [{**record, "sealed": other} for record, other in neighbours]


def test_a_flipped_bit_is_reported_and_healed(attacked: Attacked) -> None:
    edit_elsewhere(attacked.outside, 1)
    lie = on_pull(lambda answer: {**answer, "records": [flip(record) for record in answer["records"]]})
    with attacked.unharmed_by(lie):
        expect(attacked.page.get_by_text(NOT_OPENED.format("1 ting"))).to_be_visible()
    sync(attacked.page, attacked.proxy.url)
    assert any("Og mere." in statement["parts"]["introduce"] for statement in kept(attacked.page))
    expect(attacked.page.get_by_text("kan ikke åbnes her")).to_have_count(0)
    attacked.expect_healed()


def test_swapped_records_are_reported_and_healed(attacked: Attacked) -> None:
    edit_elsewhere(attacked.outside, 2)
    with attacked.unharmed_by(on_pull(lambda answer: {**answer, "records": swap(answer["records"])})):
        expect(attacked.page.get_by_text(NOT_OPENED.format("2 ting"))).to_be_visible()
    sync(attacked.page, attacked.proxy.url)
    attacked.expect_healed(another_phone=False)


def test_an_older_revision_of_a_record_is_refused(attacked: Attacked) -> None:
    old = attacked.outside.records()[0]
    edit_elsewhere(attacked.outside, 5)
    sync(attacked.page, attacked.proxy.url)

    def older(answer: dict[str, Any]) -> dict[str, Any]:
        seq = answer["seq"] + 1
        return {"seq": seq, "records": [{**old, "seq": seq}], "more": False}

    with attacked.unharmed_by(on_pull(older)):
        expect_status(attacked.page, WENT_BACK)
    press(attacked.page, AGAIN)
    expect_status(attacked.page, IN_STEP)
    attacked.expect_healed()


def test_an_empty_or_older_vault_removes_no_words(attacked: Attacked) -> None:
    for seq in (4, 0):
        with attacked.unharmed_by(on_pull(lambda _, seq=seq: {"seq": seq, "records": [], "more": False})):
            expect_status(attacked.page, WENT_BACK)
        press(attacked.page, AGAIN)
        expect_status(attacked.page, IN_STEP)
    attacked.expect_healed()


def test_a_replayed_answer_removes_no_words(attacked: Attacked) -> None:
    recorded = attacked.outside.call("GET", "/records?since=0")
    edit_elsewhere(attacked.outside, 2)
    sync(attacked.page, attacked.proxy.url)
    with attacked.unharmed_by(on_pull(lambda _: recorded)):
        expect(vault_line(attacked.page)).not_to_contain_text("Gemt i boksen")
    sync(attacked.page, attacked.proxy.url)
    attacked.expect_healed(another_phone=False)


def always(status: int) -> Trick:
    """Answer every call with this status, without a reason."""
    return lambda _method, _ask: Answer(status, {"Content-Type": "application/problem+json"}, b"{}")


def half(_method: str, ask: Callable[[], Answer]) -> Answer:
    """Break the connection in the middle of every answer."""
    return replace(ask(), cut=True)


@pytest.mark.parametrize(
    ("trick", "notice", "button"),
    [
        pytest.param(always(401), MOVED, AGAIN, id="401"),
        pytest.param(always(404), "Boksen virker ikke lige nu.", "Prøv igen", id="404"),
        pytest.param(always(500), NO_ANSWER, "Hent og send nu", id="500"),
        pytest.param(half, NO_ANSWER, "Hent og send nu", id="half an answer"),
    ],
)
def test_words_wait_while_the_server_refuses(
    attacked: Attacked, trick: Trick, notice: str, button: str
) -> None:
    page, origin = attacked.page, attacked.proxy.url
    with attacked.proxy.playing(trick):
        statement = kept(page)[0]["id"]
        rewrite(page, origin, statement, {PARTS[0]: "Skrevet, mens boksen ikke svarede."})
    with attacked.unharmed_by(trick):
        expect(page.get_by_text(notice).first).to_be_visible()
    press(page, button)
    expect_status(page, IN_STEP)
    assert "Skrevet, mens boksen ikke svarede." in json.dumps(kept(page), ensure_ascii=False)
    attacked.expect_healed(another_phone=False)


def test_a_mass_delete_by_another_client_waits_for_the_persons_answer(attacked: Attacked) -> None:
    before = kept(attacked.page)
    attacked.outside.delete(*[statement["id"] for statement in before[:4]])
    attacked.try_to_sync()
    expect_status(attacked.page, "Mange af dine ord er slettet i boksen. Her er de ikke rørt. Var det dig?")
    assert kept(attacked.page) == before
    press(attacked.page, "Nej, send mine ord igen")
    expect_status(attacked.page, IN_STEP)
    assert kept(attacked.page) == before
    attacked.expect_healed()


def test_a_confirmed_mass_delete_goes_to_the_bin(attacked: Attacked) -> None:
    gone = [statement["id"] for statement in kept(attacked.page)[:4]]
    attacked.outside.delete(*gone)
    attacked.try_to_sync()
    press(attacked.page, "Ja, smid dem også ud her")
    expect_status(attacked.page, IN_STEP)
    assert [statement["id"] for statement in kept(attacked.page) if statement["deleted"]] == gone
    attacked.page.goto(address(attacked.proxy.url, "da", "bin"))
    expect(attacked.page.get_by_role("button", name="Hent tilbage")).to_have_count(4)


@pytest.mark.parametrize("is_made_again", [False, True], ids=["gone", "empty"])
def test_a_lost_vault_is_filled_again(attacked: Attacked, is_made_again: bool) -> None:
    before = kept(attacked.page)
    attacked.outside.call("DELETE")
    if is_made_again:
        attacked.outside.call("PUT")
    attacked.try_to_sync()
    if not is_made_again:  # one that was made again says so by its epoch
        expect_status(attacked.page, MOVED)
        press(attacked.page, AGAIN)
    expect_status(attacked.page, IN_STEP)
    assert kept(attacked.page) == before
    attacked.expect_healed()
