"""Setting, listing, moving and deleting a meeting's reminders, through the real server.

Headless Chromium has no push service; the stub of `pushes.py` replaces it, and nothing of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from .journey import stored
from .meeting_journey import day, open_about, set_time
from .real_server import RealServer
from .reminder_journey import (
    Reach,
    calendar,
    choose,
    expect_press_refused,
    expect_status,
    press_remind,
    reach_of,
    remind,
    times,
)

MOVED = "Mødet er flyttet. Dine påmindelser passer ikke til den nye tid."
TOLD = """([id, wall]) => new Promise((done) => {
  const request = indexedDB.open('egne-ord');
  request.onsuccess = () => {
    const store = request.result.transaction('reminders', 'readwrite').objectStore('reminders');
    store.get(id).onsuccess = ({ target }) => store.put({ ...target.result, wall });
    store.transaction.oncomplete = () => { request.result.close(); done(); };
  };
})"""
SLOW_MEMORY = """const { getAll } = IDBIndex.prototype;
IDBIndex.prototype.getAll = function (...args) {
  // fixed wait: a memory that is slow for the first second of a page is what is tested
  const [request, ms] = [getAll.apply(this, args), performance.now() < 1000 ? 1000 : 0];
  const listen = request.addEventListener.bind(request);
  // fixed wait: as above
  request.addEventListener = (name, listener) => listen(name, (event) => setTimeout(listener, ms, event));
  return request;
};"""
NO_PUSH = "delete globalThis.PushManager;"
NO_NOTICES = "delete globalThis.Notification;"
IPHONE = (
    "Object.defineProperty(navigator, 'userAgent', { value: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1)' });"
)
SAID_NO = "Object.defineProperty(Notification, 'permission', { value: 'denied' });"
SAYS_NO = """Object.defineProperty(Notification, 'permission', { value: 'default' });
Notification.requestPermission = async () => 'denied';"""
PHONES_WITHOUT = [
    pytest.param(NO_PUSH, "Den her browser kan ikke minde dig om det. Brug din kalender.", id="no push"),
    pytest.param(
        IPHONE + NO_PUSH + NO_NOTICES,
        "Læg først appen på din telefon. Så kan den minde dig om det. Eller brug din kalender.",
        id="a tab on an iPhone",
    ),
    pytest.param(
        SAID_NO,
        "Du har sagt nej til beskeder fra appen. Det kan du ændre i telefonens indstillinger.",
        id="said no before",
    ),
    pytest.param(SAYS_NO, "", id="says no now"),
]


@pytest.fixture(scope="module")
def shared(whole_browser: Browser, server: RealServer) -> Iterator[Reach]:
    """The phone of most tests; each test adds its own meetings."""
    found = reach_of(whole_browser, server)
    yield found
    found.page.context.close()


@pytest.fixture(scope="module")
def meeting(shared: Reach) -> str:
    """A meeting for tests that set no reminder."""
    return shared.meeting(f"{day(6)}T10:00")


@pytest.fixture
def reach(shared: Reach) -> Iterator[Reach]:
    """A new page on the shared phone."""
    page = shared.page.context.new_page()
    yield Reach(page, shared.origin, shared.stub, shared.server, shared.sent)
    page.close()


@pytest.mark.parametrize(
    ("clock", "proposed"), [("10:00", ("16:00", "08:00")), ("08:00", ("16:00", "")), ("", ("16:00", "08:00"))]
)
def test_the_afternoon_before_and_the_same_morning_are_proposed(
    reach: Reach, clock: str, proposed: tuple[str, str]
) -> None:
    days = day(5), day(6)
    open_about(reach.page, reach.origin, "remind", reach.meeting(f"{days[1]}T{clock}".rstrip("T")))
    expect(reach.page.get_by_label("Første påmindelse")).not_to_have_value("")
    assert times(reach.page) == [time and f"{on}T{time}" for on, time in zip(days, proposed, strict=True)]


def test_set_reminders_are_listed_and_only_the_phone_names_their_meeting(reach: Reach) -> None:
    days = day(5), day(6)
    meeting = reach.meeting(f"{days[1]}T10:00")
    with reach.page.expect_response("**/reminders/da/add") as answer:
        ids = remind(reach.page, reach.origin, meeting)
    assert reach.due(ids) == {ids[0]: f"{days[0]}T16:00", ids[1]: f"{days[1]}T08:00"}
    expect(reach.lines(meeting).nth(0)).to_contain_text("kl. 16.00 · Psykiatrisk samtale")
    expect(reach.lines(meeting).nth(1)).to_contain_text("kl. 08.00 · Psykiatrisk samtale")
    text = answer.value.text()
    assert "kl.\u00a016.00" in text
    assert [word for word in ("Psykiatrisk", meeting) if word in text] == []


def test_a_reminder_at_night_needs_a_confirmation(reach: Reach) -> None:
    days = day(5), day(6)
    meeting = reach.meeting(f"{days[1]}T10:00")
    open_about(reach.page, reach.origin, "remind", meeting)
    expect(reach.page.get_by_role("button", name="Påmind mig", exact=True)).to_be_visible()
    choose(reach.page, f"{days[0]}T22:30", "")
    count = len(reach.sent)
    expect_press_refused(reach.page, "Det er om natten. Sæt et flueben, hvis du gerne vil det.")
    assert times(reach.page) == [f"{days[0]}T22:30", ""]
    reach.page.get_by_label("Det må gerne være om natten, mellem 21 og 8").check()
    press_remind(reach.page)
    expect(reach.lines(meeting)).to_have_count(1)
    assert [request.url.rpartition("/")[2] for request in reach.sent[count:]] == ["add"]


def test_a_past_time_is_refused_in_words_and_nothing_is_lost(reach: Reach) -> None:
    days = day(-2), day(6)
    meeting = reach.meeting(f"{days[1]}T10:00")
    open_about(reach.page, reach.origin, "remind", meeting)
    expect(reach.page.get_by_role("button", name="Påmind mig", exact=True)).to_be_visible()
    choose(reach.page, f"{days[0]}T12:00", f"{days[1]}T09:00")
    expect_press_refused(reach.page, "Det tidspunkt er gået. Vælg et senere.")
    choose(reach.page, f"{day(800)}T12:00", f"{days[1]}T09:00")
    expect_press_refused(reach.page, "Der er længe til. Vælg et tidspunkt inden for et år.")
    assert times(reach.page)[1] == f"{days[1]}T09:00"
    expect(reach.lines(meeting)).to_have_count(0)
    choose(reach.page, "", f"{days[1]}T09:00")
    press_remind(reach.page)
    expect(reach.lines(meeting)).to_have_count(1)


def test_a_reminder_is_deleted(reach: Reach) -> None:
    meeting = reach.meeting(f"{day(6)}T10:00")
    ids = remind(reach.page, reach.origin, meeting)
    reach.lines(meeting).first.get_by_role("button", name=re.compile("^Slet påmindelsen")).click()
    expect_status(reach.page, "Påmindelsen er slettet.")
    expect(reach.lines(meeting)).to_have_count(1)
    assert list(reach.due(ids)) == ids[1:]
    assert ids[0] not in stored(reach.page)


def test_reminders_are_moved_and_not_doubled(reach: Reach) -> None:
    days = day(4), day(5), day(6)
    meeting = reach.meeting(f"{days[2]}T10:00")
    ids = remind(reach.page, reach.origin, meeting)
    choose(reach.page, f"{days[0]}T12:00", f"{days[2]}T08:00")
    press_remind(reach.page)
    expect(reach.lines(meeting).first).to_contain_text("kl. 12.00")
    assert reach.due(ids) == {ids[0]: f"{days[0]}T12:00", ids[1]: f"{days[2]}T08:00"}
    expect(reach.lines(meeting)).to_have_count(2)


@pytest.mark.parametrize("left", [0, 1])
def test_a_cleared_time_is_deleted(reach: Reach, left: int) -> None:
    days = day(5), day(6)
    meeting = reach.meeting(f"{days[1]}T10:00")
    ids = remind(reach.page, reach.origin, meeting)
    both = times(reach.page)
    choose(reach.page, *[time if number == left else "" for number, time in enumerate(both)])
    press_remind(reach.page)
    expect(reach.lines(meeting)).to_have_count(1)
    assert reach.due(ids) == {ids[left]: both[left]}


def test_a_reminder_already_sent_is_not_set_again(reach: Reach) -> None:
    days = day(-1), day(6)
    meeting = reach.meeting(f"{days[1]}T10:00")
    ids = remind(reach.page, reach.origin, meeting)
    reach.page.evaluate(TOLD, [ids[0], f"{days[0]}T16:00"])
    open_about(reach.page, reach.origin, "remind", meeting)
    expect(reach.page.get_by_label("Første påmindelse")).to_have_value(f"{days[1]}T08:00")
    choose(reach.page, f"{days[1]}T08:30", "")
    press_remind(reach.page)
    assert reach.due(ids)[ids[1]] == f"{days[1]}T08:30"


def test_a_moved_meeting_warns_that_its_reminders_are_for_the_old_time(reach: Reach) -> None:
    days = day(5), day(6), day(7)
    meeting = reach.meeting(f"{days[1]}T10:00")
    remind(reach.page, reach.origin, meeting)
    reach.page.get_by_role("link", name="Tilbage til mødet").click()
    expect(reach.page.get_by_label("Hvilken dag?")).to_have_value(days[1])
    expect(reach.page.get_by_text(MOVED)).to_be_hidden()
    set_time(reach.page, f"{days[2]}T10:00")
    expect_status(reach.page, MOVED)
    reach.page.get_by_role("link", name="Ret dem").click()
    expect(reach.page.get_by_label("Første påmindelse")).to_have_value(f"{days[0]}T16:00")
    expect(reach.page.get_by_role("button", name="Påmind mig", exact=True)).to_be_visible()
    choose(reach.page, f"{days[1]}T16:00", "")
    press_remind(reach.page)
    expect(reach.lines(meeting)).to_have_count(1)
    open_about(reach.page, reach.origin, "meeting", meeting)
    expect(reach.page.get_by_label("Hvilken dag?")).to_have_value(days[2])
    expect(reach.page.get_by_text(MOVED)).to_be_hidden()


def test_binning_a_meeting_immediately_offers_to_delete_its_reminders(reach: Reach) -> None:
    meeting = reach.meeting(f"{day(6)}T08:00")
    ids = remind(reach.page, reach.origin, meeting)
    reach.page.add_init_script(SLOW_MEMORY)
    open_about(reach.page, reach.origin, "meeting", meeting)
    reach.page.get_by_role("button", name="Smid mødet ud").click()
    reach.page.get_by_role("link", name="Slet også påmindelserne").click()
    reach.lines(meeting).get_by_role("button", name=re.compile("^Slet påmindelsen")).click()
    expect_status(reach.page, "Påmindelsen er slettet.")
    assert reach.due(ids) == {}


def test_a_stale_form_token_is_replaced_once_and_the_form_succeeds(reach: Reach) -> None:
    meeting = reach.meeting(f"{day(6)}T10:00")
    open_about(reach.page, reach.origin, "remind", meeting)
    mark = reach.page.locator("[data-add] [name=csrf_token]")
    mark.evaluate("(field) => { field.value = field.value.slice(0, -3) + 'old'; }")
    answers: list[int] = []
    reach.page.on("response", lambda got: answers.append(got.status) if got.url.endswith("/add") else None)
    press_remind(reach.page)
    expect(reach.lines(meeting)).to_have_count(2)
    assert answers == [409, 200]


@pytest.mark.parametrize(("lacks", "why"), PHONES_WITHOUT)
def test_a_phone_without_push_says_why_and_offers_the_calendar(
    reach: Reach, meeting: str, lacks: str, why: str
) -> None:
    reach.page.add_init_script(lacks)
    open_about(reach.page, reach.origin, "remind", meeting)
    if why:
        expect_status(reach.page, why)
    expect_press_refused(reach.page, "Telefonen tillader ikke påmindelser. Brug din kalender i stedet.")
    assert calendar(reach.page).count("BEGIN:VALARM") == 2
    expect(reach.lines(meeting)).to_have_count(0)
