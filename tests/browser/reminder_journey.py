"""What a person does to be reminded of a meeting, by the names they see, and what the server stores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, Request, expect

from storage.reminders.interface import ReminderList
from storage.reminders.tinydb import TinyDBReminders
from webapp.reminders.forms import name_of

from .journey import first_visit, second_visit
from .meeting_journey import open_about
from .pushes import ZONE, PushStub, open_reachable_phone
from .real_server import RealServer
from .screens import called
from .seeds_of_meetings import seed_meeting


@dataclass
class Reach:
    """A page on a phone that can get reminders, and what the server stores for it."""

    page: Page
    origin: str
    stub: PushStub
    server: RealServer
    sent: list[Request]

    def kept(self) -> ReminderList:
        """The server's reminders of this phone, found by the key that the phone sends."""
        key = fields(self.sent[-1])["key"]
        return TinyDBReminders(self.server.data).get(name_of(key))

    def due(self, ids: list[str]) -> dict[str, str]:
        """The due times of the reminders that the server has, in Danish local time."""
        zone = ZoneInfo(ZONE)
        found = {
            reminder.id: datetime.fromtimestamp(reminder.due, zone) for reminder in self.kept().reminders
        }
        return {id: found[id].strftime("%Y-%m-%dT%H:%M") for id in ids if id in found}

    def meeting(self, at: str) -> str:
        """Make a meeting at that time."""
        return seed_meeting(self.page, self.origin, at, kind="psychiatry")

    def lines(self, meeting: str) -> Locator:
        """The listed reminders that the page knows to belong to this meeting."""
        named = self.page.locator(f"a[href$='#{meeting}']")
        return self.page.locator("[data-reminder-list] [data-reminder]").filter(has=named)


def fields(request: Request) -> dict[str, str]:
    """The fields of a submitted form."""
    return {name: values[0] for name, values in parse_qs(request.post_data or "").items()}


def reach_of(browser: Browser, server: RealServer, origin: str = "", lang: str = "da") -> Reach:
    """A new phone with the app installed."""
    context, stub = open_reachable_phone(browser, lang)
    origin = origin or server.url
    page = first_visit(context, origin, lang)
    second_visit(page)
    sent: list[Request] = []
    context.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    return Reach(page, origin, stub, server, sent)


def remind(page: Page, origin: str, meeting: str, lang: str = "da", shows: bool = False) -> list[str]:
    """Set the reminders proposed for a meeting; returns their ids."""
    open_about(page, origin, "remind", meeting, lang)
    expect(remind_button(page, lang)).to_be_visible()  # by then the proposed times are filled in
    page.get_by_label(called(lang, "Vis også, hvornår mødet er")).set_checked(shows)
    count = sum(bool(box.input_value()) for box in page.locator("input[type=datetime-local]").all())
    press_remind(page, lang)
    lines = page.locator("[data-reminder]").filter(has=page.locator(f"a[href$='#{meeting}']"))
    expect(lines).to_have_count(count)
    return [str(line.get_attribute("data-reminder")) for line in lines.all()]


def remind_button(page: Page, lang: str = "da") -> Locator:
    """The button that sets the chosen times; it comes with the list of reminders."""
    return page.get_by_role("button", name=called(lang, "Påmind mig"), exact=True)


def press_remind(page: Page, lang: str = "da") -> None:
    """Press the button, and wait until the server has answered with the current reminders."""
    button = remind_button(page, lang)
    expect(button).to_be_visible()
    page.locator("[data-reminders]").evaluate("(list) => { list.dataset.old = ''; }")
    button.click()
    new = page.locator("[data-reminders]:not([data-old])")
    expect(new.get_by_role("status")).to_have_text(called(lang, "Så siger telefonen til."))


def expect_press_refused(page: Page, why: str) -> None:
    """Press the button, and check the reason why it does nothing."""
    remind_button(page).click()
    expect(page.get_by_role("status").filter(has_text=why)).to_be_visible()


def times(page: Page) -> list[str]:
    """The two chosen times."""
    return [page.get_by_label(name).input_value() for name in ("Første påmindelse", "Anden påmindelse")]


def choose(page: Page, first: str, second: str) -> None:
    """Choose other times."""
    page.get_by_label("Første påmindelse").fill(first)
    page.get_by_label("Anden påmindelse").fill(second)


def expect_status(page: Page, sentence: str) -> None:
    """Check that the screen shows this status."""
    expect(page.get_by_text(sentence)).to_be_visible()


def calendar(page: Page) -> str:
    """The calendar file that the screen offers."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Gem i kalender").click()
    return Path(download.value.path()).read_text("utf-8")
