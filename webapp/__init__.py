"""Egne ord: a person's own words, ready for the first five minutes of a meeting."""

from __future__ import annotations

import json
import logging

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from htmx_flask import Htmx
from whitenoise import WhiteNoise

from webapp.api.shares import shares
from webapp.api.vaults import vaults
from webapp.assets import build
from webapp.config import LANGUAGES, Settings, settings_from
from webapp.container import services_of
from webapp.content import load_crisis, load_examples, load_guides
from webapp.errors import handle_errors
from webapp.language import current_language
from webapp.pages import examples_path, guide_pages, pages, screen_path, sheet_pages
from webapp.pwa import asset, pwa
from webapp.reminders.fragments import reminders
from webapp.security import secure, secure_static

__version__ = "0.1.0"


def create_app(settings: Settings | None = None) -> Flask:
    """The app, ready to serve. Raises ImpossibleSetting, or BuildFailed if its files cannot be built."""
    settings = settings or settings_from()
    app = Flask(__name__, static_folder=None)
    version = build(settings)
    static = settings.build / "static"
    # Threat: a redirect that adds a slash would repeat the query, and a Host header that a stranger chose.
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    app.config["VERSION"] = version
    app.config["BUILD"] = json.loads((static / version / "build.json").read_text())
    app.config["WORKER"] = (static / version / "sw.js").read_text()
    app.config["BABEL_DEFAULT_LOCALE"] = LANGUAGES[0]
    app.config["COMPRESS_MIMETYPES"] = [
        "text/html",
        "text/javascript",
        "application/json",
        "application/manifest+json",
    ]
    app.logger.setLevel(logging.WARNING)
    Babel(app, locale_selector=current_language)
    Compress(app)
    Htmx(app)
    app.jinja_env.globals.update(
        asset=asset,
        screen_path=screen_path,
        examples_path=examples_path,
        languages=LANGUAGES,
        settings=settings,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for load in (load_examples, load_guides, load_crisis, guide_pages, sheet_pages):
        load()  # invalid content stops the start
    app.register_blueprint(pages)
    app.register_blueprint(pwa)
    app.register_blueprint(vaults)
    app.register_blueprint(shares)
    app.register_blueprint(reminders)
    app.config["SERVICES"] = services_of(settings)
    handle_errors(app)
    secure(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=static,
        prefix="static/",
        immutable_file_test=lambda path, url: True,
        allow_all_origins=False,
        add_headers_function=secure_static,
    )
    return app
