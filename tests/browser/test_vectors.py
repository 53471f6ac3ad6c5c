"""The test vectors in a real browser, run by the modules that the phone uses."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from storage import base64url

from .chromium import open_phone
from .real_server import ROOT

VECTORS: dict[str, Any] = json.loads((ROOT / "tests/vectors/boks-v1.json").read_text("utf-8"))
NOTES: dict[str, Any] = json.loads((ROOT / "tests/vectors/notes-v1.json").read_text("utf-8"))
ANCESTRY: dict[str, Any] = json.loads((ROOT / "tests/vectors/ancestry-v1.json").read_text("utf-8"))
ACCOUNT: dict[str, Any] = json.loads((ROOT / "tests/vectors/account-v1.json").read_text("utf-8"))

KEYS = """async ({secret}) => {
    const {keys, base64url} = window.vault;
    const {name, token, sealKey, account, compareKey} = await keys.keysOf(base64url.fromBase64url(secret));
    const digest = await crypto.subtle.sign('HMAC', compareKey, new Uint8Array());
    const read = await crypto.subtle.exportKey('raw', sealKey).then(() => 'read', () => 'refused');
    return {vault_id: name, auth_token: token, extractable: sealKey.extractable, read,
            account_id: account, hmac_of_nothing: base64url.toBase64url(new Uint8Array(digest))};
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
SHARE = """async ({share_id, key, nonce, document}) => {
    const {base64url, link, sealed_share: {sealShare, openShare}} = window.vault;
    const raw = base64url.fromBase64url(key);
    const sealed = await sealShare(share_id, raw, document, base64url.fromBase64url(nonce));
    const fragment = await link.fragmentOf(share_id, raw), back = await link.readFragment(`#${fragment}`);
    return {share_id: back.id, key: base64url.toBase64url(back.key), sealed, fragment,
            document: await openShare(share_id, raw, sealed)};
}"""
NOTE = """async ({share_id, recipient_public, recipient, ephemeral, nonce, document}) => {
    const {base64url, note: {sealNote, openNote}} = window.vault;
    const known = {ephemeral, nonce: base64url.fromBase64url(nonce)};
    const sealed = await sealNote(share_id, recipient_public, document, known);
    const bytes = base64url.fromBase64url(sealed);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return {sealed, sealed_length: bytes.length, sealed_sha256: base64url.toBase64url(digest),
            document: await openNote(share_id, recipient, sealed)};
}"""
REJECT_NOTE = """async ({share_id, recipient, sealed}) => {
    const {note: {openNote}, sealed: {SealedError}} = window.vault;
    return openNote(share_id, recipient, sealed).then(
        (document) => `opened ${document.length}`,
        (error) => (error instanceof SealedError ? error.code : String(error)));
}"""
OWN_PAIR = """async (share_id) => {
    const {note: {newNotesPair, openNote, sealNote}} = window.vault;
    const {notes_key, notes_to} = await newNotesPair();
    return openNote(share_id, structuredClone(notes_key), await sealNote(share_id, notes_to, '{}'));
}"""
REJECT = """async ({secret, record_id, rev, sealed}) => {
    const {keys, base64url, sealed: {SealedError, open}} = window.vault;
    const own = await keys.keysOf(base64url.fromBase64url(secret));
    return open(own, record_id, rev, sealed).then(
        (document) => `opened ${document.length}`,
        (error) => (error instanceof SealedError ? error.code : String(error)));
}"""
VERSION = """async ({secret, record_id, rev, nonce, document: text, parents: names}) => {
    const {keys, base64url, sealed: {seal, open}, ancestry} = window.vault;
    const {readDocument, versionText} = window.vault.document;
    const own = await keys.keysOf(base64url.fromBase64url(secret)), whole = versionText(text, names ?? []);
    const sealed = await seal(own, record_id, rev, whole, base64url.fromBase64url(nonce));
    const {parents} = readDocument(await open(own, record_id, rev, sealed), record_id);
    return {sealed, text: whole, name: ancestry.versionName(sealed), parents};
}"""
READING = """({id, text}) => {
    const found = window.vault.document.readDocument(text, id);
    const reads = !found ? 'neither' : found.document ? 'document' : 'deletion';
    return {reads, parents: found?.parents ?? null};
}"""
ARRIVAL = """([{restored, agreed, version}, documents]) => {
    const {mergeBase, agreedOn, nextParents} = window.vault.ancestry;
    const known = (each) => ({...each, document: documents[each.document] ?? null});
    const row = agreed ? {...known(agreed), name: agreed.name ?? undefined, kind: 'statement',
                          earlier: agreed.earlier.map(known), sent: agreed.unanswered.map(known)} : undefined;
    const {base, isFork} = mergeBase('statement', row, known(version), restored);
    return {base, isFork, next_parents: nextParents(agreedOn('statement', row, known(version)))};
}"""
LOAD = """async () => {
    const files = (folder, names) => names.map((name) => import(`/js/data/${folder}/${name}.js`));
    const [keys, sealed, base64url, link, sealed_share, note, ancestry, document] = await Promise.all(
        [...files('vault', ['keys', 'record']), ...files('sealing', ['base64url']),
         ...files('share', ['link', 'sealed_share', 'note']),
         import('/js/core/sync/ancestry.js'), import('/js/core/sync/document.js')]);
    window.vault = {keys, sealed, base64url, link, sealed_share, note, ancestry, document};
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
        """Log nothing."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A blank page in a secure context, with the modules loaded."""
    handler = partial(_Files, directory=str(ROOT / "webapp/static"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, open_phone(browser) as context:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        opened = context.new_page()
        opened.goto(f"http://localhost:{server.server_port}/")
        assert opened.evaluate("isSecureContext")
        opened.evaluate(LOAD)
        yield opened
        server.shutdown()


def pair(private: str, public: str) -> dict[str, str]:
    """A key pair as a phone stores it."""
    point = base64url.decode(public, 65)
    x, y = base64url.encode(point[1:33]), base64url.encode(point[33:])
    return {"kty": "EC", "crv": "P-256", "d": private, "x": x, "y": y}


def with_pairs(vector: dict[str, Any]) -> dict[str, Any]:
    """A note vector, with the key pairs that the modules take."""
    sides = [side for side in ("recipient", "ephemeral") if f"{side}_private" in vector]
    return vector | {side: pair(vector[f"{side}_private"], vector[f"{side}_public"]) for side in sides}


def known(vector: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The expected members of the browser's answer; long records are compared by hash."""
    return {name: vector.get(name, value) for name, value in answer.items()}


@pytest.mark.parametrize("vector", VECTORS["keys"], ids=lambda v: v["words_en"])
def test_a_secret_derives_the_known_values_and_its_key_is_not_extractable(
    page: Page, vector: dict[str, Any]
) -> None:
    answer = page.evaluate(KEYS, vector)
    assert answer == {**known(vector, answer), "extractable": False, "read": "refused"}
    assert page.evaluate(SEALS_LIKE, vector) is True


@pytest.mark.parametrize("vector", ACCOUNT["keys"], ids=lambda v: v["account_id"])
def test_the_account_has_the_known_id_and_key(page: Page, vector: dict[str, Any]) -> None:
    answer = page.evaluate(KEYS, vector)
    assert answer == known(vector, answer)


@pytest.mark.parametrize("vector", VECTORS["records"], ids=lambda v: v["document"][:40])
def test_a_record_is_sealed_and_opened_as_known(page: Page, vector: dict[str, Any]) -> None:
    answer = page.evaluate(RECORD, vector)
    assert answer == known(vector, answer)


@pytest.mark.parametrize("vector", VECTORS["rejects"], ids=lambda v: v["why"])
def test_what_must_be_refused_is_refused_with_its_error_code(page: Page, vector: dict[str, Any]) -> None:
    assert page.evaluate(REJECT, vector) == vector["error"]


def test_the_longest_document_fits_and_the_next_is_too_long(page: Page) -> None:
    assert page.evaluate(LONGEST, VECTORS["keys"][0]["secret"]) == [True, "too-long"]


@pytest.mark.parametrize("vector", VECTORS["shares"], ids=lambda v: v["share_id"])
def test_a_share_and_its_link_are_made_and_opened_as_known(page: Page, vector: dict[str, Any]) -> None:
    answer = page.evaluate(SHARE, vector)
    assert answer == known(vector, answer)


@pytest.mark.parametrize("vector", NOTES["notes"], ids=lambda v: v["document"][:60])
def test_a_note_is_sealed_and_opened_as_known(page: Page, vector: dict[str, Any]) -> None:
    answer = page.evaluate(NOTE, with_pairs(vector))
    assert answer == known(vector, answer)


@pytest.mark.parametrize("vector", NOTES["rejects"], ids=lambda v: v["why"])
def test_a_note_that_must_be_refused_is_refused_with_its_error_code(
    page: Page, vector: dict[str, Any]
) -> None:
    assert page.evaluate(REJECT_NOTE, with_pairs(vector)) == vector["error"]


def test_a_key_pair_made_by_the_browser_opens_what_was_sealed_for_it(page: Page) -> None:
    assert page.evaluate(OWN_PAIR, NOTES["notes"][0]["share_id"]) == "{}"


@pytest.mark.parametrize("vector", ANCESTRY["versions"], ids=lambda v: f"rev {v['rev']}")
def test_a_version_is_sealed_with_its_parents_and_named_as_known(page: Page, vector: dict[str, Any]) -> None:
    answer = page.evaluate(VERSION, vector)
    assert answer == known(vector, answer)


@pytest.mark.parametrize("vector", ANCESTRY["readings"], ids=lambda v: v["why"])
def test_the_parents_of_a_version_are_read_as_known(page: Page, vector: dict[str, Any]) -> None:
    answer = page.evaluate(READING, vector)
    assert answer == known(vector, answer)


@pytest.mark.parametrize("vector", ANCESTRY["arrivals"], ids=lambda v: v["why"])
def test_an_arriving_version_is_what_the_vector_says(page: Page, vector: dict[str, Any]) -> None:
    answer = page.evaluate(ARRIVAL, [vector, ANCESTRY["documents"]])
    assert (answer["isFork"], answer["next_parents"]) == (
        vector["is"] in ("fork", "older"),
        vector["next_parents"],
    )
    base = vector["base"]
    assert answer["base"] == (ANCESTRY["documents"][base] if base else None)
