"""A missing browser fails its tests in plain words, unless it is left out on purpose."""

from __future__ import annotations

import pytest

from .other_browsers import WITHOUT, firefox, mini_browser, need


def test_a_missing_browser_fails_and_names_its_package_and_the_way_to_leave_it_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(WITHOUT, raising=False)
    monkeypatch.setenv("EGNE_ORD_FIREFOX", "/nowhere/firefox")
    with pytest.raises(pytest.fail.Exception) as failed:
        firefox()
    assert str(failed.value) == (
        "Firefox ESR is not on this machine. Install the package firefox-esr, "
        "or leave its tests out with EGNE_ORD_WITHOUT=firefox."
    )


def test_a_browser_left_out_on_purpose_is_skipped_with_that_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WITHOUT, "firefox, webkit")
    for browser in (firefox, mini_browser):
        with pytest.raises(
            pytest.skip.Exception, match="left out on purpose: EGNE_ORD_WITHOUT=firefox, webkit"
        ):
            browser()


def test_another_name_leaves_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WITHOUT, "firefoxes")
    with pytest.raises(pytest.fail.Exception, match="is not on this machine"):
        need(None, "firefox", "Firefox ESR", "firefox-esr")
