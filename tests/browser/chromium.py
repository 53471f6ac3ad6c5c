"""Chromium as a phone: launch options, opening and killing it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 640}
ARGUMENTS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
ONE_PROCESS = "--renderer-process-limit=1"
"""All tabs of a phone share a process, as where memory is short: for tests, since a second one costs 60 ms.
No bench uses it: then a page has no process ready and opens more slowly."""
# hang guard: a wait takes a second, and ten times that on a busy machine
TIMEOUT_MS = 60_000
DEBIAN_CHROMIUM = "/usr/bin/chromium"
DEBIAN_HEADLESS_SHELL = "/usr/bin/chromium-headless-shell"
"""The same engine without a browser around it, at half the processor time: no notifications, no history."""


def options_of_tests(whole: bool = False) -> dict[str, Any]:
    """Launch options for tests."""
    options = launch_options(whole)
    return {**options, "args": [*options["args"], ONE_PROCESS]}


def launch_options(whole: bool = False) -> dict[str, Any]:
    """Launch options: the Chromium named in the environment, else Debian's, else Playwright's own.

    `whole` asks for the full browser, for tests of notifications or of the profile on disk.
    """
    named = os.environ.get("EGNE_ORD_CHROMIUM")
    wanted = [named] if named else [*([] if whole else [DEBIAN_HEADLESS_SHELL]), DEBIAN_CHROMIUM]
    own = [{"executable_path": path} for path in wanted if Path(path).exists()]
    return {"args": ARGUMENTS, "headless": True, **(own[0] if own else {})}


def context_options(lang: str = "da", **more: Any) -> dict[str, Any]:
    """Context options of a phone: screen size, touch and language."""
    locale = {"da": "da-DK", "en": "en-GB"}[lang]
    return {"viewport": PHONE, "has_touch": True, "locale": locale, "accept_downloads": True, **more}


def open_phone(browser: Browser, lang: str = "da", **more: Any) -> BrowserContext:
    """An empty phone, in the browser that is already running."""
    context = browser.new_context(**context_options(lang, **more))
    context.set_default_timeout(TIMEOUT_MS)
    return context


def open_kept_phone(playwright: Playwright, profile: Path, **more: Any) -> BrowserContext:
    """A phone in its own browser process, whose storage stays in ``profile``."""
    context = playwright.chromium.launch_persistent_context(
        str(profile), **options_of_tests(whole=True), **context_options(**more)
    )
    context.set_default_timeout(TIMEOUT_MS)
    return context


def kill_browser(profile: Path) -> None:
    """kill -9 the browser process that uses ``profile``, as a crash or an empty battery would."""
    browsers = [pid for pid, line in _command_lines() if _is_browser_of(line, profile)]
    for pid in browsers:
        os.kill(pid, signal.SIGKILL)
    assert browsers, f"no browser runs with the profile {profile}"
    # hang guard: killed processes are gone in a moment
    deadline = time.monotonic() + 60
    while any(_uses(line, profile) for _, line in _command_lines()):
        if time.monotonic() > deadline:
            raise RuntimeError("the killed browser left processes behind")
        time.sleep(0.05)  # fixed wait: between two looks at the processes


def _command_lines() -> list[tuple[int, list[str]]]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            except OSError:
                continue
            found.append((int(entry.name), line))
    return found


def _uses(line: list[str], profile: Path) -> bool:
    return f"--user-data-dir={profile}" in line


def _is_browser_of(line: list[str], profile: Path) -> bool:
    return _uses(line, profile) and not any(word.startswith("--type=") for word in line)


def watch(page: Page) -> list[str]:
    """A list that fills with the page's console errors and uncaught exceptions."""
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: uncaught {error}"))
    page.on(
        "console",
        lambda message: (
            troubles.append(f"{page.url}: {message.text}") if message.type in ("error", "assert") else None
        ),
    )
    return troubles


def set_font(page: Page, size: int) -> None:
    """Set the browser's own font size, as a person does in its settings; rem in media queries follow it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.enable")
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
