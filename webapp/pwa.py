"""The parts of an installable app: the service worker, the list of what it caches, and the manifest."""

from __future__ import annotations

import json
from functools import cache, lru_cache

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, g, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import refresh

from webapp.bundling import FIRST_STYLES
from webapp.content.languages import SHARED, languages
from webapp.pages import examples_path, screen_path, text_free_paths, views, way_out_path
from webapp.released import integrity_of, sums
from webapp.security import HEADERS, KEPT_HEADERS

pwa = Blueprint("pwa", __name__)
DEFERRED = (".png", "/notes.svg", "/notes-maskable.svg")
"""Files that a phone fetches only on demand: the system requests icons and pictures, at installation."""
SHORTCUTS = ("five", "handover", "ready")
PICTURED = ("start", "five", "handover")  # by `bin/pictures --manifest`, for an installer
PICTURE_SIZE = "540x1170"
WORKER = ("js/shared.js", "js/phone.js")
"""The scripts of the worker, in order; pages load the first one too."""
REST = (
    "js/common.js",
    "js/secondary.js",
    "js/vault.js",
    "js/app_lock.js",
    "js/read_share.js",
    "js/qr_write.js",
    "js/qr_read.js",
    "js/htmx.js",
    "js/way_out.js",
)
"""Files that a first visit does not need; a phone caches them from its second visit on."""


def asset(path: str) -> str:
    """The versioned path of a static file, such as `/static/1f…/js/app.js`."""
    return f"/static/{current_app.config['VERSION']}/{path}"


@pwa.get("/sw.js")
def service_worker() -> Response:
    """The worker's source, after one line with its version and the list of what to cache."""
    facts = {
        "version": current_app.config["VERSION"],
        "languages": tuple(languages()),
        "fragments": [examples_path(language) for language in languages()],
        "scripts": [asset(f) for f in WORKER],
        "views": views(),
        "shared": SHARED,
        "exits": [way_out_path(language) for language in languages()],
        "locks": {code: screen_path("lock", code) for code in languages()},
        "shells": url_for("pwa.precache", version=current_app.config["VERSION"]),
        "sum": integrity_of(kept_shells(_app())),
        "rest": [asset(f) for f in REST],
        "plain": _plain(),
        "styled": {"Content-Security-Policy": current_app.config["POLICY_WITH_STYLES"]},
    }
    source = current_app.config["WORKER"]
    body = f"const APP = {json.dumps(facts, ensure_ascii=False, separators=(',', ':'))};\n{source}".encode()
    return _small(body, "text/javascript; charset=utf-8")


def _app() -> Flask:
    found: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return found


def _first() -> list[str]:
    """The files that a phone keeps from its first visit on, and fetches itself."""
    files: list[str] = current_app.config["BUILD"]["files"]
    return [
        f
        for f in files
        if not f.endswith(DEFERRED) and f not in (FIRST_STYLES, "js/phone.js", "sw.js", *REST)
    ]


@lru_cache(maxsize=4)
def _smallest(body: bytes) -> bytes:
    """A body that every new phone fetches, compressed once and as far as it goes: a second for all shells."""
    return bytes(brotli.compress(body))


def _small(body: bytes, kind: str) -> Response:
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.accept_encodings["br"]:
        body, headers["Content-Encoding"] = _smallest(body), "br"
    return Response(body, content_type=kind, headers=headers)


def _plain() -> dict[str, object]:
    """A page inside the worker, in every language, for use when the cache is lost and there is no network."""
    said = []
    for language in languages().values():
        g.lang = language.code
        refresh()
        sentence = _(
            "Appen ligger ikke på telefonen lige nu. Dine ord er her stadig. Åbn appen, når der er net."
        )
        said.append((language, sentence, _("Prøv igen")))
    guarded = {name: value for name, value in HEADERS.items() if name in KEPT_HEADERS}
    headers = {"Content-Type": "text/html; charset=utf-8", **guarded}
    return {"headers": headers, "body": render_template("plain.html", said=said)}


def shells(app: Flask) -> dict[str, dict[str, object]]:
    """All shells, by path, each with the headers and the body that a phone keeps."""
    client = app.test_client()
    kept: dict[str, dict[str, object]] = {}
    for path in text_free_paths():
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code} and cannot be kept for offline use.")
        headers = {k: v for k, v in answer.headers.items() if k in KEPT_HEADERS}
        kept[path] = {"headers": headers, "body": answer.get_data(as_text=True)}
    return kept


@cache
def kept_shells(app: Flask) -> str:
    """All shells in one body, so that compression sends shared parts only once, with the sums of all files.

    A phone checks this body against the worker's own facts, and each file against the sums in it.
    """
    with app.test_request_context():
        checked = sums([*_first(), *REST])
    return json.dumps({"sums": checked, "shells": shells(app)}, ensure_ascii=False)


@pwa.get("/precache/<version>.json")
def precache(version: str) -> Response:
    """All shells of this version; 404 for another version, whose phones keep their cache."""
    if version != current_app.config["VERSION"]:
        abort(404)
    return _small(kept_shells(_app()).encode(), "application/json")


def _called(name: str) -> str:
    """What a screen of the manifest is called."""
    names: dict[str, str] = {
        "start": _("Dine ord"),
        "five": _("Fem minutter"),
        "handover": _("Giv telefonen videre"),
        "ready": _("Gør dig klar"),
    }
    return names[name]


def _shortcut(name: str, language: str) -> dict[str, object]:
    """A way to a screen from the icon of the installed app."""
    icon = {"src": asset(f"icons/{name}-96.png"), "sizes": "96x96", "type": "image/png"}
    return {"name": _called(name), "url": screen_path(name, language), "icons": [icon]}


def _pictures(language: str) -> list[dict[str, str]]:
    """Pictures of screens with invented words, for whoever is about to install the app.

    A language that was added since they were taken has none.
    """
    files = {name: f"pictures/{language}-{name}.png" for name in PICTURED}
    taken = {name: file for name, file in files.items() if file in current_app.config["BUILD"]["files"]}
    kind = {"sizes": PICTURE_SIZE, "type": "image/png", "form_factor": "narrow"}
    return [{"src": asset(file), "label": _called(name), **kind} for name, file in taken.items()]


def _icons(plain: str, maskable: str) -> list[dict[str, str]]:
    """The icon in both shapes and sizes; the names are those of the PNG files."""
    return [
        {"src": asset(f"icons/{name}-{n}.png"), "sizes": f"{n}x{n}", "type": "image/png", "purpose": purpose}
        for name, purpose in ((plain, "any"), (maskable, "maskable"))
        for n in (192, 512)
    ]


@pwa.get("/<language:language>/notes.webmanifest")
def discreet_manifest(language: str) -> Response:
    """The same app under a name that says nothing, for a phone that others look through.

    No shortcuts, pictures or description: a launcher and an installer would show what they say.
    """
    g.lang = language
    refresh()  # the release's is made inside another request
    body: dict[str, object] = {
        **dict.fromkeys(("id", "start_url", "scope"), "/"),
        "name": _("Noter"),
        "short_name": _("Noter"),
        "lang": language,
        "dir": languages()[language].direction,
        "display": "standalone",
        "orientation": "any",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": _icons("notes", "notes-maskable"),
    }
    return _manifest(body)


def _manifest(body: dict[str, object]) -> Response:
    answer = Response(json.dumps(body, ensure_ascii=False), content_type="application/manifest+json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@pwa.get("/<language:language>/manifest.webmanifest")
def manifest(language: str) -> Response:
    """The web app manifest in one language; the app has the same identity in all."""
    g.lang = language
    refresh()  # as above
    body: dict[str, object] = {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "name": "Egne ord",
        "short_name": "Egne ord",
        "lang": language,
        "dir": languages()[language].direction,
        "description": _("Skriv dine egne ord før et møde, og sig dem i de første fem minutter."),
        "display": "standalone",
        "orientation": "any",
        "background_color": "#f6f1e7",
        "theme_color": "#f6f1e7",
        "categories": ["productivity"],
        "icons": [
            *_icons("icon", "maskable"),
            {"src": asset("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
        ],
        "shortcuts": [_shortcut(name, language) for name in SHORTCUTS],
        "screenshots": _pictures(language),
    }
    return _manifest(body)


@pwa.get("/favicon.ico")
def no_icon() -> Response:
    """No icon: pages name theirs, and the blank page of the quick way out has none."""
    return Response(status=204, headers={"Cache-Control": "public, max-age=86400"})


@pwa.get("/robots.txt")
def robots() -> Response:
    """Allow everything: the public pages contain nobody's words."""
    return Response("User-agent: *\nAllow: /\n", content_type="text/plain; charset=utf-8")
