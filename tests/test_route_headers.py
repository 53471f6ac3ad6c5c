"""Every route of the URL map answers with exactly the headers of its kind; a route without a row fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from browser.screens import LANGUAGES
from reminder_client import ReminderClient, ahead
from server_fixtures import PATHS, SHELLS, the_app
from share_client import ShareClient
from vault_client import VaultClient, new_record
from webapp import create_app
from webapp.config import Settings
from webapp.security import CONTENT_SECURITY_POLICY, PERMISSIONS

ANY = ""
"""A header whose value differs from answer to answer."""
GUARDED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REVALIDATED = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding", "Content-Length": ANY}
NO_STORE = {"Cache-Control": "no-store, no-transform"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": ANY}
JSON = {"Content-Type": "application/json", "Content-Length": ANY}
PAGE = {**GUARDED, **HTML, **REVALIDATED, "ETag": ANY, "Date": ANY}
IN_ANY_LANGUAGE = {"Vary": "Accept-Language, Accept-Encoding"}
API = {**GUARDED, **NO_STORE, **JSON}
GONE = {**GUARDED, **NO_STORE, **HTML}
STATIC = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "max-age=315360000, public, immutable",
    "Content-Length": ANY,
    "ETag": ANY,
    "Last-Modified": ANY,
}
HEADERS: dict[str, dict[str, str]] = {
    "pages.front_door": {**GUARDED, **HTML, **REVALIDATED, **IN_ANY_LANGUAGE, "Location": "/da/"},
    "pages.screen": PAGE,
    "pages.shared": {**PAGE, **IN_ANY_LANGUAGE},
    "pages.way_out": PAGE,
    "pages.health": {**GUARDED, **PLAIN, "Cache-Control": "no-store"},
    "pwa.service_worker": {**GUARDED, **REVALIDATED, "Content-Type": "text/javascript; charset=utf-8"},
    "pwa.precache": {**GUARDED, **REVALIDATED, **JSON},
    "released.release_manifest": {**GUARDED, **REVALIDATED, **JSON},
    **{
        f"pwa.{name}": {**GUARDED, **REVALIDATED, "Content-Type": "application/manifest+json"}
        for name in ("manifest", "discreet_manifest")
    },
    "pwa.no_icon": {**GUARDED, **HTML, "Vary": "Accept-Encoding", "Cache-Control": "public, max-age=86400"},
    "pwa.robots": {**GUARDED, **PLAIN, "Vary": "Accept-Encoding"},
    "security_txt.contact_for_security": {
        **GUARDED,
        **PLAIN,
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, max-age=86400",
    },
    "health.ready": {**GUARDED, **PLAIN, **NO_STORE},
    **{f"vaults.{name}": API for name in ("limits", "make", "pull", "revisions", "push")},
    **{f"shares.{name}": API for name in ("make", "look", "answer", "notes")},
    "vaults.delete": GONE,
    "shares.withdraw": GONE,
    "erase.clear": {**GONE, "Clear-Site-Data": '"cache", "storage"'},
    **{
        f"reminders.{name}": {**GUARDED, **NO_STORE, **HTML, "Content-Length": ANY}
        for name in ("show", "add", "cancel")
    },
}
"""The headers of each endpoint's answer when all is well."""
REFUSED = {
    "/api/": {**GUARDED, **NO_STORE, "Content-Type": "application/problem+json"},
    "": {**GUARDED, **NO_STORE, **HTML},
}
"""The headers of a refused method, by the beginning of the path."""
WITH_HTMX = {PATHS[language, name] for language in LANGUAGES for name in ("write", "remind")}
FIVE = {PATHS[language, "five"] for language in LANGUAGES}
WITH_CAMERA = {PATHS[language, name] for language in LANGUAGES for name in ("copy", "vault")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app of a host that has set a contact, so that it has a security.txt."""
    return create_app(Settings(data=tmp_path_factory.mktemp("data"), contact="mailto:host@example.org"))


def answers(site: Flask) -> Iterator[tuple[str, str, TestResponse]]:
    """One good answer of each route and each screen: endpoint, path and answer."""
    client = site.test_client(use_cookies=False)
    version = site.config["VERSION"]
    simple = ["/", "/d", "/healthz", "/readyz", "/sw.js", f"/precache/{version}.json", "/favicon.ico"]
    simple += ["/robots.txt", "/release.json", "/.well-known/security.txt", "/api/v1/limits", *SHELLS]
    simple += [f"/{language}/{name}.webmanifest" for language in LANGUAGES for name in ("manifest", "notes")]
    for path in simple:
        yield site.url_map.bind("x").match(path)[0], path, client.get(path)
    everything = {"Authorization": "Bearer everything"}
    yield "erase.clear", "", client.post("/api/v1/erase", headers=everything)
    vault, share, phone = VaultClient(site), ShareClient(site), ReminderClient(site)
    yield "vaults.make", "", vault.send("PUT")
    yield "vaults.push", "", vault.push(new_record())
    yield "vaults.pull", "", vault.send("GET", "/records")
    yield "vaults.revisions", "", vault.send("GET", "/revisions")
    yield "vaults.delete", "", vault.send("DELETE")
    yield "shares.make", "", share.put()
    yield "shares.look", "", share.read()
    yield "shares.answer", "", share.answer()
    yield "shares.notes", "", share.send("GET", "/notes")
    yield "shares.withdraw", "", share.send("DELETE")
    yield "reminders.show", "", phone.send("list").response
    yield "reminders.add", "", phone.add(("A" * 22, ahead(days=1))).response
    yield "reminders.cancel", "", phone.cancel("A" * 22).response


def expected(endpoint: str, path: str) -> dict[str, str]:
    """The exact headers of a good answer."""
    headers = dict(HEADERS[endpoint])
    if path in WITH_HTMX:
        headers["Content-Security-Policy"] += " htmx"
    if path in FIVE:
        headers["Content-Security-Policy"] = the_app().config["POLICY_WITH_STYLES"]
    if path in WITH_CAMERA:
        headers["Permissions-Policy"] = PERMISSIONS.replace("camera=()", "camera=(self)")
    return headers


def differs(answer: TestResponse, headers: dict[str, str]) -> list[str]:
    """What an answer has beside these headers, lacks of them, or has otherwise."""
    got = list(answer.headers.items())
    wrong = [f"{name}: {value}" for name, value in got if headers.get(name, "-") not in (ANY, value)]
    missing = [f"no {name}" for name in headers if name not in answer.headers]
    twice = [name for name, _ in got if [n for n, _ in got].count(name) > 1]
    return [*wrong, *missing, *twice]


def test_every_route_has_a_row_and_every_row_a_route(site: Flask) -> None:
    assert set(HEADERS) == {rule.endpoint for rule in site.url_map.iter_rules()}


def test_every_route_and_screen_answers_with_exactly_its_headers(site: Flask) -> None:
    seen = set()
    for endpoint, path, answer in answers(site):
        assert answer.status_code in (200, 201, 204, 302), (endpoint, path)
        assert differs(answer, expected(endpoint, path)) == [], (endpoint, path)
        seen.add(endpoint)
    assert seen == set(HEADERS)


def test_a_head_has_the_headers_of_a_get(site: Flask) -> None:
    client = site.test_client(use_cookies=False)
    for path in ("/", "/d", "/healthz", "/robots.txt", "/api/v1/limits", *SHELLS):
        endpoint = str(site.url_map.bind("x").match(path)[0])
        assert differs(client.head(path), expected(endpoint, path)) == [], path


def test_a_refused_method_of_every_route_has_exactly_these_headers(site: Flask) -> None:
    given = {"language": "da", "slug": "skriv", "version": "x", "vault": "A" * 22, "share": "A" * 22}
    for rule in site.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: given[found[1]], rule.rule)
        answer = site.test_client(use_cookies=False).open(path, method="PATCH")
        kind = REFUSED["/api/" if path.startswith("/api/") else ""]
        assert answer.status_code == 405
        assert differs(answer, {**kind, "Content-Length": ANY, "Allow": ANY}) == [], path


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_every_static_file_has_exactly_these_headers(site: Flask, encoding: str) -> None:
    client = site.test_client(use_cookies=False)
    kinds = {".js": 'text/javascript; charset="utf-8"', ".css": 'text/css; charset="utf-8"'}
    kinds |= {".svg": "image/svg+xml", ".png": "image/png"}
    for name in site.config["BUILD"]["files"]:
        answer = client.get(
            f"/static/{site.config['VERSION']}/{name}", headers={"Accept-Encoding": encoding}, buffered=True
        )
        suffix = Path(name).suffix
        headers = {**STATIC, "Content-Type": kinds[suffix]}
        if suffix != ".png":
            headers["Vary"] = "Accept-Encoding"
            headers |= {"Content-Encoding": encoding} if encoding else {}
        assert differs(answer, headers) == [], name


def test_a_header_that_is_missing_other_new_or_twice_is_found(site: Flask) -> None:
    for spoil, says in (
        (lambda headers: headers.remove("ETag"), ["no ETag"]),
        (lambda headers: headers.set("Server", "x"), ["Server: x"]),
        (lambda headers: headers.set("Referrer-Policy", "origin"), ["Referrer-Policy: origin"]),
        (lambda headers: headers.add("ETag", "x"), ["ETag", "ETag"]),
    ):
        answer = site.test_client(use_cookies=False).get("/da/")
        spoil(answer.headers)
        assert differs(answer, PAGE) == says
