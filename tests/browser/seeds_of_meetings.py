"""Meetings and notes put straight into a phone's database, for tests that are not about typing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Page

from .explore_journey import HAPPENED, HELPS, MATTERS
from .meeting_journey import ABOUT, WHERE, WHO, WITH_ME
from .screens import address
from .seeds import new_id, put

FIELDS = {WHERE: "place", WHO: "people", ABOUT: "about", WITH_ME: "companion"}
CHANCES = {HAPPENED: "happened", HELPS: "helps", MATTERS: "matters"}
ZONE = "() => Intl.DateTimeFormat().resolvedOptions().timeZone"


def seed_meeting(
    page: Page,
    origin: str,
    at: str,
    texts: Mapping[str, str] | None = None,
    questions: Sequence[str] = (),
    kind: str = "job_centre",
    lang: str = "da",
    **more: Any,
) -> str:
    """Put a meeting on the phone; returns its id. `more` replaces other members of it.

    Takes what `meeting_journey.make_meeting` takes; leaves the page where it is, or opens the start screen.
    """
    ensure_open(page, origin, lang)
    written = {FIELDS[label]: text for label, text in (texts or {}).items()}
    asked = [{"id": new_id(), "text": text} for text in questions]
    meeting = blank_meeting(new_id(), str(page.evaluate(ZONE)))
    put(page, "meetings", {**meeting, "at": at, "kind": kind, "questions": asked, **written, **more})
    return str(meeting["id"])


def seed_notes(page: Page, origin: str, texts: Mapping[str, str], lang: str = "da", **more: Any) -> None:
    """Put one note on the phone under each of the given chances, like `explore_journey.write_notes`."""
    ensure_open(page, origin, lang)
    for name, text in texts.items():
        note = {"id": new_id(), "chance": CHANCES[name], "text": text, "in_vault": False, "deleted": None}
        put(page, "explorations", {**note, **more})


def ensure_open(page: Page, origin: str, lang: str) -> None:
    """Go to the start screen, unless the page shows the app already."""
    if not page.url.startswith(f"{origin}/"):
        page.goto(address(origin, lang, "start"))


def blank_meeting(id: str, zone: str) -> dict[str, Any]:
    """A meeting without words, as `blankMeeting` in core/meeting/fields.js makes it, except its times."""
    texts = ("statement", *FIELDS.values(), "my_goal", "their_goal", "next_time")
    return {
        "id": id,
        "zone": zone,
        **dict.fromkeys((*texts, "kind", "at", "said", "heard"), ""),
        **{name: [] for name in ("questions", "left_out", "agreements", "alternatives")},
        **dict.fromkeys(("left_from", "asked", "deleted")),
    }
