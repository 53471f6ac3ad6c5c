"""The built files: a new version for every change, no repeated work, and old versions kept for a while."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from copied_tree import built_in, stamp_and_version
from server_fixtures import fetch
from sweeps import quarter
from webapp import create_app
from webapp.assets import KEEP_SECONDS, OF_THE_BUILD, build, stamp_of, version_of
from webapp.config import ROOT, Settings

DAY_SECONDS = 24 * 3600


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """All files and folders below a folder, each with its inode and modification time."""
    found = sorted(folder.rglob("*"))
    return {str(p.relative_to(folder)): (p.stat().st_ino, p.stat().st_mtime_ns) for p in found}


def age(folder: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(folder, (then, then))


def old_version(settings: Settings, name: str, seconds: float) -> Path:
    """A version built this long ago, with one file in it."""
    folder = settings.build / "static" / name
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "old.js").write_text("export const old = 1;")
    age(folder, seconds)
    return folder


@dataclass(frozen=True)
class Built:
    """One build after an interrupted one, next to an older version and to one old enough to be removed."""

    settings: Settings
    version: str
    gone: Path
    kept: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    settings = Settings(build=tmp_path_factory.mktemp("built"))
    version = build(Settings())
    gone = old_version(settings, "0" * 12, 31 * DAY_SECONDS)
    kept = old_version(settings, "1" * 12, 29 * DAY_SECONDS)
    for cut_short in (version, f".{stamp_of(settings)}.draft"):
        (settings.build / "static" / cut_short / "half").mkdir(parents=True)
    assert build(settings) == version
    return Built(settings, version, gone, kept)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that a test may change."""
    copy = tmp_path_factory.mktemp("tree")
    generated = shutil.ignore_patterns("__pycache__", "vendor")
    for name in ("webapp", "storage"):
        shutil.copytree(ROOT / name, copy / name, ignore=generated)
    for name in OF_THE_BUILD:
        shutil.copy(ROOT / name, copy)
    (copy / "node_modules").symlink_to(ROOT / "node_modules")
    return copy


@contextmanager
def changed(path: Path, before: str, after: str) -> Iterator[None]:
    """Replace one text in a file for the length of a block."""
    original = path.read_bytes()
    assert before in original.decode()
    path.write_text(original.decode().replace(before, after, 1))
    yield
    path.write_bytes(original)


CACHED_BY_PHONES = [
    ("static/css/base.css", "color:", "accent-color: red; color:"),
    ("static/js/core/text/pace.js", "export const PACE_DEFAULT = ", "export const PACE_DEFAULT = 1 + "),
    ("static/sw.js", "`egne-ord-${APP.version}`", "`egne-ord-app-${APP.version}`"),
    ("static/icons/icon.svg", "<svg", "<svg id='x'"),
    ("templates/start.html", "<h1>", '<h1 class="x">'),
    ("translations/en/LC_MESSAGES/messages.po", 'msgstr "Write your own words', 'msgstr "Write your words'),
    ("content/help/10-what.da.md", "Appen virker", "Den her app virker"),
    ("security.py", '"Referrer-Policy": "same-origin"', '"Referrer-Policy": "strict-origin"'),
]
"""One change of each kind of source."""
MORE_OF_THE_SAME_KINDS = [
    ("templates/plain.html", "<h1>", '<h1 class="x">'),
    ("content/guides.toml", "Hvad kan du lide at lave?", "Hvad kan du godt lide at lave?"),
    ("content/crisis.dk.toml", "Hele døgnet.", "Døgnet rundt."),
    ("content/languages.toml", 'locale = "en-GB"', 'locale = "en-IE"'),
    ("content/languages.toml", 'write = "skriv"', 'write = "skrive"'),
    (
        "security.py",
        '"Cross-Origin-Resource-Policy": "same-origin"',
        '"Cross-Origin-Resource-Policy": "same-site"',
    ),
    ("pwa.py", '"theme_color": "#f6f1e7"', '"theme_color": "#000000"'),
]
"""A quarter of these in `bin/test`, because each costs a build."""
SEEN_BY_THE_SERVER_ONLY = [
    ("**/rate*s.py", '"""', '"""Sooner or later. '),
    ("security.py", "BODY_MAX_BYTES = 16", "BODY_MAX_BYTES = 17"),
    ("pages.py", '"""The screens', '"""All the screens'),
    ("templates/start.html", "<h1>", "{# A note for whoever reads this. #}<h1>"),
    ("static/js/core/text/pace.js", "export", "// A note for whoever reads this.\nexport"),
    ("**/sender.py", '"""', '"""Sooner or later. '),
]


@pytest.fixture(scope="module")
def before(tree: Path) -> str:
    """The version of the unchanged tree."""
    (version,) = built_in(tree)
    return version


def test_changes_to_what_phones_cache_make_new_versions_and_undoing_them_the_old_one(
    tree: Path, before: str
) -> None:
    """One change on top of another, so that each costs half a build; the last one is built whole."""
    known = {"", before}
    with ExitStack() as changes:
        more = MORE_OF_THE_SAME_KINDS[-quarter(len(MORE_OF_THE_SAME_KINDS)) :]
        for source, text, other in [*CACHED_BY_PHONES, *more]:
            changes.enter_context(changed(next((tree / "webapp").glob(source)), text, other))
            stamp, version = stamp_and_version(tree)
            assert not {stamp, version} & known, source
            known |= {stamp, version}
        assert built_in(tree) == [version]
    assert built_in(tree) == [before]


def test_changes_that_no_phone_sees_keep_the_version(tree: Path, before: str) -> None:
    kept = files_of(tree / ".build/static" / before)
    places = [next((tree / "webapp").glob(source)) for source, _, _ in SEEN_BY_THE_SERVER_ONLY]
    with ExitStack() as changes:
        for path, (_, text, other) in zip(places, SEEN_BY_THE_SERVER_ONLY, strict=True):
            changes.enter_context(changed(path, text, other))
        versions = built_in(tree)
    if versions != [before]:
        for path, (_, text, other) in zip(places, SEEN_BY_THE_SERVER_ONLY, strict=True):
            with changed(path, text, other):
                assert built_in(tree) == [before], path
    assert versions == [before], "only together they make a new version"
    assert files_of(tree / ".build/static" / before) == kept


def test_an_added_icon_makes_a_new_version_and_a_stray_module_does_not(tree: Path, before: str) -> None:
    (tree / "webapp/static/vendor/secondary.js").write_text("//")
    assert built_in(tree) == [before]
    (tree / "webapp/static/icons/more.svg").write_text("<svg/>")
    assert built_in(tree) != [before]
    (tree / "webapp/static/icons/more.svg").unlink()


def test_compiled_catalogues_and_generated_modules_follow_their_sources(tree: Path, before: str) -> None:
    """Threat: a version that was built before is served with the messages or rows of another one."""
    catalogue = tree / "webapp/translations/en/LC_MESSAGES/messages.po"
    vendor = tree / "webapp/static/vendor/languages.js"
    with (
        changed(catalogue, 'msgstr "Write your own words', 'msgstr "Write your words'),
        changed(tree / "webapp/content/languages.toml", '"da-DK"', '"da-GL"'),
    ):
        assert built_in(tree) != [before]
    assert b"Write your words" in catalogue.with_suffix(".mo").read_bytes()
    assert "da-GL" in vendor.read_text()
    os.utime(catalogue)
    assert built_in(tree) == [before]
    assert b"Write your words" not in catalogue.with_suffix(".mo").read_bytes()
    assert "da-GL" not in vendor.read_text()


def test_processes_that_build_from_scratch_at_once_get_the_same_version(tree: Path, before: str) -> None:
    """It is also the version of the same files in another folder."""
    shutil.rmtree(tree / "webapp/static/vendor")
    shutil.rmtree(tree / ".build")
    assert built_in(tree, processes=3) == [before] * 3
    assert before == build(Settings())
    assert [path.name for path in (tree / ".build/static").iterdir()] == [before]
    assert (tree / "webapp/static/vendor/htmx.js").exists()


def test_a_salt_makes_a_new_version_and_so_does_a_setting_that_a_page_shows(built: Built) -> None:
    files = built.settings.build / "static" / built.version
    others = Settings(version_salt="1"), Settings(unused_days=29)
    versions = {built.version, *(version_of(settings, files) for settings in others)}
    assert len({stamp_of(settings) for settings in (Settings(), *others)}) == len(versions) == 3
    assert build(Settings(build=built.settings.build, lock_seconds=9)) == built.version, "no page shows it"
    assert all(len(version) == 12 and set(version) <= set("0123456789abcdef") for version in versions)


def test_a_second_build_with_nothing_changed_does_nothing(built: Built) -> None:
    folders = (built.settings.build, ROOT / "webapp/static", ROOT / "webapp/translations")
    before = [files_of(folder) for folder in folders]
    assert build(built.settings) == built.version
    assert [files_of(folder) for folder in folders] == before


def test_an_interrupted_build_is_completed(built: Built) -> None:
    static = built.settings.build / "static"
    assert (static / built.version / "build.json").exists()
    assert not (static / built.version / "half").exists()
    assert {path.name for path in static.iterdir()} == {built.version, built.kept.name}


def test_versions_older_than_30_days_are_removed_and_younger_ones_stay(built: Built) -> None:
    assert KEEP_SECONDS == 30 * DAY_SECONDS
    assert not built.gone.exists()
    assert built.kept.exists()
    app = create_app(built.settings)
    assert fetch(f"/static/{built.kept.name}/js/old.js", app=app).data == b"export const old = 1;"
    assert fetch(f"/static/{built.gone.name}/js/old.js", app=app).status_code == 404


def test_the_previous_version_stays_even_if_its_build_is_old(built: Built, tmp_path: Path) -> None:
    settings = Settings(build=shutil.copytree(built.settings.build, tmp_path / "build"))
    shutil.rmtree(settings.build / "static" / built.kept.name)
    before = settings.build / "static" / built.version
    age(before, 90 * DAY_SECONDS)
    assert create_app(settings).config["VERSION"] == before.name
    after = build(Settings(build=settings.build, version_salt="next"))
    assert after != before.name
    kept = {path.name for path in (settings.build / "static").iterdir()}
    assert kept == {before.name, after}, "a phone that ran it yesterday still asks for its files"
