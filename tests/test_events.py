"""The lines of the log: JSON, with a code and a place, and nothing that a library says about a request."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest

from storage.errors import Busy, Damaged
from storage.vaults.file import parse_header
from webapp.config import ROOT
from webapp.events import CONFIG, JsonLines, log_error

CODES = {
    "busy", "clock", "damaged", "database", "disk", "failed", "library", "note", "proxy",
    "reminder-unsent", "reserve", "server",
}  # fmt: skip
"""Every code that a line can have; docs/operating.md lists them."""


def line_of(record: logging.LogRecord) -> dict[str, str]:
    text = JsonLines().format(record)
    assert "\n" not in text
    return dict(json.loads(text))


def record_of(error: BaseException, caplog: pytest.LogCaptureFixture) -> dict[str, str]:
    caplog.clear()
    log_error(error, "while testing")
    (record,) = caplog.records
    return line_of(record)


def test_an_error_names_its_code_and_its_place_in_the_code(caplog: pytest.LogCaptureFixture) -> None:
    try:
        parse_header({})
    except Damaged as error:
        line = record_of(error, caplog)
    assert re.fullmatch(r"storage\.vaults\.file:\d+", line.pop("place"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line == {"level": "error", "code": "damaged", "message": "Damaged while testing"}


def test_a_disk_that_refuses_says_why_and_not_where(caplog: pytest.LogCaptureFixture) -> None:
    busy = Busy()
    busy.__cause__ = OSError(28, "No space left on device", "vaults/3f/3f00.json")
    line = record_of(busy, caplog)
    assert (line["code"], line["message"]) == ("disk", "No space left on device while testing")
    assert record_of(Busy(), caplog)["code"] == "busy"
    assert record_of(KeyError("203.0.113.9"), caplog) | {"time": "", "place": ""} == {
        "time": "", "level": "error", "code": "failed", "place": "", "message": "KeyError while testing",
    }  # fmt: skip


def test_the_message_of_a_library_is_left_out() -> None:
    """Some name the address of a push service, or a path."""
    said = logging.LogRecord("urllib3", logging.WARNING, "pool.py", 7, "Retrying /wpush/%s", ("x",), None)
    assert line_of(said) | {"time": ""} == {
        "time": "", "level": "warning", "code": "library", "place": "urllib3:7",
        "message": "a message of a library",
    }  # fmt: skip
    stopped = logging.LogRecord("_granian", logging.ERROR, "mp.py", 7, "Worker-1 ended", (), None)
    assert (line_of(stopped)["code"], line_of(stopped)["message"]) == ("server", "Worker-1 ended")


def test_everything_is_logged_in_this_form() -> None:
    assert CONFIG["root"] == {"handlers": ["json"], "level": "WARNING"}
    found = set(re.findall(r'"code": "([a-z-]+)"', sources()))
    assert found <= CODES
    table = (ROOT / "docs/operating.md").read_text()
    assert [code for code in sorted(CODES) if f"| `{code}` |" not in table] == []


def sources() -> str:
    """The source of the server."""
    return "".join(path.read_text() for path in sorted(Path(ROOT / "webapp").rglob("*.py")))
