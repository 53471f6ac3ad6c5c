"""The app behind Caddy and nginx, with the files of deploy/: https, HTTP/2, the service worker."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Playwright, expect

from fresh_client import encode
from proxies import Caddy, Nginx, Proxy
from webapp.api.addresses import FACTOR_4

from .chromium import launch_options, open_phone
from .real_server import RealServer

REQUESTS_A_MINUTE = 4
TRIES = 2 * FACTOR_4 * REQUESTS_A_MINUTE + 2
"""More than two minutes allow to one address, in case one ends meanwhile."""
A_PUSH_BYTES = 100 * 80_000
"""About the largest push that the server takes with its default settings."""
UNKNOWN = f"/api/v1/vaults/{encode(bytes(16))}/records?since=0"
MARK = "a-mark-that-no-log-may-hold"
PROTOCOL = "() => performance.getEntriesByType('navigation')[0].nextHopProtocol"
WORKER = "() => navigator.serviceWorker.ready.then((one) => one.active.scriptURL)"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A server that knows of one proxy in front."""
    server = RealServer(tmp_path_factory.mktemp("host"))
    server.start(EGNE_ORD_PROXIES="1", EGNE_ORD_RATE_REQUESTS=str(REQUESTS_A_MINUTE))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def caddy(host: RealServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Caddy with its own CA."""
    with Caddy(tmp_path_factory.mktemp("caddy"), host.port) as running:
        yield running


@pytest.fixture(scope="module")
def nginx(host: RealServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Nginx with a certificate of the tests."""
    with Nginx(tmp_path_factory.mktemp("nginx"), host.port) as running:
        yield running


@pytest.fixture(params=["caddy", "nginx"])
def proxy_in_front(request: pytest.FixtureRequest) -> Proxy:
    """Each proxy that docs/operating.md names."""
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def trusted(proxy: Proxy) -> str:
    """A Chromium argument that trusts the key of a proxy's certificate."""
    key = x509.load_der_x509_certificate(proxy.handshake()[1]).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = base64.b64encode(hashlib.sha256(spki).digest()).decode()
    return f"--ignore-certificate-errors-spki-list={digest}"


def test_a_proxy_speaks_http_2_and_passes_compressed_pages_on(proxy_in_front: Proxy) -> None:
    assert proxy_in_front.handshake()[0] == "h2"
    status, headers, _ = proxy_in_front.ask("GET", "/da/", Accept_Encoding="br")
    assert (status, headers["Content-Encoding"]) == (200, "br")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert proxy_in_front.ask("GET", "/sw.js")[1]["Cache-Control"] == "no-cache"


def test_a_proxy_takes_the_largest_push_and_nothing_much_larger(proxy_in_front: Proxy) -> None:
    vault = f"/api/v1/vaults/{encode(os.urandom(16))}"
    headers = {"Content_Type": "application/json", "Authorization": f"Bearer {encode(os.urandom(32))}"}
    assert proxy_in_front.ask("PUT", vault, **headers)[0] == 201
    status, _, told = proxy_in_front.ask("POST", f"{vault}/records", b"x" * A_PUSH_BYTES, **headers)
    assert (status, json.loads(told)["status"]) == (400, 400), "the server read it, and it is no JSON"
    try:
        refused = proxy_in_front.ask("POST", f"{vault}/records", bytes(17 * 1024 * 1024), **headers)[0]
    except OSError:
        refused = 413  # it closed the connection before all was sent
    assert refused == 413


def test_a_visitor_cannot_choose_the_address_that_is_counted(proxy_in_front: Proxy) -> None:
    """Threat: whoever names another address with each request has no limit."""
    named = (f"198.51.100.{number}" for number in range(TRIES))
    assert 429 in (proxy_in_front.ask("GET", UNKNOWN, X_Forwarded_For=address)[0] for address in named)


def test_a_proxy_logs_no_path_and_no_address(proxy_in_front: Proxy) -> None:
    assert proxy_in_front.ask("GET", f"/da/{MARK}?q={MARK}")[0] == 404
    files = [path for path in proxy_in_front.folder.rglob("*") if path.is_file()]
    assert len(files) > 2
    assert [str(path) for path in files if MARK.encode() in path.read_bytes()] == []


def test_the_app_is_installed_over_https_and_then_needs_no_proxy(
    playwright: Playwright, caddy: Proxy
) -> None:
    options = launch_options()
    options["args"] = [*options["args"], trusted(caddy)]
    browser = playwright.chromium.launch(**options)
    with open_phone(browser) as phone:
        page = phone.new_page()
        page.goto(f"{caddy.url}/da/")
        assert page.evaluate("isSecureContext")
        assert page.evaluate(PROTOCOL) == "h2"
        assert page.evaluate(WORKER) == f"{caddy.url}/sw.js"
        phone.set_offline(True)
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    browser.close()
