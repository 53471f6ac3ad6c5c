"""A share that was changed, swapped or cut on the way is reported as such and not shown."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from playwright.sync_api import Page, expect

from fresh_client import encode, seal

from .chromium import watch
from .hostile_proxy import Answer, HostileProxy, Trick
from .link_journey import expect_message, open_link, words_of
from .outside_share import OutsideShare, new_share, share_bound
from .real_server import RealServer
from .test_share_page import SECRET, expect_nothing_shown, share

__all__ = ["share"]
CHANGED = (
    "Ordene passer ikke til linket. De er ændret eller byttet ud på vejen. "
    "Derfor bliver de ikke vist. Bed om et nyt link."
)
NEWER = "Linket er lavet i en nyere udgave af appen. Åbn det igen lidt senere."
HALF = "Ordene kom ikke helt frem. Prøv igen om lidt."
LATER = "Serveren svarer ikke lige nu. Prøv igen om lidt."
OFFLINE = "Der er ikke net lige nu. Prøv igen om lidt."


def tampered(name: str) -> Trick:
    """Tamper with the answer in this way."""

    def change(edit: Callable[[str], str]) -> Trick:
        def trick(method: str, ask: Callable[[], Answer]) -> Answer:
            answer = ask()
            if method != "GET" or answer.status != 200:
                return answer
            return answer.with_json({**answer.json(), "sealed": edit(answer.json()["sealed"])})

        return trick

    def flip(sealed: str) -> str:
        return sealed[:100] + ("A" if sealed[100] != "A" else "B") + sealed[101:]

    other = encode(seal(os.urandom(32), b'{"kind":"share"}', share_bound(os.urandom(16))))
    return {
        "a changed bit": change(flip),
        "another share": change(lambda _: other),
        "a cut share": change(lambda sealed: sealed[:-400]),
        "nothing in it": change(lambda _: ""),
        "no base64": change(lambda _: "æøå"),
    }[name]


def test_a_tampered_share_is_reported_and_not_shown(
    stranger: Page, proxy: HostileProxy, share: OutsideShare
) -> None:
    for name in ("a changed bit", "another share", "a cut share", "nothing in it", "no base64"):
        with proxy.playing(tampered(name)):
            open_link(stranger, f"{proxy.url}/d#{share.fragment}")
            expect_message(stranger, CHANGED)
        expect(stranger.get_by_role("heading", name="Linket kan ikke åbnes")).to_be_visible()
        expect_nothing_shown(stranger)


def test_a_share_moved_to_another_id_is_not_shown(
    stranger: Page, proxy: HostileProxy, share: OutsideShare
) -> None:
    """Whoever has two links could answer one with the other."""
    twin = OutsideShare(share.origin, key=share.key).make(new_share("En helt anden."))
    sealed = twin.call("GET")[1]["sealed"]
    with proxy.playing(lambda _method, ask: ask().with_json({**ask().json(), "sealed": sealed})):
        open_link(stranger, f"{proxy.url}/d#{share.fragment}")
        expect_message(stranger, CHANGED)
    expect_nothing_shown(stranger)


def refusing(status: int) -> Trick:
    """Answer every call with this status."""
    return lambda _method, _ask: Answer(status, {"Content-Type": "application/problem+json"}, b"{}")


MAY_PASS: list[tuple[Trick, str]] = [
    (refusing(429), LATER),
    (refusing(503), LATER),
    (lambda _method, _ask: Answer(0, lost=True), OFFLINE),
    (lambda _method, ask: replace(ask(), cut=True), HALF),
    (lambda _method, ask: replace(ask(), body=b"<html>"), HALF),
    (lambda _method, ask: ask().with_json({"sealed": 7}), HALF),
]
"""Too many calls, an error, no answer, half an answer, another page, no text."""


def test_a_temporary_error_keeps_the_button(stranger: Page, proxy: HostileProxy, share: OutsideShare) -> None:
    for trick, sentence in MAY_PASS:
        with proxy.playing(trick):
            open_link(stranger, f"{proxy.url}/d#{share.fragment}")
            expect_message(stranger, sentence)
            expect_nothing_shown(stranger)
        stranger.get_by_role("button", name="Åbn").click()
        stranger.locator(".sheet-body").wait_for()
        assert words_of(stranger) == [SECRET]


NO_SHARES: dict[str, tuple[dict[str, Any], str]] = {
    "newer": (new_share(SECRET, version=2), NEWER),
    "another kind": (new_share(SECRET, kind="film"), NEWER),
    "unknown part": (new_share(SECRET, parts=[{"part": "nowhere", "text": SECRET}]), CHANGED),
    "no time": (new_share(SECRET, made="yesterday"), CHANGED),
    "nothing": ({"kind": "share"}, CHANGED),
}


def test_an_unknown_share_document_is_not_shown(stranger: Page, server: RealServer) -> None:
    troubles = watch(stranger)
    for document, sentence in NO_SHARES.values():
        open_link(stranger, OutsideShare(server.url).make(document).link)
        expect_message(stranger, sentence)
        expect_nothing_shown(stranger)
    assert troubles == []
