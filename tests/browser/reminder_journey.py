"""What a person does to be reminded of a meeting, by the names they see, and what the server keeps of it."""

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
    """A page on a phone that can be reminded, and what its server keeps."""

    page: Page
    origin: str
    stub: PushStub
    server: RealServer
    sent: list[Request]

    def kept(self) -> ReminderList:
        """What the server keeps of this phone, by the key that the phone sends."""
        key = fields(self.sent[-1])["key"]
        return TinyDBReminders(self.server.data).get(name_of(key))

    def due(self, ids: list[str]) -> dict[str, str]:
        """When reminders are due, as a wall in Denmark shows it; those that the server has."""
        zone = ZoneInfo(ZONE)
        found = {one.id: datetime.fromtimestamp(one.due, zone) for one in self.kept().reminders}
        return {id: found[id].strftime("%Y-%m-%dT%H:%M") for id in ids if id in found}

    def meeting(self, at: str) -> str:
        """A meeting at that time."""
        return seed_meeting(self.page, self.origin, at, kind="psychiatry")

    def lines(self, meeting: str) -> Locator:
        """The reminders in the list that the page knows to be for this meeting."""
        named = self.page.locator(f"a[href$='#{meeting}']")
        return self.page.locator("[data-reminder-list] [data-reminder]").filter(has=named)


def fields(request: Request) -> dict[str, str]:
    """The fields of a form as it is sent."""
    return {name: values[0] for name, values in parse_qs(request.post_data or "").items()}


def reach_of(browser: Browser, server: RealServer, origin: str = "", lang: str = "da") -> Reach:
    """A fresh phone, with the app kept on it."""
    context, stub = open_reachable_phone(browser, lang)
    origin = origin or server.url
    page = first_visit(context, origin, lang)
    second_visit(page)
    sent: list[Request] = []
    context.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    return Reach(page, origin, stub, server, sent)


def remind(page: Page, origin: str, meeting: str, lang: str = "da", shows: bool = False) -> list[str]:
    """Set the reminders that are proposed for a meeting; gives their ids."""
    open_about(page, origin, "remind", meeting, lang)
    expect(remind_button(page, lang)).to_be_visible()  # by then the proposed times are filled in
    page.get_by_label(called(lang, "Vis også, hvornår mødet er")).set_checked(shows)
    count = sum(bool(box.input_value()) for box in page.locator("input[type=datetime-local]").all())
    press_remind(page, lang)
    lines = page.locator("[data-reminder]").filter(has=page.locator(f"a[href$='#{meeting}']"))
    expect(lines).to_have_count(count)
    return [str(line.get_attribute("data-reminder")) for line in lines.all()]


def remind_button(page: Page, lang: str = "da") -> Locator:
    """The button that sets the chosen times; it comes with the list of what is set."""
    return page.get_by_role("button", name=called(lang, "Påmind mig"), exact=True)


def press_remind(page: Page, lang: str = "da") -> None:
    """Press the button, until the server has answered with what is set now."""
    button = remind_button(page, lang)
    expect(button).to_be_visible()
    page.locator("[data-reminders]").evaluate("(list) => { list.dataset.old = ''; }")
    button.click()
    new = page.locator("[data-reminders]:not([data-old])")
    expect(new.get_by_role("status")).to_have_text(called(lang, "Så siger telefonen til."))


def press_in_vain(page: Page, why: str) -> None:
    """Press the button, and read why that does nothing."""
    remind_button(page).click()
    expect(page.get_by_role("status").filter(has_text=why)).to_be_visible()


def times(page: Page) -> list[str]:
    """The two times that are chosen."""
    return [page.get_by_label(name).input_value() for name in ("Første påmindelse", "Anden påmindelse")]


def choose(page: Page, first: str, second: str) -> None:
    """Choose other times."""
    page.get_by_label("Første påmindelse").fill(first)
    page.get_by_label("Anden påmindelse").fill(second)


def said(page: Page, sentence: str) -> None:
    """Check that the screen says so."""
    expect(page.get_by_text(sentence)).to_be_visible()


def calendar(page: Page) -> str:
    """The calendar file that the screen gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Gem i kalender").click()
    return Path(download.value.path()).read_text("utf-8")
