"""The settings: defaults, one environment variable each, and a start that stops at an invalid value."""

import ast
import dataclasses
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sweeps import search
from webapp.config import ROOT, ImpossibleSetting, Settings, settings_from

WHOLE_NUMBERS = [
    ("PORT", "port", 1, 65535),
    ("EGNE_ORD_WORKERS", "workers", 1, 64),
    ("EGNE_ORD_VAULT_BYTES", "vault_bytes", 1, 256 * 1024 * 1024),
    ("EGNE_ORD_VAULT_RECORDS", "vault_records", 1, 100_000),
    ("EGNE_ORD_BATCH_RECORDS", "batch_records", 1, 1_000),
    ("EGNE_ORD_UNUSED_DAYS", "unused_days", 1, 36_500),
    ("EGNE_ORD_UNVISITED_DAYS", "unvisited_days", 1, 36_500),
    ("EGNE_ORD_RATE_REQUESTS", "rate_requests", 0, 1_000_000),
    ("EGNE_ORD_RATE_VAULTS", "rate_vaults", 0, 1_000_000),
    ("EGNE_ORD_RATE_SHARES", "rate_shares", 0, 1_000_000),
    ("EGNE_ORD_RATE_BYTES", "rate_bytes", 0, 2**40),
    ("EGNE_ORD_HOST_BYTES", "host_bytes", 0, 2**40),
    ("EGNE_ORD_RESERVE_BYTES", "reserve_bytes", 0, 2**50),
    ("EGNE_ORD_PROXIES", "proxies", 0, 8),
    ("EGNE_ORD_LOCK_SECONDS", "lock_seconds", 1, 60),
]
NUMBER_NAMES = [variable for variable, *_ in WHOLE_NUMBERS]
TEXT_NAMES = ["EGNE_ORD_ORIGIN", "EGNE_ORD_CONTACT", "EGNE_ORD_PUSH_HOSTS", "EGNE_ORD_SENDER"]
spaces = st.text(" \t\n", max_size=3)


def test_an_empty_environment_gives_the_defaults() -> None:
    assert settings_from({}) == Settings(
        host="127.0.0.1",
        port=8000,
        data=Path("data"),
        workers=1,
        build=ROOT / ".build",
        version_salt="",
        vault_bytes=12 * 1024 * 1024,
        vault_records=2_000,
        batch_records=100,
        unused_days=30,
        unvisited_days=730,
        rate_requests=1_200,
        rate_vaults=200,
        rate_shares=200,
        rate_bytes=64 * 1024 * 1024,
        host_bytes=1024 * 1024 * 1024,
        reserve_bytes=512 * 1024 * 1024,
        proxies=0,
        redis="",
        lock_seconds=10,
        origin="",
        contact="",
        push_hosts=(),
        sender=True,
    )


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        ("HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("PORT", "8123", "port", 8123),
        ("EGNE_ORD_DATA", "/srv/egne ord", "data", Path("/srv/egne ord")),
        ("EGNE_ORD_WORKERS", "4", "workers", 4),
        ("EGNE_ORD_BUILD", "made", "build", Path("made")),
        ("EGNE_ORD_VERSION_SALT", "2", "version_salt", "2"),
        ("EGNE_ORD_RATE_VAULTS", "0", "rate_vaults", 0),
        ("EGNE_ORD_REDIS", " redis://:secret@counts/0 ", "redis", "redis://:secret@counts/0"),
        ("EGNE_ORD_ORIGIN", " https://egneord.example ", "origin", "https://egneord.example"),
        ("EGNE_ORD_ORIGIN", "https://localhost:8443", "origin", "https://localhost:8443"),
        ("EGNE_ORD_CONTACT", "mailto:vagt@egneord.example", "contact", "mailto:vagt@egneord.example"),
        ("EGNE_ORD_PUSH_HOSTS", " a.example  *.b.example\t", "push_hosts", ("a.example", "*.b.example")),
        ("EGNE_ORD_SENDER", "off", "sender", False),
    ],
)
def test_each_variable_sets_exactly_one_setting(variable: str, text: str, name: str, value: object) -> None:
    assert settings_from({variable: text}) == dataclasses.replace(Settings(), **{name: value})


def test_the_operating_manual_names_every_setting_and_its_default() -> None:
    page = (ROOT / "docs/operating.md").read_text()
    for variable, name, *_ in WHOLE_NUMBERS:
        assert f"| `{variable}` | `{getattr(Settings(), name)}` |" in page
    variables = [setting.metadata["variable"] for setting in dataclasses.fields(Settings)]
    assert sorted(variables) == sorted(re.findall(r"^\| `([A-Z_]+)` \|", page, re.M))


def test_every_setting_has_a_variable_of_its_own_and_a_docstring() -> None:
    (table,) = ast.parse(inspect.getsource(Settings)).body
    assert isinstance(table, ast.ClassDef)
    rows = table.body[1:]
    assert len(rows) == 2 * len(dataclasses.fields(Settings))
    for row, text in zip(rows[::2], rows[1::2], strict=True):
        assert isinstance(row, ast.AnnAssign)
        assert isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant), ast.unparse(row)
    variables = [setting.metadata["variable"] for setting in dataclasses.fields(Settings)]
    assert len(set(variables)) == len(variables)


@pytest.mark.parametrize(
    "variable", ["HOST", "EGNE_ORD_DATA", "EGNE_ORD_BUILD", "EGNE_ORD_REDIS", *TEXT_NAMES, *NUMBER_NAMES]
)
@pytest.mark.parametrize("text", ["", "  ", "\t\n"])
def test_an_empty_variable_is_like_an_unset_one(variable: str, text: str) -> None:
    assert settings_from({variable: text}) == Settings()


@pytest.mark.parametrize(("variable", "name", "lowest", "highest"), WHOLE_NUMBERS)
@search(100)
@given(data=st.data())
def test_every_valid_number_is_accepted(
    variable: str, name: str, lowest: int, highest: int, data: st.DataObject
) -> None:
    number = data.draw(st.integers(lowest, highest))
    text = data.draw(spaces) + str(number) + data.draw(spaces)
    assert getattr(settings_from({variable: text}), name) == number


def is_valid(text: str, lowest: int, highest: int) -> bool:
    """Whether the text is digits only and within the bounds. Leading zeros are allowed."""
    return bool(re.fullmatch(r"[0-9]{1,20}", text)) and lowest <= int(text) <= highest


@pytest.mark.parametrize(("variable", "name", "lowest", "highest"), WHOLE_NUMBERS)
@search(100)
@given(text=st.one_of(st.text(), st.integers().map(str), st.floats().map(str), st.from_regex(r"\A\d{1,9}\Z")))
@example(text="256000001")
@example(text="1000001")
@example(text="-1")
@example(text="+80")
@example(text="8_0")
@example(text="٣")
@example(text="²")
@example(text="0x50")
@example(text="80.0")
def test_an_invalid_number_is_refused_with_the_name_of_its_variable(
    variable: str, name: str, lowest: int, highest: int, text: str
) -> None:
    assume(text.strip() and not is_valid(text.strip(), lowest, highest))
    sentence = rf"^{variable} must be a whole number from {lowest} to {highest}"
    with pytest.raises(ImpossibleSetting, match=sentence):
        settings_from({variable: text})


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        *(("EGNE_ORD_ORIGIN", text) for text in ("http://x.example", "https://x.example/", "https://", "x")),
        *(("EGNE_ORD_ORIGIN", text) for text in ("https://a@x.example", "https://X.example", "https://x:a")),
        *(
            ("EGNE_ORD_CONTACT", text)
            for text in ("vagt@x.example", "mailto:x", "https://x", "https://x.dk/a")
        ),
        *(("EGNE_ORD_PUSH_HOSTS", text) for text in ("localhost", "*.example", "127.0.0.1", "a.example:443")),
        *(
            ("EGNE_ORD_PUSH_HOSTS", text)
            for text in ("0x7f.1", "*", "a.*.example", "https://a.example", "[::1]")
        ),
        *(("EGNE_ORD_SENDER", text) for text in ("On", "no", "0", "true")),
    ],
)
def test_an_invalid_text_is_refused_with_the_name_of_its_variable(variable: str, text: str) -> None:
    with pytest.raises(ImpossibleSetting, match=rf"^{variable} must be .*, not '"):
        settings_from({variable: text})


@pytest.mark.parametrize("variable", NUMBER_NAMES)
def test_a_number_too_long_for_int_is_refused(variable: str) -> None:
    with pytest.raises(ImpossibleSetting, match=rf"^{variable} must be"):
        settings_from({variable: "9" * 5000})


@pytest.mark.parametrize("variable", ["PORT", "EGNE_ORD_WORKERS"])
def test_the_start_stops_with_one_sentence_and_no_traceback(variable: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "webapp"], cwd=ROOT, env={variable: "many"}, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith(f"{variable} must be")
    assert ended.stderr.count("\n") == 1
