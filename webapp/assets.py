"""Build the versioned files that the app serves; bin/set-up calls `main`.

The version is a hash of what phones cache, so a change that no phone sees keeps the version (decision 30).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import sys
import time
from pathlib import Path

import brotli
from filelock import FileLock

from webapp.bundling import (
    BuildFailed,
    are_catalogues_fresh,
    build_static,
    build_vendor,
    compile_catalogues,
    is_vendor_fresh,
)
from webapp.config import PACKAGED, ROOT, Settings, settings_from
from webapp.content.strict import ImpossibleContent
from webapp.pages import check_texts
from webapp.shells import kept_by_phones, shown

KEEP_SECONDS = 30 * 24 * 3600
"""How long the files of an older version are kept, for phones that still run it."""
MADE = {"vendor", "__pycache__"}
OF_THE_BUILD = ("package.json", "package-lock.json", "jsconfig.json", "requirements.lock")
"""Files in the root folder that determine the output of esbuild and Jinja."""


def sources() -> list[Path]:
    """All files from which something is built or rendered; it may list more than needed."""
    files = [
        path for folder in ("webapp", "storage") for path in (ROOT / folder).rglob("*") if path.is_file()
    ]
    kept = [path for path in files if path.suffix != ".mo" and not MADE & set(path.parts)]
    return sorted([*kept, *(path for name in OF_THE_BUILD if (path := ROOT / name).exists())])


def stamp_of(settings: Settings) -> str:
    """A hash of the sources and of the settings that pages show. The same stamp means the same version."""
    digest = hashlib.sha256(json.dumps(shown(settings)).encode())
    for path in sources():
        content = hashlib.sha256(path.read_bytes()).digest()
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + content)
    return digest.hexdigest()


def version_of(settings: Settings, built: Path) -> str:
    """Twelve hex digits that change with anything that a phone caches, and with the salt."""
    digest = hashlib.sha256(settings.version_salt.encode() + b"\0")
    for name in json.loads((built / "build.json").read_text())["files"]:
        digest.update(name.encode() + b"\0" + hashlib.sha256((built / name).read_bytes()).digest())
    digest.update(kept_by_phones(settings, built).encode())
    return digest.hexdigest()[:12]


def build(settings: Settings) -> str:
    """Make `.build/static/<version>/` if it is missing; return the version.

    An installed package serves its own files, or copies of them in EGNE_ORD_BUILD. Raises BuildFailed, or
    ImpossibleContent if a language lacks a text.
    """
    if settings.build == PACKAGED:
        return version_of(settings, PACKAGED)
    return _build_in_folder(settings)


def static_folders(settings: Settings, version: str) -> list[tuple[Path, str]]:
    """The folders of static files to serve, this version's last, each with the prefix of its addresses.

    Other processes build in the same folder: their drafts are none of these, and one may be swept any time.
    """
    if settings.build == PACKAGED:
        return [(PACKAGED, f"/static/{version}/")]
    others = [path for path in (settings.build / "static").glob("[!.]*") if path.name != version]
    return [(path, f"/static/{path.name}/") for path in (*others, files_of(settings, version))]


def files_of(settings: Settings, version: str) -> Path:
    """The folder with the files of a version that was built."""
    return PACKAGED if settings.build == PACKAGED else settings.build / "static" / version


def _build_in_folder(settings: Settings) -> str:
    stamp = stamp_of(settings)
    try:
        return _known_version(settings, stamp) or _build(settings, stamp)
    except OSError as error:
        reason = error.strerror or "the system refuses"
        raise BuildFailed(f"EGNE_ORD_BUILD is {settings.build}, which cannot be used ({reason}).") from error


def _build(settings: Settings, stamp: str) -> str:
    (settings.build / "static").mkdir(parents=True, exist_ok=True)
    (settings.build / "versions").mkdir(exist_ok=True)
    with FileLock(settings.build / "build.lock"):
        return _known_version(settings, stamp) or _build_locked(settings, stamp)


def _known_version(settings: Settings, stamp: str) -> str:
    """The version of the last build of these sources; '' if any part of it is missing."""
    try:
        version = (settings.build / "versions" / stamp).read_text()
    except FileNotFoundError:
        return ""
    is_built = (settings.build / "static" / version / "build.json").exists()
    return version if is_built and (PACKAGED.is_dir() or is_generated()) else ""


def _build_locked(settings: Settings, stamp: str) -> str:
    static = settings.build / "static"
    draft = static / f".{stamp}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    if PACKAGED.is_dir():
        shutil.copytree(PACKAGED, draft)
    else:
        make(draft)
    version = version_of(settings, draft)
    if (static / version / "build.json").exists():
        shutil.rmtree(draft)
    else:
        if not PACKAGED.is_dir():
            _compress(draft)
        _publish(draft, static / version)
    os.utime(static / version)
    _sweep(settings.build, version, time.time())
    _note(settings.build / "versions" / stamp, version)
    return version


def is_generated() -> bool:
    """Whether what a checkout generates from its sources is up to date."""
    return is_vendor_fresh() and are_catalogues_fresh()


def make(draft: Path) -> None:
    """Build everything from the sources of a checkout into a folder."""
    if not is_vendor_fresh():  # other builds in this tree have locks of their own, and read these files
        build_vendor()
    compile_catalogues()
    check_texts()  # before the scripts are built, which takes longer
    build_static(draft)
    _describe(draft)


def _describe(built: Path) -> None:
    files = sorted(
        str(path.relative_to(built))
        for path in built.rglob("*")
        if path.is_file() and path.suffix not in {".br", ".gz", ".json"}
    )
    sha256 = {name: hashlib.sha256((built / name).read_bytes()).hexdigest() for name in files}
    (built / "build.json").write_text(json.dumps({"files": files, "sha256": sha256}, indent=1))


def _compress(built: Path) -> None:
    for path in [one for one in built.rglob("*") if one.suffix in {".js", ".css", ".svg"}]:
        content = path.read_bytes()
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content))
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))


def _publish(draft: Path, target: Path) -> None:
    # The thirty days of the previous version begin now, however long ago it was built.
    others = (path for path in target.parent.glob("[!.]*") if path != target)
    for latest in sorted(others, key=lambda path: path.stat().st_mtime)[-1:]:
        os.utime(latest)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def _note(path: Path, version: str) -> None:
    """Write the version of a stamp, atomically, so that no process reads half of it."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(version)
    draft.replace(path)


def _sweep(folder: Path, version: str, now: float) -> None:
    """Remove versions older than KEEP_SECONDS, and interrupted drafts."""
    for old in (folder / "static").iterdir():
        if old.name.startswith(".") or (old.name != version and now - old.stat().st_mtime > KEEP_SECONDS):
            shutil.rmtree(old)
    for old in (folder / "versions").iterdir():
        if old.name.startswith(".") or now - old.stat().st_mtime > KEEP_SECONDS:
            old.unlink()


def main() -> None:
    """Build what is missing, for bin/set-up."""
    try:
        build(settings_from())
    except (BuildFailed, ImpossibleContent) as failure:
        sys.exit(str(failure))
