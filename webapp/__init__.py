"""Egne ord: a person's own words, ready for the first five minutes of a meeting."""

from __future__ import annotations

import logging
from contextlib import nullcontext, suppress

from flask import Flask
from whitenoise import WhiteNoise

from webapp.api.erase import erase
from webapp.api.shares import shares
from webapp.api.vaults import vaults
from webapp.assets import build, files_of, static_folders
from webapp.config import RELEASE, Settings, settings_from
from webapp.container import services_of
from webapp.errors import handle_errors
from webapp.health import health
from webapp.metrics import measure, metrics_of
from webapp.released import released
from webapp.reminders.fragments import reminders
from webapp.security import secure_everything, secure_static
from webapp.security_txt import security_txt
from webapp.shells import screens_app, use_build

__version__ = RELEASE


def create_app(settings: Settings | None = None) -> Flask:
    """The app, ready to serve.

    Raises ImpossibleSetting, ImpossibleContent if a language lacks a text, or BuildFailed if its files cannot
    be built.
    """
    settings = settings or settings_from()
    version = build(settings)
    app = screens_app(settings)
    use_build(app, files_of(settings, version), version)
    app.logger.setLevel(logging.WARNING)
    app.register_blueprint(vaults)
    app.register_blueprint(shares)
    app.register_blueprint(erase)
    app.register_blueprint(reminders)
    app.register_blueprint(security_txt)
    app.register_blueprint(health)
    app.register_blueprint(released)
    app.config["SERVICES"] = services_of(settings)
    handle_errors(app)
    files = WhiteNoise(
        app.wsgi_app,
        immutable_file_test=lambda path, url: True,
        allow_all_origins=False,
        add_headers_function=secure_static,
    )
    for root, prefix in static_folders(settings, version):
        # Another server that starts may sweep a version meanwhile: nobody has asked for it for thirty days.
        # `add_files` would look whether it is there first, which says nothing of a moment later.
        with nullcontext() if version in prefix else suppress(FileNotFoundError):
            files.update_files_dictionary(f"{root}/", prefix)
    app.wsgi_app = secure_everything(files, bool(settings.origin))  # type: ignore[assignment, method-assign]
    if (metrics := metrics_of(settings)) is not None:
        measure(app, metrics)
    return app
