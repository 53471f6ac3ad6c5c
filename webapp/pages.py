"""The screens and fragments: empty shells, the same for everybody, so that a phone can cache them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request
from flask_babel import refresh
from werkzeug.wrappers import Response as AnyResponse

from webapp.content import load_examples, load_guides, load_questions
from webapp.content.crisis import load_crisis
from webapp.content.languages import FILE, SHARED, WAY_OUT, default_language, languages
from webapp.content.prose import GUIDES, HELP, INSTALL, SHEETS, Page, load_pages
from webapp.content.strict import table
from webapp.language import best_language, check_catalogues, current_language, script_words
from webapp.security import CONTENT_SECURITY_POLICY_WITH_HTMX, PERMISSIONS_WITH_CAMERA

pages = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. The row of each language gives the address for its name."""

    name: str
    acts: bool = True
    """Whether the three main acts are at the bottom edge."""
    htmx: bool = False
    view: str = ""
    """The view of the person's words that the service worker draws into this screen."""
    camera: bool = False
    """Whether this screen may ask for the camera, to scan a code."""
    styled: bool = False
    """Whether the styles of its first paint stand inside it, and the others below the words."""


SCREENS = (
    Screen("start", view="list"),
    Screen("write", htmx=True),
    Screen("five", view="five", styled=True),
    Screen("say"),
    Screen("handover", acts=False, view="handover"),
    Screen("print"),
    Screen("copy", camera=True),
    Screen("versions"),
    Screen("bin"),
    Screen("settings"),
    Screen("lock"),
    Screen("install"),
    Screen("vault", camera=True),
    Screen("two"),
    Screen("meetings"),
    Screen("meeting"),
    Screen("remind", htmx=True),
    Screen("ready"),
    Screen("role"),
    Screen("rehearse"),
    Screen("after"),
    Screen("help"),
    Screen("guides"),
    Screen("sheets"),
    Screen("together"),
    Screen("explore"),
    Screen("share"),
    Screen("take"),
    Screen("links"),
    Screen("more"),
    Screen("erase"),
)
EXAMPLES = "examples"
"""The fragment of invented examples, which has an address like a screen."""


def screen_path(name: str, language: str | None = None) -> str:
    """The path of a screen, such as `/da/skriv`."""
    return languages()[language or current_language()].path(name)


def way_out_path(language: str | None = None) -> str:
    """The path of the page of the quick exit, which says nothing of the app."""
    code = language or current_language()
    return f"/{WAY_OUT}" if code == default_language() else f"/{code}/{WAY_OUT}"


def examples_path(language: str | None = None) -> str:
    """The path of the fragment with one invented example per kind of meeting."""
    return screen_path(EXAMPLES, language)


def prose(folder: Path) -> Mapping[str, tuple[Page, ...]]:
    """The pages of one folder of webapp/content, by language."""
    return load_pages(folder, frozenset(s.name for s in SCREENS))


def check_texts() -> None:
    """Read and check all content. Raises ImpossibleContent, with a sentence, if it is invalid."""
    names = {EXAMPLES, *(s.name for s in SCREENS)}
    for code, row in languages().items():
        table(dict(row.slugs), names, f"{FILE}, {code}.slugs")
    for load in (load_examples, load_guides, load_questions, load_crisis, check_catalogues):
        load()
    for folder in (GUIDES, SHEETS, HELP, INSTALL):
        prose(folder)


def text_free_paths() -> list[str]:
    """Every path that a phone caches for offline use: all screens and fragments in all languages."""
    screens = [path for row in languages().values() for s in SCREENS for path in row.paths(s.name)]
    examples = [examples_path(language) for language in languages()]
    shared = [f"/{language}/{SHARED}" for language in languages()]
    return [*screens, *examples, *shared, *(way_out_path(language) for language in languages())]


def views() -> dict[str, str]:
    """The view that the service worker draws into each path."""
    rows = languages().values()
    return {path: s.view for row in rows for s in SCREENS if s.view for path in row.paths(s.name)}


def shell_facts(language: str, screen: Screen | None = None) -> dict[str, object]:
    """What the scripts of a page need: paths, messages in this language, the version.

    Without a screen it is the page of a link, which has no paths into the app.
    """
    return {
        "lang": language,
        "version": current_app.config["VERSION"],
        "paths": {s.name: screen_path(s.name, language) for s in SCREENS if screen},
        "switch": {code: row.slugs[screen.name] for code, row in languages().items() if screen},
        "words": script_words(language),
    }


def _revalidated(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@pages.get("/")
def front_door() -> AnyResponse:
    """Redirect a visitor to their language. On a phone with the app, its service worker answers instead."""
    answer = redirect(f"/{best_language(request)}/", 302)
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@pages.get("/<language:language>/", defaults={"slug": ""})
@pages.get("/<language:language>/<slug>")
def screen(language: str, slug: str) -> Response:
    """The shell of a screen, without anybody's words."""
    g.lang = language
    refresh()  # shells are collected inside another request, which may have a language already
    row = languages()[language]
    name = row.screen_at(slug)
    if name == EXAMPLES:
        examples = load_examples()[language]
        return _revalidated(Response(render_template("_examples.html", examples=examples, stems=row.stems)))
    if slug == SHARED:
        return _shared(language)
    if slug == WAY_OUT:
        return _way_out(language)
    found = next((s for s in SCREENS if s.name == name), None)
    if found is None:
        abort(404)
    page = render_template(
        f"{found.name}.html",
        screen=found,
        language=row,
        guides=load_guides()[language],
        questions=load_questions()[language],
        example=load_examples()[language]["psychiatry"],
        crisis=load_crisis()[language],
        guide_pages=prose(GUIDES)[language],
        sheet_pages=prose(SHEETS)[language],
        help_pages=prose(HELP)[language],
        install_pages=prose(INSTALL)[language],
        facts=shell_facts(language, found),
        first_styles=current_app.config["FIRST_STYLES"],
    )
    answer = Response(page)
    if found.htmx:
        answer.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY_WITH_HTMX
    if found.styled:
        answer.headers["Content-Security-Policy"] = current_app.config["POLICY_WITH_STYLES"]
    if found.camera:
        answer.headers["Permissions-Policy"] = PERMISSIONS_WITH_CAMERA
    return _revalidated(answer)


@pages.get(f"/{SHARED}")
def shared() -> Response:
    """The page where the recipient of a link opens it. Browsers never send the fragment after its #."""
    answer = _shared(best_language(request))
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _shared(language: str) -> Response:
    """The page of a link: nobody's words, no htmx, and no paths into the app."""
    g.lang = language
    refresh()
    page = render_template("shared.html", language=languages()[language], facts=shell_facts(language))
    return _revalidated(Response(page))


REWRITTEN = re.compile(r"(/[^#%]*)(?:#|%(?:25)*23)(.*)", re.DOTALL)
"""An address in which a mail filter wrote # as %23, or that as %2523: its page, and its fragment."""


@pages.before_app_request
def put_back_the_fragment() -> AnyResponse | None:
    """Redirect an address that a mail filter rewrote to the one with its #, which browsers do not send.

    Threat: the fragment may be the key of a link. The filter and this request have seen it; nobody else does.
    """
    found = REWRITTEN.fullmatch(request.path)
    if found is None or found[1] not in {f"/{SHARED}", *text_free_paths()}:
        return None
    answer = Response(status=302, headers={"Location": f"{found[1]}#{quote(found[2], safe='')}"})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.get(f"/{WAY_OUT}")
def way_out() -> Response:
    """The page of the quick exit: it does not show where one came from."""
    return _way_out(default_language())


def _way_out(language: str) -> Response:
    g.lang = language
    refresh()
    return _revalidated(Response(render_template("way_out.html", language=languages()[language])))


@pages.get("/healthz")
def health() -> Response:
    """Return `ok` in plain text while the server runs."""
    return Response("ok", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
