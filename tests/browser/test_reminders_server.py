"""What reminders tell the server, how often, and what the screen says when the server is unreachable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from reminder_makers import new_subscription

from .canary import MARKER
from .journey import stored, wait_until_stored
from .meeting_journey import ABOUT, WHERE, WHO, WITH_ME, day, make_meeting, open_about, set_time
from .real_server import RealServer
from .recording_proxy import RecordingProxy, disguises
from .reminder_journey import (
    Reach,
    calendar,
    choose,
    expect_press_refused,
    expect_status,
    fields,
    press_remind,
    reach_of,
    remind,
    times,
)
from .screens import address
from .seeds_of_meetings import seed_meeting

WITHOUT_NETWORK = "Det her skal bruge net. Dit møde er gemt."
MOVED = "Mødet er flyttet. Dine påmindelser passer ikke til den nye tid."
FORMS = {
    "list": {"key", "zone", "endpoint", "p256dh", "auth"},
    "add": {"csrf_token", "key", "zone", "endpoint", "p256dh", "auth", "id-0", "due-0", "id-1", "due-1"},
    "cancel": {"csrf_token", "key", "zone", "id"},
}
LETTERS = re.compile(r"[\w.-]+")
SHAPES = (
    {
        "key": re.compile(r"[\w-]{43}"),
        "zone": re.compile("Europe/Copenhagen"),
        "endpoint": re.compile(r"https://updates\.push\.services\.mozilla\.com/wpush/v2/[\w-]+"),
        "p256dh": re.compile(r"[\w-]{87}"),
        "auth": re.compile(r"[\w-]{22}"),
        "csrf_token": LETTERS,
    }
    | {name: re.compile(r"[\w-]{22}") for name in ("id", "id-0", "id-1")}
    | {name: re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z") for name in ("due-0", "due-1")}
)


@pytest.fixture
def reach(whole_browser: Browser, server: RealServer) -> Iterator[Reach]:
    """A new phone for each test."""
    found = reach_of(whole_browser, server)
    yield found
    found.page.context.close()


def test_without_a_network_there_are_a_plain_sentence_and_the_calendar(
    whole_browser: Browser, own_server: RealServer
) -> None:
    reach = reach_of(whole_browser, own_server)
    days = day(6), day(7)
    meeting = reach.meeting(f"{days[0]}T10:00")
    ids = remind(reach.page, reach.origin, meeting)
    open_about(reach.page, reach.origin, "meeting", meeting)
    set_time(reach.page, f"{days[1]}T10:00")
    expect_status(reach.page, MOVED)
    open_about(reach.page, reach.origin, "remind", meeting)
    expect(reach.lines(meeting)).to_have_count(2)
    reach.server.stop()
    for chosen in ((f"{days[0]}T16:00", f"{days[1]}T08:00"), (f"{days[1]}T08:00", "")):
        choose(reach.page, *chosen)
        expect_press_refused(reach.page, WITHOUT_NETWORK)
        assert times(reach.page) == list(chosen)
    assert calendar(reach.page).count("BEGIN:VALARM") == 1
    open_about(reach.page, reach.origin, "remind", meeting)
    expect_status(reach.page, WITHOUT_NETWORK)
    assert calendar(reach.page).count("BEGIN:VALARM") == 2
    open_about(reach.page, reach.origin, "meeting", meeting)
    expect_status(reach.page, MOVED)
    assert set(reach.due(ids)) == set(ids)
    reach.page.context.close()


def test_a_refusal_makes_the_phone_forget_nothing(reach: Reach) -> None:
    meeting = reach.meeting(f"{day(6)}T10:00")
    (first, _) = remind(reach.page, reach.origin, meeting)
    lists = [file for file in reach.server.data.rglob("*") if file.is_file()]
    (kept,) = [file for file in lists if first.encode() in file.read_bytes()]
    whole = kept.read_bytes()
    kept.write_bytes(whole[:20])
    open_about(reach.page, reach.origin, "remind", meeting)
    expect_status(reach.page, "Det gik ikke lige nu. Prøv igen om lidt.")
    kept.write_bytes(whole)
    open_about(reach.page, reach.origin, "remind", meeting)
    expect(reach.lines(meeting)).to_have_count(2)


def test_the_phone_reports_its_push_address_once_a_day(reach: Reach) -> None:
    now = datetime.now()
    reach.page.clock.set_fixed_time(now)
    remind(reach.page, reach.origin, reach.meeting(f"{day(6)}T10:00"))
    start = address(reach.origin, "da", "start")
    reach.sent.clear()

    def visit(at: datetime) -> None:
        reach.page.clock.set_fixed_time(at)
        reach.page.goto(start)

    with reach.page.expect_response("**/reminders/da/list"):
        visit(now)
    wait_until_seen(reach.page, now)
    visit(now)
    tomorrow = now + timedelta(days=1)
    moved = reach.stub.subscription = new_subscription(reach.stub.browser)
    with reach.page.expect_response("**/reminders/da/list"):
        visit(tomorrow)
    wait_until_seen(reach.page, tomorrow)
    assert len(reach.sent) == 2, "the second page of a day told it again"
    assert reach.kept().subscription == moved
    reach.stub.subscription = None
    with reach.page.expect_response(
        lambda response: response.url.endswith("/list") and "endpoint" in fields(response.request)
    ):
        visit(tomorrow + timedelta(days=1))
    assert reach.kept().subscription == reach.stub.subscription != moved


def wait_until_seen(page: Page, at: datetime) -> None:
    """Return when the phone has noted that it reported to the server on this day."""
    date = at.astimezone(UTC).strftime("%Y-%m-%d")
    wait_until_stored(page, date)


def test_the_marker_and_the_meeting_are_in_no_request_and_no_file(
    whole_browser: Browser, server: RealServer
) -> None:
    with RecordingProxy(server.port) as proxy:
        reach = reach_of(whole_browser, server, proxy.url)
        texts = {label: f"{MARKER} {number}" for number, label in enumerate((WHERE, WHO, ABOUT, WITH_ME))}
        questions = [f"{MARKER} spørger"]
        days = day(5), day(6)
        meeting = make_meeting(reach.page, reach.origin, f"{days[1]}T10:10", texts, questions)
        ids = remind(reach.page, reach.origin, meeting, shows=True)
        choose(reach.page, f"{days[0]}T12:00", f"{days[1]}T08:00")
        press_remind(reach.page)
        reach.lines(meeting).first.get_by_role("button", name=re.compile("^Slet påmindelsen")).click()
        expect(reach.lines(meeting)).to_have_count(1)
        with reach.page.expect_response("**/reminders/da/list"):
            reach.page.goto(address(reach.origin, "da", "start"))
        kept = stored(reach.page)
        for request in reach.sent:
            check_what_is_said(request)
        reach.page.context.close()
        sent = proxy.sent
    assert MARKER in kept and meeting in kept
    assert ids[0].encode() in sent, "the reminders are not seen"
    assert [shape for shape in disguises(MARKER) if shape in sent] == []
    assert meeting.encode() not in sent
    assert b"10:10" not in sent
    files = [file for file in server.folder.rglob("*") if file.is_file()]
    assert any(ids[1].encode() in file.read_bytes() for file in files)
    for secret in (*disguises(MARKER), meeting.encode()):
        assert [file for file in files if secret in file.read_bytes()] == []


def check_what_is_said(request: Request) -> None:
    """Check that a request says no more than it must."""
    action = request.url.rpartition("/")[2]
    form = fields(request)
    assert set(form) <= FORMS[action], form
    assert [name for name, value in form.items() if not SHAPES[name].fullmatch(value)] == []
    headers = request.all_headers()
    assert "cookie" not in headers
    assert [name for name, value in headers.items() if re.search(r"#\w", value)] == []


def test_an_english_phone_is_answered_in_english(whole_browser: Browser, server: RealServer) -> None:
    reach = reach_of(whole_browser, server, lang="en")
    meeting = seed_meeting(reach.page, reach.origin, f"{day(6)}T10:00", kind="psychiatry", lang="en")
    remind(reach.page, reach.origin, meeting, "en")
    expect(reach.lines(meeting).first).to_contain_text("16:00 · ")
    assert reach.kept().language == "en"
    reach.page.context.close()
