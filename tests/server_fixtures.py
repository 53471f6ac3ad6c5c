"""Requests to the app, and its pages parsed as a browser and a screen reader parse them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from flask import Flask
from werkzeug.test import TestResponse

from browser.screens import EVERY_SCREEN, LANGUAGES, SCREENS
from webapp import create_app

COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
NEEDS = re.compile(r"""(?<![\w'-])(?:from|import)\s*\(?\s*['"]([^'"]+)['"]""")
VOID = {"br", "circle", "hr", "img", "input", "link", "meta"}
FRAGMENTS = {"da": "/da/eksempler", "en": "/en/examples"}
PATHS = {(lang, name): f"/{lang}/{SCREENS[name][LANGUAGES.index(lang)]}" for lang, name in EVERY_SCREEN}
LINK_PAGES = {"da": "/da/d", "en": "/en/d"}
"""Paths of the page that opens a share link."""
OLD_PATHS = ["/da/meetings"]
"""Paths that screens had before, which stay."""
EXITS = {"da": "/ud", "en": "/en/ud"}
"""Paths of the page of the quick exit."""
SHELLS = [*PATHS.values(), *OLD_PATHS, *FRAGMENTS.values(), *LINK_PAGES.values(), *EXITS.values()]
"""Paths of all shells: the pages without user data that a phone caches."""


@cache
def the_app() -> Flask:
    """One app for all tests. A test that adds a route must create its own."""
    return create_app()


def fetch(path: str, method: str = "GET", app: Flask | None = None, **headers: str) -> TestResponse:
    """Send one request. Headers are given with underscores: `Accept_Language="en"`."""
    client = (app or the_app()).test_client(use_cookies=False)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.open(path, method=method, headers=named, buffered=True)


def answers_of_every_kind() -> dict[str, TestResponse]:
    """One response of each kind that the app gives, by a name for the request."""
    app = the_app()
    get = ["/", "/da", "/ud", "/healthz", "/sw.js", "/robots.txt", "/nope", "/da/nope", "/precache/x.json"]
    get.append("/.well-known/security.txt")
    get += [
        *PATHS.values(),
        *FRAGMENTS.values(),
        *LINK_PAGES.values(),
        "/d",
        f"/precache/{app.config['VERSION']}.json",
    ]
    names = ("manifest", "notes")
    get += [f"/{language}/{name}.webmanifest" for language in LANGUAGES for name in names]
    answers = {path: fetch(path) for path in get}
    answers |= {f"{method} /da/": fetch("/da/", method) for method in ("POST", "PUT", "TRACE", "OPTIONS")}
    answers["unchanged"] = fetch("/da/", If_None_Match=fetch("/da/").headers["ETag"])
    answers["fragment"] = fetch("/da/nope", HX_Request="true")
    return answers


def asset_path(path: str) -> str:
    """The path of a static file of this version."""
    return f"/static/{the_app().config['VERSION']}/{path}"


def module_graph(entry: Path, without: str = "") -> set[Path]:
    """The files of a module and all its imports. Imports of a module named `without` are not followed.

    Fails if an import is a package name instead of a path.
    """
    found: set[Path] = set()
    waiting = {entry}
    while waiting:
        module = waiting.pop()
        found.add(module)
        if module.name == without:
            continue
        named = NEEDS.findall(COMMENT.sub("", module.read_text()))
        assert all(name.startswith(".") for name in named), f"{module.name} names {named}"
        waiting |= {(module.parent / name).resolve() for name in named} - found
    return found


@dataclass
class Element:
    """One element of a page. `inside`: its texts and child elements in order."""

    tag: str
    attrs: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def every(self, *tags: str) -> list[Element]:
        """All descendants in document order, or those with one of these tags."""
        below = [e for child in self.inside if isinstance(child, Element) for e in (child, *child.every())]
        return [e for e in below if not tags or e.tag in tags]

    def source(self) -> str:
        """All text content, unchanged."""
        return "".join(child if isinstance(child, str) else child.source() for child in self.inside)

    def text(self) -> str:
        """The text as a screen reader reads it: whitespace collapsed, decoration left out."""
        parts = [c if isinstance(c, str) else c.text() for c in self.inside if not _is_decoration(c)]
        return " ".join("".join(parts).split())


def _is_decoration(child: Element | str) -> bool:
    return isinstance(child, Element) and child.attrs.get("aria-hidden") == "true"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"<{tag}> repeats an attribute: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:  # a shape of an icon, which ends itself
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            closed = self.open.pop()
            assert closed.tag == tag, f"</{tag}> closes <{closed.tag}>"

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def page(markup: str) -> Element:
    """Parse a page into a tree. Fails if an element is not closed, or closed in the wrong place."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert len(reader.open) == 1, f"not closed: {[e.tag for e in reader.open[1:]]}"
    return reader.open[0]


def fields_of(root: Element) -> list[Element]:
    """The form fields that a person can fill in or choose."""
    return [e for e in root.every("input", "textarea", "select") if e.attrs.get("type") != "hidden"]


def names(root: Element) -> dict[str, list[str]]:
    """The accessible names on a page, by role."""
    labels = {e.attrs["for"]: e.text() for e in root.every("label") if "for" in e.attrs}
    wrapped = {id(i): e.text() for e in root.every("label") for i in e.every("input", "select", "textarea")}

    def name(element: Element) -> str:
        own = element.attrs.get("aria-label") or labels.get(element.attrs.get("id", ""))
        return own or wrapped.get(id(element)) or element.text()

    fields = fields_of(root)
    radios = [e for e in fields if e.attrs.get("type") == "radio"]
    return {
        "heading": [e.text() for e in root.every("h1", "h2", "h3")],
        "link": [name(e) for e in root.every("a") if "href" in e.attrs],
        "button": [name(e) for e in root.every("button")],
        "radio": [name(e) for e in radios],
        "field": [name(e) for e in fields if e not in radios],
        "summary": [e.text() for e in root.every("summary")],
    }
