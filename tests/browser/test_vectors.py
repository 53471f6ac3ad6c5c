"""The known answers in a real browser, by the modules that the phone runs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .chromium import open_phone
from .real_server import ROOT

VECTORS: dict[str, Any] = json.loads((ROOT / "tests/vectors/boks-v1.json").read_text("utf-8"))

KEYS = """async ({secret}) => {
    const {keys, base64url} = window.vault;
    const {name, token, sealKey} = await keys.keysOf(base64url.fromBase64url(secret));
    const read = await crypto.subtle.exportKey('raw', sealKey).then(() => 'read', () => 'refused');
    return {vault_id: name, auth_token: token, extractable: sealKey.extractable, read};
}"""
SEALS_LIKE = """async ({secret, seal_key}) => {
    const {keys, base64url} = window.vault;
    const iv = new Uint8Array(12), body = new Uint8Array(4096);
    const {sealKey} = await keys.keysOf(base64url.fromBase64url(secret));
    const raw = base64url.fromBase64url(seal_key);
    const known = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
    const [a, b] = await Promise.all(
        [sealKey, known].map((key) => crypto.subtle.encrypt({name: 'AES-GCM', iv}, key, body)));
    return base64url.toBase64url(new Uint8Array(a)) === base64url.toBase64url(new Uint8Array(b));
}"""
RECORD = """async ({secret, record_id, rev, nonce, document}) => {
    const {keys, base64url, sealed: {seal, open}} = window.vault;
    const own = await keys.keysOf(base64url.fromBase64url(secret));
    const sealed = await seal(own, record_id, rev, document, base64url.fromBase64url(nonce));
    const bytes = base64url.fromBase64url(sealed);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return {sealed, sealed_length: bytes.length, sealed_sha256: base64url.toBase64url(digest),
            document: await open(own, record_id, rev, sealed)};
}"""
REJECT = """async ({secret, record_id, rev, sealed}) => {
    const {keys, base64url, sealed: {SealedError, open}} = window.vault;
    const own = await keys.keysOf(base64url.fromBase64url(secret));
    return open(own, record_id, rev, sealed).then(
        (document) => `opened ${document.length}`,
        (error) => (error instanceof SealedError ? error.code : String(error)));
}"""
LOAD = """async () => {
    const [keys, sealed, base64url] = await Promise.all(
        ['keys', 'sealed', 'base64url'].map((name) => import(`/js/data/vault/${name}.js`)));
    window.vault = {keys, sealed, base64url};
}"""
LONGEST = """async (secret) => {
    const {keys, base64url, sealed: {DOCUMENT_MAX_BYTES, open, seal}} = window.vault;
    const own = await keys.keysOf(base64url.fromBase64url(secret)), id = 'A'.repeat(22);
    const fits = '\\u00e6'.repeat(DOCUMENT_MAX_BYTES / 2);
    const back = await open(own, id, 1, await seal(own, id, 1, fits));
    return [back === fits, await seal(own, id, 1, `${fits}a`).catch(({code}) => code)];
}"""


class _Files(SimpleHTTPRequestHandler):
    """webapp/static as files, and one blank page."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>blank</title><link rel=icon href='data:,'>")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A blank page in a secure context with the modules loaded."""
    handler = partial(_Files, directory=str(ROOT / "webapp/static"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, open_phone(browser) as context:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        opened = context.new_page()
        opened.goto(f"http://localhost:{server.server_port}/")
        assert opened.evaluate("isSecureContext")
        opened.evaluate(LOAD)
        yield opened
        server.shutdown()


def known(vector: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The known answers among what the browser said; the long records are known by their hash."""
    return {name: vector.get(name, value) for name, value in answer.items()}


@pytest.mark.parametrize("vector", VECTORS["keys"], ids=lambda v: v["words_en"])
def test_a_secret_becomes_the_known_values_and_its_key_stays_inside(
    page: Page, vector: dict[str, Any]
) -> None:
    answer = page.evaluate(KEYS, vector)
    assert answer == {**known(vector, answer), "extractable": False, "read": "refused"}
    assert page.evaluate(SEALS_LIKE, vector) is True


@pytest.mark.parametrize("vector", VECTORS["records"], ids=lambda v: v["document"][:40])
def test_a_record_is_sealed_and_opened_as_known(page: Page, vector: dict[str, Any]) -> None:
    answer = page.evaluate(RECORD, vector)
    assert answer == known(vector, answer)


@pytest.mark.parametrize("vector", VECTORS["rejects"], ids=lambda v: v["why"])
def test_what_must_be_refused_is_refused_by_its_name(page: Page, vector: dict[str, Any]) -> None:
    assert page.evaluate(REJECT, vector) == vector["error"]


def test_the_longest_document_fits_and_the_next_is_too_long(page: Page) -> None:
    assert page.evaluate(LONGEST, VECTORS["keys"][0]["secret"]) == [True, "too-long"]
