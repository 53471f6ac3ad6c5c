"""The one answer that clears a browser's storage: for whom the server gives it, and that no other has it."""

from __future__ import annotations

import pytest

from server_fixtures import answers_of_every_kind, fetch

CLEARS = "Clear-Site-Data"
ASKED = {"Authorization": "Bearer everything"}
HERE = {"Sec_Fetch_Site": "same-origin"}


def test_the_page_that_erases_everything_is_told_to_clear() -> None:
    answer = fetch("/api/v1/erase", "POST", **ASKED, **HERE)
    assert answer.status_code == 204
    assert answer.headers[CLEARS] == '"cache", "storage"'
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", HERE),
        ("POST", {}),
        ("GET", {**ASKED, **HERE}),
        ("POST", {**ASKED, "Sec_Fetch_Site": "cross-site"}),
        ("POST", {**ASKED, "Sec_Fetch_Site": "same-site"}),
        ("POST", {**ASKED, "Origin": "https://other.example"}),
        ("OPTIONS", {"Origin": "https://other.example"}),
    ],
)
def test_nobody_else_is(method: str, headers: dict[str, str]) -> None:
    answer = fetch("/api/v1/erase", method, **headers)
    assert answer.status_code != 204
    assert CLEARS not in answer.headers
    assert "Access-Control-Allow-Headers" not in answer.headers


def test_no_other_answer_clears_anything() -> None:
    answers = answers_of_every_kind()
    assert len(answers) > 40
    assert [name for name, answer in answers.items() if CLEARS in answer.headers] == []
