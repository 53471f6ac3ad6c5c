"""`egne-ord compare`: a site that serves this release, one that does not, and one that says nothing."""

from __future__ import annotations

import hashlib
import json
import threading
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from browser.real_server import RealServer, free_port
from webapp import create_app
from webapp.bundling import BuildFailed
from webapp.cli import main
from webapp.commands.compare import MANIFEST_MAX_BYTES, OTHER, SAME, UNKNOWN
from webapp.config import RELEASE, ROOT, Settings
from webapp.content.strict import ImpossibleContent
from webapp.released import code_of, manifest_text

Trick = Callable[[Response], None]
Compared = Callable[..., tuple[int, str]]


class LiveSite:
    """A site on loopback. `tricks`: what is changed of the answer at a path."""

    def __init__(self, app: Flask) -> None:
        self.app, self.tricks = app, dict[str, Trick]()
        self.server = make_server("127.0.0.1", 0, self.answer, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        """A WSGI app: the real answer, changed by the trick for its path."""
        request = Request(environ)
        real = self.app.test_client().get(request.path, headers=list(request.headers), buffered=True)
        answer = Response(real.data, real.status_code, list(real.headers))
        self.tricks.get(request.path, lambda _answer: None)(answer)
        return answer(environ, start_response)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site of a host with a name, a contact, other days and a salt."""
    settings = Settings(
        data=tmp_path_factory.mktemp("data"),
        build=tmp_path_factory.mktemp("build"),
        host_name="Foreningen Åse",
        contact="mailto:host@example.org",
        unvisited_days=365,
        version_salt="x",
    )
    site = LiveSite(create_app(settings))
    threading.Thread(target=site.server.serve_forever, args=(0.05,), daemon=True).start()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def compared(live: LiveSite, capsys: pytest.CaptureFixture[str]) -> Iterator[Compared]:
    """Runs the command, with these tricks by path. Returns its exit code and what it printed."""

    def run(tricks: dict[str, Trick] | None = None, url: str = "") -> tuple[int, str]:
        live.tricks = tricks or {}
        return main(["compare", url or live.url]), capsys.readouterr().out

    yield run
    live.tricks = {}


def other_body(answer: Response) -> None:
    """One more letter."""
    answer.set_data(answer.data + b" ")


def moved(answer: Response) -> None:
    """A redirect."""
    answer.status_code = 302
    answer.headers["Location"] = "/da/"


def no_policy(answer: Response) -> None:
    """Without the content policy."""
    answer.headers.remove("Content-Security-Policy")


def with_manifest(**changed: Any) -> Trick:
    """The manifest with other members."""

    def change(answer: Response) -> None:
        answer.set_data(json.dumps({**json.loads(answer.data), **changed}))

    return change


def test_a_site_with_settings_of_its_own_serves_this_release(compared: Compared, live: LiveSite) -> None:
    code, said = compared()
    assert code == SAME, said
    files = json.loads(manifest_text(live.app))["files"]
    assert f"All {len(files)} files are those of this release." in said
    assert "Foreningen Åse runs it, reached at mailto:host@example.org" in said
    assert "30 and 365 days" in said
    assert "docs/real-app.md" in said


def test_the_real_server_serves_this_release(compared: Compared, server: RealServer) -> None:
    """All of it over one connection, which the server keeps open."""
    code, said = compared(url=server.url)
    assert code == SAME, said


def test_whatever_differs_is_named(compared: Compared, live: LiveSite) -> None:
    static = f"/static/{live.app.config['VERSION']}"
    more = {**json.loads(manifest_text(live.app))["files"], "/static/x/\x1b[2Jmore.js": "0"}
    code, said = compared(
        {
            f"{static}/js/app.js": other_body,
            f"{static}/icons/icon-192.png": lambda answer: setattr(answer, "status_code", 404),
            "/sw.js": other_body,
            "/da/hjaelp": other_body,
            "/da/skriv": no_policy,
            "/en/": moved,
            "/release.json": with_manifest(files=more),
        }
    )
    assert code == OTHER
    assert [line.strip() for line in said.splitlines() if line.startswith("  ")] == [
        "/da/hjaelp is another file.",
        "/da/skriv has another Content-Security-Policy.",
        "/en/ is missing: the answer is 302.",
        f"{static}/icons/icon-192.png is missing: the answer is 404.",
        f"{static}/js/app.js is another file.",
        "/sw.js is another file.",
        '"/static/x/\\u001b[2Jmore.js" is no file of this release.',
    ]
    assert "7 differences" in said


SHOWN = {"host_name": "", "contact": "", "unused_days": 30, "unvisited_days": 730}
UNUSABLE: dict[str, Trick] = {
    "is not JSON": lambda answer: answer.set_data(b"{"),
    "is not JSON.": lambda answer: answer.set_data(b"[" * 100_000),
    "is not the manifest of a release": with_manifest(format="x"),
    "of another version of the app": with_manifest(format_version=2),
    "names no version": with_manifest(version="../../etc"),
    "settings that no host can set": with_manifest(shown={**SHOWN, "host_name": "a\nb"}),
    "settings that no host can set.": with_manifest(shown={**SHOWN, "contact": "javascript:alert(1)"}),
    "settings that no host can set. ": with_manifest(shown={**SHOWN, "unused_days": True}),
    "names no files": with_manifest(files=[]),
    "too large": lambda answer: answer.set_data(b" " * (MANIFEST_MAX_BYTES + 1)),
}


@pytest.mark.parametrize("says", UNUSABLE)
def test_a_site_that_says_nothing_usable_is_unknown(compared: Compared, says: str) -> None:
    code, said = compared({"/release.json": UNUSABLE[says]})
    assert (code, says.rstrip() in said) == (UNKNOWN, True), said
    assert "So it is not known what it serves." in said


@pytest.mark.parametrize(
    "url",
    ["http://example.org", "ftp://localhost", "https://host/da/", "https://a@host", "localhost:8000", "", "http://[",
     "https://host?x"],
)  # fmt: skip
def test_only_an_origin_by_https_or_on_this_machine_is_asked(compared: Compared, url: str) -> None:
    code, said = compared(url=url or "x")
    assert code == UNKNOWN
    assert "must be like https://host" in said or "is no address" in said


@pytest.mark.parametrize("host", ["a..b", "exa mple.dk", f"{'a' * 300}.dk", "a\tb c", ".dk"])
def test_what_can_be_no_host_is_unknown(compared: Compared, host: str) -> None:
    code, said = compared(url=f"https://{host}")
    assert (code, "names no host" in said, said.count("\n")) == (UNKNOWN, True, 1), said


@pytest.mark.parametrize(
    "failed", [BuildFailed("esbuild failed:\nx.js"), ImpossibleContent("da lacks a text.")]
)
def test_a_release_that_cannot_be_built_here_compares_nothing(
    compared: Compared, failed: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Settings) -> str:
        raise failed

    monkeypatch.setattr("webapp.commands.compare.build", fail)
    code, said = compared()
    assert (code, said.count("\n")) == (UNKNOWN, 1)
    assert said.endswith("So there is nothing to compare the site with.\n")


def test_a_site_that_is_not_there_is_unknown(compared: Compared, live: LiveSite) -> None:
    code, said = compared(url=f"http://localhost:{free_port()}")
    assert (code, "localhost did not answer (Connection refused)." in said) == (UNKNOWN, True)
    code, said = compared(url=live.url.replace("http://", "https://"))
    assert (code, "127.0.0.1 did not answer (it speaks no https there)." in said) == (UNKNOWN, True)


def test_the_release_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == RELEASE


def test_the_fingerprint_is_the_sum_of_sums_whatever_the_host_sets(live: LiveSite, app: Flask) -> None:
    mine = json.loads(manifest_text(app))
    assert manifest_text(app) == manifest_text(create_app(Settings()))
    assert app.test_client().get("/release.json").text == manifest_text(app)
    static = {path: digest for path, digest in mine["files"].items() if path.startswith("/static/")}
    names = {path.split("/", 3)[3]: digest for path, digest in static.items()}
    listed = "".join(f"{names[name]}  {name}\n" for name in sorted(names))
    assert hashlib.sha256(listed.encode()).hexdigest() == mine["code"]
    assert code_of(live.app.config["BUILD"]) == mine["code"]
    assert live.app.config["VERSION"] != app.config["VERSION"]
    for path in ("/da/hjaelp", "/en/help"):
        assert mine["code"] in live.app.test_client().get(path).text
