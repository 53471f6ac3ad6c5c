"""What a site serves, as SHA-256 sums: for the phone that keeps it, and for a comparison with a release.

What that proves and what not is in docs/real-app.md and decision 57.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import Any

from flask import Blueprint, Flask, Response, current_app

from webapp.config import RELEASE
from webapp.content.languages import languages
from webapp.pages import text_free_paths

released = Blueprint("released", __name__)
PATH = "/release.json"
FORMAT = "egne-ord-release"
FORMAT_VERSION = 1
ANYWHERE = ("/robots.txt", "/sw.js")
SHOWN = ("host_name", "contact", "unused_days", "unvisited_days")
"""The settings that pages show, and which therefore change them. The salt only changes addresses."""


def code_of(build: dict[str, Any]) -> str:
    """The fingerprint of a release: SHA-256, as hex, of a SHA256SUMS of the files that are built from it.

    It is the same on every site of a release, since no setting changes these files.
    """
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(build["sha256"].items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def about() -> dict[str, str]:
    """What a page says about the app that it belongs to."""
    return {"release": RELEASE, "code": code_of(current_app.config["BUILD"])}


def integrity(digest: bytes) -> str:
    """A SHA-256 digest as the Fetch Standard writes it."""
    return f"sha256-{base64.b64encode(digest).decode()}"


def integrity_of(text: str) -> str:
    """The integrity of a text in UTF-8."""
    return integrity(hashlib.sha256(text.encode()).digest())


def sums(names: list[str]) -> dict[str, str]:
    """The integrity of each of these static files, by its address."""
    config = current_app.config
    return {
        f"/static/{config['VERSION']}/{name}": integrity(bytes.fromhex(config["BUILD"]["sha256"][name]))
        for name in names
    }


def manifest_paths() -> list[str]:
    """The web app manifests: in each language one, and one under the discreet name."""
    return [f"/{language}/{name}.webmanifest" for language in languages() for name in ("manifest", "notes")]


def page_paths(version: str) -> list[str]:
    """Every address whose answer is made by the app, and is the same for everybody."""
    return [*ANYWHERE, f"/precache/{version}.json", *manifest_paths(), *text_free_paths()]


def manifest_of(app: Flask) -> dict[str, Any]:
    """The manifest of what an app serves. Needs only what `screens_app` and `use_build` make."""
    version, build = app.config["VERSION"], app.config["BUILD"]
    client = app.test_client()
    files = {f"/static/{version}/{name}": digest for name, digest in build["sha256"].items()}
    for path in page_paths(version):
        files[path] = hashlib.sha256(client.get(path).data).hexdigest()
    shown = app.jinja_env.globals["settings"]
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "release": RELEASE,
        "version": version,
        "code": code_of(build),
        "shown": {name: shown[name] for name in SHOWN},  # type: ignore[index]
        "files": dict(sorted(files.items())),
    }


def manifest_text(app: Flask) -> str:
    """The manifest as the bytes that are served and shipped."""
    return json.dumps(manifest_of(app), ensure_ascii=False, indent=1) + "\n"


@cache
def _text(app: Flask) -> str:
    return manifest_text(app)


@released.get(PATH)
def release_manifest() -> Response:
    """The manifest of this site."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return Response(_text(app), content_type="application/json", headers={"Cache-Control": "no-cache"})
