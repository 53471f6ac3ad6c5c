"""A push becomes one notification without any of the person's words; tapping it opens the meeting.

The server is stopped once the reminders are set. No test can tap a notification as a finger does: a
headless browser shows none, and gives a script's event neither `waitUntil` nor the right to open a window.
So the worker gets an event with the real notification; the test records which address the worker asks to
open, and opens it in a new page, as the browser would.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_datetime
from playwright.sync_api import Browser, BrowserContext, Page, expect

from push_service import PushService, trusting
from reminder_makers import HOST, new_reminder_id
from storage.reminders.tinydb import TinyDBReminders
from webapp.push.client import WebPushClient
from webapp.push.hosts import Hosts
from webapp.push.sender import Sender
from webapp.push.vapid import VapidKeys

from .canary import MARKER
from .journey import first_visit, second_visit
from .meeting_journey import ABOUT, WHERE, WHO, WITH_ME, day
from .pushes import ZONE, Doorbell, PushStub, open_reachable_phone, push_about
from .real_server import RealServer
from .reminder_journey import remind
from .screens import address
from .seeds_of_meetings import seed_meeting

TITLE, ENGLISH_TITLE = "En hilsen fra dig selv", "A note from yourself"
TEXTS = {label: f"{MARKER} {label}" for label in (WHERE, WHO, ABOUT, WITH_ME)}
SAID = {"da": "EEEE 'den' d. MMMM 'kl.'\u00a0HH.mm", "en": "EEEE d MMMM 'at'\u00a0HH:mm"}


@dataclass
class Reminded:
    """A phone with reminders, whose server is stopped."""

    context: BrowserContext
    origin: str
    bell: Doorbell
    stub: PushStub
    day_before: str
    plain: str
    plain_ids: list[str]
    at: str
    timed: str
    timed_ids: list[str]


def reminded(browser: Browser, server: RealServer, lang: str) -> Reminded:
    """A phone with two meetings: one's notifications only greet, the other's say when the meeting is."""
    context, stub = open_reachable_phone(browser, lang)
    page = first_visit(context, server.url, lang)
    second_visit(page)
    day_before, first, later = day(5), f"{day(6)}T10:00", f"{day(9)}T13:30"
    texts = TEXTS if lang == "da" else {}
    plain = seed_meeting(page, server.url, first, texts, kind="psychiatry", lang=lang)
    plain_ids = remind(page, server.url, plain, lang)
    timed = seed_meeting(page, server.url, later, texts, kind="psychiatry", lang=lang)
    timed_ids = remind(page, server.url, timed, lang, shows=True)
    page.close()
    bell = Doorbell(context, server.url)
    return Reminded(context, server.url, bell, stub, day_before, plain, plain_ids, later, timed, timed_ids)


@dataclass
class Phones:
    """Two phones with reminders from one server."""

    danish: Reminded
    english: Reminded
    server: RealServer


@pytest.fixture(scope="module")
def phones(whole_browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phones]:
    """A Danish phone and an English one, both without their server."""
    with RealServer(tmp_path_factory.mktemp("notices")) as server:
        found = Phones(reminded(whole_browser, server, "da"), reminded(whole_browser, server, "en"), server)
    yield found
    found.danish.context.close()
    found.english.context.close()


@pytest.fixture
def danish(phones: Phones) -> Reminded:
    phones.danish.bell.silence()
    return phones.danish


@pytest.fixture
def english(phones: Phones) -> Reminded:
    phones.english.bell.silence()
    return phones.english


@pytest.fixture
def page(danish: Reminded) -> Iterator[Page]:
    """A page on the Danish phone."""
    opened = danish.context.new_page()
    yield opened
    opened.close()


def when(at: str, lang: str = "da") -> str:
    """A time as it is written at the start of a line."""
    text = format_datetime(datetime.fromisoformat(at), SAID[lang], locale=lang)
    return text[0].upper() + text[1:]


PUSHES = ("of a meeting", "of a meeting that is told", "garbage", "empty", "unknown")


@pytest.mark.parametrize("is_open", [True, False], ids=["in front", "closed"])
@pytest.mark.parametrize("push", PUSHES)
def test_a_push_becomes_one_notice_that_greets(
    danish: Reminded, page: Page, push: str, is_open: bool
) -> None:
    unknown = new_reminder_id()
    data, tag, body, goal = {
        PUSHES[0]: (push_about(danish.plain_ids[0]), danish.plain_ids[0], "", f"/da/moede#{danish.plain}"),
        PUSHES[1]: (
            push_about(danish.timed_ids[0]), danish.timed_ids[0], when(danish.at), f"/da/moede#{danish.timed}"
        ),
        PUSHES[2]: ("\0\1 {no json", "egne-ord", "", "/da/moeder"),
        PUSHES[3]: ("", "egne-ord", "", "/da/moeder"),
        PUSHES[4]: (push_about(unknown), unknown, "", "/da/moeder"),
    }[push]  # fmt: skip
    if is_open:
        page.goto(address(danish.origin, "da", "start"))
        page.bring_to_front()
    danish.bell.wait_for_windows(int(is_open))
    assert danish.bell.ring(data) == [
        {"title": TITLE, "body": body, "tag": tag, "lang": "da", "data": {"url": goal}, "actions": []}
    ]
    assert MARKER not in json.dumps(danish.bell.shown())


@pytest.mark.parametrize(
    "push",
    [
        "[]",
        "null",
        "7",
        '{"id": 7}',
        '{"id": "../../evil"}',
        '{"id": null, "notification": {"title": "Evil"}}',
    ],
)
def test_a_malformed_push_greets_too(danish: Reminded, push: str) -> None:
    (notice,) = danish.bell.ring(push)
    assert (notice["title"], notice["body"], notice["tag"]) == (TITLE, "", "egne-ord")


def test_two_pushes_of_one_reminder_show_one_notice(danish: Reminded) -> None:
    push, other = push_about(danish.plain_ids[0]), push_about(danish.plain_ids[1])
    assert len(danish.bell.ring(push, push)) == 1
    assert len(danish.bell.ring(push, other)) == 2


def test_a_tap_opens_the_meeting_in_a_new_page_without_the_server(danish: Reminded, page: Page) -> None:
    page.goto(address(danish.origin, "da", "start"))
    danish.bell.ring(push_about(danish.timed_ids[1]))
    (goal,) = danish.bell.tap(danish.timed_ids[1])
    assert goal == f"/da/moede#{danish.timed}"
    shown = {notice["tag"] for notice in danish.bell.shown()}
    assert danish.timed_ids[1] not in shown, "the notice was not closed"
    opened = danish.context.new_page()
    opened.goto(danish.origin + goal)
    expect(opened.get_by_label(WHO)).to_have_value(TEXTS[WHO])
    expect(opened.locator("h1")).to_have_text("Dit møde")
    opened.close()
    assert page.url == address(danish.origin, "da", "start")


@pytest.mark.parametrize("push", ["", "of nobody"])
def test_a_tap_on_a_notice_without_a_meeting_opens_the_list(danish: Reminded, page: Page, push: str) -> None:
    (notice,) = danish.bell.ring(push and push_about(new_reminder_id()))
    (goal,) = danish.bell.tap(notice["tag"])
    page.goto(danish.origin + goal)
    expect(page.locator("h1")).to_have_text("Mine møder")
    expect(page.locator(f"main a[href$='#{danish.plain}']").first).to_be_visible()


def test_a_meeting_in_the_bin_is_neither_shown_nor_opened(danish: Reminded, page: Page) -> None:
    page.goto(address(danish.origin, "da", "meeting", danish.timed))
    page.get_by_role("button", name="Smid mødet ud").click()
    undo = page.get_by_role("button", name="Fortryd")
    expect(undo).to_be_visible()
    (notice,) = danish.bell.ring(push_about(danish.timed_ids[0]))
    assert (notice["body"], notice["data"]) == ("", {"url": "/da/moeder"})
    undo.click()
    expect(page.locator(".said")).to_have_text("Nu er mødet her igen.")
    (notice,) = danish.bell.ring(push_about(danish.timed_ids[0]))
    assert notice["body"] == when(danish.at)


def test_an_english_phone_is_greeted_in_english_until_danish_is_chosen(english: Reminded) -> None:
    notices = english.bell.ring("", push_about(english.timed_ids[0], "en"))
    shown = {notice["tag"]: notice for notice in notices}
    assert {notice["title"] for notice in shown.values()} == {ENGLISH_TITLE}
    assert shown[english.timed_ids[0]]["body"] == when(english.at, "en")
    assert english.bell.tap(english.timed_ids[0]) == [f"/en/meeting#{english.timed}"]
    page = english.context.new_page()
    page.goto(address(english.origin, "en", "settings"))
    page.get_by_role("radio", name="Dansk").check()
    expect(page).to_have_url(re.compile("/da/"))
    page.close()
    english.bell.silence()
    (notice,) = english.bell.ring(push_about(english.timed_ids[0], "en"))
    assert notice["title"] == TITLE


def test_a_reminder_set_on_the_phone_arrives_and_opens_its_meeting(
    phones: Phones, danish: Reminded, page: Page, tmp_path: Path
) -> None:
    assert danish.stub.subscription
    due = datetime.fromisoformat(f"{danish.day_before}T16:00").replace(tzinfo=ZoneInfo(ZONE)).timestamp()
    path = danish.stub.subscription.endpoint.removeprefix(f"https://{HOST}")
    keys = VapidKeys(phones.server.data)
    with PushService(tmp_path, browsers={path: danish.stub.browser}) as service:
        pusher = WebPushClient(
            keys, "mailto:nobody@egne-ord.example", Hosts(), "", service.addresses, trusting()
        )
        for seconds, count in ((-1, 0), (1, 1)):
            clock = partial(float, due + seconds)
            sender = Sender(TinyDBReminders(phones.server.data, clock), pusher, clock)
            sender.send_due()
            sender.finish()
            assert len(service.receipts) == count
    (receipt,) = service.receipts
    assert danish.stub.asked == [receipt.server_key], "the phone subscribed with another key"
    assert receipt.message["id"] == danish.plain_ids[0]
    (notice,) = danish.bell.ring(json.dumps(receipt.message))
    assert (notice["title"], notice["body"]) == (TITLE, "")
    (goal,) = danish.bell.tap(notice["tag"])
    page.goto(danish.origin + goal)
    expect(page.get_by_label(WHERE)).to_have_value(TEXTS[WHERE])
