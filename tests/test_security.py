"""Defences of every response: the content policy, no cookies, limited bodies, and no reflected input."""

import re
from pathlib import Path

import pytest
from flask import Flask, request
from htmx_flask import request as htmx_request
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app

from browser.screens import LANGUAGES
from server_fixtures import PATHS, answers_of_every_kind, asset_path, fetch, page, the_app
from sweeps import search
from webapp import create_app
from webapp.config import Settings
from webapp.security import BODY_MAX_BYTES

POLICY = {f"{kind}-src 'self'" for kind in ("script", "style", "img", "connect", "manifest", "worker")} | {
    *("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"),
    "require-trusted-types-for 'script'",
}
WITH_HTMX = {PATHS[language, name] for language in LANGUAGES for name in ("write", "remind")}
"""The screens that load fragments."""
OTHER_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ANSWERS = answers_of_every_kind()
MARKER = "zqxjkvzq"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "x"]
STARTS = ["", "da/", "en/", "da", "static/", f"static/{the_app().config['VERSION']}/", "precache/", "sw.js"]
STARTS += ["reminders/", "reminders/da/list", "reminders/en/add"]
HEADERS = [
    "COOKIE",
    "ACCEPT_LANGUAGE",
    "ACCEPT_ENCODING",
    "IF_NONE_MATCH",
    "IF_MODIFIED_SINCE",
    "RANGE",
    "HOST",
]
HEADERS += ["HX_REQUEST", "HX_CURRENT_URL", "REFERER", "ORIGIN", "X_FORWARDED_HOST"]
HEADERS += [
    "X_FORWARDED_PROTO",
    "AUTHORIZATION",
    "TRANSFER_ENCODING",
    "EXPECT",
    "X_HTTP_METHOD_OVERRIDE",
    "USER_AGENT",
]
header_text = st.text(st.characters(max_codepoint=255, blacklist_characters="\r\n"), max_size=20)


@pytest.fixture(scope="module")
def probed() -> Flask:
    """The app with two extra routes: one returns the request headers, one returns the body."""
    app = create_app()
    app.add_url_rule("/seen", "seen", lambda: f"{request.headers!r} {htmx_request.htmx.current_url}")
    app.add_url_rule("/read", "read", lambda: request.get_data(), methods=["POST"])
    return app


@pytest.mark.parametrize("asked", ANSWERS)
def test_every_response_has_the_policy_and_no_cookie(asked: str) -> None:
    headers = ANSWERS[asked].headers
    directives = [part.strip() for part in headers["Content-Security-Policy"].split(";")]
    if asked in (PATHS[language, "five"] for language in LANGUAGES):
        # One style, by its hash: tests/test_pages.py compares it with the page.
        directives = [re.sub(r" 'sha256-[A-Za-z0-9+/]{43}='$", "", part) for part in directives]
    policies = "trusted-types egne-ord htmx" if asked in WITH_HTMX else "trusted-types egne-ord"
    assert (set(directives), len(directives)) == (POLICY | {policies}, len(POLICY) + 1)
    assert {name: headers.get(name) for name in OTHER_HEADERS} == OTHER_HEADERS
    assert "Set-Cookie" not in headers
    assert "cookie" not in headers.get("Vary", "").lower()


def test_a_precached_page_has_the_security_headers_of_the_server() -> None:
    precached = fetch(f"/precache/{the_app().config['VERSION']}.json").get_json()["shells"]
    for path, copy in precached.items():
        for name in (
            "Content-Security-Policy",
            "Content-Type",
            "Permissions-Policy",
            *list(OTHER_HEADERS)[:3],
        ):
            assert copy["headers"][name] == fetch(path).headers[name]


def every_path() -> list[str]:
    """A path for each route, with and without what it names; static files; and what does not exist."""
    given = {"language": "da", "slug": "skriv", "version": the_app().config["VERSION"]}
    rules = list(the_app().url_map.iter_rules())
    known = [str(rule.rule) for rule in rules]
    filled = [
        re.sub(r"<(?:\w+:)?(\w+)>", lambda found: given.get(found[1], "A" * 22), rule) for rule in known
    ]
    static = [asset_path(path) for path in ("js/app.js", "icons/icon-192.png", "nothing.js", "../x", "")]
    return sorted({*filled, *(path.replace("A" * 22, "x") for path in filled), *static, "/static/", "/nope"})


@pytest.mark.parametrize("path", every_path())
def test_every_answer_of_every_route_and_method_is_not_sniffed_and_not_shared(path: str) -> None:
    """Also the refusals of what serves the static files."""
    for method in METHODS:
        answer = fetch(path, method)
        for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy"):
            assert answer.headers.getlist(name) == [OTHER_HEADERS[name]], (method, answer.status_code)
        assert "Strict-Transport-Security" not in answer.headers


def test_https_is_asked_for_where_the_origin_is_https(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, origin="https://egneord.example"))
    for path in ("/", "/da/", "/nope", "/sw.js", "/api/v1/limits", asset_path("js/app.js"), asset_path("x")):
        for method in ("GET", "POST"):
            answer = fetch(path, method, app)
            assert answer.headers.getlist("Strict-Transport-Security") == ["max-age=31536000"]


@pytest.mark.parametrize(
    "path", ["js/ui/lifecycle.js", "css/app.css", "icons/icon.svg", "icons/icon-192.png", "x"]
)
def test_a_static_file_is_not_sniffed_and_not_shared_with_other_origins(path: str) -> None:
    headers = fetch(asset_path(path)).headers
    assert headers.get("X-Content-Type-Options") == "nosniff"
    assert headers.get("Cross-Origin-Resource-Policy") == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("name", ["HX-Current-URL", "hx-current-url", "HX_Current_URL"])
def test_the_address_that_htmx_sends_never_reaches_the_app(probed: Flask, name: str) -> None:
    client = probed.test_client(use_cookies=False)
    seen = client.get("/seen", headers={name: f"http://x/da/skriv#{MARKER}", "HX-Request": "true"}).text
    assert "Hx-Request" in seen
    assert seen.endswith(" None")
    assert MARKER not in seen


@pytest.mark.parametrize(("asks", "sentence"), [("da", "Det var for stort"), ("en", "That was too large")])
def test_a_body_over_the_limit_is_refused_with_a_sentence(probed: Flask, asks: str, sentence: str) -> None:
    client = probed.test_client(use_cookies=False)
    fits, over = b"a" * BODY_MAX_BYTES, b"a" * (BODY_MAX_BYTES + 1)
    assert client.post("/read", data=fits).data == fits
    refused = client.post("/read", data=over, headers={"Accept-Language": asks})
    assert (refused.status_code, refused.headers["Cache-Control"]) == (413, "no-store, no-transform")
    assert sentence in page(refused.text).text()
    fragment = client.post("/read", data=over, headers={"Accept-Language": asks, "HX-Request": "true"})
    assert page(fragment.text).text().startswith(sentence)
    assert len(page(fragment.text).every()) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", [*PATHS.values(), "/", "/ud", "/sw.js", "/healthz"])
def test_pages_accept_no_method_that_sends_data(path: str, method: str) -> None:
    answer = fetch(path, method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "Dine ord er stadig på din telefon." in answer.text or "Your words are still" in answer.text


@search(400)
@given(
    method=st.sampled_from(METHODS),
    start=st.sampled_from(STARTS),
    path=st.binary(max_size=30),
    query=st.binary(max_size=30),
    headers=st.dictionaries(st.sampled_from(HEADERS), header_text, max_size=4),
    body=st.binary(max_size=60),
)
@example("GET", "da/", b"\xff\x00", b"%", {"ACCEPT_LANGUAGE": "da;q=\xff"}, b"")
@example("GET", "da", b"", b"a=b", {"HOST": "evil.example/\\"}, b"")
@example("GET", "", b"/" * 29, b"", {"HX_REQUEST": "true", "RANGE": "bytes=-9"}, b"x")
def test_no_request_causes_an_error_a_cookie_or_reflected_input(
    method: str, start: str, path: bytes, query: bytes, headers: dict[str, str], body: bytes
) -> None:
    environ = EnvironBuilder(method=method, data=MARKER.encode() + body).get_environ()
    environ |= {f"HTTP_{name}": MARKER + value for name, value in headers.items()}
    environ["PATH_INFO"] = f"/{start}{path.decode('latin-1')}"
    environ["QUERY_STRING"] = f"{MARKER}{query.decode('latin-1')}"
    answer, status, sent = run_wsgi_app(the_app(), environ, buffered=True)
    body_text = b"".join(answer).decode("utf-8", "replace")
    assert int(status.split()[0]) < 500
    assert "Set-Cookie" not in sent
    assert MARKER not in body_text
    assert not [value for name, value in sent if MARKER in value]
    assert not re.search(r"Traceback|werkzeug|flask", body_text, re.I)
