"""`compare`: say whether a live site serves this release, file by file."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from http import HTTPStatus
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from webapp.assets import build, files_of
from webapp.bundling import BuildFailed
from webapp.commands.site import CannotFetch, Site, TooMuch
from webapp.config import CONTACT, NAME_CHARACTERS_MAX, Settings
from webapp.content.strict import ImpossibleContent
from webapp.released import FORMAT, FORMAT_VERSION, PATH, SHOWN, manifest_of
from webapp.shells import screens_app, use_build

SAME, OTHER, UNKNOWN = 0, 1, 2
"""Exit codes: it serves this release; it does not; it cannot be known."""
MANIFEST_MAX_BYTES = 1024 * 1024
DAYS_MAX = 36_500
VERSION = re.compile(r"[0-9a-f]{12}")
POLICY = "content-security-policy"


class NoManifest(Exception):
    """A site says nothing about itself that can be used; the message says what is wrong."""


def compare(settings: Settings, url: str) -> int:
    """Fetch every file that this release serves from a site, and compare it. Prints what differs."""
    try:
        with Site(url) as site:
            told = read_manifest(_manifest(site))
            app = app_like(settings, told)
            mine = manifest_of(app)
            return _report(told, mine, differences(site, app, mine["files"], told["files"]))
    except (CannotFetch, NoManifest) as trouble:
        print(f"{trouble} So it is not known what it serves.")
        return UNKNOWN
    except (BuildFailed, ImpossibleContent) as failed:
        first = str(failed).strip().partition("\n")[0].removesuffix(".")
        print(f"{first}. So there is nothing to compare the site with.")
        return UNKNOWN


def _manifest(site: Site) -> bytes:
    try:
        return site.get(PATH, MANIFEST_MAX_BYTES).body
    except TooMuch:
        raise NoManifest(f"{PATH} is too large.") from None


def read_manifest(body: bytes) -> dict[str, Any]:
    """What a site says about itself, with only the values that pages may show. Raises NoManifest."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise NoManifest(f"{PATH} is not JSON.") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NoManifest(f"{PATH} is not the manifest of a release.")
    if told.get("format_version") != FORMAT_VERSION:
        raise NoManifest(f"{PATH} is of another version of the app than this program.")
    if not isinstance(told.get("version"), str) or not VERSION.fullmatch(told["version"]):
        raise NoManifest(f"{PATH} names no version.")
    shown = told.get("shown")
    if not isinstance(shown, dict) or not _is_possible(shown):
        raise NoManifest(f"{PATH} names settings that no host can set.")
    files = told.get("files")
    if not isinstance(files, dict) or not all(isinstance(value, str) for value in files.values()):
        raise NoManifest(f"{PATH} names no files.")
    return told


def _is_possible(shown: dict[str, Any]) -> bool:
    name, contact, *days = (shown.get(each) for each in SHOWN)
    is_name = isinstance(name, str) and len(name) <= NAME_CHARACTERS_MAX and (name.isprintable() or not name)
    is_contact = isinstance(contact, str) and (not contact or bool(CONTACT.fullmatch(contact)))
    return is_name and is_contact and all(type(each) is int and 1 <= each <= DAYS_MAX for each in days)


def app_like(settings: Settings, told: dict[str, Any]) -> Flask:
    """This release, as it would be on a host with the settings and the version that a site names."""
    shown = {name: told["shown"][name] for name in SHOWN}
    built = files_of(settings, build(settings))
    app = screens_app(dataclasses.replace(settings, **shown))
    use_build(app, built, told["version"])
    return app


def differences(site: Site, app: Flask, expected: dict[str, str], told: dict[str, str]) -> list[str]:
    """A sentence for each file that a site lacks, serves otherwise, or names beside those of this release."""
    client = app.test_client()
    found = [_difference(site, path, digest, client) for path, digest in expected.items()]
    more = [
        f"{json.dumps(path[:200])} is no file of this release." for path in sorted(set(told) - set(expected))
    ]
    return [*filter(None, found), *more]


def _difference(site: Site, path: str, digest: str, client: FlaskClient) -> str:
    try:
        answer = site.get(path)
    except TooMuch:
        return f"{path} is larger than any file of this release."
    if answer.status != HTTPStatus.OK:
        return f"{path} is missing: the answer is {answer.status}."
    if hashlib.sha256(answer.body).hexdigest() != digest:
        return f"{path} is another file."
    if path.startswith("/static/") or answer.headers.get(POLICY) == client.head(path).headers[POLICY]:
        return ""
    return f"{path} has another Content-Security-Policy."


def _report(told: dict[str, Any], mine: dict[str, Any], found: list[str]) -> int:
    print(f"This release: {mine['release']}, fingerprint {mine['code']}.")
    name, contact, unused, unvisited = (told["shown"][each] for each in SHOWN)
    print(f"The site says that {name or 'nobody named'} runs it, reached at {contact or 'no address'},")
    print(f"and that vaults are kept for {unused} and {unvisited} days. Its pages say the same.")
    for sentence in found[:200]:
        print(f"  {sentence}")
    if found:
        print(f"{len(found)} differences: the site does not serve this release, or something changes it.")
        return OTHER
    print(f"All {len(mine['files'])} files are those of this release. A server could still give somebody")
    print("else other files: docs/real-app.md says what this shows and what not.")
    return SAME
