"""An app with only the screens, without services. The build renders from it what every phone caches."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask, Response, request
from flask_babel import Babel
from flask_compress import Compress
from htmx_flask import Htmx

from webapp.bundling import FIRST_STYLES
from webapp.config import Settings
from webapp.content.languages import default_language, languages
from webapp.language import LanguageConverter, current_language
from webapp.pages import check_texts, examples_path, pages, screen_path, way_out_path
from webapp.pwa import asset, kept_shells, pwa
from webapp.released import about, integrity_of, manifest_paths
from webapp.security import policy_with_styles, secure, secure_static

UNVERSIONED = "unversioned"
"""A placeholder for the version, which is known only after rendering, because it is a hash of the result."""
API = "/api/"
COMPRESSED = ["text/html", "text/javascript", "application/json", "application/manifest+json"]


class PlainFlask(Flask):
    """Flask without a look at each function that it calls, whether that is a coroutine: none of ours is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """See Flask."""
        return func


def shown(settings: Settings) -> dict[str, str | int]:
    """The settings that a page may show. Phones cache the pages, so the version depends on these."""
    return {
        "version_salt": settings.version_salt,
        "unused_days": settings.unused_days,
        "unvisited_days": settings.unvisited_days,
        "host_name": settings.host_name,
        "contact": settings.contact,
    }


def _compress_pages(app: Flask) -> None:
    """Compress what caches may keep, and nothing else.

    Sealed bytes shrink by a quarter and take sixteen times as long. Threat: a few clients that ask for
    compressed pulls keep the server busy for all others.
    """
    app.config["COMPRESS_REGISTER"] = False
    compress = Compress(app)

    @app.after_request
    def compress_pages(response: Response) -> Response:
        if request.path.startswith(API) or "no-store" in response.headers.get("Cache-Control", ""):
            return response
        answer: Response = compress.after_request(response)
        return answer


def screens_app(settings: Settings) -> Flask:
    """An app with all screens and no services. Raises ImpossibleContent if a text is missing."""
    check_texts()
    app = PlainFlask("webapp", static_folder=None)
    # A redirect for a missing slash would reflect the query, with a host that the client chose.
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    app.url_map.converters["language"] = LanguageConverter
    app.config["BABEL_DEFAULT_LOCALE"] = default_language()
    app.config["COMPRESS_MIMETYPES"] = COMPRESSED
    Babel(app, locale_selector=current_language)
    _compress_pages(app)
    Htmx(app)
    app.jinja_env.globals.update(
        asset=asset,
        screen_path=screen_path,
        way_out_path=way_out_path,
        examples_path=examples_path,
        languages=languages,
        settings=shown(settings),
        about=about,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(pages)
    app.register_blueprint(pwa)
    secure(app)
    return app


def use_build(app: Flask, built: Path, version: str) -> None:
    """Make an app serve the files in a folder under a version."""
    app.config["VERSION"] = version
    app.config["BUILD"] = json.loads((built / "build.json").read_text())
    app.config["WORKER"] = (built / "sw.js").read_text()
    styles = (built / FIRST_STYLES).read_text().strip()
    app.config["FIRST_STYLES"] = styles
    app.config["POLICY_WITH_STYLES"] = policy_with_styles(integrity_of(styles))


def kept_by_phones(settings: Settings, built: Path) -> str:
    """What a phone caches besides the files of a folder, with its headers and without the version.

    That is the shells, the worker with its facts, the manifests, and the headers of static files.
    """
    app = screens_app(settings)
    app.testing = True  # so that an error in a template stops the build with its own message
    use_build(app, built, UNVERSIONED)
    client = app.test_client()
    kept: dict[str, object] = {"shells": kept_shells(app), "static": static_headers()}
    for path in ("/sw.js", *manifest_paths()):
        answer = client.get(path)
        kept[path] = [list(answer.headers.items()), answer.get_data(as_text=True)]
    return json.dumps(kept, ensure_ascii=False)


def static_headers() -> list[tuple[str, str]]:
    """The headers of each static file, which a phone caches with it."""
    headers = Headers()
    secure_static(headers, "", "")
    return headers.items()
