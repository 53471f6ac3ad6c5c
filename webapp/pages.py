"""The screens and fragments: empty shells, the same for everybody, so that a phone can keep them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request
from flask_babel import refresh
from werkzeug.wrappers import Response as AnyResponse

from webapp.config import LANGUAGES
from webapp.content import STEMS, load_crisis, load_examples, load_guides, load_questions
from webapp.content.prose import GUIDES, SHEETS, Page, load_pages
from webapp.language import best_language, current_language, script_words
from webapp.security import PERMISSIONS_WITH_CAMERA

pages = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its name in code and the last part of its path in each language."""

    name: str
    slugs: dict[str, str]
    acts: bool = True
    """Whether the three main acts stand at the bottom edge."""
    htmx: bool = False
    view: str = ""
    """The view of the person's words that the service worker draws into this screen."""
    camera: bool = False
    """Whether the person may let this screen look through the camera, for a code to scan."""


SCREENS = (
    Screen("start", {"da": "", "en": ""}, view="list"),
    Screen("write", {"da": "skriv", "en": "write"}, htmx=True),
    Screen("five", {"da": "fem-minutter", "en": "five-minutes"}, view="five"),
    Screen("handover", {"da": "giv-videre", "en": "hand-over"}, acts=False, view="handover"),
    Screen("print", {"da": "udskriv", "en": "print"}),
    Screen("copy", {"da": "hent", "en": "fetch"}, camera=True),
    Screen("versions", {"da": "tidligere", "en": "earlier"}),
    Screen("bin", {"da": "papirkurv", "en": "bin"}),
    Screen("settings", {"da": "indstillinger", "en": "settings"}),
    Screen("install", {"da": "app", "en": "app"}),
    Screen("vault", {"da": "boks", "en": "vault"}),
    Screen("two", {"da": "to-udgaver", "en": "two-versions"}),
    Screen("meetings", {"da": "meetings", "en": "meetings"}),
    Screen("meeting", {"da": "moede", "en": "meeting"}),
    Screen("remind", {"da": "paamind-mig", "en": "remind-me"}, htmx=True),
    Screen("ready", {"da": "klar", "en": "ready"}),
    Screen("role", {"da": "rollekort", "en": "role-card"}),
    Screen("rehearse", {"da": "oev-dig", "en": "rehearse"}),
    Screen("after", {"da": "bagefter", "en": "afterwards"}),
    Screen("help", {"da": "hjaelp", "en": "help"}),
    Screen("guides", {"da": "laes-mere", "en": "read-more"}),
    Screen("sheets", {"da": "ark", "en": "sheets"}),
    Screen("together", {"da": "skriv-sammen", "en": "write-together"}),
    Screen("explore", {"da": "uden-maal", "en": "without-a-goal"}),
    Screen("share", {"da": "del", "en": "share"}),
    Screen("links", {"da": "mine-links", "en": "my-links"}),
)
EXAMPLES = {"da": "eksempler", "en": "examples"}
SHARED = "d"
"""The last part of the path at which the one who was sent a link opens it, alike in all languages."""


def screen_path(name: str, language: str | None = None) -> str:
    """The path of a screen, such as `/da/skriv`."""
    language = language or current_language()
    screen = next(s for s in SCREENS if s.name == name)
    return f"/{language}/{screen.slugs[language]}"


def examples_path(language: str | None = None) -> str:
    """The path of the fragment that holds an invented example per kind of meeting."""
    language = language or current_language()
    return f"/{language}/{EXAMPLES[language]}"


def guide_pages() -> Mapping[str, tuple[Page, ...]]:
    """The pages of the screen `guides`, by language."""
    return load_pages(GUIDES, frozenset(s.name for s in SCREENS))


def sheet_pages() -> Mapping[str, tuple[Page, ...]]:
    """The pages to print and hand out, by language."""
    return load_pages(SHEETS, frozenset(s.name for s in SCREENS))


def text_free_paths() -> list[str]:
    """Every path a phone keeps so that it needs no network: all screens and fragments in all languages."""
    screens = [screen_path(s.name, language) for language in LANGUAGES for s in SCREENS]
    examples = [examples_path(language) for language in LANGUAGES]
    return [*screens, *examples, *(f"/{language}/{SHARED}" for language in LANGUAGES), "/ud"]


def views() -> dict[str, str]:
    """Which view the service worker draws into which path."""
    return {screen_path(s.name, language): s.view for language in LANGUAGES for s in SCREENS if s.view}


def shell_facts(screen: Screen, language: str) -> dict[str, object]:
    """What the scripts of a page need to know: paths, words of this language, the version."""
    return {
        "lang": language,
        "version": current_app.config["VERSION"],
        "paths": {s.name: screen_path(s.name, language) for s in SCREENS},
        "switch": screen.slugs,
        "words": script_words(language),
    }


def _revalidated(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@pages.get("/")
def front_door() -> AnyResponse:
    """Send a visitor to their language. On a phone that knows the app, its own worker answers instead."""
    answer = redirect(f"/{best_language(request)}/", 302)
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@pages.get("/<any(da, en):language>/", defaults={"slug": ""})
@pages.get("/<any(da, en):language>/<slug>")
def screen(language: str, slug: str) -> Response:
    """A screen's shell, without a word of anybody's."""
    g.lang = language
    refresh()  # shells are gathered inside another request, which may have read a language already
    found = next((s for s in SCREENS if s.slugs[language] == slug), None)
    if found is None and slug == EXAMPLES[language]:
        examples = load_examples()[language]
        return _revalidated(
            Response(render_template("_examples.html", examples=examples, stems=STEMS[language]))
        )
    if slug == SHARED:
        return _shared(language)
    if found is None:
        abort(404)
    page = render_template(
        f"{found.name}.html",
        screen=found,
        guides=load_guides()[language],
        questions=load_questions()[language],
        crisis=load_crisis()[language],
        guide_pages=guide_pages()[language],
        sheet_pages=sheet_pages()[language],
        facts=shell_facts(found, language),
    )
    answer = Response(page)
    if found.camera:
        answer.headers["Permissions-Policy"] = PERMISSIONS_WITH_CAMERA
    return _revalidated(answer)


@pages.get(f"/{SHARED}")
def shared() -> Response:
    """Where the one who was sent a link opens it. What stands behind its # never comes here."""
    answer = _shared(best_language(request))
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _shared(language: str) -> Response:
    """The page of a link: no words of anybody's, no htmx, and no path that leads into the app."""
    g.lang = language
    refresh()
    facts = {
        "lang": language,
        "version": current_app.config["VERSION"],
        "paths": {},
        "switch": {},
        "words": script_words(language),
    }
    return _revalidated(Response(render_template("shared.html", facts=facts)))


REWRITTEN = re.compile(r"(/[^#%]*)(?:#|%(?:25)*23)(.*)", re.DOTALL)
"""An address whose # a mail filter wrote as %23, or that again as %2523: its page, and what stood behind."""


@pages.before_app_request
def put_back_the_fragment() -> AnyResponse | None:
    """Send an address that a mail filter rewrote back behind its #, where browsers keep it to themselves.

    Threat: it may be the key of a link. The filter has seen it, and so does this request; it goes no further.
    """
    found = REWRITTEN.fullmatch(request.path)
    if found is None or found[1] not in {f"/{SHARED}", *text_free_paths()}:
        return None
    answer = Response(status=302, headers={"Location": f"{found[1]}#{quote(found[2], safe='')}"})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.get("/ud")
def way_out() -> Response:
    """A blank page that says nothing of where one came from."""
    return _revalidated(Response(render_template("way_out.html")))


@pages.get("/healthz")
def health() -> Response:
    """The plain word `ok` while the server answers."""
    return Response("ok", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
