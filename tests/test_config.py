"""The settings: plain defaults, one variable each, and a start that stops where a value cannot be right."""

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from webapp.config import ROOT, ImpossibleSetting, Settings, settings_from

WHOLE_NUMBERS = [("PORT", "port", 65535), ("EGNE_ORD_WORKERS", "workers", 64)]
spaces = st.text(" \t\n", max_size=3)


def test_nothing_set_gives_the_defaults() -> None:
    assert settings_from({}) == Settings(
        host="127.0.0.1",
        port=8000,
        data=Path("data"),
        workers=1,
        build=ROOT / ".build",
        version_salt="",
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
    ],
)
def test_each_variable_sets_its_one_setting(variable: str, text: str, name: str, value: object) -> None:
    assert settings_from({variable: text}) == dataclasses.replace(Settings(), **{name: value})


def test_every_setting_says_what_it_is_and_names_its_variable() -> None:
    source = (ROOT / "webapp/config.py").read_text()
    for setting in dataclasses.fields(Settings):
        said = re.search(rf'    {setting.name}: .*\n    """(.+?)"""', source)
        assert said, setting.name
        variable = re.search(r"\[([A-Z_]+)\]", said[1])
        assert variable and source.count(f'"{variable[1]}"') == 1


@pytest.mark.parametrize("variable", ["HOST", "PORT", "EGNE_ORD_DATA", "EGNE_ORD_WORKERS", "EGNE_ORD_BUILD"])
@pytest.mark.parametrize("text", ["", "  ", "\t\n"])
def test_an_empty_variable_is_like_none(variable: str, text: str) -> None:
    assert settings_from({variable: text}) == Settings()


@pytest.mark.parametrize(("variable", "name", "highest"), WHOLE_NUMBERS)
@given(data=st.data())
def test_every_possible_number_is_taken(variable: str, name: str, highest: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, highest))
    text = data.draw(spaces) + str(number) + data.draw(spaces)
    assert getattr(settings_from({variable: text}), name) == number


def possible(text: str, highest: int) -> bool:
    """Whether plain digits say a number in the bounds; zeros in front do no harm."""
    return bool(re.fullmatch(r"0*[1-9][0-9]{0,4}", text)) and int(text[-6:]) <= highest


@pytest.mark.parametrize(("variable", "name", "highest"), WHOLE_NUMBERS)
@given(text=st.one_of(st.text(), st.integers().map(str), st.floats().map(str), st.from_regex(r"\A\d{1,9}\Z")))
@example(text="0")
@example(text="65536")
@example(text="-1")
@example(text="+80")
@example(text="8_0")
@example(text="٣")
@example(text="²")
@example(text="0x50")
@example(text="80.0")
def test_an_impossible_number_is_refused_by_the_name_of_its_variable(
    variable: str, name: str, highest: int, text: str
) -> None:
    assume(text.strip() and not possible(text.strip(), highest))
    with pytest.raises(ImpossibleSetting, match=rf"^{variable} must be a whole number from 1 to {highest}"):
        settings_from({variable: text})


@pytest.mark.parametrize("variable", ["PORT", "EGNE_ORD_WORKERS"])
def test_a_number_too_long_for_python_to_read_is_refused_too(variable: str) -> None:
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
